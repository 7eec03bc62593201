"""Opinions on the desk: answered at speed, many at once, those without an answer first; each with its public text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from fazhi.consultations import answering, importing, speaking
from fazhi.consultations.models import Category, Channel, Consultation, Fate, Opinion, OpinionStepKind, State
from fazhi.desk.components import Mark, Moment, Tab
from fazhi.desk.consultations.forms import AnswerForm, HeardForm, TextForm, WorkbookForm, text_of
from fazhi.desk.consultations.managing import found_consultation, managed
from fazhi.desk.consultations.words import LIST, OPINIONS, PAGE, TITLE, fate_mark
from fazhi.desk.lists import Action, Choice, Column, ListPage
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.templatetags.desk import mark
from fazhi.government.permissions import CONSULT_MANAGE, CONSULT_VIEW, may, require

WAITING = "waiting"
OPINION = "desk:consultations:opinion"
MOST_REASONS = 12
MOST_PICKED = 500


def _fates(value: str) -> Q:
    return Q(fate="" if value == WAITING else value)


class Opinions(ListPage[Opinion]):
    """The opinions of one consultation. Ticked ones are answered together, by the form below the list."""

    title, permission, unit_word = "意见", CONSULT_VIEW, "条"
    template_name = "desk/consultations/opinions.html"
    columns = (
        Column("number", "序号", lambda o: o.seq, sort="seq", width=8),
        Column("fate", "处理", lambda o: fate_mark(o).words, cell=lambda o: mark(fate_mark(o)), width=12),
        Column("point", "条款", lambda o: o.point, sort="point"),
        Column("text", "意见", lambda o: o.text, wide=True, width=80),
        Column("reason", "理由", lambda o: o.reason, width=40, page=False),
        Column("category", "提出人", lambda o: o.get_category_display(), width=18, phone=False),
        Column("channel", "渠道", lambda o: o.get_channel_display(), phone=False),
        Column("received", "收到", lambda o: o.received_at, sort="received_at", width=18, phone=False),
        Column("late", "逾期", lambda o: o.is_late, page=False),
        Column("shown", "公开文本", lambda o: o.shown_text if o.is_shown else "不公开", width=60, page=False),
    )
    filters = (
        Choice("fate", "处理", "fate", choices=[(WAITING, "待答复"), *Fate.choices], narrow=_fates),
        Choice("category", "提出人", "category", choices=Category.choices),
        Choice("channel", "渠道", "channel", choices=Channel.choices),
    )
    search_fields = ("shown_text", "point", "reason")
    search_label = "意见、条款、理由"
    empty = "还没有收到意见。"
    nothing_found = "没有符合条件的意见。"
    _answer_form: AnswerForm | None = None
    _picked: frozenset[str] = frozenset()

    @cached_property
    def consultation(self) -> Consultation:
        """The one in the address, if the actor may look into it."""
        if self._given:
            return get_object_or_404(Consultation.objects.select_related("organization"), pk=self.kwargs["pk"])
        return found_consultation(self.request, self.kwargs["pk"])

    @cached_property
    def manages(self) -> bool:
        return may(self.actor, CONSULT_MANAGE, organization=self.consultation.organization)

    @property
    def answers(self) -> bool:
        """Whether the form for answers stands below."""
        return self.manages and self.consultation.state not in (State.DRAFT, State.WITHDRAWN)

    def rows(self) -> QuerySet[Opinion]:
        rows = Opinion.objects.filter(consultation=self.consultation.pk).annotate(
            todo=Case(When(fate="", then=Value(0)), default=Value(1), output_field=IntegerField())
        )
        if point := self.query.get("point", ""):
            rows = rows.filter(point=point)
        if alike := self.query.get("alike", ""):
            rows = rows.filter(alike=alike)
        return rows.order_by("todo", "seq")

    def shown_columns(self) -> Sequence[Column[Opinion]]:
        said = Column[Opinion]("text", "意见", self._words, cell=self._words_cell, wide=True, width=80)
        columns = [said if column.key == "text" else column for column in self.columns]
        if not self.answers:
            return columns
        tick = Column[Opinion]("tick", "选", lambda o: o.seq, cell=self._tick, xlsx=False, width=4)
        return [tick, *columns]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 -- read from self.kwargs
        """Answers what is ticked; refused, ticks and words come again."""
        self.query = request.GET
        require(self.actor, CONSULT_MANAGE, organization=self.consultation.organization)
        self._picked = frozenset(each for each in request.POST.getlist("seq")[:MOST_PICKED] if whole(each) is not None)
        form = AnswerForm.of(self.request, reasons=self._reasons)
        self._answer_form = form
        if form.is_valid():
            answered = apply(form, lambda: self._answer(form))
            if answered:
                return done(self.request, f"已答复 {answered.value} 条。", request.get_full_path())
        response = self._page()
        response.status_code = 422
        return response

    def heading(self) -> str:
        return f"意见：{self.consultation.title}"

    def trail(self) -> Sequence[tuple[str, str]]:
        return [(TITLE, reverse(LIST)), (self.consultation.title, reverse(PAGE, args=[self.consultation.pk]))]

    def tabs(self) -> Sequence[Tab]:
        base, chosen = reverse(OPINIONS, args=[self.consultation.pk]), self.query.get("fate", "")
        waiting = self.consultation.opinions.filter(fate="").count()
        return (
            Tab("待答复", f"{base}?fate={WAITING}", current=chosen == WAITING, count=waiting),
            Tab("全部", base, current=not chosen, count=self.consultation.said),
        )

    def actions(self) -> Sequence[Action]:
        if not self.answers:
            return ()
        pk = self.consultation.pk
        return (
            Action("导入登记表", reverse("desk:consultations:import", args=[pk]), icon="import", primary=False),
            Action("登记意见", reverse("desk:consultations:record", args=[pk])),
        )

    def row_colour(self, row: Opinion) -> str:
        return "orange" if not row.fate else ""

    def extra(self) -> Mapping[str, Any]:
        form = self._answer_form or AnswerForm(actor=self.actor, reasons=self._reasons)
        return {
            "consultation": self.consultation,
            "form": form if self.answers else None,
            "groups": self._groups() if self.answers else [],
            "points": self._points(),
            "point": self.query.get("point", ""),
        }

    @cached_property
    def _reasons(self) -> list[str]:
        """Reasons given before, the most frequent first, to be used again."""
        rows = self.consultation.opinions.exclude(reason="").order_by().values("reason").annotate(n=Count("pk"))
        return [str(row["reason"]) for row in rows.order_by("-n", "reason")[:MOST_REASONS]]

    def _answer(self, form: AnswerForm) -> int:
        return answering.answer(
            actor=self.actor,
            consultation=self.consultation,
            seqs={int(each) for each in self._picked},
            fate=form.cleaned_data["fate"],
            reason=form.words(),
            at=self.now,
            with_alike=form.cleaned_data["with_alike"],
        )

    def _words(self, opinion: Opinion) -> str:
        """Whoever looks after it reads what was said; others what everybody reads."""
        if self.manages:
            return opinion.text
        return opinion.shown_text if opinion.is_shown else "（不公开）"

    def _words_cell(self, opinion: Opinion) -> SafeString:
        late = mark("grey", "逾期") if opinion.is_late else ""
        hidden = mark("grey", "不公开") if not opinion.is_shown else ""
        link = reverse(OPINION, args=[self.consultation.pk, opinion.seq])
        answer = format_html('<p class="quiet answer">答复：{}</p>', opinion.reason) if opinion.reason else ""
        words = '<a href="{}" class="opinion-text">{}</a> {}{}{}'
        return format_html(words, link, self._words(opinion), late, hidden, answer)

    def _tick(self, opinion: Opinion) -> SafeString:
        checked = " checked" if str(opinion.seq) in self._picked else ""
        tick = '<input type="checkbox" name="seq" value="{0}" form="answer-form" aria-label="选第 {0} 条"{1}>'
        return format_html(tick, opinion.seq, checked)

    def _groups(self) -> list[dict[str, Any]]:
        """Texts that came several times and wait for an answer."""
        rows = self.consultation.opinions.filter(fate="").order_by().values("alike").annotate(n=Count("pk"))
        return [dict(row) for row in rows.filter(n__gt=1).order_by("-n")[:5]]

    def _points(self) -> list[tuple[str, int]]:
        rows = self.consultation.opinions.exclude(point="").order_by().values_list("point").annotate(n=Count("pk"))
        counted = dict(rows)
        known = [point for point in self.consultation.points if point in counted]
        return [(point, counted[point]) for point in [*known, *sorted(set(counted) - set(known))]]


@page(permission=CONSULT_VIEW)
def opinion(request: DeskRequest, pk: UUID, seq: int) -> HttpResponse:
    """One opinion: what was said, what everybody reads, its answers; the next one without an answer."""
    found = found_consultation(request, pk)
    shown = get_object_or_404(found.opinions, seq=seq)
    shown.consultation = found
    manages = may(request.actor, CONSULT_MANAGE, organization=found.organization)
    answer = (
        AnswerForm.of(request) if _meant(request, "answer") else AnswerForm(actor=request.actor, initial=_given(shown))
    )
    text = TextForm.of(request) if _meant(request, "text") else TextForm(actor=request.actor, initial=text_of(shown))
    if request.method == "POST":
        require(request.actor, CONSULT_MANAGE, organization=found.organization)
        if done_here := _changed(request, found, shown, answer, text):
            return done_here
    context = {
        "title": f"意见 {shown.number}",
        "trail": [
            (TITLE, reverse(LIST)),
            (found.title, reverse(PAGE, args=[found.pk])),
            ("意见", reverse(OPINIONS, args=[found.pk])),
        ],
        "consultation": found,
        "opinion": shown,
        "manages": manages,
        "mark": fate_mark(shown),
        "form": answer,
        "text_form": text,
        "alike": found.opinions.filter(alike=shown.alike).exclude(pk=shown.pk).count(),
        "speaker": answering.speaker(actor=request.actor, opinion=shown, at=request.now)
        if manages and _meant(request, "speaker")
        else None,
        "facts": [
            ("提出人", shown.get_category_display()),
            ("渠道", shown.get_channel_display()),
            ("条款", shown.point or "—"),
            ("收到", f"{localtime(shown.received_at):%Y-%m-%d}{'（逾期）' if shown.is_late else ''}"),
        ],
        "next": found.opinions.filter(fate="", seq__gt=shown.seq).order_by("seq").first(),
        "moments": _moments(shown),
    }
    refused = bool(answer.errors or text.errors)
    response = show(request, "desk/consultations/opinion.html", context)
    response.status_code = 422 if refused else 200
    return response


@page(permission=CONSULT_MANAGE)
def record(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One opinion from elsewhere; the form comes again for the next."""
    found = managed(request, pk)
    form = HeardForm.of(request, initial={"received_on": request.now.date()})
    if form.is_valid():
        kept = apply(
            form,
            lambda: speaking.record(actor=request.actor, consultation=found, heard=[form.heard()], at=request.now),
        )
        if kept:
            again = "desk:consultations:record" if "again" in request.POST else OPINIONS
            return done(request, f"已登记，编号 {kept.value[0].number}。", again, found.pk)
    context = {
        "title": "登记意见",
        "trail": [(TITLE, reverse(LIST)), (found.title, reverse(PAGE, args=[found.pk]))],
        "submit": "登记",
        "back": reverse(OPINIONS, args=[found.pk]),
        "points": found.points,
    }
    return show(request, "desk/consultations/record.html", context, form=form)


@page(permission=CONSULT_MANAGE)
def import_(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Opinions of a workbook, all or none."""
    found = managed(request, pk)
    form = WorkbookForm.of(request, initial={"received_on": request.now.date()})
    if form.is_valid():
        kept = apply(form, lambda: _imported(request, found, form))
        if kept:
            return done(request, f"已登记 {kept.value} 条。", OPINIONS, found.pk)
    further = "、".join(names[0] for key, names in importing.HEADINGS.items() if key != "text")
    return show_form(
        request,
        form,
        title="导入意见登记表",
        submit="导入",
        back=reverse(OPINIONS, args=[found.pk]),
        intro=f"表中要有“意见”列；可以有：{further}。有一行读不懂，就都不登记，并告诉您是哪一行。",
        trail=[(TITLE, reverse(LIST)), (found.title, reverse(PAGE, args=[found.pk]))],
    )


def _imported(request: DeskRequest, found: Consultation, form: WorkbookForm) -> int:
    heard = importing.heard_in(
        form.cleaned_data["workbook"][0].read(),
        channel=form.cleaned_data["channel"],
        on=form.cleaned_data["received_on"],
    )
    return len(speaking.record(actor=request.actor, consultation=found, heard=heard, at=request.now))


def _meant(request: DeskRequest, what: str) -> bool:
    return request.method == "POST" and request.POST.get("what") == what


def _given(shown: Opinion) -> dict[str, Any]:
    return {"fate": shown.fate or None, "reason": shown.reason, "with_alike": False}


def _changed(
    request: DeskRequest, found: Consultation, shown: Opinion, answer: AnswerForm, text: TextForm
) -> HttpResponse | None:
    """Where to go after a verb; None where the form comes again."""
    here = reverse(OPINION, args=[found.pk, shown.seq])
    if _meant(request, "answer") and answer.is_valid():
        given = answer.cleaned_data
        applied = apply(
            answer,
            lambda: answering.answer(
                actor=request.actor,
                consultation=found,
                seqs=[shown.seq],
                fate=given["fate"],
                reason=answer.words(),
                at=request.now,
                with_alike=given["with_alike"],
            ),
        )
        if applied:
            following = found.opinions.filter(fate="", seq__gt=shown.seq).order_by("seq").first()
            to = reverse(OPINION, args=[found.pk, following.seq]) if following and "next" in request.POST else here
            return done(request, f"已答复 {applied.value} 条。", to)
    if _meant(request, "text") and text.is_valid():
        cleaned = text.cleaned_data
        if apply(text, lambda: answering.mask(actor=request.actor, opinion=shown, at=request.now, **cleaned)):
            return done(request, "公开文本已保存。", here)
    return None


def _moments(shown: Opinion) -> list[Moment]:
    return [
        Moment(
            step.get_kind_display(),
            step.at,
            step.by or "网上提交",
            text=step.text if step.kind != OpinionStepKind.RECEIVED else "",
            mark=Mark("grey", step.get_fate_display()) if step.fate else None,
        )
        for step in shown.steps.select_related("by").order_by("-id")
    ]
