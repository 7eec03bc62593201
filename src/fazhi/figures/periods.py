"""Spans of days that figures are stated for 统计期间. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first day to the last, both counted. Raises ValueError for one that ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("统计期间的止日不能早于起日。")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """``number`` from 1 to 4."""
        return cls(date(year, 3 * number - 2, 1), cls.month(year, 3 * number).last)

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        """上半年 is 1, 下半年 is 2."""
        return cls(date(year, 6 * number - 5, 1), cls.month(year, 6 * number).last)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    def before(self) -> Period:
        """The same span a year earlier 上年同期; the end of February stays the end of February."""
        return Period(_a_year_earlier(self.first), _a_year_earlier(self.last))

    def until(self, day: date) -> Period:
        """As much of it as has passed on a day 截至; the whole when all has, and its first day when nothing has."""
        return Period(self.first, max(self.first, min(self.last, day)))

    def months(self) -> Iterator[Period]:
        """Its months in order, the outer ones cut off where it begins and ends."""
        year, month = self.first.year, self.first.month
        while (whole := Period.month(year, month)).first <= self.last:
            yield Period(max(whole.first, self.first), min(whole.last, self.last))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    @property
    def label(self) -> str:
        """2026年, 2026年第一季度, 2026年上半年, 2026年3月, 2026年1月1日至3月15日."""
        year = self.first.year
        if self.last.year != year:
            return f"{_day(self.first)}至{_day(self.last)}"
        if self == Period.year(year):
            return f"{year}年"
        for number, word in enumerate("一二三四", 1):
            if self == Period.quarter(year, number):
                return f"{year}年第{word}季度"
        for number, word in enumerate("上下", 1):
            if self == Period.half(year, number):
                return f"{year}年{word}半年"
        if self == Period.month(year, self.first.month):
            return f"{year}年{self.first.month}月"
        return f"{_day(self.first)}至{self.last.month}月{self.last.day}日"


def _a_year_earlier(day: date) -> date:
    year = day.year - 1
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, monthrange(year, day.month)[1] if ends else day.day)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
