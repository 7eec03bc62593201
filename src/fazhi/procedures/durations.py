"""Lengths of time as procedures and officials write them: ``90 days``, ``7 working days``, ``3个月``, ``24小时``.

A bare 日 or 天 is refused. What it means is a question of law: 行政处罚法 第八十五条 makes 三日 working days and leaves
九十日 natural ones, 行政复议法 第八十八条 counts 十日 in working days. A reader that guessed would be wrong for one.
In the procedure language ``days`` always are natural days, and ``working days`` say so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fazhi.procedures.errors import CountingError


class Unit(StrEnum):
    """Unit of a time limit 期限单位."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Unit.HOUR: "小时", Unit.DAY: "自然日", Unit.WORKING_DAY: "工作日", Unit.MONTH: "月", Unit.YEAR: "年"}
# What stands between the number and the unit, and the largest amount that can be meant: a century covers every law.
_COUNTED = {Unit.HOUR: "小时", Unit.DAY: "个自然日", Unit.WORKING_DAY: "个工作日", Unit.MONTH: "个月", Unit.YEAR: "年"}
_MOST = {Unit.HOUR: 876_000, Unit.DAY: 36_500, Unit.WORKING_DAY: 25_000, Unit.MONTH: 1_200, Unit.YEAR: 100}
_WORDS = {
    "hour": Unit.HOUR,
    "小时": Unit.HOUR,
    "day": Unit.DAY,
    "natural day": Unit.DAY,
    "calendar day": Unit.DAY,
    "自然日": Unit.DAY,
    "working day": Unit.WORKING_DAY,
    "工作日": Unit.WORKING_DAY,
    "month": Unit.MONTH,
    "月": Unit.MONTH,
    "year": Unit.YEAR,
    "年": Unit.YEAR,
}
_TEXT = re.compile(r"([0-9]{1,7})\s*(?:个\s*)?([a-z\u4e00-\u9fff][a-z \u4e00-\u9fff]*)")
_EXAMPLES = "90 days、7 working days、3 months、24 hours，或 90个自然日、7个工作日、3个月、24小时"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Raises CountingError for an amount that no limit can have.

    ``0`` stands for 当日 and is only meant in natural days: the day of the event itself, to its end.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        least = 0 if self.unit is Unit.DAY else 1
        most = _MOST[self.unit]
        if not least <= self.amount <= most:
            wrong = f"{self.amount}{_COUNTED[self.unit]}不能作为期限"
            raise CountingError(f"{wrong}：{self.unit.label}数应在{least}到{most}之间；当日办理请写 0 days。")

    def __str__(self) -> str:
        """As the procedure language writes it: ``7 working days``."""
        word = self.unit.value.replace("_", " ")
        return f"{self.amount} {word}{'' if self.amount == 1 else 's'}"

    @property
    def chinese(self) -> str:
        """As officials write it: ``7个工作日``; ``当日`` for nought days."""
        return f"{self.amount}{_COUNTED[self.unit]}" if self.amount else "当日"

    @property
    def months(self) -> int | None:
        """The length in months, for the two units that follow the calendar's months; None for the others."""
        if self.unit is Unit.MONTH:
            return self.amount
        return self.amount * 12 if self.unit is Unit.YEAR else None


def parse_duration(text: str) -> Duration:
    """Reads a length of time. Raises CountingError with what is wrong and how to write it."""
    found = _TEXT.fullmatch(text.strip().lower())
    if not found:
        raise CountingError(f"看不懂期限“{text}”。请写成：{_EXAMPLES}。")
    words = " ".join(found[2].split())
    if words in ("日", "天"):
        raise CountingError(f"期限“{text}”没有写明日的种类。请写“{found[1]}个自然日”或“{found[1]}个工作日”。")
    unit = _WORDS.get(words) or _WORDS.get(words.removesuffix("s"))
    if unit is None:
        raise CountingError(f"期限“{text}”的单位“{words}”不认识。请写成：{_EXAMPLES}。")
    if unit is Unit.MONTH and "月" in words and "个" not in text:
        # 3月 is the month of March; three months are 3个月.
        raise CountingError(f"“{text}”会被读成月份。请写“{found[1]}个月”。")
    return Duration(int(found[1]), unit)


def add_months(day: date, months: int) -> date:
    """The day of the same number ``months`` later, or the last day of a month that has no such day.

    31 January and one month is 28 (29) February: a limit in months ends in the month it names and never runs over into
    the next. 29 February and one year is 28 February. Raises CountingError beyond the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise CountingError(f"自{day}起加{months}个月，超出可计算的日期（9999年）。")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
