"""What pages read of assessments, narrowed to what a person may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from fazhi.assessment.models import Assessment, BodyAssessment, Entry, Evidence, ItemScore, Objection, Phase
from fazhi.assessment.waiting import waiting
from fazhi.government.actors import Actor
from fazhi.government.permissions import (
    ASSESS_MANAGE,
    ASSESS_REVIEW,
    ASSESS_SELF,
    ASSESS_VIEW,
    may,
    reaches_jurisdiction,
    within_reach,
)


def visible_bodies(actor: Actor) -> QuerySet[BodyAssessment]:
    """The sheets of the bodies within reach; one that is only prepared is its organiser's business."""
    reach = within_reach(actor, ASSESS_VIEW, "organization")
    rows = BodyAssessment.objects.filter(reach).select_related("organization", "assessment__edition", "submitted_by")
    rows = rows.defer("assessment__edition__content")
    return rows if may(actor, ASSESS_MANAGE) else rows.exclude(assessment__phase=Phase.PREPARING)


def visible(actor: Actor) -> QuerySet[Assessment]:
    """Assessments in which the actor sees a body, the latest first."""
    rows = Assessment.objects.filter(jurisdiction=actor.jurisdiction_id or 0).select_related("edition")
    if reaches_jurisdiction(actor, ASSESS_VIEW):
        return rows if may(actor, ASSESS_MANAGE) else rows.exclude(phase=Phase.PREPARING)
    return rows.filter(Exists(visible_bodies(actor).filter(assessment=OuterRef("pk"))))


def own_bodies(actor: Actor) -> QuerySet[BodyAssessment]:
    """The sheets that the actor's own units fill in."""
    own = within_reach(actor, ASSESS_SELF, "organization")
    return visible_bodies(actor).filter(own)


def sees_review(actor: Actor, body: BodyAssessment) -> bool:
    """Whether reviewed points may be shown: to reviewers always, to bodies once they are announced."""
    if body.assessment.stage.order >= Phase.OBJECTION.order:
        return True
    return may(actor, ASSESS_REVIEW, organization=body.organization)


def may_review(actor: Actor, body: BodyAssessment) -> bool:
    """Whether the actor may review this body: not a unit of their own."""
    own = body.organization_id in actor.organization_ids
    return not own and may(actor, ASSESS_REVIEW, organization=body.organization)


def to_review(actor: Actor) -> QuerySet[ItemScore]:
    """Items that wait for a decision which the actor may take: not those of a unit of their own."""
    running = Assessment.objects.filter(jurisdiction=actor.jurisdiction_id or 0, phase=Phase.REVIEW)
    reach = within_reach(actor, ASSESS_REVIEW, "body__organization")
    rows = ItemScore.objects.filter(reach, body__assessment__in=running)
    theirs = rows.exclude(body__organization__in=actor.organization_ids)
    return (
        waiting(theirs, running.select_related("edition"))
        .select_related("body__organization", "body__assessment__edition")
        .defer("body__assessment__edition__content", "readings", "working")
    )


def open_objections(actor: Actor) -> QuerySet[Objection]:
    """Objections that wait for an answer which the actor may give."""
    reach = within_reach(actor, ASSESS_REVIEW, "body__organization")
    rows = Objection.objects.filter(reach, upheld=None, body__assessment__phase=Phase.OBJECTION)
    return (
        rows.exclude(body__organization__in=actor.organization_ids)
        .select_related("body__organization", "body__assessment__edition", "raised_by")
        .defer("body__assessment__edition__content")
    )


def evidence_of(body: BodyAssessment, item: str | None = None) -> QuerySet[Evidence]:
    """What shows the points of a sheet, or of one item; withdrawn material is left out."""
    rows = body.evidence.filter(withdrawn_at=None).select_related("file", "case", "by")
    return rows if item is None else rows.filter(item=item)


def log_of(body: BodyAssessment, item: str, *, with_review: bool) -> QuerySet[Entry]:
    """What was done on an item, in order; without what reviewers decided, where that is not announced yet."""
    rows = Entry.objects.filter(Q(body=body, item=item)).select_related("by")
    return rows if with_review else rows.exclude(kind__in=("reviewed", "veto", "answered"))
