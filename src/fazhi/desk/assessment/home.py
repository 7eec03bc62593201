"""考核: the assessments that one sees, and how one's own units stand."""

from __future__ import annotations

from django.http import HttpResponse

from fazhi.assessment import queries
from fazhi.assessment.models import BodyAssessment, BodyState, Phase
from fazhi.assessment.self_assessing import unstated
from fazhi.assessment.sheets import sheet_of
from fazhi.desk.assessment.words import body_mark, phase_mark, sections, shown_stage
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_VIEW, may

MOST_SHOWN = 20
MOST_OWN = 6


@page(permission=ASSESS_VIEW, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """One's own sheets first, since that is what an officer comes for."""
    today = request.now.date()
    own = queries.own_bodies(request.actor).order_by("-assessment__year", "-assessment__id", "id")
    rows = []
    for assessment in queries.visible(request.actor)[:MOST_SHOWN]:
        seen = list(queries.visible_bodies(request.actor).filter(assessment=assessment))
        handed_in = sum(body.state == BodyState.SUBMITTED for body in seen)
        rows.append({"assessment": assessment, "mark": phase_mark(assessment), "bodies": len(seen), "in": handed_in})
    context = {
        "title": "考核",
        "tabs": sections(request.actor, "home"),
        "own": [_standing(request, body) for body in own.prefetch_related("items", "vetoes")[:MOST_OWN]],
        "rows": rows,
        "manages": may(request.actor, ASSESS_MANAGE),
        "today": today,
    }
    return show(request, "desk/assessment/home.html", context)


def _standing(request: DeskRequest, body: BodyAssessment) -> dict[str, object]:
    stage = shown_stage(request.actor, body)
    made = sheet_of(body, body.assessment.edition.system, stage)
    to_do = len(unstated(body)) if body.assessment.stage is Phase.SELF and body.state == BodyState.OPEN else 0
    return {
        "body": body,
        "sheet": made,
        "stage": stage.label,
        "mark": body_mark(body, request.now.date()),
        "to_do": to_do,
        "until": body.assessment.until,
    }
