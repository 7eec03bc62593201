"""Figures of exams and trainings 考试统计: of one exam, and of a year for the reports. Each is counted when asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from fazhi.exams import officers
from fazhi.exams.models import Attendance, Candidate, Exam, ExamState, Purpose, Training
from fazhi.registers.models import Entry

_COUNTS = {
    "enrolled": Count("pk"),
    "sat": Count("pk", filter=~Q(passed=None)),
    "passed": Count("pk", filter=Q(passed=True)),
}


@dataclass(frozen=True)
class Figures:
    """应考、参考、合格. The rate 合格率 is of those who sat; None where nobody did."""

    title: str
    enrolled: int
    sat: int
    passed: int
    exams: int = 1

    @property
    def rate(self) -> int | None:
        """Percent, rounded down: a rate never looks better than it is."""
        return self.passed * 100 // self.sat if self.sat else None

    @property
    def missing(self) -> int:
        """Who did not sit 缺考."""
        return self.enrolled - self.sat


@dataclass(frozen=True)
class Year:
    """A year's figures of a jurisdiction: exams by purpose, cards issued, trainings and those who were there."""

    year: int
    exams: tuple[Figures, ...]
    cards: int
    trainings: int
    attendances: int


def of_exam(exam: Exam) -> Figures:
    """The figures of an exam. One query."""
    return _figures(exam.title, Candidate.objects.filter(exam=exam))


def by_unit(exam: Exam) -> list[Figures]:
    """The figures of an exam by unit, in the order of the tree. One query."""
    rows = Candidate.objects.filter(exam=exam).values("organization__short_name", "organization__order")
    ordered = rows.annotate(**_COUNTS).order_by("organization__order", "organization__short_name")
    counted: Iterable[dict[str, Any]] = map(dict, ordered)
    return [Figures(row["organization__short_name"], row["enrolled"], row["sat"], row["passed"]) for row in counted]


def of_year(*, jurisdiction_id: int, year: int) -> Year:
    """The figures of a year, by the day on which an exam began."""
    held = Exam.objects.filter(jurisdiction_id=jurisdiction_id, state=ExamState.PUBLISHED, opens_at__year=year)
    number = dict(held.values_list("purpose").annotate(Count("pk")).order_by())
    rows = Candidate.objects.filter(exam__in=held).values("exam__purpose").annotate(**_COUNTS).order_by()
    counted: dict[str, dict[str, Any]] = {row["exam__purpose"]: dict(row) for row in rows}
    nobody = {"enrolled": 0, "sat": 0, "passed": 0}
    exams = tuple(
        Figures(purpose.label, row["enrolled"], row["sat"], row["passed"], number.get(purpose.value, 0))
        for purpose in Purpose
        for row in (counted.get(purpose.value, nobody),)
    )
    courses = Training.objects.filter(jurisdiction_id=jurisdiction_id, held_on__year=year, withdrawn_why="")
    return Year(
        year,
        exams,
        cards=_cards(jurisdiction_id, year),
        trainings=courses.count(),
        attendances=Attendance.objects.filter(training__in=courses).count(),
    )


def _figures(title: str, rows: QuerySet[Candidate]) -> Figures:
    counted = rows.aggregate(**_COUNTS)
    return Figures(title, counted["enrolled"], counted["sat"], counted["passed"])


def _cards(jurisdiction_id: int, year: int) -> int:
    """Cards issued in a year, whatever became of them since."""
    cards = Entry.objects.filter(jurisdiction_id=jurisdiction_id, register=officers.register().id)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return cards.filter(valid_from__gte=first, valid_from__lte=last).count()
