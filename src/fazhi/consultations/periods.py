"""How long a draft is open 征求意见期限: whether it is as long as the law asks. Pure: days and a calendar in.

The day of the announcement is not counted (民事诉讼法第八十五条第二款, as for every limit here); the last day is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fazhi.consultations.kinds import Kind, Shorter
from fazhi.procedures.calendar import WorkCalendar, standard_calendar
from fazhi.procedures.counting import due
from fazhi.procedures.durations import Unit

LONGEST = 366
"""Days; nobody means a draft to be open for longer."""


@dataclass(frozen=True)
class Period:
    """A period as counted. ``days`` in the unit of the law, ``earliest`` the first day on which it may end."""

    opens_on: date
    closes_on: date
    days: int
    words: str
    earliest: date | None
    may_be_shorter: bool

    @property
    def is_short(self) -> bool:
        return self.earliest is not None and self.closes_on < self.earliest


def count(kind: Kind, opens_on: date, closes_on: date, *, calendar: WorkCalendar | None = None) -> Period:
    """Counts the days of a period and says when it may end at the earliest; by the catalog's calendar by default."""
    known = calendar or standard_calendar()
    least = kind.period
    natural = (closes_on - opens_on).days
    if least is None:
        return Period(opens_on, closes_on, natural, f"{natural} 日", None, may_be_shorter=True)
    works = least.unit is Unit.WORKING_DAY
    days = known.count(opens_on, closes_on) if works else natural
    words = f"{days} 个工作日" if works else f"{days} 日"
    earliest = due(opens_on, least, calendar=known).on
    return Period(opens_on, closes_on, days, words, earliest, kind.shorter is Shorter.WITH_REASON)


def suggested(kind: Kind, opens_on: date) -> date:
    """The last day to propose: the earliest that the law allows; thirty days where it is silent."""
    least = kind.period
    found = due(opens_on, least, calendar=standard_calendar()).on if least else None
    return found or opens_on + timedelta(days=30)
