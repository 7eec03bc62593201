"""异议: what waits for an answer, and answering one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.assessment import objections as verbs
from fazhi.assessment import queries
from fazhi.assessment.models import Objection
from fazhi.assessment.sheets import Stage, sheet_of
from fazhi.desk.assessment.bodies import row_of
from fazhi.desk.assessment.forms import AnswerForm
from fazhi.desk.assessment.words import figure_links, points, sections, trail_to_body
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.permissions import ASSESS_REVIEW

LIST = "desk:assessment:objections"
MOST_ANSWERED = 50


@page(permission=ASSESS_REVIEW, methods=("GET",))
def objections(request: DeskRequest) -> HttpResponse:
    """Open ones first, then those that were answered."""
    bodies = queries.visible_bodies(request.actor)
    answered = (
        Objection.objects.filter(body__in=bodies)
        .exclude(upheld=None)
        .select_related("body__organization", "body__assessment__edition", "raised_by", "answered_by")
        .order_by("-answered_at")[:MOST_ANSWERED]
    )
    context = {
        "title": "异议",
        "tabs": sections(request.actor, "objections"),
        "open": [_line(each) for each in queries.open_objections(request.actor)],
        "answered": [_line(each) for each in answered],
    }
    return show(request, "desk/assessment/objections.html", context)


@page(permission=ASSESS_REVIEW)
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """Answers one."""
    rows = Objection.objects.filter(body__in=queries.visible_bodies(request.actor))
    found = get_object_or_404(
        rows.select_related("body__organization", "body__assessment__edition", "raised_by"), pk=pk
    )
    body = found.body
    meant = body.assessment.edition.system.item(found.item)
    row = row_of(body, found.item)
    form = AnswerForm.of(request, initial={"points": points(row.standing)})
    form.fit(meant, label="改正后的得分", text="")
    if form.is_valid() and apply(form, lambda: _answered(request, found, form)):
        return done(request, "已答复。", LIST)
    line = sheet_of(body, body.assessment.edition.system, Stage.REVIEW).line(found.item)
    context = {
        "title": "答复异议",
        "trail": [*trail_to_body(body), (meant.title, reverse("desk:assessment:item", args=[body.pk, meant.id]))],
        "objection": found,
        "item": meant,
        "row": row,
        "line": line,
        "figures": figure_links(row, body),
        "back": reverse(LIST),
    }
    return show(request, "desk/assessment/answer.html", context, form=form)


def _answered(request: DeskRequest, objection: Objection, form: AnswerForm) -> Objection:
    given = form.cleaned_data
    return verbs.answer(
        actor=request.actor,
        objection=objection,
        upheld=given["upheld"] == "yes",
        answer=given["answer"],
        points=given["points"],
        excluded=given["excluded"],
        at=request.now,
    )


def _line(each: Objection) -> dict[str, object]:
    item = each.body.assessment.edition.system.item(each.item)
    return {"objection": each, "item": item, "body": each.body}
