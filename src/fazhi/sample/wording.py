"""What stands in angle brackets in the sample's stories: the year reported on, days from today, people by login."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.catalog.sample_cases import Reported
from fazhi.government.models import Person
from fazhi.procedures.calendar import standard_calendar

PUBLISHED_FROM = 5
"""From May on, even the latest report on the last year has been published; the next to be written is on this year."""
_MARK = re.compile(r"<(year|next|in|person)(?: ([a-z.]+|-?\d{1,3}))?>")


def report_year(today: date, reported: Reported) -> int:
    """The year that reports are being written on, on a day; or the one before, whose report has been published."""
    current = today.year if today.month >= PUBLISHED_FROM else today.year - 1
    return current if reported is Reported.CURRENT else current - 1


@dataclass(frozen=True)
class Words:
    """Fills in what stands in angle brackets. ``people`` by login."""

    year: int
    today: date
    people: Mapping[str, Person]

    def value(self, given: Any) -> Any:
        """The value with everything in it filled in; ``<year>`` alone is a number, ``<person login>`` a person."""
        if isinstance(given, list):
            return [self.value(each) for each in given]
        if isinstance(given, dict):
            return {name: self.value(each) for name, each in given.items()}
        if not isinstance(given, str):
            return given
        alone = _MARK.fullmatch(given)
        if alone and alone[1] == "year":
            return self.year
        if alone and alone[1] == "person":
            person = self.people[alone[2]]
            return {"id": str(person.pk), "name": person.name}
        return self.written(given)

    def written(self, text: str) -> str:
        """The text with what stands in angle brackets written out."""
        return _MARK.sub(self._of, text)

    def _of(self, mark: re.Match[str]) -> str:
        match mark[1]:
            case "year":
                return str(self.year)
            case "next":
                return str(self.year + 1)
            case "in":
                return standard_calendar().add(self.today, int(mark[2])).isoformat()
            case _:
                return self.people[mark[2]].name
