"""Automatic numbers of lists (自动编号): Word keeps the rule, not the number, so the numbers are counted out here."""

import re
from dataclasses import dataclass, field

from lxml import etree

from fazhi.documents.word.numerals import written
from fazhi.documents.word.package import attribute, child, is_on, local_name, number

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 8
# After these the number needs no space: a typed plan has none there either.
_CLOSING = tuple("、）)．。：:】〕》")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written and when it begins anew."""

    start: int
    number_format: str
    text: str
    suffix: str
    restart_after: int  # the number of levels above; using any of them begins this level anew. 0: never
    digits_only: bool
    style: str | None


@dataclass(slots=True)
class _List:
    """A w:num: an abstract list, whose counters it shares, with levels of its own and restarts."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int]
    used: set[int] = field(default_factory=set)


class Numbering:
    """Counts the lists of one document. `label` is asked once for each numbered paragraph, in document order."""

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str]) -> None:
        """`style_lists` gives, for each numbering style, the list (numId) that its definition points to."""
        self._counters: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        parts = [element for element in root if local_name(element) in ("abstractNum", "num")]
        abstracts = {attribute(part, "abstractNumId") or "": part for part in parts if local_name(part) != "num"}
        nums = {attribute(part, "numId") or "": part for part in parts if local_name(part) == "num"}
        for number_id, part in nums.items():
            abstract = _followed(attribute(child(part, "abstractNumId")) or "", abstracts, nums, style_lists)
            if abstract in abstracts:
                self._lists[number_id] = _list(part, abstract, abstracts[abstract])

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level that a list ties to a paragraph style, if it does."""
        known = self._lists.get(list_id)
        levels = known.levels.items() if known else ()
        return next((depth for depth, level in levels if level.style == style), None)

    def label(self, list_id: str, depth: int) -> str:
        """Count one paragraph at `depth` (0 is outermost) and give its number with what separates it from the text.

        Bullets count for nothing and give "".
        """
        known = self._lists.get(list_id)
        depth = max(0, min(depth, _DEEPEST))
        if known is None or depth not in known.levels:
            return ""
        counters = self._counters.setdefault(known.abstract, {})
        level = known.levels[depth]
        if depth in known.restarts and depth not in known.used:
            counters[depth] = known.restarts[depth]
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        known.used.add(depth)
        for deeper in [at for at in counters if at > depth]:
            inner = known.levels.get(deeper)
            if inner is None or depth < inner.restart_after:
                del counters[deeper]
        return _rendered(known, counters, level)


def _rendered(known: _List, counters: dict[int, int], level: Level) -> str:
    if level.number_format == "bullet":
        return ""

    def figure(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        shown = known.levels.get(depth)
        if shown is None:
            return ""
        number_format = "decimal" if level.digits_only and shown.number_format != "none" else shown.number_format
        return written(counters.get(depth, shown.start), number_format)

    text = _PLACE.sub(figure, level.text)
    if not text.strip():
        return ""
    if level.suffix == "nothing" or (level.suffix == "tab" and text.endswith(_CLOSING)):
        return text
    return text + " "


def _followed(
    abstract: str, abstracts: dict[str, etree._Element], nums: dict[str, etree._Element], style_lists: dict[str, str]
) -> str:
    """The abstract list that really defines levels, behind a link to a numbering style (numStyleLink)."""
    seen: set[str] = set()
    while abstract in abstracts and abstract not in seen:
        seen.add(abstract)
        style = attribute(child(abstracts[abstract], "numStyleLink"))
        if style is None:
            break
        target = attribute(child(nums.get(style_lists.get(style, "")), "abstractNumId"))
        if target is None:
            break
        abstract = target
    return abstract


def _list(part: etree._Element, abstract: str, definition: etree._Element) -> _List:
    levels = _levels(definition)
    restarts: dict[int, int] = {}
    for override in part:
        depth = number(override, "ilvl")
        if local_name(override) != "lvlOverride" or depth is None:
            continue
        if (own := child(override, "lvl")) is not None:
            levels[depth] = _level(own, depth)
        if (start := number(child(override, "startOverride"))) is not None:
            restarts[depth] = start
    return _List(abstract, levels, restarts)


def _levels(definition: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in definition:
        depth = number(element, "ilvl")
        if local_name(element) == "lvl" and depth is not None:
            levels[depth] = _level(element, depth)
    return levels


def _level(element: etree._Element, depth: int) -> Level:
    start = number(child(element, "start"))
    restart = number(child(element, "lvlRestart"))
    return Level(
        start=0 if start is None else start,
        number_format=_number_format(element),
        text=attribute(child(element, "lvlText")) or "",
        suffix=attribute(child(element, "suff")) or "tab",
        restart_after=depth if restart is None else restart,
        digits_only=is_on(child(element, "isLgl")),
        style=attribute(child(element, "pStyle")),
    )


def _number_format(level: etree._Element) -> str:
    # Newer formats stand in mc:AlternateContent with an old one as fallback, which every reader may use.
    formats = [element for element in level.iterdescendants() if local_name(element) == "numFmt"]
    return (attribute(formats[-1]) if formats else None) or "decimal"
