"""The sentences that explain a counted time limit, in the order in which an official would check them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from fazhi.procedures.calendar import Day, DayKind, WorkCalendar
from fazhi.procedures.chinese_dates import chinese_day, chinese_moment
from fazhi.procedures.counted_days import Stretch
from fazhi.procedures.durations import Duration, Unit
from fazhi.procedures.pauses import Extension, Pause, Spans, day_of, moment_of


def explain_days(
    start: date, within: Duration, extensions: Sequence[Extension], stretches: Sequence[Stretch]
) -> list[str]:
    """From when, how long, and how much longer."""
    if within.amount == 0:
        lines = [f"{chinese_day(start, weekday=True)}当日办理。"]
    else:
        lines = [f"{chinese_day(start, weekday=True)}起算，当日不计，从次日开始计日；期限{within.chinese}。"]
    lines += _extended(extensions)
    for index, stretch in enumerate(stretches):
        if stretch.length.months is not None:
            lines.append(_month_end(start, stretch, first=index == 0))
    return lines


def explain_hours(start: date, within: Duration, extensions: Sequence[Extension]) -> list[str]:
    """The same for a limit in hours."""
    begin = f"{chinese_moment(moment_of(start))}起算，按小时连续计算到分；期限{within.chinese}。"
    return [begin, *_extended(extensions)]


def explain_rest(stretches: Sequence[Stretch], until: int, spans: Spans, calendar: WorkCalendar) -> list[str]:
    """Which days a limit in working days passed over, and which weekend days it counted, under which notices."""
    days = [
        calendar.is_working(date.fromordinal(ordinal))
        for stretch in stretches
        if stretch.works
        for ordinal in range(stretch.after + 1, (until if stretch.end is None else stretch.end) + 1)
        if not any(first <= ordinal <= last for first, last in spans)
    ]
    lines: list[str] = []
    weekends = sum(day.kind is DayKind.WEEKEND for day in days)
    if weekends:
        lines.append(f"周末{weekends}天不计。")
    for kind, said in ((DayKind.HOLIDAY, "不计"), (DayKind.MAKE_UP, "计入")):
        for (festival, title), found in _by_festival(day for day in days if day.kind is kind).items():
            listed = "、".join(f"{day.date.month}月{day.date.day}日" for day in found)
            lines.append(f"{festival}{kind.label}{len(found)}天{said}：{listed}（{title}）。")
    return lines


def explain_pauses(pauses: Sequence[Pause], start: date, end: date | None, *, by_the_hour: bool) -> list[str]:
    """What each pause did to a limit that ran from ``start`` to ``end`` (None while suspended)."""
    lines = [_pause(each, start, end, by_the_hour=by_the_hour) for each in pauses]
    if not by_the_hour and _overlap(pauses):
        lines.append("以上期间有重叠，重叠的日子只扣除一次。")
    return lines


def _pause(pause: Pause, start: date, end: date | None, *, by_the_hour: bool) -> str:
    first, last = day_of(pause.start), day_of(pause.end) if pause.end else None
    because = _because(pause.why, pause.basis)
    span = f"{_said(pause.start)}至{_said(pause.end)}" if pause.end else f"{_said(pause.start)}起"
    if end and first > end:
        return f"{span}中止{because}：开始时期限已经届满，不影响期限。"
    if last and last <= start and not by_the_hour:
        return f"{span}中止{because}：在起算之前，不影响期限。"
    if last is None:
        return f"{span}中止{because}，尚未恢复，其间不计入期限。"
    if by_the_hour:
        return f"{span}中止{because}，不计入期限。"
    days = (last - max(first, date.fromordinal(start.toordinal() + 1))).days + 1
    return f"{span}中止{because}，首尾两日在内共{days}天不计入期限。"


def _overlap(pauses: Sequence[Pause]) -> bool:
    return any(one.covers(day_of(two.start)) for one, two in pairwise(pauses))


def _extended(extensions: Iterable[Extension]) -> list[str]:
    return [f"延长{each.by.chinese}{_because(each.why, each.basis)}。" for each in extensions]


def _because(why: str, basis: str) -> str:
    reasons = "，".join(part for part in (why, basis) if part)
    return f"（{reasons}）" if reasons else ""


def _said(value: date) -> str:
    return chinese_moment(moment_of(value)) if isinstance(value, datetime) else chinese_day(value)


def _month_end(start: date, stretch: Stretch, *, first: bool) -> str:
    """How a length in months became days. Only the first stretch has a day of the same number that people can check."""
    days = f"{stretch.length.chinese}合{stretch.days}个自然日"
    if not first:
        return f"{days}。"
    nominal = date.fromordinal(stretch.after + stretch.days)
    note = "" if nominal.day == start.day else f"（该月没有{start.day}日，以月末日为准）"
    return f"自{chinese_day(start)}起，对应日为{chinese_day(nominal)}{note}；{days}。"


def _by_festival(days: Iterable[Day]) -> dict[tuple[str, str], list[Day]]:
    found: dict[tuple[str, str], list[Day]] = {}
    for day in days:
        assert day.festival is not None  # a notice set it
        assert day.notice is not None
        found.setdefault((day.festival, day.notice.title), []).append(day)
    return found


def unit_of_count(stretches: Sequence[Stretch]) -> str:
    """What the counted days are called: 工作日 or 日, where units are mixed 日."""
    units = {each.length.unit for each in stretches}
    return "个工作日" if units == {Unit.WORKING_DAY} else "日"
