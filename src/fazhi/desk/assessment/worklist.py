"""What waits for a person in assessments: to assess oneself, to review, to answer, to move a phase on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from fazhi.assessment import queries
from fazhi.assessment.models import Assessment, BodyAssessment, BodyState, Phase
from fazhi.assessment.self_assessing import unstated
from fazhi.desk.assessment import duty_calls
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government.actors import Actor
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_REVIEW, ASSESS_SELF, may

SHOWN = 8


def to_assess(actor: Actor, now: datetime) -> Work:
    """Sheets of one's own units that are not handed in."""
    if not may(actor, ASSESS_SELF):
        return Work((), 0)
    found = queries.own_bodies(actor).filter(assessment__phase=Phase.SELF, state=BodyState.OPEN)
    items = []
    for body in found[:SHOWN]:
        until, left = body.assessment.self_until, len(unstated(body))
        late = now.date() > until
        items.append(
            WorkItem(
                title=f"{body.assessment}（{body.organization}）",
                url=reverse("desk:assessment:body", args=[body.pk]),
                due=until,
                colour="red" if late else "blue",
                words="逾期未提交" if late else "待自评",
                note=f"还有 {left} 项要自评" if left else "各项已有得分，核对后提交",
            )
        )
    return Work(items, found.count(), reverse("desk:assessment:home"))


def to_review(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Bodies with items that wait for a reviewer."""
    if not may(actor, ASSESS_REVIEW):
        return Work((), 0)
    counts = queries.to_review(actor).order_by().values_list("body").annotate(count=Count("id"))
    waiting = dict(counts)
    bodies = BodyAssessment.objects.filter(pk__in=waiting).select_related("organization", "assessment")
    items = [
        WorkItem(
            title=f"{body.organization}：{waiting[body.pk]} 项",
            url=reverse("desk:assessment:body", args=[body.pk]),
            due=body.assessment.review_until,
            colour="yellow",
            words="待评审",
            note=str(body.assessment),
        )
        for body in bodies[:SHOWN]
    ]
    return Work(items, len(waiting), reverse("desk:assessment:review"))


def to_answer(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Objections without an answer."""
    if not may(actor, ASSESS_REVIEW):
        return Work((), 0)
    found = queries.open_objections(actor)
    items = [
        WorkItem(
            title=f"{each.body.organization}：{each.text[:40]}",
            url=reverse("desk:assessment:answer", args=[each.pk]),
            colour="yellow",
            words="待答复",
            note=str(each.body.assessment),
        )
        for each in found[:SHOWN]
    ]
    return Work(items, found.count(), reverse("desk:assessment:objections"))


def to_move_on(actor: Actor, now: datetime) -> Work:
    """Assessments whose phase is over by the calendar."""
    if not may(actor, ASSESS_MANAGE):
        return Work((), 0)
    running = Assessment.objects.filter(
        jurisdiction=actor.jurisdiction_id or 0, phase__in=(Phase.SELF, Phase.REVIEW, Phase.OBJECTION)
    )
    over = [each for each in running if each.until is not None and each.until < now.date()]
    items = [
        WorkItem(
            title=each.title,
            url=reverse("desk:assessment:assessment", args=[each.pk]),
            due=each.until,
            colour="orange",
            words=f"{each.stage.label}阶段已到期",
            note="进入下一阶段，或者催办",
        )
        for each in over[:SHOWN]
    ]
    return Work(items, len(over))


register(WorkSource("assessment.duty", "待提交的述法报告", duty_calls.called, order=27))
register(WorkSource("assessment.self", "待自评的考核", to_assess, order=28))
register(WorkSource("assessment.review", "待评审的考核", to_review, order=48))
register(WorkSource("assessment.answer", "待答复的考核异议", to_answer, order=49))
register(WorkSource("assessment.move_on", "到期的考核阶段", to_move_on, order=50))
