"""Days and moments as officials write them."""

from __future__ import annotations

from datetime import date, datetime

from fazhi.catalog.calendar_years import WEEKDAY_NAMES


def chinese_day(day: date, *, weekday: bool = False) -> str:
    """2024年12月8日, with ``weekday`` 2024年12月8日（星期日）."""
    said = f"{day.year}年{day.month}月{day.day}日"
    return f"{said}（{WEEKDAY_NAMES[day.weekday()]}）" if weekday else said


def chinese_moment(moment: datetime) -> str:
    """2024年12月8日9时30分, to the minute; full hours without 0分."""
    said = f"{chinese_day(moment)}{moment.hour}时"
    return f"{said}{moment.minute}分" if moment.minute else said
