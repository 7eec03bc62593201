"""One consultation: preparing it, opening it, extending and withdrawing it, publishing what became of opinions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from fazhi.cases.queries import visible_cases
from fazhi.consultations import consulting, from_cases, queries, reading
from fazhi.consultations.kinds import Kind, kinds
from fazhi.consultations.models import SHOWN, Channel, Consultation, ConsultationFile, Role, State
from fazhi.consultations.periods import suggested
from fazhi.desk.components import Moment
from fazhi.desk.consultations.forms import (
    CorrectionForm,
    ExtendingForm,
    OpeningForm,
    PaperForm,
    PlanForm,
    ReasonForm,
    SummaryForm,
    plan_of,
)
from fazhi.desk.consultations.words import LIST, PAGE, TITLE, state_mark
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.files import store
from fazhi.government.models import Organization
from fazhi.government.permissions import CONSULT_MANAGE, CONSULT_VIEW, may, require, within_reach


@page(permission=CONSULT_VIEW, methods=("GET",))
def consultation(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Its announcement, papers, opinions in numbers, its case, and what was done."""
    found = found_consultation(request, pk)
    kind = kinds().find(found.kind)
    manages = may(request.actor, CONSULT_MANAGE, organization=found.organization)
    waiting = found.opinions.filter(fate="").count()
    context = {
        "title": found.title,
        "trail": [(TITLE, reverse(LIST))],
        "consultation": found,
        "mark": state_mark(found, request.now.date()),
        "manages": manages,
        "is_draft": found.state == State.DRAFT,
        "may_extend": found.state in (State.OPEN, State.CLOSED),
        "may_record": found.state in (State.OPEN, State.CLOSED, State.ANSWERED),
        "may_publish": found.state in (State.OPEN, State.CLOSED) and not found.is_taking(request.now.date()),
        "may_withdraw": found.state in (State.DRAFT, State.OPEN, State.CLOSED),
        "is_answered": found.state == State.ANSWERED,
        "waiting": waiting,
        "counted": reading.counted(found),
        "facts": _facts(found, kind),
        "links": articles_of(kind.basis, kind.sources) if kind else [],
        "papers": found.files.select_related("kept"),
        "paper_form": PaperForm.of(request) if found.state == State.DRAFT and manages else None,
        "missing": _missing(found) if found.state == State.DRAFT else [],
        "open_url": _open_url(found),
        "written": _written(found) if manages else None,
        "moments": [
            Moment(step.get_kind_display(), step.at, step.by or "系统", text=step.reason or step.text[:200])
            for step in found.steps.select_related("by").order_by("-id")
        ],
    }
    return show(request, "desk/consultations/consultation.html", context)


@page(permission=CONSULT_MANAGE)
def new(request: DeskRequest) -> HttpResponse:
    """A consultation without a case."""
    units = Organization.objects.filter(
        within_reach(request.actor, CONSULT_MANAGE, area="jurisdiction"), dissolved_on=None
    )
    own = next(iter(request.actor.organization_ids), None)
    form = PlanForm.of(request, initial={"unit": own})
    form.narrow("unit", units)
    if form.is_valid():
        made = apply(
            form,
            lambda: consulting.make(
                actor=request.actor, organization=form.cleaned_data["unit"], plan=form.plan(), at=request.now
            ),
        )
        if made:
            return done(request, "已保存。接着放入草案，然后发布。", PAGE, made.value.pk)
    return show_form(
        request, form, title="新建征求意见", submit="保存", back=reverse(LIST), trail=[(TITLE, reverse(LIST))]
    )


@page(permission=CONSULT_MANAGE)
def amend(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The announcement, before it is published."""
    found = managed(request, pk)
    form = PlanForm.of(request, initial=plan_of(found))
    del form.fields["unit"]
    if form.is_valid() and apply(
        form,
        lambda: consulting.amend(actor=request.actor, consultation=found, plan=form.plan(), at=request.now),
    ):
        return done(request, "已保存。", PAGE, found.pk)
    return _form(request, form, found, title="修改公告", submit="保存")


@page(permission=CONSULT_MANAGE, methods=("POST",))
def attach(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Adds papers; a refused one leaves the others out as well, and says which."""
    found = managed(request, pk)
    form = PaperForm.of(request)
    if form.is_valid() and apply(form, lambda: _attach(request, found, form)):
        return done(request, "材料已放入。", PAGE, found.pk)
    return _form(request, form, found, title="放入材料", submit="放入")


@page(permission=CONSULT_MANAGE, methods=("POST",))
def detach(request: DeskRequest, pk: UUID, file: int) -> HttpResponse:
    """Takes a paper out before the draft is open."""
    found = managed(request, pk)
    paper = get_object_or_404(ConsultationFile, pk=file, consultation=found)
    consulting.detach(actor=request.actor, consultation=found, file=paper, at=request.now)
    return done(request, "材料已撤下。", PAGE, found.pk)


@page(permission=CONSULT_MANAGE)
def open_(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Publishes the announcement: the period is checked by the kind's article."""
    found = managed(request, pk)
    kind, today = kinds().find(found.kind), request.now.date()
    initial = {"closes_on": _closing(found, kind, today), "short_reason": found.short_reason}
    form = OpeningForm.of(request, initial=initial)
    if form.is_valid() and apply(
        form,
        lambda: consulting.open_(actor=request.actor, consultation=found, at=request.now, **form.cleaned_data),
    ):
        return done(request, "公告已经发布，群众可以提意见了。", PAGE, found.pk)
    context = {
        "title": "发布征求意见公告",
        "trail": [(TITLE, reverse(LIST)), (found.title, reverse(PAGE, args=[found.pk]))],
        "consultation": found,
        "submit": "发布",
        "back": reverse(PAGE, args=[found.pk]),
        "kind": kind,
        "earliest": suggested(kind, today) if kind and kind.period else None,
        "links": articles_of(kind.basis, kind.sources) if kind else [],
        "missing": _missing(found),
    }
    return show(request, "desk/consultations/open.html", context, form=form)


@page(permission=CONSULT_MANAGE)
def extend(request: DeskRequest, pk: UUID) -> HttpResponse:
    """A later end, with its reason."""
    found = managed(request, pk)
    form = ExtendingForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: consulting.extend(actor=request.actor, consultation=found, at=request.now, **form.cleaned_data),
    ):
        return done(request, "期限已延长。", PAGE, found.pk)
    return _form(request, form, found, title="延长期限", submit="延长", intro=f"现在的截止日期是 {found.closes_on}。")


@page(permission=CONSULT_MANAGE)
def withdraw(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Taking it back."""
    found = managed(request, pk)
    form = ReasonForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: consulting.withdraw(
            actor=request.actor, consultation=found, reason=form.cleaned_data["reason"], at=request.now
        ),
    ):
        return done(request, "已撤回。", PAGE, found.pk)
    intro = "已经公布的仍能看到，并注明撤回的原因。" if found.state in SHOWN else "还没有公布，撤回后群众看不到。"
    return _form(request, form, found, title="撤回征求意见", submit="撤回", intro=intro)


@page(permission=CONSULT_MANAGE)
def publish(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Publishes every opinion with its answer, and the account."""
    found = managed(request, pk)
    counted = reading.counted(found)
    form = SummaryForm.of(request, initial={"summary": _account(found, counted)})
    if form.is_valid() and apply(
        form,
        lambda: consulting.publish_answers(
            actor=request.actor, consultation=found, summary=form.cleaned_data["summary"], at=request.now
        ),
    ):
        return done(request, "采纳情况已经公布。", PAGE, found.pk)
    hidden = found.opinions.filter(is_shown=False).count()
    public = counted.total - hidden
    intro = f"将公布 {public} 条意见的公开文本和答复；不公开原文的 {hidden} 条只计入数量。请先核对公开文本。"
    return _form(request, form, found, title="公布采纳情况", submit="公布", intro=intro)


@page(permission=CONSULT_MANAGE)
def correct(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Mends the published account."""
    found = managed(request, pk)
    form = CorrectionForm.of(request, initial={"summary": found.summary})
    if form.is_valid() and apply(
        form,
        lambda: consulting.correct_summary(
            actor=request.actor, consultation=found, at=request.now, **form.cleaned_data
        ),
    ):
        return done(request, "说明已更正，原来的内容保留在办理记录里。", PAGE, found.pk)
    return _form(request, form, found, title="更正采纳情况说明", submit="更正")


@page(permission=CONSULT_MANAGE, methods=("POST",))
def write_back(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Gives the opinions to the case's own step; what the case refuses it says itself."""
    found = managed(request, pk)
    taken = from_cases.write_back(actor=request.actor, consultation=found, at=request.now)
    return done(request, f"已写入案件，第 {taken.seq} 号记录。", "desk:cases:case", taken.case.pk)


@page(permission=CONSULT_MANAGE, methods=("POST",))
def prepare(request: DeskRequest, case: UUID, seq: int) -> HttpResponse:
    """Prepares at once what a case has announced."""
    found = get_object_or_404(visible_cases(request.actor), pk=case)
    made = from_cases.prepare(actor=request.actor, case=found, seq=seq, at=request.now)
    return done(request, "已从案件建立。接着核对内容、放入草案，然后发布。", PAGE, made.pk)


def found_consultation(request: DeskRequest, pk: UUID) -> Consultation:
    """One that the actor may look into, or 404."""
    return get_object_or_404(queries.visible(request.actor).select_related("organization__jurisdiction"), pk=pk)


def managed(request: DeskRequest, pk: UUID) -> Consultation:
    """One that the actor looks after. Raises NotAllowed for others that they see."""
    found = found_consultation(request, pk)
    require(request.actor, CONSULT_MANAGE, organization=found.organization)
    return found


def _form(
    request: DeskRequest, form: Any, found: Consultation, *, title: str, submit: str, intro: str = ""
) -> HttpResponse:
    back = reverse(PAGE, args=[found.pk])
    trail = [(TITLE, reverse(LIST)), (found.title, back)]
    return show_form(request, form, title=title, submit=submit, back=back, intro=intro, trail=trail)


def _attach(request: DeskRequest, found: Consultation, form: PaperForm) -> bool:
    """All of the files or none."""
    with transaction.atomic():
        for upload in form.cleaned_data["papers"]:
            kept = store.keep(
                name=str(upload.name),
                data=upload.read(),
                jurisdiction=found.organization.jurisdiction,
                by=request.actor.person,
                at=request.now,
            )
            consulting.attach(
                actor=request.actor, consultation=found, role=form.cleaned_data["role"], kept=kept, at=request.now
            )
    return True


def _facts(found: Consultation, kind: Kind | None) -> list[tuple[str, Any]]:
    return [
        ("编号", found.number),
        ("单位", found.organization),
        ("种类", kinds().title_of(found.kind)),
        ("期限", f"{found.opens_on or '待定'} 至 {found.closes_on or '待定'}"),
        ("不少于", kind.period.chinese if kind and kind.period else "法律没有规定天数"),
        ("缩短的理由", found.short_reason or "—"),
        ("渠道", "、".join(Channel(each).label for each in found.channels)),
        ("姓名", "可以不留" if found.is_anonymous else "须留下"),
        ("联系方式", found.contact or "—"),
    ]


def _missing(found: Consultation) -> list[str]:
    """What stands between a draft and its publishing."""
    roles = set(found.files.values_list("role", flat=True))
    missing = []
    if Role.DRAFT not in roles:
        missing.append("放入草案（征求意见稿）")
    if not found.explanation and Role.EXPLANATION not in roles:
        missing.append("填写起草说明，或者放入说明文件")
    if set(found.channels) - {Channel.PORTAL} and not found.contact:
        missing.append("写明其他渠道的联系方式")
    return missing


def _open_url(found: Consultation) -> str:
    """Its page on the portal; "" while nobody may see it, or where there is no portal."""
    if found.state not in SHOWN or found.opens_on is None:
        return ""
    try:
        return reverse("portal:draft", args=[found.pk])
    except NoReverseMatch:
        return ""


def _written(found: Consultation) -> dict[str, Any] | None:
    """What would go into the case, once the period is over."""
    if found.case is None or found.state not in (State.CLOSED, State.ANSWERED):
        return None
    written = from_cases.written(found)
    if written is None:
        return None
    step = found.case.definition.steps.get(written.summary.step)
    return {"step": step.title if step else "", "received": written.received, "rows": len(written.rows),
            "adopted": written.adopted, "waiting": written.waiting}  # fmt: skip


def _closing(found: Consultation, kind: Kind | None, today: date) -> date | None:
    """What was planned, if it is still possible; else the earliest day."""
    if found.closes_on and found.closes_on > today:
        return found.closes_on
    return suggested(kind, today) if kind else None


def _account(found: Consultation, counted: reading.Counted) -> str:
    """The first sentence of an account, to go on from."""
    fates = "，".join(f"{label} {n} 条" for _, label, n in counted.fates if n)
    if not counted.total:
        return f"征求意见自 {found.opens_on} 至 {found.closes_on}，没有收到意见。"
    return f"征求意见自 {found.opens_on} 至 {found.closes_on}，共收到意见 {counted.total} 条：{fates}。"
