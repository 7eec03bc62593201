"""What would raise my score 怎样提高得分: for each item the smallest change of a figure that gains points.

Ordered by points for the effort: one record is one effort, unless the item weighs it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from fazhi.assessment.language.checking import figures_of
from fazhi.assessment.language.definition import Item, plain
from fazhi.assessment.scoring.readings import Reading, Readings
from fazhi.assessment.scoring.rules import CENT, work
from fazhi.assessment.scoring.sheet import Sheet

MOST = 10_000
"""Changes by more records than this are no advice."""
JUDGED_EFFORT = Decimal(10)
"""What the next level of a reviewer's scale is taken to cost, in records."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One way to more points. ``gain`` is in points of the sheet; ``records`` how many it takes, None: judged."""

    item: Item
    figure: str | None
    text: str
    gain: Decimal
    records: int | None
    effort: Decimal

    @property
    def worth(self) -> Decimal:
        """Points for a unit of effort."""
        return self.gain / self.effort


def raising(sheet: Sheet, readings: Readings) -> tuple[Advice, ...]:
    """Advice for every item that could bring more, the most points for the least effort first."""
    found: list[Advice] = []
    for line in (*sheet.lines, *sheet.bonus_lines):
        if not line.applicable or line.points is None or line.points >= line.full:
            continue
        factor = line.full / line.item.points
        if line.item.judged is not None:
            found.extend(_next_level(line.item, line.points / factor, factor))
            continue
        ways = list(_changes(line.item, readings, factor))
        if ways:
            found.append(max(ways, key=lambda each: (each.worth, each.gain)))
    return tuple(sorted(found, key=lambda each: (-each.worth, -each.gain, each.item.id)))


def _next_level(item: Item, points: Decimal, factor: Decimal) -> Iterator[Advice]:
    assert item.judged is not None
    higher = [level for level in item.judged.scale if level.points > points + CENT / 2]
    if higher:
        level = higher[-1]
        gain = _scaled(level.points, factor) - _scaled(points, factor)
        if gain > 0:
            yield Advice(item, None, f"达到“{level.says}”", gain, None, JUDGED_EFFORT * item.effort)


def _changes(item: Item, readings: Readings, factor: Decimal) -> Iterator[Advice]:
    """For each figure of the rule and each direction, the fewest records that gain something."""
    before = work(item, readings).points
    if before is None:
        return
    for name in figures_of(item):
        reading = readings.get(name)
        if reading is None or reading.number is None:
            continue
        for change in _directions(reading):

            def points(steps: int, name: str = name, change: _Change = change) -> Decimal | None:
                return work(item, {**readings, name: change.after(steps)}).points

            steps = _fewest(points, before, change.most)
            if steps is None:
                continue
            gained = points(steps)
            assert gained is not None
            gain = _scaled(gained, factor) - _scaled(before, factor)
            if gain > 0:
                yield Advice(item, name, change.say(steps), gain, steps, steps * item.effort)


@dataclass(frozen=True, slots=True)
class _Change:
    """A figure moved by whole records. ``most`` is as far as it can go."""

    reading: Reading
    way: int
    most: int

    def after(self, steps: int) -> Reading:
        moved = Decimal(steps * self.way)
        if self.reading.of is not None and self.reading.to:
            of = self.reading.of + moved
            return self.reading.with_number(of / self.reading.to * 100, of, self.reading.to)
        assert self.reading.number is not None
        return self.reading.with_number(self.reading.number + moved)

    def say(self, steps: int) -> str:
        after = self.after(steps)
        assert after.number is not None
        verb = "提高到" if self.way > 0 else "降低到"
        if self.reading.of is not None:
            more = "多" if self.way > 0 else "少"
            rate = plain(after.number.quantize(Decimal("0.1"), ROUND_HALF_UP))
            whole = plain(self.reading.to or Decimal(0))
            return f"{self.reading.title}由 {self.reading.text} {verb} {rate}%（{whole} 件中再{more} {steps} 件）"
        now = plain(after.number)
        return f"{self.reading.title}由 {self.reading.text} {verb} {now}{self.reading.unit}"


def _directions(reading: Reading) -> Iterator[_Change]:
    if reading.of is not None and reading.to:
        yield _Change(reading, 1, min(int(reading.to - reading.of), MOST))
        yield _Change(reading, -1, min(int(reading.of), MOST))
        return
    assert reading.number is not None
    yield _Change(reading, 1, MOST)
    yield _Change(reading, -1, min(int(reading.number), MOST))


def _fewest(points: Callable[[int], Decimal | None], before: Decimal, most: int) -> int | None:
    """The fewest steps that gain: each of the first, then by halves of what doubling has found."""
    for steps in range(1, min(most, 20) + 1):
        if _gains(points(steps), before):
            return steps
    low, high = 20, 40
    while low < most:
        high = min(high, most)
        if _gains(points(high), before):
            return _halved(points, before, low, high)
        low, high = high, high * 2
    return None


def _halved(points: Callable[[int], Decimal | None], before: Decimal, low: int, high: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _gains(points(middle), before) else (middle, high)
    return high


def _gains(after: Decimal | None, before: Decimal) -> bool:
    return after is not None and after > before


def _scaled(points: Decimal, factor: Decimal) -> Decimal:
    """As the sheet rounds it, so that the gain is what the sheet will show."""
    return (points * factor).quantize(CENT, ROUND_HALF_UP)
