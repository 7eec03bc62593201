"""An item of a sheet: how its points follow, what shows them, what was said, and the next thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.assessment import objections, queries, reviewing, self_assessing
from fazhi.assessment.language.definition import Item
from fazhi.assessment.models import BodyAssessment, BodyState, EntryKind, ItemScore, Phase
from fazhi.assessment.sheets import sheet_of
from fazhi.desk.assessment.bodies import advice_for, found, row_of
from fazhi.desk.assessment.forms import ActForm, FileForm, PointsForm, TextForm, reviewed, stated
from fazhi.desk.assessment.words import figure_links, item_mark, points, shown_stage, trail_to_body
from fazhi.desk.components import Moment
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.permissions import ASSESS_REVIEW, ASSESS_SELF, ASSESS_VIEW, may

PAGE = "desk:assessment:item"


@page(permission=ASSESS_VIEW, methods=("GET",))
def item(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """The page of an item."""
    return _page(request, *_found(request, pk, item))


@page(permission=ASSESS_SELF, methods=("POST",))
def state(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """The body's own points."""
    body, meant, row = _found(request, pk, item)
    form = _self_form(request, meant, row)
    return _posted(
        request,
        (body, meant, row),
        ("state", form),
        lambda: self_assessing.state(actor=request.actor, body=body, item=item, at=request.now, **form.cleaned_data),
        "自评已保存。",
    )


@page(permission=ASSESS_REVIEW, methods=("POST",))
def review(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """A reviewer's decision; the next item that waits follows."""
    body, meant, row = _found(request, pk, item)
    form = _review_form(request, meant, row)
    return _posted(
        request,
        (body, meant, row),
        ("review", form),
        lambda: reviewing.review(actor=request.actor, body=body, item=item, at=request.now, **form.cleaned_data),
        "评审意见已保存。",
    )


@page(permission=ASSESS_VIEW, methods=("POST",))
def comment(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """A word on an item."""
    body, meant, row = _found(request, pk, item)
    form = TextForm.of(request)
    return _posted(
        request,
        (body, meant, row),
        ("comment", form),
        lambda: reviewing.comment(
            actor=request.actor, body=body, item=item, text=form.cleaned_data["text"], at=request.now
        ),
        "已评论。",
    )


@page(permission=ASSESS_SELF, methods=("POST",))
def object_(request: DeskRequest, pk: int, item: str) -> HttpResponse:
    """An objection to the reviewed points."""
    body, meant, row = _found(request, pk, item)
    form = TextForm.of(request)
    return _posted(
        request,
        (body, meant, row),
        ("object", form),
        lambda: objections.raise_(
            actor=request.actor, body=body, item=item, text=form.cleaned_data["text"], at=request.now
        ),
        "异议已提出，请等待答复。",
    )


def _found(request: DeskRequest, pk: int, item: str) -> tuple[BodyAssessment, Item, ItemScore]:
    body = found(request, pk)
    try:
        meant = body.assessment.edition.system.item(item)
    except KeyError:
        raise Http404 from None
    return body, meant, row_of(body, item)


def _posted(
    request: DeskRequest,
    of: tuple[BodyAssessment, Item, ItemScore],
    filled: tuple[str, Form],
    verb: Callable[[], object],
    say: str,
) -> HttpResponse:
    """Applies a form of the page; one that is refused comes again on the same page with everything typed."""
    name, form = filled
    if form.is_valid() and apply(form, verb):
        return done(request, say, PAGE, of[0].pk, of[1].id)
    return _page(request, *of, forms={name: form})


def _page(
    request: DeskRequest, body: BodyAssessment, meant: Item, row: ItemScore, forms: dict[str, Form] | None = None
) -> HttpResponse:
    stage = shown_stage(request.actor, body)
    made = sheet_of(body, body.assessment.edition.system, stage)
    line = made.line(meant.id)
    with_review = queries.sees_review(request.actor, body)
    given = forms or {}
    refused = next(iter(given.values()), None)
    above = body.assessment.edition.system.above(meant)
    context = {
        "title": meant.title,
        "trail": trail_to_body(body),
        "above": f"{above[0].title} · {above[1].title}" if above else "加分",
        "body": body,
        "assessment": body.assessment,
        "item": meant,
        "row": row,
        "line": line,
        "mark": item_mark(row, body.assessment.stage, with_review=with_review),
        "full": points(line.full) if line.applicable else "不适用",
        "score": points(line.points) if line.applicable else "不适用",
        "stage": stage.label,
        "with_review": with_review,
        "figures": figure_links(row, body),
        "evidence": queries.evidence_of(body, meant.id),
        "advice": [each for each in advice_for(body, made) if each["item"] is line.item],
        "objections": body.objections.filter(item=meant.id).select_related("raised_by", "answered_by"),
        "log": _log(body, meant, with_review=with_review),
        "beside": _beside(body, meant),
        **_forms(request, body, meant, row, given),
    }
    return show(request, "desk/assessment/item.html", context, form=refused)


def _forms(
    request: DeskRequest, body: BodyAssessment, meant: Item, row: ItemScore, given: dict[str, Form]
) -> dict[str, object]:
    """The forms that this person may fill in now."""
    phase = body.assessment.stage
    own = may(request.actor, ASSESS_SELF, organization=body.organization)
    reviews = queries.may_review(request.actor, body)
    shown: dict[str, object] = {}
    if own and phase is Phase.SELF and body.state == BodyState.OPEN and row.applicable:
        shown["state_form"] = given.get("state") or _self_form(request, meant, row)
    if reviews and phase is Phase.REVIEW and row.applicable:
        shown["review_form"] = given.get("review") or _review_form(request, meant, row)
    if own and phase is Phase.OBJECTION and request.now.date() <= body.assessment.objection_until:
        shown["object_form"] = given.get("object") or TextForm(prefix=None)
    if (own or reviews) and phase in (Phase.SELF, Phase.REVIEW, Phase.OBJECTION):
        shown["comment_form"] = given.get("comment") or TextForm()
    if own and phase in (Phase.SELF, Phase.OBJECTION):
        shown["file_form"], shown["act_form"] = FileForm(), ActForm()
    return shown


def _self_form(request: DeskRequest, meant: Item, row: ItemScore) -> PointsForm:
    form = PointsForm(*_bound(request, "state"), actor=request.actor, initial=stated(row))
    none = "与系统取数一致的，不用填。" if meant.judged is None else ""
    form.fit(meant, label="自评得分", text="自评说明", none=none)
    return form


def _review_form(request: DeskRequest, meant: Item, row: ItemScore) -> PointsForm:
    form = PointsForm(*_bound(request, "review"), actor=request.actor, initial=reviewed(row))
    form.fit(meant, label="评审得分", text="评审意见")
    return form


def _bound(request: DeskRequest, name: str) -> tuple[object, ...]:
    """The page holds several forms: only the one whose address was posted to is bound."""
    posted = request.method == "POST" and request.path.endswith(f"/{name}/")
    return (request.POST, request.FILES) if posted else ()


def _log(body: BodyAssessment, meant: Item, *, with_review: bool) -> list[Moment]:
    """What was said and done, the latest first."""
    rows = queries.log_of(body, meant.id, with_review=with_review)
    return [
        Moment(
            title=each.get_kind_display(),
            at=each.at,
            by=each.by,
            text=each.text,
            facts=[("得分", points(each.points))] if each.points is not None else [],
        )
        for each in reversed(rows)
        if each.kind != EntryKind.COUNTED
    ]


def _beside(body: BodyAssessment, meant: Item) -> dict[str, str]:
    """The item before and the one after, to go through a sheet without returning to it."""
    keys = [each.id for each in body.assessment.edition.system.scored]
    at = keys.index(meant.id)
    near = {"before": keys[at - 1] if at else "", "after": keys[at + 1] if at + 1 < len(keys) else ""}
    return {name: reverse(PAGE, args=[body.pk, key]) for name, key in near.items() if key}
