"""Counting time limits 期限计算: from a fact and a length of time to the day it ends. Pure: no clock, no database.

The rules, once for all:

- The day of the event is not counted (民事诉讼法 第八十五条第二款: 期间开始的时和日，不计算在期间内). Day 1 is the next
  day, and the limit ends at 24:00 of its last day. Nought days (当日) end at 24:00 of the day of the event.
- 自然日: every day counts. 工作日: the days the calendar has worked; make-up days 调休 count, holidays do not.
- 月, 年: the day of the same number, or the month's last. Where days are paused, the limit is first turned into the
  natural days it has without pauses; these are then counted like any others.
- 小时: to the minute, from the very moment. The same article would begin at the next full hour; counting from the
  moment is the stricter reading for a duty, and a limit in hours is never given up to an hour more by us.
- Paused days are not counted; both ends of a pause are paused (see `Pause`). Overlapping pauses count once. A pause
  that begins after the limit has ended changes nothing.
- An extension lengthens the limit before it is counted, in the order given: 60日 + 30日 is 90日, 3个月 + 1个月 is 4个月
  from the start (not one month from the last day of the third). Different units are counted one after the other.
- Only where ``rolls`` is set, a last day that is not worked gives way to the next working day, once, at the very end,
  and never to a paused day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.due_dates import DueDate, Stretch
from fazhi.procedures.durations import Duration, Unit, add_months
from fazhi.procedures.errors import CountingError
from fazhi.procedures.pauses import FOREVER, Extension, Pause, Spans, moment_of, paused_days

__all__ = ["CountingError", "DueDate", "Duration", "Extension", "Pause", "Unit", "due"]

LAST_DAY = date.max.toordinal()


def due(
    start: date | datetime,
    within: Duration,
    *,
    calendar: WorkCalendar,
    rolls: bool = False,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> DueDate:
    """When a limit ends that an event on ``start`` set running.

    Args: ``start`` is the day of the event, or its moment (needed for hours; an aware one is taken to China's time).
    ``rolls``: the law moves a last day that is not worked to the next working day.
    Returns the day with its explanation; `DueDate.on` is None while an open pause keeps the limit from ending.
    Raises CountingError for hours without a moment, hours mixed with days or rolling, and dates beyond the year 9999.
    """
    if within.unit is Unit.HOUR or any(each.by.unit is Unit.HOUR for each in extensions):
        return _due_by_the_hour(start, within, calendar, rolls, pauses, extensions)
    day = _local_day(start)
    lengths = _joined(within, extensions) if extensions else (within,)
    spans = paused_days(pauses) if pauses else ()
    stretches = _stretches(day.toordinal(), lengths, spans, calendar)
    last = stretches[-1].end
    on = _rolled(last, spans, calendar) if rolls and last is not None else last
    return DueDate(
        start=start,
        within=within,
        rolls=rolls,
        pauses=tuple(sorted(pauses, key=lambda each: each.order)) if pauses else (),
        extensions=tuple(extensions),
        on=None if on is None else date.fromordinal(on),
        at=None,
        stretches=stretches,
        calendar=calendar,
    )


def _local_day(start: date) -> date:
    return moment_of(start).date() if isinstance(start, datetime) else start


def _joined(within: Duration, extensions: Sequence[Extension]) -> tuple[Duration, ...]:
    """The lengths to count one after the other: neighbours of one kind are one length."""
    joined = [within]
    for extension in extensions:
        last, more = joined[-1], extension.by
        if last.unit is more.unit:
            joined[-1] = Duration(last.amount + more.amount, last.unit)
        elif last.months is not None and more.months is not None:
            joined[-1] = Duration(last.months + more.months, Unit.MONTH)
        else:
            joined.append(more)
    return tuple(joined)


def _stretches(start: int, lengths: tuple[Duration, ...], spans: Spans, calendar: WorkCalendar) -> tuple[Stretch, ...]:
    """Counts the lengths one after the other, up to the one that an open pause keeps from ending.

    ``unpaused`` follows the same lengths without pauses. Months are measured there, so that a pause cannot shift a
    month to where it is shorter (the one from 28 January has 31 days, the one from 31 January 28).
    """
    done: list[Stretch] = []
    after = unpaused = start
    for length in lengths:
        works = length.unit is Unit.WORKING_DAY
        if length.months is not None:
            days = add_months(date.fromordinal(unpaused), length.months).toordinal() - unpaused
        else:
            days = length.amount
        end = _reach(after, days, spans, calendar if works else None)
        done.append(Stretch(length, days, after, end))
        if end is None:
            break
        if len(lengths) > 1:
            unpaused = _reach(unpaused, days, (), calendar if works else None) or end
        after = end
    return tuple(done)


def _reach(after: int, days: int, spans: Spans, calendar: WorkCalendar | None) -> int | None:
    """The last of ``days`` unpaused days after a day (working days where a calendar is given).

    None where an open pause comes first. Raises CountingError beyond the year 9999.
    """
    left = days
    for first, last in spans if days else ():
        if last <= after:
            continue
        free = _between(after, first - 1, calendar)
        if left <= free:
            break
        if last == FOREVER:
            return None
        left -= free
        after = last
    end = after + left if calendar is None else calendar.numbered(calendar.number(after) + left)
    if end > LAST_DAY:
        raise CountingError("期限超出可计算的日期范围（公元1年至9999年）。")
    return end


def _between(after: int, until: int, calendar: WorkCalendar | None) -> int:
    """Days after one day up to and including another; nought when the other does not come later."""
    if until <= after:
        return 0
    return until - after if calendar is None else calendar.number(until) - calendar.number(after)


def _rolled(last: int, spans: Spans, calendar: WorkCalendar) -> int | None:
    """The day itself if it is worked, else the next working day that is not paused; None while all are paused."""
    on = calendar.numbered(calendar.number(last - 1) + 1)
    if on == last:
        return last
    for first, end in spans:
        if first <= on <= end:
            if end == FOREVER:
                return None
            on = calendar.numbered(calendar.number(end) + 1)
    return on


def _due_by_the_hour(
    start: date,
    within: Duration,
    calendar: WorkCalendar,
    rolls: bool,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
) -> DueDate:
    if not isinstance(start, datetime):
        raise CountingError("以小时计的期限要从时刻起算，只有日期不够。请写成 2024-09-09T15:20 的形式。")
    units = {within.unit, *(each.by.unit for each in extensions)}
    if units != {Unit.HOUR}:
        raise CountingError("以小时计的期限只能按小时延长，以日、月、年计的不能按小时延长。请改用同一种单位。")
    if rolls:
        raise CountingError("以小时计的期限没有“最后一日”，不能遇节假日顺延。请去掉顺延。")
    hours = within.amount + sum(each.by.amount for each in extensions)
    ordered = tuple(sorted(pauses, key=lambda each: each.order))
    end = _reach_moment(moment_of(start), timedelta(hours=hours), ordered)
    return DueDate(
        start=start,
        within=within,
        rolls=False,
        pauses=ordered,
        extensions=tuple(extensions),
        on=end.date() if end else None,
        at=end,
        stretches=(),
        calendar=calendar,
    )


def _reach_moment(at: datetime, left: timedelta, pauses: Sequence[Pause]) -> datetime | None:
    """The moment at which that much unpaused time has passed; None where an open pause comes first.

    Taken by their beginnings, an overlapping pause only ever moves the moment on.
    """
    try:
        for pause in sorted(pauses, key=lambda each: moment_of(each.start)):
            begin = moment_of(pause.start)
            free = max(begin - at, timedelta())
            if left <= free:
                break
            if pause.end is None:
                return None
            end = moment_of(pause.end, after=True)
            if end > at:
                left -= free
                at = end
        return at + left
    except OverflowError:
        raise CountingError("期限超出可计算的日期范围（公元1年至9999年）。") from None
