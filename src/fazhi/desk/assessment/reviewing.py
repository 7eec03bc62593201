"""评审: what waits for a reviewer, body by body; and whether a veto applies."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.assessment import queries, reviewing
from fazhi.assessment.models import ItemScore, Phase
from fazhi.assessment.sheets import Stage
from fazhi.desk.assessment.bodies import found
from fazhi.desk.assessment.forms import VetoForm
from fazhi.desk.assessment.words import points, sections, shown_stage, trail_to_body
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.permissions import ASSESS_REVIEW, ASSESS_VIEW

MOST_SHOWN = 300


@page(permission=ASSESS_REVIEW, methods=("GET",))
def queue(request: DeskRequest) -> HttpResponse:
    """Items that wait, with what was counted and what the body states."""
    waiting = waiting_items(request)
    groups = [
        (body, [_line(row) for row in rows]) for body, rows in groupby(waiting[:MOST_SHOWN], key=lambda row: row.body)
    ]
    context = {
        "title": "评审",
        "tabs": sections(request.actor, "review"),
        "groups": groups,
        "waiting": len(waiting),
        "more": max(0, len(waiting) - MOST_SHOWN),
    }
    return show(request, "desk/assessment/review.html", context)


def waiting_items(request: DeskRequest) -> list[ItemScore]:
    """What the actor still has to decide, by body."""
    rows = queries.to_review(request.actor)
    return list(rows.order_by("body__assessment", "body__organization__order", "body", "id"))


def _line(row: ItemScore) -> dict[str, object]:
    item = row.body.assessment.edition.system.item(row.item)
    return {
        "item": item,
        "url": reverse("desk:assessment:item", args=[row.body_id, row.item]),
        "computed": points(row.computed),
        "stated": "不适用" if row.self_excluded else points(row.self_points),
        "text": row.self_text,
        "full": points(item.points),
    }


@page(permission=ASSESS_VIEW)
def veto(request: DeskRequest, pk: int, veto: str) -> HttpResponse:
    """Whether a veto applies to a body: what was counted, for all who see the sheet; finding it, for who reviews."""
    body = found(request, pk)
    try:
        meant = body.assessment.edition.system.veto(veto)
    except KeyError:
        raise Http404 from None
    row = body.vetoes.filter(veto=veto).first()
    judges = queries.may_review(request.actor, body) and body.assessment.stage is Phase.REVIEW
    form = VetoForm.of(
        request, initial={"applies": "yes" if row and row.applies else "no", "text": row.text if row else ""}
    )
    if form.is_valid() and apply(
        form,
        lambda: reviewing.decide_veto(
            actor=request.actor,
            body=body,
            veto=veto,
            applies=form.cleaned_data["applies"] == "yes",
            text=form.cleaned_data["text"],
            at=request.now,
        ),
    ):
        return done(request, "已认定。", "desk:assessment:body", pk)
    context = {
        "title": f"一票否决：{meant.title}",
        "trail": trail_to_body(body),
        "body": body,
        "veto": meant,
        "row": row,
        "shows_review": shown_stage(request.actor, body) in (Stage.REVIEW, Stage.FINAL),
        "back": reverse("desk:assessment:body", args=[pk]),
    }
    return show(request, "desk/assessment/veto.html", context, form=form if judges or form.is_bound else None)
