"""The list behind a figure of a sheet, as people read it: number, what it is, its day. Kept with frozen evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from fazhi.figures.language.definition import Counted
from fazhi.figures.language.library import shelf
from fazhi.figures.listing import Behind, behind
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope

MOST_LISTED = 300
"""Rows that are written out; the identifiers of all of them are in the snapshot."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of [number, what, day, 计入分子 or '']; ``total`` is how many there are in all."""

    rows: list[list[str]]
    total: int


def listed(name: str, *, scope: Scope, period: Period, today: date, counts: Mapping[str, int]) -> Listed:
    """What a figure counted. Of a ratio the divisor's records, each with whether the numerator counts it too.

    ``counts``: how many records each figure counted, as a snapshot has just found: none, and nothing is read.
    """
    return _Lister(scope, period, today, counts).listed(name)


@dataclass(frozen=True)
class _Lister:
    scope: Scope
    period: Period
    today: date
    counts: Mapping[str, int]

    def listed(self, name: str) -> Listed:
        figure = shelf().get(name)
        if figure.ratio is not None:
            return self._of_ratio(figure.ratio.of, figure.ratio.to)
        if figure.parts:
            found = [self.listed(part) for part in figure.parts]
            return Listed([row for each in found for row in each.rows][:MOST_LISTED], sum(each.total for each in found))
        total = self.counts.get(name, 0)
        if not total:
            return Listed([], 0)
        behind_it = self._behind(name)
        return Listed([[*_row(behind_it, each), ""] for each in _first(behind_it)], total)

    def _of_ratio(self, of: str, to: str) -> Listed:
        """The divisor's records; those of the numerator's kind with whether it counts them too."""
        above = [self._behind(name) for name in self._counting(of) if self.counts.get(name)]
        rows: list[list[str]] = []
        below = [name for name in self._counting(to) if self.counts.get(name)]
        for found in map(self._behind, below):
            same = [each for each in above if each.counts is found.counts]
            inside = {pk for each in same for pk in each.records.values_list("pk", flat=True)}
            other = "" if above and not same else "否"
            rows += [[*_row(found, each), "是" if each.pk in inside else other] for each in _first(found)]
        return Listed(rows[:MOST_LISTED], sum(self.counts[name] for name in below))

    def _counting(self, name: str) -> list[str]:
        """The figures that count records, of which this one is made."""
        parts = shelf().get(name).parts
        return [each for part in parts for each in self._counting(part)] if parts else [name]

    def _behind(self, name: str) -> Behind:
        return behind(name, scope=self.scope, period=self.period, today=self.today)


def _first(found: Behind) -> Iterable[Model]:
    rows = found.records.order_by("pk")
    related = _RELATED.get(found.counts)
    return rows.select_related(*related)[:MOST_LISTED] if related else rows[:MOST_LISTED]


def _row(found: Behind, record: Any) -> list[str]:
    return [str(part or "") for part in _ROWS[found.counts](record)]


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""


_RELATED: dict[Counted, tuple[str, ...]] = {
    Counted.ACTS: ("case",),
    Counted.CLOCKS: ("case",),
    Counted.FINDINGS: ("case",),
    Counted.CANDIDATES: ("exam", "organization"),
    Counted.ATTENDANCES: ("training", "organization"),
    Counted.APPLICATIONS: ("organization",),
}
_ROWS: dict[Counted, Callable[[Any], tuple[Any, ...]]] = {
    Counted.CASES: lambda r: (r.number, r.title, r.opened_on),
    Counted.ACTS: lambda r: (r.case.number, f"{r.case.title}（第 {r.seq} 项记录）", r.performed_on),
    Counted.CLOCKS: lambda r: (r.case.number, f"{r.case.title}（期限届满 {r.due_on}）", r.met_on),
    Counted.FINDINGS: lambda r: (r.case.number, r.case.title, r.found_on),
    Counted.ENTRIES: lambda r: (r.key, r.title, r.valid_from),
    Counted.TASKS: lambda r: (r.number, r.title, r.done_on),
    Counted.FOLLOWUPS: lambda r: (r.number, r.matter, _day(r.issued_at)),
    Counted.PROBLEMS: lambda r: (r.number, r.text, _day(r.registered_at)),
    Counted.BULLETINS: lambda r: (r.number, r.title, _day(r.issued_at)),
    # Who sat, who came and what citizens asked is not for everybody who reads a sheet.
    Counted.EXAMS: lambda r: (r.pk, r.title, _day(r.opens_at)),
    Counted.CANDIDATES: lambda r: (r.pk, f"{r.exam.title}（{r.organization}）", _day(r.exam.opens_at)),
    Counted.TRAININGS: lambda r: (r.pk, r.title, r.held_on),
    Counted.ATTENDANCES: lambda r: (r.pk, f"{r.training.title}（{r.organization}）", r.training.held_on),
    Counted.APPLICATIONS: lambda r: (r.number, str(r.organization), _day(r.received_at)),
}
