"""Candidates 考生: who may sit an exam. Enrolled by unit, or from a list that was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fazhi.exams.models import UNSTAFFED, Candidate, Exam, ExamState, Purpose, Staffing
from fazhi.exams.officers import staffing_of
from fazhi.exams.people_lists import read_people
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Membership, Organization, Person
from fazhi.government.permissions import EXAM_MANAGE, NotAllowed, may, require


@dataclass(frozen=True)
class Nominee:
    """Somebody to be enrolled. `person` is None for one without an account: their score is entered by hand."""

    name: str
    organization: Organization
    person: Person | None = None
    staffing: str = Staffing.UNKNOWN
    intended_post: str = ""


@dataclass(frozen=True)
class Enrolled:
    """What became of a list: how many are new, who was on it already, and who may not sit, with why."""

    added: int
    known: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@transaction.atomic
def enrol(*, actor: Actor, exam: Exam, nominees: Iterable[Nominee], at: datetime) -> Enrolled:
    """Enrols all whom the exam's conditions admit, and says who was not.

    A unit's administrator enrols people of the own units into any exam that is prepared for them. Raises NotAllowed for
    the first unit out of reach; Refused once the exam is over or cancelled.
    """
    held = _open(actor, exam, at)
    given = list(nominees)
    for unit in {nominee.organization for nominee in given}:
        require(actor, EXAM_MANAGE, organization=unit)
    known = set(held.candidates.exclude(person=None).values_list("person_id", flat=True))
    named = set(held.candidates.filter(person=None).values_list("name", "organization_id"))
    given = _with_staffing(given, held, timezone.localtime(at).date())
    added, twice, refused = [], [], []
    units = list(held.units.all())
    for nominee in given:
        key = (nominee.name, nominee.organization.pk)
        if (nominee.person and nominee.person.pk in known) or (nominee.person is None and key in named):
            twice.append(nominee.name)
        elif why := _not_admitted(held, nominee, units):
            refused.append(f"{nominee.name}（{nominee.organization}）：{why}")
        else:
            added.append(_candidate(held, nominee, actor, at))
            known |= {nominee.person.pk} if nominee.person else set()
            named |= {key} if nominee.person is None else set()
    Candidate.objects.bulk_create(added, batch_size=1000)
    return Enrolled(len(added), tuple(twice), tuple(refused))


@transaction.atomic
def remove(*, actor: Actor, candidate: Candidate, at: datetime) -> None:
    """Takes somebody off the list who has not sat. Raises Refused for one who has."""
    held = _open(actor, candidate.exam, at)
    require(actor, EXAM_MANAGE, organization=candidate.organization)
    found = held.candidates.select_for_update(of=("self",)).filter(pk=candidate.pk).first()
    if found is None:
        return
    if found.sittings.exists() or found.results.exists():
        raise Refused(f"{found.name}已参加考试，不能从名单移除。")
    found.delete()


def members_of(*, units: Sequence[Organization], on: date) -> list[Nominee]:
    """Everybody who sits in these units or below them on a day, each once, in the first of their units."""
    below = Q(organization__in=[])
    for unit in units:
        below |= Q(organization__path__startswith=unit.path)
    seats = (
        Membership.objects.filter(below, started_on__lte=on, person__is_active=True)
        .filter(Q(ended_on=None) | Q(ended_on__gt=on))
        .select_related("person", "organization")
        .order_by("organization__order", "id")
    )
    found: dict[int, Nominee] = {}
    for seat in seats:
        found.setdefault(seat.person_id, Nominee(seat.person.name, seat.organization, seat.person))
    return list(found.values())


def nominees_in(*, exam: Exam, text: str, on: date) -> list[Nominee]:
    """Reads lines of 姓名、单位、拟任职务. Raises Refused, naming every line that cannot be read."""
    read = read_people(jurisdiction=exam.jurisdiction, text=text, on=on)
    return [Nominee(each.name, each.organization, each.person, intended_post=each.rest) for each in read]


def _open(actor: Actor, exam: Exam, at: datetime) -> Exam:
    if not may(actor, EXAM_MANAGE):
        require(actor, EXAM_MANAGE)
    held = Exam.objects.select_for_update(of=("self",)).select_related("jurisdiction", "organization").get(pk=exam.pk)
    if held.jurisdiction_id not in {seat.jurisdiction_id for seat in actor.seats}:
        raise NotAllowed(EXAM_MANAGE, "只能为本辖区的考试录入考生。")
    if held.state == ExamState.CANCELLED or held.confirmed_at is not None:
        raise Refused(f"“{held.title}”已取消或者成绩已确认，不能再改名单。")
    if held.mode == "online" and held.state == ExamState.PUBLISHED and at >= held.closes_at:
        raise Refused(f"“{held.title}”已结束，不能再改名单。")
    return held


def _candidate(exam: Exam, nominee: Nominee, actor: Actor, at: datetime) -> Candidate:
    return Candidate(
        exam=exam,
        person=nominee.person,
        name=nominee.name,
        organization=nominee.organization,
        staffing=nominee.staffing,
        intended_post=nominee.intended_post[:100],
        enrolled_by=actor.person,
        enrolled_at=at,
    )


def _not_admitted(exam: Exam, nominee: Nominee, units: Sequence[Organization]) -> str:
    if units and not any(nominee.organization.path.startswith(unit.path) for unit in units):
        return "单位不在本场考试的参考单位之内"
    if exam.staffed_only and nominee.staffing in UNSTAFFED:
        if nominee.staffing == Staffing.UNKNOWN:
            return "没有编制信息，本场考试仅限在编人员，请选择编制后再录入"
        return "无编制，本场考试仅限在编人员"
    if exam.purpose == Purpose.PRE_APPOINTMENT and not nominee.intended_post:
        return "没有填写拟任职务"
    return ""


def _with_staffing(nominees: list[Nominee], exam: Exam, on: date) -> list[Nominee]:
    """What nobody said about how a person is employed is taken from the register of officers. One query."""
    silent = [each.person.pk for each in nominees if each.person and each.staffing == Staffing.UNKNOWN]
    kept = staffing_of(silent, jurisdiction_id=exam.jurisdiction_id, on=on) if silent else {}
    return [
        Nominee(each.name, each.organization, each.person, kept[each.person.pk], each.intended_post)
        if each.person and each.staffing == Staffing.UNKNOWN and each.person.pk in kept
        else each
        for each in nominees
    ]
