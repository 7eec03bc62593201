"""The functions of conditions, and the questions they may ask about the case.

To add a function, add a row: its accepted types, what it gives, and what it does with values that are all known.
Functions over facts live in `FUNCTIONS`, questions about the course of the case (for `CaseFacts`) in `QUESTIONS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.conditions.patterns import compiled_pattern
from fazhi.procedures.conditions.types import ANYTHING, BOOLEAN, DATE, NUMBER, TEXT, ListOf, Number, Type
from fazhi.procedures.durations import add_months


class CaseFacts(Protocol):
    """What a condition may ask about a case. A step is given as ``step`` or ``step.result``; for a thread, its name."""

    def done(self, step: str, /) -> bool:
        """Whether the step was taken."""

    def count(self, step: str, /) -> int:
        """How often it was taken."""

    def on(self, step: str, /) -> date | None:
        """The day it was last taken, None if never."""

    def by(self, step: str, /) -> str | None:
        """The id of the person who last took it, None if nobody."""

    def open(self, thread: str, /) -> int:
        """How many threads of this kind are not finished."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function over facts. ``takes`` names the accepted types of each argument, the receiver of a method first.

    ``literal`` turns the last argument, which must then be a text written out, into what ``apply`` gets; it raises
    ValueError with a message. With ``by_calendar`` the calendar comes before the other arguments.
    """

    takes: tuple[tuple[Type, ...], ...]
    gives: Type
    apply: Callable[..., Any]
    example: str
    method: bool = False
    literal: Callable[[str], Any] | None = None
    by_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the case: one argument, a text written out that names a step (or else a thread)."""

    gives: Type
    example: str
    of_thread: bool = False


def _whole_months(start: date, end: date) -> int:
    """Whole months between two days, by the day of the same number or the month's last; negative backwards.

    From 31 January to 28 February is one month, as `add_months` counts it.
    """
    if end < start:
        return -_whole_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end < add_months(start, months))


def _whole_years(start: date, end: date) -> int:
    """Whole years between two days. The birthday counts; a law that counts 周岁 from the day after says `> `."""
    months = _whole_months(start, end)
    return -(-months // 12) if months < 0 else months // 12


def _days(start: date, end: date) -> int:
    return (end - start).days


def _working_days(calendar: WorkCalendar, start: date, end: date) -> int:
    return calendar.count(start, end)


def _sum(numbers: Sequence[int | Decimal]) -> int | Decimal:
    return sum(numbers, start=0)


def _matches(text: str, pattern: re.Pattern[str]) -> bool:
    return pattern.search(text) is not None


def _day(text: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError("日期请写成 date('2021-07-15') 的样子，并且确有这一天")


def _same(value: Any) -> Any:
    return value


_COUNT = Number(least=0)
_BETWEEN = ((DATE,), (DATE,))
_TWO_TEXTS = ((TEXT,), (TEXT,))

FUNCTIONS: dict[str, Function] = {
    "size": Function(((ListOf(ANYTHING), TEXT),), _COUNT, len, "size(officers)"),
    "startsWith": Function(_TWO_TEXTS, BOOLEAN, str.startswith, "title.startsWith('关于')", method=True),
    "endsWith": Function(_TWO_TEXTS, BOOLEAN, str.endswith, "title.endsWith('办法')", method=True),
    "contains": Function(_TWO_TEXTS, BOOLEAN, str.__contains__, "title.contains('处罚')", method=True),
    "matches": Function(
        _TWO_TEXTS, BOOLEAN, _matches, "code.matches('^[0-9]{6}$')", method=True, literal=compiled_pattern
    ),
    "days": Function(_BETWEEN, NUMBER, _days, "days(filed_on, decided_on)"),
    "working_days": Function(_BETWEEN, NUMBER, _working_days, "working_days(filed_on, decided_on)", by_calendar=True),
    "months": Function(_BETWEEN, NUMBER, _whole_months, "months(filed_on, decided_on)"),
    "years": Function(_BETWEEN, NUMBER, _whole_years, "years(born_on, acted_on)"),
    "sum": Function(((ListOf(NUMBER),),), NUMBER, _sum, "sum(items.map(i, i.amount))"),
    "date": Function(((TEXT,),), DATE, _same, "date('2021-07-15')", literal=_day),
}

QUESTIONS: dict[str, Question] = {
    "done": Question(BOOLEAN, "done('review.passed')"),
    "count": Question(_COUNT, "count('investigate')"),
    "on": Question(DATE, "on('file')"),
    "by": Question(TEXT, "by('file')"),
    "open": Question(_COUNT, "open('seizure')", of_thread=True),
}
