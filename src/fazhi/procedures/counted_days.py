"""The days of a time limit one by one: which is counted as the how-manieth, and why another is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.durations import Duration, Unit
from fazhi.procedures.pauses import PLACE, Pause, Spans, moment_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day. ``number`` is its place in the count (1 is the first counted day), None where it is not counted."""

    date: date
    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of one unit that is counted in one go: the limit itself, or a later extension in another unit.

    ``days`` is how many days it counts (months as the natural days they have); days are ordinals. ``after`` is the day
    before its first, ``end`` its last counted day, None while an open pause keeps it from ending.
    """

    length: Duration
    days: int
    after: int
    end: int | None

    @property
    def works(self) -> bool:
        """Whether working days are counted."""
        return self.length.unit is Unit.WORKING_DAY

    def counted(self, until: int, spans: Spans, calendar: WorkCalendar) -> int:
        """How many days this stretch had counted by the end of a day, going on past its own end."""
        size = calendar.number if self.works else _itself
        if until <= self.after:
            return 0
        number = size(until) - size(self.after)
        for first, last in spans:
            begin, end = max(first - 1, self.after), min(last, until)
            if begin < end:
                number -= size(end) - size(begin)
        return number


def days_of(
    start: date, end: int, stretches: Sequence[Stretch], pauses: Sequence[Pause], calendar: WorkCalendar
) -> tuple[CountedDay, ...]:
    """Every day from the event to the end (an ordinal), both included; those after the last stretch are rolled over."""
    total = sum(each.days for each in stretches)
    days = [CountedDay(start, None, "起算当日，不计入" if total else "当日办理")]
    number, index = 0, 0
    for ordinal in range(start.toordinal() + 1, end + 1):
        while index < len(stretches) and (last := stretches[index].end) is not None and ordinal > last:
            index += 1
        stretch = stretches[index] if index < len(stretches) else None
        day = date.fromordinal(ordinal)
        counts, reason = _judge(day, stretch, pauses, calendar, last=ordinal == end)
        number += counts
        days.append(CountedDay(day, number if counts else None, reason))
    return tuple(days)


def hours_of(start: date, at: datetime | None, pauses: Sequence[Pause]) -> tuple[CountedDay, ...]:
    """The days a limit in hours touches, with the time counted on each. While suspended, up to the open pause."""
    begin = moment_of(start)
    end = at or max(begin, min(moment_of(each.start) for each in pauses if each.end is None))
    days, left = [], begin
    while left <= end:
        midnight = datetime.combine(left.date() + ONE_DAY, time.min, PLACE)
        counted = sum((b - a for a, b in _unpaused(left, min(midnight, end), pauses)), timedelta())
        hours, minutes = divmod(int(counted.total_seconds()) // 60, 60)
        said = f"{hours}小时{minutes}分" if minutes else f"{hours}小时"
        days.append(CountedDay(left.date(), None, f"计入{said}" if counted else "不计入"))
        left = midnight
    return tuple(days)


def _judge(
    day: date, stretch: Stretch | None, pauses: Sequence[Pause], calendar: WorkCalendar, *, last: bool
) -> tuple[bool, str]:
    """Whether a day counts, and why (not)."""
    paused = [each.why for each in pauses if each.covers(day)]
    if paused:
        return False, "：".join(filter(None, ("中止", "；".join(dict.fromkeys(filter(None, paused))))))
    known = calendar.is_working(day)
    if stretch is None:
        return False, f"顺延至此日（{known.reason}）" if last else f"末日顺延：{known.reason}"
    if not stretch.works:
        return True, known.reason.removesuffix("，暂定")
    return known.working, known.reason


def _unpaused(begin: datetime, end: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[datetime, datetime]]:
    """The parts of a span that no pause covers."""
    at = begin
    for pause in sorted(pauses, key=lambda each: moment_of(each.start)):
        first = moment_of(pause.start)
        last = end if pause.end is None else moment_of(pause.end, after=True)
        if first > at:
            yield at, min(first, end)
        at = max(at, last)
        if at >= end:
            return
    if at < end:
        yield at, end


def _itself(ordinal: int) -> int:
    return ordinal
