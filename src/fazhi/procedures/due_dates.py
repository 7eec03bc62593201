"""The result of counting a time limit: a value that knows its day, how far it has come, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.chinese_dates import chinese_day, chinese_moment
from fazhi.procedures.counted_days import CountedDay, Stretch, days_of, hours_of
from fazhi.procedures.durations import Duration, Unit
from fazhi.procedures.explaining import explain_days, explain_hours, explain_pauses, explain_rest, unit_of_count
from fazhi.procedures.pauses import FOREVER, Extension, Pause, Spans, day_of, moment_of, paused_days

__all__ = ["CountedDay", "DueDate", "DueState", "Stretch"]


class DueState(StrEnum):
    """Whether the end is fixed."""

    SET = "set"
    SUSPENDED = "suspended"

    @property
    def label(self) -> str:
        return "已确定" if self is DueState.SET else "中止，尚未恢复"


@dataclass(frozen=True)
class DueDate:
    """A counted time limit. Made by `counting.due`; all text in it is Chinese and for people.

    ``on`` is the day the limit ends, None while an open pause keeps it from ending; ``at`` is the moment, for limits in
    hours only. What is only asked for in explanations is worked out when it is asked for: lists count thousands.
    """

    start: date | datetime
    within: Duration
    rolls: bool
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    on: date | None
    at: datetime | None
    stretches: tuple[Stretch, ...] = field(repr=False)
    calendar: WorkCalendar = field(repr=False, compare=False)

    @property
    def ends_on(self) -> date | None:
        """The last counted day: `on`, unless the limit rolled on from there."""
        if not self.stretches:
            return self.on
        last = self.stretches[-1].end
        return None if last is None or self.on is None else date.fromordinal(last)

    @cached_property
    def spans(self) -> Spans:
        """The paused days; hours look at the pauses themselves."""
        return paused_days(self.pauses)

    @property
    def state(self) -> DueState:
        return DueState.SUSPENDED if self.on is None else DueState.SET

    @property
    def first_day(self) -> date:
        """The day of the event, which is not counted."""
        return day_of(self.start)

    @property
    def total(self) -> int:
        """Days the whole limit counts, extensions included (months as the natural days they have)."""
        return sum(each.days for each in self.stretches)

    @property
    def rolled(self) -> bool:
        return self.on != self.ends_on

    @property
    def provisional(self) -> bool:
        """Whether the end depends on a day for which no notice is known.

        Natural days, months and hours do not look at the calendar, unless their last day may roll: their ends are
        certain however far away they lie.
        """
        return bool(self.provisional_sentence)

    @cached_property
    def provisional_sentence(self) -> str | None:
        """What people must be told of a provisional end; None when it is certain."""
        consulted = self._consulted()
        if consulted is None:
            return None
        first, last = consulted
        known_first, known_last = self.calendar.known
        if known_first <= first and last <= known_last:
            return None
        return self.calendar.provisional_sentence(date.fromordinal(first), date.fromordinal(last))

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every day from the event to the end, with its number or why it has none. Made on demand."""
        if self.within.unit is Unit.HOUR:
            return hours_of(self.start, self.at, self.pauses)
        return days_of(self.first_day, self._last_listed(), self.stretches, self.pauses, self.calendar)

    @property
    def suspended_since(self) -> int:
        """First day (an ordinal) of the pause that is still open; only while suspended."""
        after = self.stretches[-1].end or self.stretches[-1].after
        return next((max(first, after + 1) for first, last in self.spans if last == FOREVER), after)

    def day_number(self, day: date) -> int:
        """How many days had been counted by the end of a day; goes on counting past the end of the limit.

        A case filed on 9 September and decided on 11 December was decided on day 93, be the limit 90 days or 120.
        Raises ValueError for limits in hours, which have no days.
        """
        if not self.stretches:
            raise ValueError("a limit in hours counts no days")
        number, until = 0, day.toordinal()
        for each in self.stretches:
            open_ended = each is self.stretches[-1]
            stop = until if open_ended or each.end is None else min(until, each.end)
            number += each.counted(stop, self.spans, self.calendar)
        return number

    def is_late(self, done: date | datetime) -> bool:
        """Whether an act on a day (or at a moment) came after the end. Never while suspended."""
        if self.on is None:
            return False
        if self.at is not None and isinstance(done, datetime):
            return moment_of(done) > self.at
        return day_of(done) > self.on

    def judge(self, done: date) -> str:
        """One sentence on an act of a day: which day of the limit it was, and whether it was in time."""
        said = chinese_day(done)
        if done < self.first_day:
            return f"{said}早于起算日{chinese_day(self.first_day)}，请核对日期。"
        if self.total:
            unit = unit_of_count(self.stretches)
            said += f"是第{self.day_number(done)}{unit}（期限{self.total}{unit}）"
        if self.on is None:
            return f"{said}，期限正在中止，不存在逾期。"
        late = (done - self.on).days
        return f"{said}，已逾期{late}天。" if late > 0 else f"{said}，在期限内。"

    def explain(self) -> list[str]:
        """The counting in sentences, in the order an official would check it."""
        by_the_hour = self.within.unit is Unit.HOUR
        if by_the_hour:
            lines = explain_hours(self.start, self.within, self.extensions)
        else:
            lines = explain_days(self.first_day, self.within, self.extensions, self.stretches)
            lines += explain_rest(self.stretches, self.suspended_since - 1, self.spans, self.calendar)
        lines += explain_pauses(self.pauses, self.first_day, self.on, by_the_hour=by_the_hour)
        lines += self._ending()
        return [*lines, self.provisional_sentence] if self.provisional_sentence else lines

    def to_json(self, *, days: bool = False) -> dict[str, Any]:
        """The value as plain data for JSON; with ``days`` every single day as well."""
        data: dict[str, Any] = {
            "start": self.start.isoformat(),
            "within": _length(self.within),
            "rolls": self.rolls,
            "pauses": [
                {
                    "start": each.start.isoformat(),
                    "end": each.end.isoformat() if each.end else None,
                    "why": each.why,
                    "basis": each.basis,
                }
                for each in self.pauses
            ],
            "extensions": [{"by": _length(e.by), "why": e.why, "basis": e.basis} for e in self.extensions],
            "state": self.state.value,
            "due": self.on.isoformat() if self.on else None,
            "due_at": self.at.isoformat() if self.at else None,
            "last_counted_day": self.ends_on.isoformat() if self.ends_on else None,
            "provisional": self.provisional,
            "explanation": self.explain(),
        }
        if days:
            data["days"] = [{"date": d.date.isoformat(), "number": d.number, "reason": d.reason} for d in self.days]
        return data

    def _last_listed(self) -> int:
        """The due day; while suspended the first day of the open pause, also where another pause leads up to it."""
        if self.on:
            return self.on.toordinal()
        opened = min(day_of(each.start).toordinal() for each in self.pauses if each.end is None)
        return max(self.suspended_since, opened)

    def _consulted(self) -> tuple[int, int] | None:
        """First and last day on which the end was taken from the calendar; None where it was not looked at."""
        found: list[int] = []
        for each in self.stretches:
            end = self.suspended_since - 1 if each.end is None else each.end
            if each.works and end > each.after:
                found += (_first_unpaused(each.after, self.spans), end)
        if self.rolls and self.ends_on:
            found += (self.ends_on.toordinal(), (self.on or self.ends_on).toordinal())
        return (min(found), max(found)) if found else None

    def _ending(self) -> list[str]:
        if self.at:
            return [f"至{chinese_moment(self.at)}届满。"]
        if self.on is None or self.ends_on is None:
            return [self._suspended()]
        unit = unit_of_count(self.stretches)
        lines = [f"第{self.total}{unit}为{chinese_day(self.ends_on, weekday=True)}。"] if self.total else []
        rest = self.calendar.is_working(self.ends_on)
        if self.rolled:
            to = chinese_day(self.on, weekday=True)
            lines.append(f"末日是休息日：{rest.reason}；顺延至其后第一个工作日{to}。")
        elif not rest.working:
            lines.append(f"末日是休息日：{rest.reason}；本期限没有顺延的规定，不顺延。")
        return [*lines, f"至{chinese_day(self.on)}24时届满。"]

    def _suspended(self) -> str:
        if not self.stretches:
            return "届满时刻待恢复后确定。"
        counted = self.day_number(date.fromordinal(self.suspended_since - 1))
        left, unit = self.total - counted, unit_of_count(self.stretches)
        if not left:
            return "日数已满，末日是休息日，其后的工作日正在中止，届满日待恢复后确定。"
        return f"中止前已计{counted}{unit}，还剩{left}{unit}，恢复后继续计算；届满日待恢复后确定。"


def _length(duration: Duration) -> dict[str, Any]:
    return {"amount": duration.amount, "unit": duration.unit.value, "text": duration.chinese}


def _first_unpaused(after: int, spans: Spans) -> int:
    day = after + 1
    for first, last in spans:
        if first <= day <= last:
            day = last + 1
    return day
