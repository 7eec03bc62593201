"""Pass 4, subjects: what a figure counts, in the words of the text (受理行政复议案件)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fazhi.figures.reading.measures import AMOUNTS, RATES
from fazhi.figures.reading.places import Place
from fazhi.figures.reading.rows import row_subject, without_unit
from fazhi.figures.reading.sharing import distributed
from fazhi.figures.reading.trimming import (
    LONGEST,
    after_number,
    before_number,
    core_of,
    ends_listing,
    first_verb,
    is_bare_verb,
    sets_scene,
    verb_of,
    without_trailing,
)
from fazhi.plans.reading.clauses import Clauses

_JOINER = re.compile(r"[、,]|以及|及其|和(?![解谐睦平])|(?<![涉普惠以顾提])及(?![时格其])|(?<!参)与(?!会)")
_NAME = re.compile(r"“[^”]*”|《[^》]*》|\([^)]*\)")
_BECOMES = re.compile(
    r"(?:以上|左右)?(?:逐步|稳步|大幅)?(?:增至|增加到|增加至|增长到|增长至|压减到|压减至|压缩至|压缩到|缩短到|缩短至|缩减至|缩减到|降至|降为|降到|下降到|下降至"
    r"|升至|涨至|涨到|上升到|上升至|提升至|提升到|提高到|提高至|减至|减少到|减少至|扩大到|扩大至|变为|调整为|优化至|降低到|降低至|缩小至|拓展至"
    r"|跃升至|精简至|精简到|整合至|整合为|变成|至|到)"
)
_FROM = re.compile(
    r"(?:由|从)(?:上年|去年|前年|原来|以往|过去|年初|改革前|原先|法定)?(?:20\d\d年)?(?:同期|底|末)?的?(?:平均)?$"
)
_TO = re.compile(r"[\u4e00-\u9fff]{0,6}(?:至|到|为|成)了?")
_CHANGE = re.compile(
    r"(?:(?:较|比|与)[^,]{1,10}?)?(?:同比|环比|年均)?(?:分别|平均|又|再)?(?:净)?(?:增长|下降|上升|减少|增加|提高|提升|降低|压减|缩短|上涨|回落|回升|下滑|增幅|降幅|多|少|快|慢|高|低)了?(?:幅度)?(?:达|为)?"
    r"|净增|净减|(?:高于|低于|超过|好于|优于)[^,]{2,14}|(?:是|为|相当于)(?:20\d\d年|上年|去年)(?:同期)?的?"
)
_SHARE = re.compile(r"(?:约)?占(?:比|总数|全部|总量)?(?:为|达)?(?:的)?")
_REACHES = re.compile(r"(?:已|均)?(?:高?达到?|约?为)(?:了)?")
_A_SHARE = re.compile(
    r"^(.*?(?:率|比|比例|比重|份额|占[^,]{1,12}?))"
    r"(?:位居|居|列|最|稳|持|大幅|明显|不断|逐|保持|始终|再|也|首次)[^,]{1,8}$"
)
_LONGEST_LIST = 20
_STATED_AFTER = (
    "全部",
    "均",
    "都",
    "已",
    "并",
    "得到",
    "位居",
    "居",
    "排",
    "列",
    "上缴",
    "按",
    "在",
    "和",
    "与",
    "及",
    "经",
    "用于",
    "以",
)


@dataclass(slots=True)
class _Told:
    """What was counted so far: the last subject at each depth of brackets, growth and shares set apart."""

    subjects: list[tuple[int, str]] = field(default_factory=list)

    def governing(self, depth: int) -> str:
        return next((what for at, what in reversed(self.subjects) if at <= depth), "")

    def inner(self) -> str:
        return self.subjects[-1][1] if self.subjects else ""

    def tell(self, depth: int, what: str) -> None:
        self.subjects.append((depth, what))


def subjects_of(clauses: Clauses, places: list[Place]) -> list[str]:
    """What each quantity counts, in order."""
    told = _Told()
    shared = distributed(clauses, places)
    found: list[str] = []
    for index, place in enumerate(places):
        row = row_subject(clauses.text, place.quantity.start)
        what, derived = (without_unit(row), False) if row else _what(clauses, places, index, told)
        if index in shared:
            member, change = shared[index]
            what, derived = (member if isinstance(member, str) else found[member]) + change, bool(change)
        found.append(what[:LONGEST])
        if not derived:
            told.tell(place.depth, what)
    return found


def _what(clauses: Clauses, places: list[Place], index: int, told: _Told) -> tuple[str, bool]:
    """(what is counted, whether it is a change or share of what was counted before)."""
    place = places[index]
    bare = place.left.strip(' ,、:;"”)）]—/')
    governing = told.governing(place.depth) or told.inner()
    if _BECOMES.fullmatch(without_trailing(bare) or bare) or _BECOMES.fullmatch(bare):
        return governing + bare, True
    trimmed = before_number(bare)
    if place.continues and _FROM.search(places[index - 1].left.rstrip()) and _TO.fullmatch(bare):
        return governing + bare, True
    if governing and (_CHANGE.fullmatch(bare) or _CHANGE.fullmatch(trimmed)):
        return governing + (trimmed or bare), True
    if governing and _SHARE.fullmatch(bare):
        return governing + ("占比" if "占比" in bare else "占"), True
    left, right = _own_left(places, index), _own_right(places, index)
    if place.left.strip() in ("以上的", "以下的", "以上"):
        return _from_before(clauses, places, index, told), False
    if left and right and _drops_right(place, left, right):
        right = ""
    if left or right:
        return core_of(left) + right if left else right, False
    return _from_before(clauses, places, index, told), False


def _joiner(text: str) -> re.Match[str] | None:
    """The first sign between members of a list that stands in no name."""
    return _JOINER.search(_NAME.sub(lambda name: "·" * len(name.group()), text))


def _own_left(places: list[Place], index: int) -> str:
    """The words before the number that are its own, not those of the number before it."""
    place = places[index]
    text = place.left
    if place.continues:
        stripped = text.lstrip(" “”\"'")
        cut = _joiner(text)
        if stripped[:1] in "、,和及与":
            text = stripped[1:]
        elif cut:
            text = text[cut.end() :]
        elif _takes_all(place):
            text = ""
    bare, right = _FROM.sub("", text.rstrip(" “")), after_number(place.right)
    if right and (bare.endswith(("、", "和", "及", "以及", "与")) or sets_scene(bare)):
        return ""
    if right and (ends_listing(bare) or bare.count("、") + 1 == place.quantity.value == 2):
        return verb_of(before_number(bare))
    return before_number(bare)


def _takes_all(place: Place) -> bool:
    """Whether the words between two numbers name what the first counts: 24个部门|462项权责清单事项."""
    own = after_number(place.right)
    return (
        bool(own)
        and not place.followed
        and first_verb(place.left) < 0
        and place.left.strip() not in ("以上的", "以下的")
    )


def _own_right(places: list[Place], index: int) -> str:
    """The words after the number as far as they are its own."""
    place = places[index]
    if not place.followed:
        right = after_number(place.right)
        return right if len(right) > 1 else ""
    between, after = place.right, places[index + 1]
    cut = _joiner(between)
    if cut:
        return after_number(between[: cut.start()]) + _predicate(places, index)
    if _BECOMES.fullmatch(between.strip()) or _CHANGE.fullmatch(between.strip()):
        return ""
    if _FROM.search(place.left.rstrip()) and _TO.fullmatch(between.strip()):
        return ""
    own = after_number(after.right) if not after.followed else ""
    if own:
        verb = first_verb(between)
        return after_number(between[:verb] if verb > 0 else between)
    mine = before_number(place.left) if not place.continues else ""
    wanting = len(mine) <= 1 or is_bare_verb(mine) or (first_verb(mine) < 0 and first_verb(between) == 0)
    return after_number(between) if wanting else ""


def _predicate(places: list[Place], index: int) -> str:
    """实现法律顾问全覆盖, said once for 16个乡镇、203个村."""
    last = index
    while places[last].followed and last < index + _LONGEST_LIST:
        last += 1
    said = re.search(r"(?:全部)?(?:实现|建成|建立|完成|通过)[^,;。、]{2,}$", after_number(places[last].right))
    return said.group() if said and not before_number(places[index].left) else ""


def _drops_right(place: Place, left: str, right: str) -> bool:
    """Whether the words after the number only go on about it: 罚没收入1200万元全部上缴国库."""
    if place.quantity.unit in RATES or (place.quantity.unit in AMOUNTS and len(left) > 2):
        return True
    if right.startswith(_STATED_AFTER):
        return True
    verb = first_verb(left)
    return (
        first_verb(right) == 0
        and verb >= 0
        and len(left) - verb > 4
        and place.quantity.unit in ("次", "场", "期", "份", "件")
    )


def _from_before(clauses: Clauses, places: list[Place], index: int, told: _Told) -> str:
    """What a number without words of its own counts: a label before a colon, what a bracket explains, or the last."""
    place = places[index]
    text, start = clauses.text, clauses.start(place.quantity.start)
    before = text[:start].rstrip(" ")
    share = _share_before(clauses, places, index, before)
    if share:
        return share
    if place.continues and "以" in place.left:
        return before_number(text[start : place.quantity.start]) or told.inner()
    if before.endswith((":", "(", "[", "{", "〔")):
        outer_start = clauses.start(len(before) - 1)
        outer = text[outer_start : len(before) - 1]
        previous = places[index - 1].quantity if index else None
        if previous is None or previous.end < len(before) - 1:
            if previous is not None and previous.end > outer_start:
                outer = text[previous.end : len(before) - 1]
            label = core_of(before_number(outer))
            if label:
                return label
    if place.left.lstrip().startswith("的") and before.endswith(")"):
        opened = text.rfind("(", 0, len(before))
        outer = core_of(before_number(text[clauses.start(opened) : opened])) if opened > 0 else ""
        if outer:
            return outer
    return told.inner() if place.depth else told.governing(0) or told.inner()


def _share_before(clauses: Clauses, places: list[Place], index: int, before: str) -> str:
    """占总量的比重 of “占总量的比重最高,达61.5%”: the clause before says what, this one how much."""
    place = places[index]
    if place.quantity.unit not in RATES or not before.endswith(",") or not _REACHES.fullmatch(place.left.strip()):
        return ""
    end = len(before) - 1
    start = clauses.start(end - 1)
    if index and places[index - 1].quantity.end > start:
        return ""
    said = _A_SHARE.match(clauses.text[start:end])
    return "" if said is None else core_of(before_number(said[1]))
