"""Indicators that reward volume 数量: more inspections, penalties, fines, log-ins. Refused without a stated reason.

Officers repeated inspections "to meet the index", and log-ins say nothing about law. What is rewarded is a rate with a
denominator, timeliness, correction. The rule itself is data: ``catalog/assessment/volume.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import Field

from fazhi.assessment.language.definition import Item, System, Veto
from fazhi.assessment.language.direction import Way, ways
from fazhi.catalog.loading import CatalogModel, Place, catalog_path, load_yaml
from fazhi.figures.language.definition import Counted, Figure
from fazhi.procedures.conditions import ConditionError, parse
from fazhi.procedures.language.basis import Said

Figures = Mapping[str, Figure]
_OF_VOLUME = frozenset({Counted.CASES, Counted.ACTS, Counted.CLOCKS, Counted.ENTRIES})


class Wording(CatalogModel):
    """Words by which a text shows that it counts activity, and what to call that."""

    words: tuple[Said, ...] = Field(min_length=1)
    what: Said


class VolumeRule(CatalogModel):
    """The whole file. ``records``: ids, or how they begin, of procedures and registers whose number is no merit."""

    title: Said
    note: Said
    records: tuple[Said, ...] = Field(min_length=1)
    wordings: tuple[Wording, ...] = Field(min_length=1)
    mend: Said
    sources: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """An item that rewards volume: where it stands, why it is thought so, and the reason stated for it or ''."""

    place: Place
    id: str
    title: str
    why: str
    reason: str


@lru_cache(maxsize=1)
def load_volume_rule() -> VolumeRule:
    """Reads the rule once a process. Raises CatalogError."""
    return load_yaml(catalog_path("assessment", "volume.yaml"), VolumeRule)


def flags(system: System, figures: Figures, rule: VolumeRule | None = None) -> tuple[Flag, ...]:
    """Every item of a system that rewards volume, those with a stated reason too: pages show it beside them."""
    stands = rule or load_volume_rule()
    found = []
    for place, each in system.places():
        why = "；".join(_reasons(each, figures, stands))
        if why:
            found.append(Flag(place, each.id, each.title, why, each.reason or ""))
    return tuple(found)


def _reasons(each: Item | Veto, figures: Figures, rule: VolumeRule) -> list[str]:
    said = _wordings(each, rule)
    return said if isinstance(each, Veto) else [*_figures(each, figures, rule), *said]


def _figures(item: Item, figures: Figures, rule: VolumeRule) -> list[str]:
    """The figures of a formula that count volume and with which the points rise."""
    text = item.expression
    if text is None:
        return []
    try:
        expression = parse(text)
    except ConditionError:
        return []  # said by `checking`
    counted = {name: kin for name in figures if (kin := volume_of(name, figures, rule))}
    better = Way.UP if item.deduct is None and not (item.bands and not item.bands.more_is_better) else Way.DOWN
    found = ways(expression, kin=counted)
    return [
        f"得分随“{figures[name].title}”增加而提高，鼓励了数量"
        for name, which in found.items()
        if name in counted and better in which
    ]


def volume_of(name: str, figures: Figures, rule: VolumeRule) -> frozenset[str]:
    """The records whose number a figure counts, if that must not be rewarded; nothing for a rate, or another count.

    A ratio is a rate where its divisor counts the same records. One that divides by anything else (the officers)
    is still a number of cases.
    """
    figure = figures.get(name)
    if figure is None:
        return frozenset()
    if figure.ratio is not None:
        above, below = volume_of(figure.ratio.of, figures, rule), volume_of(figure.ratio.to, figures, rule)
        return frozenset() if above & below else above
    if figure.parts:
        parts = figure.parts[:1] if figure.difference else figure.parts
        return frozenset[str]().union(*(volume_of(part, figures, rule) for part in parts))
    if figure.counts not in _OF_VOLUME:
        return frozenset()
    return frozenset(each for each in figure.sources if each.startswith(rule.records))


def _wordings(each: Item | Veto, rule: VolumeRule) -> list[str]:
    texts = [each.title, each.standard, each.evidence.upload or ""]
    if isinstance(each, Item) and each.judged is not None:
        texts += [level.says for level in each.judged.scale]
    text = "\n".join(texts)
    found = []
    for wording in rule.wordings:
        said = [word for word in wording.words if word in text]
        if said:
            found.append(f"文字中有“{'”“'.join(said)}”，{wording.what}")
    return found
