"""By when the office has to have looked at what came 审查期限, and why it is that day."""

from __future__ import annotations

from datetime import date

from fazhi.cases import parameters
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.context import parameter_value
from fazhi.procedures.counting import DueDate, due
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.language.library import library


def counted(length: str, on: date) -> DueDate:
    """A length of time counted from the day after ``on``, with its explanation."""
    return due(on, parse_duration(length), calendar=standard_calendar())


def reopening(form: ApplicationForm, *, jurisdiction_id: int, ended: date) -> date | None:
    """The last day on which it may be asked to be done again; None where the form takes no such wish, or the days are
    the jurisdiction's to set and it has set none.
    """
    if form.reopens is None:
        return None
    length: str | None = form.reopens.within
    parameter = library().editions(form.procedure)[-1].parameters.get(form.reopens.within)
    if parameter is not None:
        own = parameters.values_for(jurisdiction_id=jurisdiction_id, procedure=form.procedure, on=ended)
        length = parameter_value(parameter, own.get(form.reopens.within), ended)
    return last_day(length, ended) if length else None


def first_look(form: ApplicationForm, on: date) -> DueDate:
    """When the first look at something that came on that day is due."""
    return counted(form.days.within, on)


def last_day(length: str, on: date) -> date:
    """The last day of a length of time that began on ``on``."""
    day = counted(length, on).ends_on
    assert day is not None  # without pauses every length ends
    return day
