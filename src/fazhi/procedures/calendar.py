"""The working-day calendar 工作日历: which day is worked, why, and under which notice; and how to count them.

The days a notice sets are known for the years whose notices the catalog has. Outside them the plain week is assumed,
Monday to Friday, and every answer says that it is provisional 暂定. The last days of the last known year could still be
moved by the next notice (five of the notices since 2006 did so): they are taken as settled, since the notice comes out
weeks before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from fazhi.catalog.calendar_years import WEEKDAY_NAMES, CalendarYear, Notice, load_calendar_years
from fazhi.procedures.errors import CountingError


class DayKind(StrEnum):
    """Kind of a day. The four kinds follow the notices: two that the week gives, two that a notice sets."""

    WEEKDAY = "weekday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def label(self) -> str:
        return {"weekday": "工作日", "make_up": "调休上班", "weekend": "周末", "holiday": "放假"}[self.value]

    @property
    def working(self) -> bool:
        return self in (DayKind.WEEKDAY, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar knows of one day. ``notice`` is what set it, None where the plain week applies."""

    date: date
    kind: DayKind
    reason: str
    festival: str | None
    notice: Notice | None
    provisional: bool

    @property
    def working(self) -> bool:
        return self.kind.working

    @property
    def source(self) -> str | None:
        """Address of the notice."""
        return self.notice.source if self.notice else None


@dataclass(frozen=True, slots=True)
class _Special:
    kind: DayKind
    festival: str
    notice: Notice


@dataclass(frozen=True)
class WorkCalendar:
    """An unchanging calendar made of consecutive years. Raises ValueError for none, or years with a gap.

    Working days are numbered through: `number(day)` counts those up to and including a day, so that the working days of
    any span are a difference of two table entries, and the day with a given number is one look-up. Numbers of days
    before the table are nought or negative; only their differences mean anything.
    """

    years: tuple[CalendarYear, ...]
    _special: dict[int, _Special] = field(init=False, repr=False, compare=False)
    _first: int = field(init=False, repr=False, compare=False)
    _last: int = field(init=False, repr=False, compare=False)
    _numbers: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _working: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _covered: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = [year.year for year in self.years]
        if not found or found != list(range(found[0], found[0] + len(found))):
            raise ValueError(f"a calendar needs consecutive years, got {found}")
        special = {
            day.toordinal(): _Special(DayKind.MAKE_UP if worked else DayKind.HOLIDAY, holiday.name, notice)
            for year in self.years
            for _, day, notice, holiday, worked in year.days()
        }
        # From December before the first year: its notice may reach there.
        first, last = date(found[0] - 1, 12, 1).toordinal(), date(found[-1], 12, 31).toordinal()
        works = [special[day].kind.working if day in special else _is_weekday(day) for day in range(first, last + 1)]
        setting = object.__setattr__  # the tables belong to the value, and a frozen dataclass has no other way in
        setting(self, "_special", special)
        setting(self, "_first", first)
        setting(self, "_last", last)
        setting(self, "_numbers", tuple(accumulate(works, initial=0)))
        setting(self, "_working", tuple(day for day, worked in enumerate(works, start=first) if worked))
        setting(self, "_covered", (date(found[0], 1, 1).toordinal(), last))

    def is_working(self, day: date) -> Day:
        """What is known of a day: whether it is worked, why (in Chinese), and under which notice."""
        special = self._special.get(day.toordinal())
        name = WEEKDAY_NAMES[day.weekday()]
        provisional = self.is_provisional(day)
        if special:
            reason = f"{special.festival}{special.kind.label}（{name}）"
            return Day(day, special.kind, reason, special.festival, special.notice, provisional)
        kind = DayKind.WEEKDAY if day.weekday() < 5 else DayKind.WEEKEND
        return Day(day, kind, f"{name}，暂定" if provisional else name, None, None, provisional)

    def is_provisional(self, day: date) -> bool:
        """Whether the catalog has no notice for the year of this day."""
        return not self._covered[0] <= day.toordinal() <= self._covered[1]

    def provisional_sentence(self, first: date, last: date) -> str | None:
        """What people must be told when working days between two days were counted, or None when all are known."""
        if self.is_provisional(last) and last.toordinal() > self._covered[1]:
            since = max(self.years[-1].year + 1, first.year)
            return (
                f"暂定：{since}年及以后的节假日安排尚未发布，暂按星期一至星期五为工作日计算，通知发布后日期可能变动。"
            )
        if self.is_provisional(first):
            return f"暂定：没有{self.years[0].year}年以前的节假日安排，暂按星期一至星期五为工作日计算，请人工核对。"
        return None

    @property
    def known(self) -> tuple[int, int]:
        """First and last day (ordinals) for which the catalog has a notice."""
        return self._covered

    def number(self, day: int) -> int:
        """How many working days there are from the table's beginning to a day (an ordinal), the day included."""
        if day < self._first:
            return _weekdays(day) - _weekdays(self._first - 1)
        if day > self._last:
            return self._numbers[-1] + _weekdays(day) - _weekdays(self._last)
        return self._numbers[day - self._first + 1]

    def numbered(self, number: int) -> int:
        """The working day (an ordinal) with this number: the inverse of `number`. Raises CountingError."""
        total = len(self._working)
        if 0 < number <= total:
            return self._working[number - 1]
        ordinal = (
            _nth_weekday(_weekdays(self._last) + number - total)
            if number > total
            else _nth_weekday(_weekdays(self._first - 1) + number)
        )
        if not 1 <= ordinal <= date.max.toordinal():
            raise CountingError("期限超出可计算的日期范围（公元1年至9999年）。")
        return ordinal

    def count(self, after: date, until: date) -> int:
        """Working days after one day up to and including another; negative when ``until`` comes first."""
        return self.number(until.toordinal()) - self.number(after.toordinal())

    def add(self, day: date, working_days: int) -> date:
        """The working day that many working days after a day, which is not counted. Raises CountingError.

        A negative number goes back: -1 is the last working day before the day.
        """
        start = day.toordinal()
        if working_days < 0:
            return date.fromordinal(self.numbered(self.number(start - 1) + working_days + 1))
        return date.fromordinal(self.numbered(self.number(start) + working_days)) if working_days else day

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it. Raises CountingError."""
        return date.fromordinal(self.numbered(self.number(day.toordinal() - 1) + 1))


@lru_cache(maxsize=1)
def standard_calendar() -> WorkCalendar:
    """The calendar of the catalog, read once. Raises CatalogError when a file is wrong."""
    return make_calendar(load_calendar_years())


def make_calendar(years: Sequence[CalendarYear]) -> WorkCalendar:
    """A calendar of these years, in any order. Raises ValueError for none, or years with a gap."""
    return WorkCalendar(tuple(sorted(years, key=lambda each: each.year)))


def _is_weekday(ordinal: int) -> bool:
    return (ordinal - 1) % 7 < 5


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays from 0001-01-01, a Monday, to the day included."""
    return 5 * (ordinal // 7) + min(ordinal % 7, 5)


def _nth_weekday(number: int) -> int:
    weeks, rest = divmod(number - 1, 5)
    return 7 * weeks + rest + 1
