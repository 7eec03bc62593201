"""A body's whole sheet: points of all items, spread where some do not apply, bonus, vetoes, total, grade.

All sums are of points as they are shown, rounded to hundredths item by item, so that whoever adds up the sheet comes
to its total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from fazhi.assessment.language.definition import Indicator, Item, Part, Spread, System, Veto, plain
from fazhi.assessment.scoring.rules import CENT, Worked

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item on the sheet. ``full``: what it can bring here, its own points and those spread to it."""

    item: Item
    part: Part | None
    indicator: Indicator | None
    full: Decimal
    points: Decimal | None
    applicable: bool
    working: tuple[str, ...]

    @property
    def lost(self) -> Decimal:
        """What is missing to the full points; nought while a judgement is awaited."""
        return self.full - self.points if self.applicable and self.points is not None else NOUGHT


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: what its items can bring and what they brought; ``waiting`` for judgement."""

    part: Part
    full: Decimal
    points: Decimal
    waiting: int


@dataclass(frozen=True, slots=True)
class VetoLine:
    """A veto that applies, with why."""

    veto: Veto
    working: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Points of a body. ``total`` is what stands after the bonus and after vetoes; ``explanation`` adds up to it."""

    system: System
    lines: tuple[ItemLine, ...]
    parts: tuple[PartLine, ...]
    bonus_lines: tuple[ItemLine, ...]
    bonus: Decimal
    vetoes: tuple[VetoLine, ...]
    total: Decimal
    explanation: tuple[tuple[str, Decimal], ...]

    @property
    def waiting(self) -> int:
        return sum(line.applicable and line.points is None for line in self.lines)

    @property
    def grade(self) -> str:
        """The word for the total; '' where the system has none, or while points are awaited."""
        if self.waiting:
            return ""
        return next((grade.title for grade in self.system.grades if self.total >= grade.at_least), "")

    def line(self, key: str) -> ItemLine:
        """Raises KeyError."""
        for line in (*self.lines, *self.bonus_lines):
            if line.item.id == key:
                return line
        raise KeyError(key)


def sheet(
    system: System,
    kind: str,
    worked: Mapping[str, Worked],
    *,
    vetoes: Iterable[VetoLine] = (),
    excluded: frozenset[str] = frozenset(),
) -> Sheet:
    """Puts a sheet together from the worked items.

    ``kind`` of the body says which items apply; ``excluded`` are those that do not apply to this body for a reason of
    its own. An item without working waits for it.
    """
    nothing = Worked(None, ("待计分",))
    known = {item.id: worked.get(item.id, nothing) for item in system.scored}
    out = {item.id for item in system.scored if (item.applies and kind not in item.applies) or item.id in excluded}
    out |= {key for key, each in known.items() if not each.applicable}
    fulls = _spread(system, frozenset(out))
    lines = tuple(
        _line(item, part, indicator, fulls[item.id], known[item.id], item.id not in out)
        for part in system.parts
        for indicator in part.indicators
        for item in indicator.items
    )
    bonus_items = system.bonus.items if system.bonus else ()
    bonus_lines = tuple(
        _line(item, None, None, item.points, known[item.id], item.id not in out) for item in bonus_items
    )
    return _totalled(system, lines, bonus_lines, tuple(vetoes))


def _line(
    item: Item, part: Part | None, indicator: Indicator | None, full: Decimal, worked: Worked, applies: bool
) -> ItemLine:
    if not applies:
        return ItemLine(item, part, indicator, NOUGHT, None, False, worked.lines if not worked.applicable else ())
    if worked.points is None:
        return ItemLine(item, part, indicator, full, None, True, worked.lines)
    points = min(max(worked.points, NOUGHT), item.points)
    scaled = (points * full / item.points).quantize(CENT, ROUND_HALF_UP)
    lines = worked.lines
    if full != item.points:
        lines = (*lines, f"其他项目不适用，本项分值为 {plain(full)} 分，折算得 {plain(scaled)} 分")
    return ItemLine(item, part, indicator, full, scaled, True, lines)


def _totalled(
    system: System, lines: tuple[ItemLine, ...], bonus_lines: tuple[ItemLine, ...], vetoes: tuple[VetoLine, ...]
) -> Sheet:
    parts = tuple(_part(part, [line for line in lines if line.part is part]) for part in system.parts)
    explanation: list[tuple[str, Decimal]] = [(part.part.title, part.points) for part in parts]
    base = sum((part.points for part in parts), NOUGHT)
    given = sum((line.points or NOUGHT for line in bonus_lines), NOUGHT)
    bonus = min(given, system.bonus.cap) if system.bonus else NOUGHT
    if system.bonus:
        cap = f"（合计 {plain(given)} 分，上限 {plain(system.bonus.cap)} 分）" if given > bonus else ""
        explanation.append((f"加分{cap}", bonus))
    total = base + bonus
    for line in vetoes:
        if line.veto.cap < total:
            explanation.append(
                (f"一票否决：{line.veto.title}（总分不高于 {plain(line.veto.cap)} 分）", line.veto.cap - total)
            )
            total = line.veto.cap
    return Sheet(system, lines, parts, bonus_lines, bonus, vetoes, total, tuple(explanation))


def _part(part: Part, lines: Sequence[ItemLine]) -> PartLine:
    points = sum((line.points or NOUGHT for line in lines), NOUGHT)
    full = sum((line.full for line in lines), NOUGHT)
    return PartLine(part, full, points, sum(line.applicable and line.points is None for line in lines))


def _spread(system: System, out: frozenset[str]) -> dict[str, Decimal]:
    """What each item can bring when those in ``out`` bring nothing: they come to the system's total still.

    Points go to the neighbours that the system names; where all of them are out, to the next wider circle.
    """
    fulls = {item.id: (NOUGHT if item.id in out else item.points) for item in system.items}
    order = (Spread.INDICATOR, Spread.PART, Spread.WHOLE)
    for circle in order[order.index(system.inapplicable) :]:
        for group, points in _circles(system, circle):
            _fill(fulls, [item for item in group if item.id not in out], points)
    return fulls


def _circles(system: System, circle: Spread) -> list[tuple[Sequence[Item], Decimal]]:
    if circle is Spread.WHOLE:
        return [(system.items, system.total)]
    if circle is Spread.PART:
        return [
            ([item for indicator in part.indicators for item in indicator.items], part.points) for part in system.parts
        ]
    return [(indicator.items, indicator.points) for part in system.parts for indicator in part.indicators]


def _fill(fulls: dict[str, Decimal], staying: Sequence[Item], points: Decimal) -> None:
    """Raises what stays to ``points`` in all, in proportion, to the hundredth, the largest remainders first."""
    have = sum((fulls[item.id] for item in staying), NOUGHT)
    if not staying or have == points or not have:
        return
    exact = {item.id: fulls[item.id] * points / have for item in staying}
    floors = {key: value.quantize(CENT, ROUND_FLOOR) for key, value in exact.items()}
    left = int((points - sum(floors.values(), NOUGHT)) / CENT)
    by_rest = sorted(floors, key=lambda key: exact[key] - floors[key], reverse=True)
    for at, key in enumerate(by_rest):
        fulls[key] = floors[key] + (CENT if at < left else NOUGHT)
