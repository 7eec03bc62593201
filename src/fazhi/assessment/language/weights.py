"""Points that must come to their parent's, and shares that may not undercut those of the system above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from fazhi.assessment.language.definition import System, plain
from fazhi.catalog.loading import Place


class Fault(NamedTuple):
    """One thing wrong with a system: where, what, and how to mend it."""

    place: Place
    wrong: str
    mend: str


def weight_faults(system: System) -> Iterator[Fault]:
    """Every level whose points do not come to those of its parent."""
    yield from _sum(system.total, [part.points for part in system.parts], ("total",), "总分", "一级指标")
    for a, part in enumerate(system.parts):
        place: Place = ("parts", a)
        given = [indicator.points for indicator in part.indicators]
        yield from _sum(part.points, given, (*place, "points"), f"“{part.title}”", "二级指标")
        for b, indicator in enumerate(part.indicators):
            here: Place = (*place, "indicators", b, "points")
            if not indicator.items:
                if not system.outline:
                    yield Fault(here, f"“{indicator.title}”没有项目", "请补上 items")
                continue
            points = [item.points for item in indicator.items]
            yield from _sum(indicator.points, points, here, f"“{indicator.title}”", "项目")


def _sum(whole: Decimal, parts: list[Decimal], place: Place, title: str, below: str) -> Iterator[Fault]:
    found = sum(parts, Decimal(0))
    if found != whole:
        wrong = f"{title}为 {plain(whole)} 分，所属{below}合计 {plain(found)} 分"
        gap = whole - found
        mend = f"请把{below}{'增加' if gap > 0 else '减少'} {plain(abs(gap))} 分，或者修改{title}的分值"
        yield Fault(place, wrong, mend)


def upper_faults(system: System, systems: Mapping[str, System]) -> Iterator[Fault]:
    """Where a system undercuts the one above it (A13): the weight of the whole, or the share of a part."""
    if system.upper is None:
        return
    above = systems.get(system.upper.system)
    if above is None:
        yield Fault(("upper", "system"), f"没有指标体系“{system.upper.system}”", "请检查标识")
        return
    if system.upper.performance and above.weight is not None and (system.weight or Decimal(0)) < above.weight:
        own = f"{plain(system.weight)}%" if system.weight is not None else "未写"
        wrong = f"在绩效考核中的分值权重{own}，低于上级“{above.title}”的 {plain(above.weight)}%"
        yield Fault(("weight",), wrong, "规划要求下级分值权重不得低于上级，请提高在绩效考核中的分值权重（weight）")
    yield from _shares(system, above)


def _shares(system: System, above: System) -> Iterator[Fault]:
    assert system.upper is not None
    own = {part.id: (at, part) for at, part in enumerate(system.parts)}
    upper = {part.id: part for part in above.parts}
    for at, name in enumerate(system.upper.parts):
        if name not in own or name not in upper:
            where = "本体系" if name not in own else "上级体系"
            yield Fault(("upper", "parts", at), f"{where}没有一级指标“{name}”", "请检查标识")
            continue
        place, part = own[name]
        share, least = part.points / system.total, upper[name].points / above.total
        if share < least:
            wrong = f"“{part.title}”占总分 {_percent(share)}，低于上级“{above.title}”的 {_percent(least)}"
            mend = f"下级分值权重不得低于上级，请提高到 {plain(_up(least * system.total))} 分以上"
            yield Fault(("parts", place, "points"), wrong, mend)


def _percent(share: Decimal) -> str:
    return f"{plain((share * 100).quantize(Decimal('0.1')))}%"


def _up(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.01"), rounding="ROUND_CEILING")
