"""By when the office has to have looked at what came 审查期限, and why it is that day."""

from __future__ import annotations

from datetime import date

from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.counting import DueDate, due
from fazhi.procedures.durations import parse_duration


def counted(length: str, on: date) -> DueDate:
    """A length of time counted from the day after ``on``, with its explanation."""
    return due(on, parse_duration(length), calendar=standard_calendar())


def first_look(form: ApplicationForm, on: date) -> DueDate:
    """When the first look at something that came on that day is due."""
    return counted(form.days.within, on)


def last_day(length: str, on: date) -> date:
    """The last day of a length of time that began on ``on``."""
    day = counted(length, on).ends_on
    assert day is not None  # without pauses every length ends
    return day
