"""Training hours 培训学时: courses that were held, who was there, and who falls short of the year's hours.

There is no ranking and no counting of time online: a course counts the hours that its organiser says it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from fazhi.exams import officers
from fazhi.exams.models import Attendance, Training, TrainingThreshold
from fazhi.exams.people_lists import Listed
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import EXAM_MANAGE, NotAllowed, reaches_jurisdiction, require, within_reach
from fazhi.registers.models import Entry, EntryState

MOST_HOURS = Decimal(200)


@dataclass(frozen=True)
class Course:
    """A course as it was held."""

    title: str
    held_on: date
    hours: Decimal
    form: str = Training.Form.CLASSROOM
    note: str = ""


@dataclass(frozen=True)
class Account:
    """An officer's hours of a year. `missing` is what falls short of the threshold; None while there is none."""

    person: int
    name: str
    organization: Organization | None
    hours: Decimal
    missing: Decimal | None


@transaction.atomic
def record(
    *, actor: Actor, organization: Organization, course: Course, people: Sequence[Listed], at: datetime
) -> Training:
    """Enters a course with those who were there; a number behind a name is that person's own hours.

    Raises NotAllowed towards the organising unit or a participant's; Refused with everything wrong in the list.
    """
    require(actor, EXAM_MANAGE, organization=organization)
    for unit in {each.organization for each in people}:
        require(actor, EXAM_MANAGE, organization=unit)
    _check(course, timezone.localtime(at).date())
    hours = _hours(people, course)
    made = Training.objects.create(
        jurisdiction_id=organization.jurisdiction_id,
        organization=organization,
        title=course.title.strip()[:100],
        form=course.form,
        held_on=course.held_on,
        hours=course.hours,
        note=course.note.strip()[:300],
        entered_by=actor.person,
        entered_at=at,
    )
    Attendance.objects.bulk_create(
        [
            Attendance(training=made, person=each.person, organization=each.organization, hours=counted)
            for each, counted in zip(people, hours, strict=True)
        ]
    )
    return made


@transaction.atomic
def withdraw(*, actor: Actor, training: Training, why: str) -> Training:
    """Takes a course that was entered wrongly out of all counts; it stays to be seen, with the reason."""
    held = Training.objects.select_for_update(of=("self",)).select_related("organization").get(pk=training.pk)
    require(actor, EXAM_MANAGE, organization=held.organization)
    if held.withdrawn_why:
        raise Refused("这次培训已经作废。")
    if not why.strip():
        raise Refused("请填写作废原因。", field="why")
    held.withdrawn_why = why.strip()[:300]
    held.save(update_fields=["withdrawn_why"])
    return held


@transaction.atomic
def set_threshold(
    *, actor: Actor, jurisdiction: Jurisdiction, year: int, hours: Decimal, source: str, at: datetime
) -> TrainingThreshold:
    """Sets the hours that officers need a year, from a year on, with the document that says so."""
    require(actor, EXAM_MANAGE)
    if not reaches_jurisdiction(actor, EXAM_MANAGE) or actor.jurisdiction_id != jurisdiction.pk:
        raise NotAllowed(EXAM_MANAGE, "年度学时要求由本辖区依法治区办统筹设定。")
    if not 0 <= hours <= MOST_HOURS:
        raise Refused(f"学时应在 0 至 {MOST_HOURS} 之间。", field="hours")
    if not source.strip():
        raise Refused("请填写依据的文件名称和文号，没有依据不能设定。", field="source")
    return TrainingThreshold.objects.create(
        jurisdiction=jurisdiction, year=year, hours=hours, source=source.strip()[:300], set_by=actor.person, set_at=at
    )


def threshold(*, jurisdiction_id: int, year: int) -> TrainingThreshold | None:
    """The requirement of a year: the last that was set for it or for a year before; None where none was."""
    lines = TrainingThreshold.objects.filter(jurisdiction_id=jurisdiction_id, year__lte=year)
    return lines.order_by("-year", "-id").first()


def hours_of(people: Iterable[int], *, year: int) -> dict[int, Decimal]:
    """The hours of people in a year, of courses that stand. One query."""
    rows = Attendance.objects.filter(person__in=list(people), training__held_on__year=year, training__withdrawn_why="")
    return {row["person_id"]: row["total"] for row in rows.values("person_id").annotate(total=Sum("hours")).order_by()}


def accounts(*, actor: Actor, jurisdiction_id: int, year: int) -> list[Account]:
    """The hours of every officer with a card in force within the actor's reach, unit by unit. Three queries."""
    reach = within_reach(actor, EXAM_MANAGE, "organization")
    cards = Entry.objects.filter(
        reach, jurisdiction_id=jurisdiction_id, register=officers.register().id, state=EntryState.IN_FORCE
    )
    holders: dict[int, Entry] = {}
    for card in cards.select_related("organization").order_by("organization__order", "key"):
        if (number := officers.holder_of(card)) is not None:
            holders.setdefault(number, card)
    required = threshold(jurisdiction_id=jurisdiction_id, year=year)
    hours = hours_of(holders, year=year)
    return [
        Account(
            number,
            card.title,
            card.organization,
            had := hours.get(number, Decimal(0)),
            max(required.hours - had, Decimal(0)) if required else None,
        )
        for number, card in holders.items()
    ]


def _check(course: Course, today: date) -> None:
    if not course.title.strip():
        raise Refused("请填写课程名称。", field="title")
    if course.held_on > today:
        raise Refused("培训日期还没有到。培训结束后再登记学时。", field="held_on")
    if not 0 < course.hours <= MOST_HOURS:
        raise Refused(f"学时应大于 0、不超过 {MOST_HOURS}。", field="hours")


def _hours(people: Sequence[Listed], course: Course) -> list[Decimal]:
    """The hours of each, in the order of the list. Raises Refused with every line that is wrong."""
    wrong: list[str] = []
    hours: list[Decimal] = []
    seen: set[int] = set()
    for number, each in enumerate(people, 1):
        own = each.rest.removesuffix("学时").strip()
        if each.person is None:
            wrong.append(f"第 {number} 行：“{each.organization}”没有“{each.name}”的账号，请先登记人员。")
        elif each.person.pk in seen:
            wrong.append(f"第 {number} 行：“{each.name}”重复。")
        if own and not _is_hours(own):
            wrong.append(f"第 {number} 行：学时“{own[:10]}”应为大于 0 的数字，最多一位小数。")
        if each.person is not None:
            seen.add(each.person.pk)
        hours.append(Decimal(own) if own and _is_hours(own) else course.hours)
    if wrong:
        raise Refused("\n".join(wrong[:20]), field="lines")
    return hours


def _is_hours(text: str) -> bool:
    whole, _, part = text.partition(".")
    written = whole.isascii() and whole.isdigit() and len(whole) < 4 and len(part) < 2 and (not part or part.isdigit())
    return written and 0 < Decimal(text) <= MOST_HOURS
