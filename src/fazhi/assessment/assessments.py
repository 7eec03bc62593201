"""Assessments 考核: prepared, then phase by phase to the final result. Each phase begins when its organiser says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.assessment.counting import counted
from fazhi.assessment.evidence import freeze_figures
from fazhi.assessment.holding import managed, note
from fazhi.assessment.models import (
    Assessment,
    BodyAssessment,
    BodyState,
    EntryKind,
    ItemScore,
    Objection,
    Phase,
    SystemEdition,
)
from fazhi.assessment.refusals import Refused
from fazhi.assessment.sheets import Stage, sheet_of
from fazhi.assessment.waiting import waiting
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import ASSESS_MANAGE, require

FIRST_YEAR = 2000
NAMED = 8
"""How many units or items a refusal names."""


@dataclass(frozen=True)
class Plan:
    """What is set for an assessment: its year, its bodies, the last day of each phase."""

    title: str
    year: int
    bodies: Sequence[Organization]
    self_until: date
    review_until: date
    objection_until: date


@transaction.atomic
def prepare(*, actor: Actor, edition: SystemEdition, plan: Plan, at: datetime) -> Assessment:
    """Prepares an assessment. Raises NotAllowed; Refused with the field that is wrong."""
    require(actor, ASSESS_MANAGE)
    if edition.jurisdiction_id != actor.jurisdiction_id:
        raise Refused("这个指标体系版本属于其他辖区。", field="edition")
    _check(plan, edition, at)
    made = Assessment.objects.create(
        jurisdiction_id=edition.jurisdiction_id,
        edition=edition,
        title=plan.title.strip(),
        year=plan.year,
        self_until=plan.self_until,
        review_until=plan.review_until,
        objection_until=plan.objection_until,
        made_by=actor.person,
        made_at=at,
    )
    BodyAssessment.objects.bulk_create([BodyAssessment(assessment=made, organization=unit) for unit in plan.bodies])
    note(made, EntryKind.PREPARED, actor, at, text=f"{edition}，被考核单位 {len(plan.bodies)} 个")
    return made


@transaction.atomic
def open_(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Begins self-assessment: the figures of every body are taken. Raises NotAllowed; Refused unless it is prepared."""
    held = managed(actor, assessment, Phase.PREPARING)
    _count(held, at)
    return _moved(held, Phase.SELF, actor, at)


@transaction.atomic
def close_self(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Ends self-assessment and begins review: figures are taken for the last time and frozen as evidence.

    Raises NotAllowed; Refused while somebody has not submitted and the day has not passed.
    """
    held = managed(actor, assessment, Phase.SELF)
    late = list(held.bodies.filter(state=BodyState.OPEN).select_related("organization"))
    if late and _day(at) <= held.self_until:
        raise Refused(f"{_named(late)}还没有提交自评，截止日为 {held.self_until}，届满后才能不等他们进入评审。")
    for body in held.bodies.select_related("organization"):
        freeze_figures(actor=actor, body=body, assessment=held, at=at)
    return _moved(held, Phase.REVIEW, actor, at)


@transaction.atomic
def announce(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Shows the bodies their reviewed sheets and begins the time of objections.

    Raises NotAllowed; Refused while items wait for a reviewer, naming them.
    """
    held = managed(actor, assessment, Phase.REVIEW)
    if left := unsettled(held):
        system = held.edition.system
        named = "、".join(f"{row.body}“{system.item(row.item).title}”" for row in left[:NAMED])
        raise Refused(f"还有 {len(left)} 个项目待评审：{named}{'等' if len(left) > NAMED else ''}。")
    return _moved(held, Phase.OBJECTION, actor, at)


@transaction.atomic
def finalise(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Sets the final points. From here on nothing of the assessment changes: the database refuses it.

    Raises NotAllowed; Refused before the time of objections is over, or while one is not answered.
    """
    held = managed(actor, assessment, Phase.OBJECTION)
    if _day(at) <= held.objection_until:
        raise Refused(f"异议期到 {held.objection_until} 为止，届满后才能定分。")
    if left := Objection.objects.filter(body__assessment=held, upheld=None).count():
        raise Refused(f"还有 {left} 件异议没有答复。")
    for body in held.bodies.select_related("organization"):
        _fix(body, held)
    _moved(held, Phase.FINAL, actor, at)
    held.finalised_by, held.finalised_at = actor.person, at
    held.save(update_fields=["finalised_by", "finalised_at"])
    return held


@transaction.atomic
def publish(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Shows every body its final result. Raises NotAllowed; Refused unless it is final."""
    held = managed(actor, assessment, Phase.FINAL)
    held.phase, held.published_by, held.published_at = Phase.PUBLISHED, actor.person, at
    held.save(update_fields=["phase", "published_by", "published_at"])
    note(held, EntryKind.PHASE, actor, at, text=Phase.PUBLISHED.label)
    return held


def unsettled(assessment: Assessment) -> list[ItemScore]:
    """Items of all bodies that a reviewer still has to decide, in the order of bodies; bonus items may stay open."""
    rows = ItemScore.objects.filter(body__assessment=assessment).select_related("body__organization")
    return list(waiting(rows, [assessment]).order_by("body__organization__order", "body", "id"))


def _count(assessment: Assessment, at: datetime) -> None:
    bodies = assessment.bodies.select_related("organization")
    counted(bodies, assessment.edition.system, assessment.year, at=at, today=_day(at))


def _fix(body: BodyAssessment, assessment: Assessment) -> None:
    """Writes the final points of one body, and its total."""
    rows = list(body.items.all())
    for row in rows:
        row.final_excluded = bool(row.review_excluded) or not row.applicable
        row.final_points = None if row.final_excluded else row.standing
    ItemScore.objects.bulk_update(rows, ["final_points", "final_excluded"])
    made = sheet_of(body, assessment.edition.system, Stage.FINAL)
    body.total, body.grade = made.total, made.grade[:30]
    body.save(update_fields=["total", "grade"])


def _moved(assessment: Assessment, phase: Phase, actor: Actor, at: datetime) -> Assessment:
    assessment.phase = phase
    assessment.save(update_fields=["phase"])
    note(assessment, EntryKind.PHASE, actor, at, text=phase.label)
    return assessment


def _check(plan: Plan, edition: SystemEdition, at: datetime) -> None:
    if not plan.title.strip():
        raise Refused("请填写考核名称。", field="title")
    if Assessment.objects.filter(jurisdiction_id=edition.jurisdiction_id, title=plan.title.strip()).exists():
        raise Refused("已有同名的考核，请换一个名称。", field="title")
    if not FIRST_YEAR <= plan.year <= _day(at).year:
        raise Refused("考核年度应是已经开始的年度。", field="year")
    if not plan.bodies:
        raise Refused("请选择被考核单位。", field="bodies")
    kinds = edition.system.kinds
    if foreign := [unit for unit in plan.bodies if unit.kind not in kinds]:
        names = "、".join(str(unit) for unit in foreign[:NAMED])
        raise Refused(f"“{edition.title}”不考核这类单位：{names}。", field="bodies")
    if any(unit.jurisdiction_id != edition.jurisdiction_id for unit in plan.bodies):
        raise Refused("只能考核本辖区的单位。", field="bodies")
    if not plan.self_until < plan.review_until < plan.objection_until:
        raise Refused("三个截止日应当依次在后：自评、评审、异议。", field="review_until")


def _named(bodies: Sequence[BodyAssessment]) -> str:
    names = "、".join(str(body) for body in bodies[:NAMED])
    return f"{names}等 {len(bodies)} 个单位" if len(bodies) > NAMED else names


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
