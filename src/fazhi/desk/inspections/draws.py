"""双随机抽取 on the desk: the list, a draw with its steps, and what is done at each."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from fazhi.desk.components import Tab
from fazhi.desk.forms import Form
from fazhi.desk.inspections.draws_forms import CancelForm, CommitForm, RandomnessForm, ReplaceForm, RevealForm
from fazhi.desk.inspections.draws_words import (
    missing_words,
    moment_words,
    moments,
    rows_page,
    rule_context,
    state_mark,
    steps,
)
from fazhi.desk.lists import XLSX, Action, Choice, Column, DateRange, ListPage, Unit
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.templatetags.desk import mark
from fazhi.documents import spreadsheet
from fazhi.government import permissions
from fazhi.government.permissions import DRAW_HOLD, DRAW_VIEW
from fazhi.inspections import draw_drafts, draw_queries, draw_randomness, draw_replacing, draws
from fazhi.inspections.draw_entries import Drawn, History, Kind, history_of, pool_bytes
from fazhi.inspections.drawing.model import EVERYWHERE, SourceKind
from fazhi.inspections.drawing.seeds import commitment_of, one_line
from fazhi.inspections.models import Draw, DrawState, ObjectGround, OfficerGround

LIST, PAGE = "desk:inspections:draws", "desk:inspections:draw"
TRAIL = "双随机抽取"
# The buttons that need no words: (verb, what is said afterwards).
VERBS: dict[str, tuple[Callable[..., object], str]] = {
    "announce": (draws.announce, "名单已公布。"),
    "draw": (draws.draw_lots, "已抽取，请核对后公布结果。"),
    "publish": (draws.publish, "结果已公布。"),
}


class Draws(ListPage[Draw]):
    """The draws of the jurisdiction, the newest first."""

    title, permission, order, unit_word = TRAIL, DRAW_VIEW, "-frozen", "次"
    columns = (
        Column("title", "名称", lambda d: d.title, link=lambda d: reverse(PAGE, args=[d.pk]), wide=True, width=50),
        Column("organization", "组织单位", lambda d: str(d.organization), sort="organization__order", width=18),
        Column("joint", "方式", lambda d: "综合查一次" if d.joint else "本部门", sort="joint"),
        Column("objects", "对象数", lambda d: d.object_count, sort="object_count", align="end"),
        Column("needed", "应抽数", lambda d: d.needed_count, sort="needed_count", align="end"),
        Column(
            "state", "状态", lambda d: state_mark(d.state).words, cell=lambda d: mark(state_mark(d.state)), sort="state"
        ),
        Column("frozen", "冻结时间", lambda d: d.frozen_at, sort="frozen_at"),
    )
    filters = (
        Choice("state", "状态", choices=DrawState.choices, narrow=lambda value: Q(state=value)),
        Choice(
            "joint", "方式", choices=[("1", "综合查一次"), ("0", "本部门")], narrow=lambda value: Q(joint=value == "1")
        ),
        Unit("unit", "组织单位", "organization"),
        DateRange("frozen", "冻结时间", "frozen_at", moment=True),
    )
    search_fields = ("title", "organization__name", "plan_reference")
    search_label = "名称、单位、计划"
    empty = "还没有双随机抽取。点“组织抽取”，上传检查对象和执法人员名单开始。"

    def rows(self) -> QuerySet[Draw]:
        return draw_queries.visible_draws(self.actor)

    def actions(self) -> Sequence[Action]:
        public = Action("公开页面", reverse("desk:public-draws"), icon="people", primary=False)
        if not permissions.may(self.actor, DRAW_HOLD):
            return (public,)
        return (public, Action("组织抽取", reverse("desk:inspections:draw-new")))

    def tabs(self) -> Sequence[Tab]:
        drafts = draw_queries.drafts_of(self.actor).count() if permissions.may(self.actor, DRAW_HOLD) else 0
        if not drafts:
            return ()
        return (
            Tab("抽取", reverse(LIST), current=True),
            Tab("准备中", reverse("desk:inspections:draw-new") + "#drafts", count=drafts),
        )


@page(permission=DRAW_VIEW)
def draw(request: DeskRequest, pk: UUID) -> HttpResponse:
    """A draw: its steps, what comes next for this person, rule, result, record."""
    found = _found(request, pk)
    history = history_of(found)
    next_form = _next_form(request, history)
    receipt: dict[str, str] = {}
    form = next_form[0].of(request) if next_form else None
    if form is not None and next_form is not None and form.is_valid():
        given = _given(form)
        if apply(form, lambda: next_form[1](actor=request.actor, draw=found, at=request.now, **given["arguments"])):
            if not given["receipt"]:
                return done(request, next_form[2], PAGE, pk)
            receipt, form = given["receipt"], None
            history = history_of(found)
    may_hold = permissions.may(request.actor, DRAW_HOLD, organization=found.organization)
    context = {
        "title": found.title,
        "trail": [(TRAIL, reverse(LIST))],
        "draw": found,
        "state": history.state,
        "mark": state_mark(history.state),
        "steps": steps(history),
        "next": _next_words(request, history),
        "may_hold": may_hold,
        "may_cancel": may_hold and history.state not in (DrawState.PUBLISHED, DrawState.CANCELLED),
        "submit": next_form[3] if next_form else "",
        "receipt": receipt,
        "commitments": history.of(Kind.COMMITTED),
        "parts": history.parts,
        "seed": history.seed,
        "page": rows_page(history.drawn(), request.GET.get("page")),
        "may_replace": may_hold and history.state in (DrawState.DRAWN, DrawState.PUBLISHED),
        "announced": history.moment(Kind.ANNOUNCED) is not None,
        "moments": moments(history, public=False),
        **rule_context(found),
    }
    if form is None:
        return show(request, "desk/inspections/draws/draw.html", context)
    return show(request, "desk/inspections/draws/draw.html", context, form=form)


@page(permission=DRAW_HOLD, methods=("POST",))
def do(request: DeskRequest, pk: UUID, verb: str) -> HttpResponse:
    """A step that is one button."""
    found = _found(request, pk)
    if verb == "restart":
        draft = draw_drafts.restart(actor=request.actor, draw=found, at=request.now)
        return done(request, "已用同一名单准备，请重新填写规则和随机数来源。", "desk:inspections:draw-rule", draft.pk)
    if verb not in VERBS:
        raise Http404
    act, say = VERBS[verb]
    act(actor=request.actor, draw=found, at=request.now)
    return done(request, say, PAGE, pk)


@page(permission=DRAW_HOLD)
def cancel(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Ends a draw, with the reason."""
    found = _found(request, pk)
    form = CancelForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: draws.cancel(actor=request.actor, draw=found, reason=form.cleaned_data["reason"], at=request.now),
    ):
        return done(request, "本次抽取已终止。", PAGE, pk)
    return show_form(
        request,
        form,
        title="终止抽取",
        submit="终止",
        back=reverse(PAGE, args=[pk]),
        intro=f"终止“{found.title}”。终止后可以用同一名单另定随机数，重新组织。",
        trail=[(TRAIL, reverse(LIST)), (found.title, reverse(PAGE, args=[pk]))],
    )


@page(permission=DRAW_HOLD)
def replace(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Replaces an object, or an officer, of one row of the result (`?object=`)."""
    found = _found(request, pk)
    row = next((each for each in draws.drawn_for(found) if each.object.id == request.GET.get("object")), None)
    if row is None:
        raise Http404
    form = ReplaceForm.of(request, row=row)
    if form.is_valid() and apply(form, lambda: _replace(request, found, row, form.cleaned_data)):
        return done(request, "已替换，由下一顺位接替。", PAGE, pk)
    context = {
        "title": "替换",
        "submit": "替换",
        "back": reverse(PAGE, args=[pk]),
        "intro": f"{row.object.name}：接替的是抽取时排在下一位的对象或人员，不能指定。",
        "trail": [(TRAIL, reverse(LIST)), (found.title, reverse(PAGE, args=[pk]))],
    }
    return show(request, "desk/inspections/draws/replace.html", context, form=form)


@page(permission=DRAW_VIEW, methods=("GET",))
def pool_file(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The frozen pool, for those who check it before it is announced."""
    found = _found(request, pk)
    return as_file(pool_bytes(found), f"名单-{found.pool_sha256[:8]}.json", "application/json")


@page(permission=DRAW_VIEW, methods=("GET",))
def workbook(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The result as a table to send the officers out with."""
    found = _found(request, pk)
    columns = [
        ("序号", 6),
        ("检查对象", 36),
        ("统一社会信用代码", 24),
        ("分层", 16),
        ("风险等级", 10),
        ("执法人员", 50),
    ]
    sheet = spreadsheet.Sheet(
        title="抽取结果",
        heading=found.title,
        subheading=f"导出时间：{moment_words(request.now)}　导出人：{request.actor.person}",
        columns=[spreadsheet.Column(label, width) for label, width in columns],
        rows=[
            (place, row.object.name, row.object.code, row.object.stratum, row.object.risk, _officer_words(row))
            for place, row in enumerate(draws.drawn_for(found), 1)
        ],
    )
    return as_file(spreadsheet.write_workbook([sheet]), f"抽取结果-{found.title}.xlsx", XLSX)


def as_file(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A download."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _found(request: DeskRequest, pk: UUID) -> Draw:
    found = draw_queries.visible_draws(request.actor).select_related("organization__jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


NextForm = tuple[type[Form], Callable[..., object], str, str]


def _next_form(request: DeskRequest, history: History) -> NextForm | None:
    """The form that this person may fill in now: (form, verb, what is said afterwards, the word on the button)."""
    found, actor = history.draw, request.actor
    if found.source_kind == SourceKind.COMMITMENT:
        mine = [entry for entry in history.of(Kind.COMMITTED) if entry.by_id == actor.person.pk]
        if history.state == DrawState.FROZEN and not mine:
            return CommitForm, draw_randomness.commit, "承诺已提交。", "提交承诺"
        unrevealed = any(entry.by_id == actor.person.pk for entry in history.unrevealed())
        if history.state == DrawState.ANNOUNCED and unrevealed and request.now <= found.given_at:
            return RevealForm, draw_randomness.reveal, "随机数已公开。", "公开随机数"
        return None
    may_hold = permissions.may(actor, DRAW_HOLD, organization=found.organization)
    if history.state == DrawState.ANNOUNCED and may_hold and request.now >= found.given_at:
        return RandomnessForm, draw_randomness.enter_randomness, "随机数已录入，种子已生成。", "录入随机数"
    return None


def _given(form: Form) -> dict[str, dict[str, str]]:
    """The verb's arguments; for a value to be committed, the receipt that is shown once and kept nowhere."""
    data: Mapping[str, str] = form.cleaned_data
    if not isinstance(form, CommitForm):
        return {"arguments": dict(data), "receipt": {}}
    if data["commitment"].strip():
        return {"arguments": {"commitment": data["commitment"]}, "receipt": {}}
    value, salt = one_line(data["value"]), secrets.token_hex(8)
    commitment = commitment_of(value, salt)
    return {
        "arguments": {"commitment": commitment},
        "receipt": {"value": value, "salt": salt, "commitment": commitment},
    }


def _next_words(request: DeskRequest, history: History) -> str:
    """Who does what next."""
    found = history.draw
    office = f"由{found.organization}"
    given = moment_words(found.given_at)
    if history.state == DrawState.FROZEN:
        if found.source_kind == SourceKind.COMMITMENT:
            count = len(history.of(Kind.COMMITTED))
            return f"请至少 {draws.LEAST_COMMITMENTS} 人提交承诺（已有 {count} 人），再{office}公布名单，最迟 {given}。"
        return f"{office}在 {given} 之前公布名单；名单必须先公布，随机数才能后产生。"
    if history.state == DrawState.ANNOUNCED:
        if missing := missing_words(history):
            late = "，截止时间已过，应当终止并重新组织" if request.now > found.given_at else ""
            return f"请{missing}在 {given} 前公开随机数{late}。"
        return f"{office}在 {given} 以后录入公布的随机数和网址。"
    return {
        DrawState.SEEDED: f"{office}抽取。结果由名单和种子决定，谁按按钮都一样。",
        DrawState.DRAWN: f"{office}核对并公布结果。",
        DrawState.PUBLISHED: "已经完成。抽中的对象或人员确需退出的，在结果中替换，由下一顺位接替。",
        DrawState.CANCELLED: "已经终止。可以用同一名单另定随机数，重新组织。",
    }[history.state]


def _replace(request: DeskRequest, found: Draw, row: Drawn, data: Mapping[str, Any]) -> object:
    kind, _, officer = data["who"].partition(":")
    ground = data["ground"].partition(":")[2]
    common: dict[str, Any] = {"actor": request.actor, "draw": found, "note": data["note"], "at": request.now}
    if kind == "object":
        return draw_replacing.replace_object(object_id=row.object.id, ground=ObjectGround(ground), **common)
    where = row.object.id if kind == "seat" else EVERYWHERE
    return draw_replacing.replace_officer(officer_id=officer, ground=OfficerGround(ground), object_id=where, **common)


def _officer_words(row: Drawn) -> str:
    return "；".join(f"{officer.name}（{officer.card}，{officer.body}）" for officer in row.officers)
