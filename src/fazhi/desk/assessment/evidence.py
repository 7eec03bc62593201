"""Evidence of an item: adding files and acts, taking them back, and the frozen list behind a figure."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.assessment import evidence as verbs
from fazhi.assessment import queries
from fazhi.assessment.models import Evidence, EvidenceKind
from fazhi.desk.assessment.bodies import found
from fazhi.desk.assessment.forms import ActForm, FileForm
from fazhi.desk.assessment.words import figure_links, trail_to_body
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.government.permissions import ASSESS_SELF, ASSESS_VIEW

ITEM = "desk:assessment:item"


@page(permission=ASSESS_SELF)
def add_file(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """Uploads files to an item."""
    body = found(request, pk)
    form = FileForm.of(request)

    def add() -> None:
        for each in form.cleaned_data["material"]:
            verbs.add_file(
                actor=request.actor,
                body=body,
                item=item,
                name=each.name or "",
                data=each.read(),
                title=form.cleaned_data["title"],
                at=request.now,
            )

    if form.is_valid() and apply(form, add):
        return done(request, "材料已上传。", ITEM, pk, item)
    back = reverse(ITEM, args=[pk, item])
    intro = "系统里已有的记录不用上传：系统数据在自评截止时连同清单一并固定为佐证。"
    return show_form(
        request, form, title="上传佐证材料", submit="上传", back=back, intro=intro, trail=trail_to_body(body)
    )


@page(permission=ASSESS_SELF)
def add_act(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """Refers to an act of a case."""
    body = found(request, pk)
    form = ActForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: verbs.add_act(actor=request.actor, body=body, item=item, at=request.now, **form.cleaned_data),
    ):
        return done(request, "已引用办理记录。", ITEM, pk, item)
    back = reverse(ITEM, args=[pk, item])
    return show_form(request, form, title="引用办理记录", submit="引用", back=back, trail=trail_to_body(body))


@page(permission=ASSESS_SELF, methods=("POST",))
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes material back."""
    each = _found(request, pk)
    verbs.withdraw(actor=request.actor, evidence=each, at=request.now)
    return done(request, "材料已撤回。", ITEM, each.body_id, each.item)


@page(permission=ASSESS_VIEW, methods=("GET",))
def frozen(request: DeskRequest, pk: int) -> HttpResponse:
    """The list that was frozen with a figure."""
    each = _found(request, pk)
    body = each.body
    row = body.items.filter(item=each.item).first()
    item = body.assessment.edition.system.item(each.item)
    of_ratio = any(len(line) > 3 and line[3] for line in each.records)
    context = {
        "title": "固定的系统数据",
        "trail": [*trail_to_body(body), (item.title, reverse(ITEM, args=[body.pk, item.id]))],
        "evidence": each,
        "query": each.kind == EvidenceKind.QUERY,
        "of_ratio": of_ratio,
        "figures": figure_links(row, body) if row else [],
    }
    return show(request, "desk/assessment/frozen.html", context)


def _found(request: DeskRequest, pk: int) -> Evidence:
    bodies = queries.visible_bodies(request.actor)
    rows = Evidence.objects.select_related("body__assessment__edition", "body__organization", "snapshot", "by")
    return get_object_or_404(rows.filter(body__in=bodies), pk=pk)
