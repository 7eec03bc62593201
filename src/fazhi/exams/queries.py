"""What lists and pages read of exams, narrowed to what a person may see."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from fazhi.exams import officers
from fazhi.exams.models import Candidate, Exam, ExamState, Objection
from fazhi.government.actors import Actor
from fazhi.government.models import Person
from fazhi.government.permissions import EXAM_MANAGE, REGISTER_UNMASK, may, reaches_jurisdiction, within_reach
from fazhi.registers.models import Entry, EntryState
from fazhi.registers.reading import warned_until


def managed(actor: Actor) -> QuerySet[Exam]:
    """Exams that the actor organises, and those of the area that others have published, to enrol people."""
    if not may(actor, EXAM_MANAGE):
        return Exam.objects.none()
    areas = {seat.jurisdiction_id for seat in actor.seats}
    own = within_reach(actor, EXAM_MANAGE, "organization")
    return Exam.objects.filter(own | Q(jurisdiction__in=areas) & ~Q(state=ExamState.DRAFT))


def organises(actor: Actor, exam: Exam) -> bool:
    """Whether the actor organises this exam, and may see its questions and change it.

    Whoever is to sit an exam does not see its questions before it is over: ask `sees_questions` for that.
    """
    return may(actor, EXAM_MANAGE, organization=exam.organization)


def sees_questions(actor: Actor, exam: Exam, *, at: datetime) -> bool:
    """Whether the actor may read the questions with their answers: organisers, but no candidate before the end."""
    if not organises(actor, exam):
        return False
    return at >= exam.closes_at or not exam.candidates.filter(person=actor.person).exists()


def candidates(actor: Actor, exam: Exam) -> QuerySet[Candidate]:
    """The candidates of an exam whom the actor may see: all for its organiser, else those of the own units."""
    rows = exam.candidates.select_related("organization", "person")
    return rows if organises(actor, exam) else rows.filter(within_reach(actor, EXAM_MANAGE, "organization"))


def mine(person: Person) -> QuerySet[Candidate]:
    """A person's own exams that have been published, the latest first."""
    rows = Candidate.objects.filter(person=person).exclude(exam__state=ExamState.DRAFT)
    return rows.select_related("exam__organization", "organization", "certificate").order_by("-exam__opens_at", "-id")


def to_sit(person: Person, *, at: datetime) -> QuerySet[Candidate]:
    """A person's exams that are open or to come and not passed yet."""
    due = mine(person).filter(exam__state=ExamState.PUBLISHED, exam__mode="online", exam__closes_at__gt=at)
    return due.exclude(passed=True).order_by("exam__closes_at", "id")


def objections_waiting(actor: Actor) -> QuerySet[Objection]:
    """Objections that the actor is to rule on, the oldest first."""
    rows = Objection.objects.filter(within_reach(actor, EXAM_MANAGE, "exam__organization"), upheld=None)
    return rows.select_related("exam", "question__version", "candidate").order_by("raised_at")


def to_confirm(actor: Actor, *, at: datetime) -> QuerySet[Exam]:
    """Exams that are over and have results that nobody has confirmed."""
    rows = Exam.objects.filter(
        within_reach(actor, EXAM_MANAGE, "organization"),
        state=ExamState.PUBLISHED,
        confirmed_at=None,
        closes_at__lte=at,
    )
    return rows.annotate(had=Count("results")).filter(had__gt=0).order_by("closes_at")


def cards_ending(actor: Actor, *, on: date) -> QuerySet[Entry]:
    """Cards in force that end within the register's time of warning or have ended: one's own, and those of the unit
    that one heads or looks after. Whoever keeps the register for all is told by the register itself.
    """
    defined = officers.register()
    assert defined.credential is not None
    own = Q(**{f"data__{defined.credential.holder}__contains": {"id": str(actor.person.pk)}})
    if not reaches_jurisdiction(actor, REGISTER_UNMASK):
        own |= within_reach(actor, REGISTER_UNMASK, "organization")
    areas = {seat.jurisdiction_id for seat in actor.seats}
    rows = Entry.objects.filter(own, jurisdiction__in=areas, register=defined.id, state=EntryState.IN_FORCE)
    ending = rows.filter(valid_until__lte=warned_until(defined, on))
    return ending.select_related("organization").order_by("valid_until", "key")
