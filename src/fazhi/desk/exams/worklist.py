"""What waits for a person in exams and cards: to sit, to confirm, to rule, a card that ends."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from fazhi.desk.exams.words import window
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.exams import officers, queries
from fazhi.government.actors import Actor
from fazhi.government.permissions import EXAM_MANAGE, EXAM_SIT, REGISTER_KEEP, may

SHOWN = 8


def to_sit(actor: Actor, now: datetime) -> Work:
    """Exams that are open or to come and not passed."""
    if not may(actor, EXAM_SIT):
        return Work((), 0)
    found = queries.to_sit(actor.person, at=now)
    items = [
        WorkItem(
            title=each.exam.title,
            url=reverse("desk:exams:start", args=[each.exam_id]),
            due=timezone.localtime(each.exam.closes_at).date(),
            colour="yellow" if each.exam.opens_at <= now else "blue",
            words="可以考试" if each.exam.opens_at <= now else "待开考",
            note=window(each.exam),
        )
        for each in found[:SHOWN]
    ]
    return Work(items, len(items) if len(items) < SHOWN else found.count(), reverse("desk:exams:home"))


def to_rule(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Objections that wait for a ruling."""
    if not may(actor, EXAM_MANAGE):
        return Work((), 0)
    found = queries.objections_waiting(actor)
    items = [
        WorkItem(
            title=f"题号 {each.question.version.key}：{each.text[:40]}",
            url=reverse("desk:exams:rule", args=[each.exam_id, each.pk]),
            colour="yellow",
            words="待处理",
            note=f"{each.exam}　{each.candidate}",
        )
        for each in found[:SHOWN]
    ]
    return Work(items, len(items) if len(items) < SHOWN else found.count())


def to_confirm(actor: Actor, now: datetime) -> Work:
    """Exams that are over and wait for their results to be confirmed."""
    if not may(actor, EXAM_MANAGE):
        return Work((), 0)
    found = list(queries.to_confirm(actor, at=now)[: SHOWN + 1])
    items = [
        WorkItem(
            title=each.title,
            url=reverse("desk:exams:exam", args=[each.pk]),
            colour="blue",
            words="待确认成绩",
            note=window(each),
        )
        for each in found[:SHOWN]
    ]
    return Work(items, len(found), reverse("desk:exams:manage"))


def to_issue(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Who passed and waits for a card, for the keeper of the register."""
    if not may(actor, REGISTER_KEEP):
        return Work((), 0)
    found = officers.applications(jurisdiction_id=actor.jurisdiction_id or 0)
    items = [
        WorkItem(
            title=f"{each.candidate.name}（{each.candidate.organization}）",
            url=reverse("desk:exams:cards"),
            colour="blue",
            words="换发" if each.is_renewal else "申领",
            note=f"{each.candidate.sat_on} {each.candidate.exam}",
        )
        for each in found[:SHOWN]
    ]
    return Work(items, len(found), reverse("desk:exams:cards"))


def cards_ending(actor: Actor, now: datetime) -> Work:
    """One's own card, and those of one's unit, before they stop a case."""
    if not may(actor, EXAM_SIT):
        return Work((), 0)
    today = now.date()
    found = list(queries.cards_ending(actor, on=today)[: SHOWN + 1])
    items = [
        WorkItem(
            title=f"{each.title} {each.key}",
            url=reverse("desk:registers:entry", args=[each.register, each.pk]),
            due=each.valid_until,
            colour="red" if each.valid_until and each.valid_until < today else "yellow",
            words="已过期" if each.valid_until and each.valid_until < today else "将到期",
            note=str(each.organization or ""),
        )
        for each in found[:SHOWN]
    ]
    more = reverse("desk:exams:cards") if may(actor, EXAM_MANAGE) else reverse("desk:exams:home")
    return Work(items, len(found), more)


register(WorkSource("exams.sit", "待参加的考试", to_sit, order=25))
register(WorkSource("exams.cards_ending", "将到期的执法证", cards_ending, order=26))
register(WorkSource("exams.rule", "待处理的试题异议", to_rule, order=45))
register(WorkSource("exams.confirm", "待确认的考试成绩", to_confirm, order=46))
register(WorkSource("exams.issue", "待发放的执法证", to_issue, order=47))
