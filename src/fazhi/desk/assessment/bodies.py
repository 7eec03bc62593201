"""A body's sheet: its items with what was counted, what the body states and what stands; submit; binder; advice."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header

from fazhi.assessment import queries, self_assessing
from fazhi.assessment.binder import binder as bound
from fazhi.assessment.evidence import uploads
from fazhi.assessment.models import BodyAssessment, BodyState, ItemScore, Phase
from fazhi.assessment.scoring.raising import raising
from fazhi.assessment.scoring.sheet import ItemLine, Sheet
from fazhi.assessment.sheets import Stage, readings_in, sheet_of
from fazhi.desk.assessment.forms import ReasonForm
from fazhi.desk.assessment.words import (
    body_mark,
    figure_links,
    item_mark,
    manages,
    points,
    shown_stage,
    trail_to,
    trail_to_body,
)
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.government.permissions import ASSESS_SELF, ASSESS_VIEW, may

PAGE = "desk:assessment:body"
ADVICE_BESIDE = 5
"""How many ways to more points stand beside the sheet."""


def found(request: DeskRequest, pk: int) -> BodyAssessment:
    """A sheet that the actor may see, or 404."""
    rows = queries.visible_bodies(request.actor).prefetch_related("items", "vetoes")
    return get_object_or_404(rows, pk=pk)


@page(permission=ASSESS_VIEW, methods=("GET",))
def body(request: DeskRequest, pk: int) -> HttpResponse:
    """The sheet by parts and indicators."""
    sheet_body = found(request, pk)
    stage = shown_stage(request.actor, sheet_body)
    made = sheet_of(sheet_body, sheet_body.assessment.edition.system, stage)
    phase = sheet_body.assessment.stage
    own = may(request.actor, ASSESS_SELF, organization=sheet_body.organization)
    context = {
        "title": f"{sheet_body.organization}",
        "mark": body_mark(sheet_body, request.now.date()),
        "trail": trail_to(sheet_body.assessment),
        "body": sheet_body,
        "assessment": sheet_body.assessment,
        "sheet": made,
        "stage": stage.label,
        "spread": any(line.applicable and line.full != line.item.points for line in made.lines),
        "shows_review": stage in (Stage.REVIEW, Stage.FINAL),
        "parts": _parts(request, sheet_body, made),
        "bonus": [_line(request, sheet_body, line) for line in made.bonus_lines],
        "vetoes": _vetoes(sheet_body),
        "advice": advice_for(sheet_body, made)[:ADVICE_BESIDE],
        "fills_in": own and phase is Phase.SELF and sheet_body.state == BodyState.OPEN,
        "returns": manages(request.actor, sheet_body.assessment)
        and phase is Phase.SELF
        and sheet_body.state == BodyState.SUBMITTED,
        "unstated": len(self_assessing.unstated(sheet_body)) if phase is Phase.SELF else 0,
        "uploads": uploads(sheet_body),
    }
    return show(request, "desk/assessment/body.html", context)


def advice_for(sheet_body: BodyAssessment, made: Sheet) -> list[dict[str, object]]:
    """What would raise the score, as pages show it. Before review nothing waits for anybody but the body itself."""
    readings = readings_in(sheet_body.items.all())
    return [
        {
            "item": each.item,
            "url": reverse("desk:assessment:item", args=[sheet_body.pk, each.item.id]),
            "text": each.text,
            "gain": points(each.gain),
            "records": each.records,
        }
        for each in raising(made, readings)
    ]


@page(permission=ASSESS_VIEW, methods=("GET",))
def advice(request: DeskRequest, pk: int) -> HttpResponse:
    """怎样提高得分, the whole list."""
    sheet_body = found(request, pk)
    made = sheet_of(sheet_body, sheet_body.assessment.edition.system, shown_stage(request.actor, sheet_body))
    context = {
        "title": "怎样提高得分",
        "trail": trail_to_body(sheet_body),
        "body": sheet_body,
        "sheet": made,
        "advice": advice_for(sheet_body, made),
    }
    return show(request, "desk/assessment/advice.html", context)


@page(permission=ASSESS_SELF, methods=("POST",))
def recount(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes the figures anew."""
    self_assessing.recount(actor=request.actor, body=found(request, pk), at=request.now)
    return done(request, "已按现在的记录重新取数。", PAGE, pk)


@page(permission=ASSESS_SELF, methods=("POST",))
def submit(request: DeskRequest, pk: int) -> HttpResponse:
    """Hands the sheet in."""
    self_assessing.submit(actor=request.actor, body=found(request, pk), at=request.now)
    return done(request, "自评已提交。", PAGE, pk)


@page(permission=ASSESS_VIEW)
def return_(request: DeskRequest, pk: int) -> HttpResponse:
    """Gives a sheet back."""
    sheet_body = found(request, pk)
    form = ReasonForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: self_assessing.return_(
            actor=request.actor, body=sheet_body, reason=form.cleaned_data["reason"], at=request.now
        ),
    ):
        return done(request, "已退回。", PAGE, pk)
    back = reverse(PAGE, args=[pk])
    title = f"退回{sheet_body.organization}的自评"
    return show_form(request, form, title=title, submit="退回", back=back, trail=trail_to_body(sheet_body))


@page(permission=ASSESS_VIEW, methods=("GET",))
def binder(request: DeskRequest, pk: int) -> HttpResponse:
    """The evidence binder as a download."""
    sheet_body = found(request, pk)
    data = bound(sheet_body, shown_stage(request.actor, sheet_body))
    name = f"{sheet_body.assessment.title}-{sheet_body.organization}-佐证材料.zip"
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _parts(request: DeskRequest, sheet_body: BodyAssessment, made: Sheet) -> list[dict[str, object]]:
    found_parts = []
    for part in made.parts:
        lines = [line for line in made.lines if line.part is part.part]
        groups = [
            (indicator, [_line(request, sheet_body, line) for line in group])
            for indicator, group in groupby(lines, key=lambda line: line.indicator)
        ]
        found_parts.append(
            {"part": part.part, "full": points(part.full), "points": points(part.points), "groups": groups}
        )
    return found_parts


def _line(request: DeskRequest, sheet_body: BodyAssessment, line: ItemLine) -> dict[str, object]:
    row = row_of(sheet_body, line.item.id)
    with_review = queries.sees_review(request.actor, sheet_body)
    return {
        "item": line.item,
        "url": reverse("desk:assessment:item", args=[sheet_body.pk, line.item.id]),
        "applies": line.applicable,
        "full": points(line.item.points) if line.applicable else "—",
        "scaled": points(line.full) if line.applicable and line.full != line.item.points else "",
        "points": points(line.points) if line.applicable else "—",
        "computed": points(row.computed),
        "stated": points(row.self_points),
        "figures": figure_links(row, sheet_body)[:2],
        "mark": item_mark(row, sheet_body.assessment.stage, with_review=with_review),
    }


def row_of(sheet_body: BodyAssessment, item: str) -> ItemScore:
    """The row of an item; one that was never counted is an empty one."""
    rows: dict[str, ItemScore] = {row.item: row for row in sheet_body.items.all()}
    return rows.get(item) or ItemScore(body=sheet_body, item=item)


def _vetoes(sheet_body: BodyAssessment) -> list[dict[str, object]]:
    system = sheet_body.assessment.edition.system
    return [{"row": row, "veto": system.veto(row.veto)} for row in sheet_body.vetoes.all()]
