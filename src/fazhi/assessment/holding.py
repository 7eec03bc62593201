"""Holding an assessment while a verb changes it, saying what may be done when, and keeping who did what."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from fazhi.assessment.models import Assessment, BodyAssessment, Entry, EntryKind, ItemScore, Phase
from fazhi.assessment.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_REVIEW, ASSESS_SELF, NotAllowed, require


def managed(actor: Actor, assessment: Assessment, *phases: Phase) -> Assessment:
    """The assessment as it is now, held until the verb ends, for its organiser. Raises NotAllowed, Refused."""
    require(actor, ASSESS_MANAGE)
    if actor.jurisdiction_id != assessment.jurisdiction_id:
        raise NotAllowed(ASSESS_MANAGE, "这项考核属于其他辖区，您不能组织。")
    return in_phase(_locked(assessment.pk), *phases)


def own_body(actor: Actor, body: BodyAssessment, *phases: Phase) -> BodyAssessment:
    """A body's sheet, held, for its own people. Raises NotAllowed, Refused."""
    require(actor, ASSESS_SELF, organization=body.organization)
    return _held(body, *phases)


def reviewed_body(actor: Actor, body: BodyAssessment, *phases: Phase) -> BodyAssessment:
    """A body's sheet, held, for a reviewer, who never reviews a unit of their own. Raises NotAllowed, Refused."""
    require(actor, ASSESS_REVIEW, organization=body.organization)
    if body.organization_id in actor.organization_ids:
        raise NotAllowed(ASSESS_REVIEW, f"您在“{body.organization}”任职，不能评审本单位。请由其他评审人办理。")
    return _held(body, *phases)


def in_phase(assessment: Assessment, *phases: Phase) -> Assessment:
    """Raises Refused outside these phases, saying which they are."""
    if phases and assessment.stage not in phases:
        when = "、".join(phase.label for phase in phases)
        raise Refused(f"“{assessment.title}”现在处于{assessment.stage.label}阶段，这项操作只能在{when}阶段办理。")
    return assessment


def item_row(body: BodyAssessment, item: str) -> ItemScore:
    """An item of a sheet, held. Raises Refused where the system has no such item."""
    found = ItemScore.objects.select_for_update().filter(body=body, item=item).first()
    if found is None:
        raise Refused("这张考核表没有这个项目。")
    return found


def note(
    assessment: Assessment,
    kind: EntryKind,
    actor: Actor,
    at: datetime,
    *,
    body: BodyAssessment | None = None,
    item: str = "",
    text: str = "",
    points: Decimal | None = None,
) -> Entry:
    """Writes into the log what was done."""
    return Entry.objects.create(
        assessment=assessment, body=body, item=item, kind=kind, points=points, text=text, by=actor.person, at=at
    )


def _locked(pk: int) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("edition", "jurisdiction")
    return found.get(pk=pk)


def _held(body: BodyAssessment, *phases: Phase) -> BodyAssessment:
    """The assessment is held too, so that no phase begins while a body still writes."""
    assessment = in_phase(_locked(body.assessment_id), *phases)
    held = BodyAssessment.objects.select_for_update(of=("self",)).select_related("organization").get(pk=body.pk)
    held.assessment = assessment
    return held
