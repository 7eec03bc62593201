"""How assessments are spoken of on pages: phases, states, points, the tabs of this part of the site."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from fazhi.assessment import queries
from fazhi.assessment.language.definition import plain
from fazhi.assessment.models import Assessment, BodyAssessment, BodyState, ItemScore, Phase
from fazhi.assessment.sheets import Stage, stage_of
from fazhi.desk.components import Colour, Mark, Tab
from fazhi.desk.figures.addresses import figure_url
from fazhi.figures.language.library import shelf
from fazhi.figures.periods import Period
from fazhi.government.actors import Actor
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_REVIEW, ASSESS_VIEW, may

TRAIL = ("考核", "desk:assessment:home")
_PHASES = {
    Phase.PREPARING: Colour.GREY,
    Phase.SELF: Colour.BLUE,
    Phase.REVIEW: Colour.BLUE,
    Phase.OBJECTION: Colour.YELLOW,
    Phase.FINAL: Colour.GREEN,
    Phase.PUBLISHED: Colour.GREEN,
}


def phase_mark(assessment: Assessment) -> Mark:
    return Mark(_PHASES[assessment.stage], assessment.stage.label)


def body_mark(body: BodyAssessment, today: date) -> Mark:
    """How far a body is, in the words of the phase."""
    phase = body.assessment.stage
    if phase is not Phase.SELF:
        return phase_mark(body.assessment)
    if body.state == BodyState.SUBMITTED:
        return Mark(Colour.GREEN, "已提交自评")
    if today > body.assessment.self_until:
        return Mark(Colour.RED, "逾期未提交")
    return Mark(Colour.BLUE, "自评中")


def item_mark(row: ItemScore, phase: Phase, *, with_review: bool) -> Mark:
    """What an item waits for."""
    if not row.applicable:
        return Mark(Colour.GREY, "不适用")
    if phase is Phase.SELF:
        return _self_mark(row)
    if not with_review:
        return Mark(Colour.BLUE, "评审中")
    if row.review_excluded:
        return Mark(Colour.GREY, "认定不适用")
    if row.review_points is not None:
        return Mark(Colour.GREEN, "已评审")
    if row.settled:
        return Mark(Colour.GREEN, "按取数")
    return Mark(Colour.GREY, "没有得分") if phase.order >= Phase.FINAL.order else Mark(Colour.YELLOW, "待评审")


def _self_mark(row: ItemScore) -> Mark:
    if row.self_excluded:
        return Mark(Colour.YELLOW, "自认不适用")
    if row.differs:
        return Mark(Colour.YELLOW, "自评与取数不同" if row.computed is not None else "已自评")
    return Mark(Colour.GREEN, "系统取数") if row.computed is not None else Mark(Colour.ORANGE, "待自评")


def points(value: Decimal | None) -> str:
    """12.5, or — where there is none."""
    return "—" if value is None else plain(value)


def shown_stage(actor: Actor, body: BodyAssessment) -> Stage:
    """Whose points a person is shown of a body now."""
    stage = stage_of(body.assessment.stage)
    return Stage.SELF if stage is Stage.REVIEW and not queries.sees_review(actor, body) else stage


def figure_links(row: ItemScore, body: BodyAssessment) -> list[dict[str, str]]:
    """The figures of an item as they were taken, each with the page on which it opens."""
    period = Period.year(body.assessment.year)
    known = shelf()
    return [
        {
            "title": data["title"],
            "text": data["text"],
            "parts": f"{data['of']}／{data['to']}" if data["of"] is not None and data["to"] is not None else "",
            "note": data["note"],
            "url": figure_url(name, period, body.organization_id) if name in known else "",
        }
        for name, data in row.readings.items()
    ]


def sections(actor: Actor, current: str) -> list[Tab]:
    """The tabs of this part of the site, those that the actor may open."""
    every = (
        ("home", "考核", ASSESS_VIEW),
        ("review", "评审", ASSESS_REVIEW),
        ("objections", "异议", ASSESS_REVIEW),
        ("systems", "指标体系", ASSESS_VIEW),
        ("duty", "述法材料", ASSESS_VIEW),
    )
    return [
        Tab(label, reverse(f"desk:assessment:{name}"), current=name == current)
        for name, label, permission in every
        if may(actor, permission)
    ]


def manages(actor: Actor, assessment: Assessment) -> bool:
    return may(actor, ASSESS_MANAGE) and actor.jurisdiction_id == assessment.jurisdiction_id


def trail_to(assessment: Assessment) -> list[tuple[str, str]]:
    return [
        (TRAIL[0], reverse(TRAIL[1])),
        (assessment.title, reverse("desk:assessment:assessment", args=[assessment.pk])),
    ]


def trail_to_body(body: BodyAssessment) -> list[tuple[str, str]]:
    return [
        *trail_to(body.assessment),
        (str(body.organization), reverse("desk:assessment:body", args=[body.pk])),
    ]
