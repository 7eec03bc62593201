"""考生: the list of an exam's candidates, enrolling by unit, list or sheet, taking one off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from fazhi.desk.exams.forms import EnrolForm
from fazhi.desk.exams.managing import found, may_enrol, steps, trail_to
from fazhi.desk.exams.words import outcome_mark, score_words
from fazhi.desk.lists import Action, Choice, Column, ListPage, Unit
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.templatetags.desk import mark
from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.spreadsheet import read_table
from fazhi.exams import candidates, queries
from fazhi.exams.candidates import Enrolled, Nominee
from fazhi.exams.models import Candidate, Exam, Mode, Staffing
from fazhi.exams.refusals import Refused
from fazhi.government.models import Organization
from fazhi.government.permissions import EXAM_MANAGE, within_reach

LIST = "desk:exams:candidates"
HEADERS = {
    "name": ("姓名", "拟任人", "考生", "人员"),
    "unit": ("单位", "工作单位", "现单位", "所在单位"),
    "post": ("拟任职务", "职务", "拟任"),
    "login": ("登录名", "账号"),
}
OUTCOMES = (("passed", "合格"), ("failed", "不合格"), ("missing", "未考"))


def _outcome(value: str) -> Q:
    return Q(passed={"passed": True, "failed": False}.get(value))


def _certificate(candidate: Candidate) -> str:
    return candidate.certificate.number if hasattr(candidate, "certificate") else ""


def _certificate_cell(candidate: Candidate) -> str:
    number = _certificate(candidate)
    if not number:
        return ""
    address = reverse("desk:exams:certificate", args=[candidate.certificate.pk])
    return format_html('<a href="{}" download>{}</a>', address, number)


def _score_cell(candidate: Candidate) -> str:
    """The score, leading to the paper where there is one."""
    words, number = score_words(candidate), getattr(candidate, "last_sitting", None)
    if not words or number is None:
        return words
    return format_html('<a href="{}">{}</a>', reverse("desk:exams:result", args=[number]), words)


class Candidates(ListPage[Candidate]):
    """The candidates of one exam, those whom the actor may see."""

    title, permission, unit_word = "考生", EXAM_MANAGE, "人"
    columns = (
        Column("name", "姓名", lambda c: c.name, sort="name"),
        Column("unit", "单位", lambda c: str(c.organization), sort="organization__order", width=20),
        Column("post", "拟任职务", lambda c: c.intended_post, wide=True, width=24),
        Column("staffing", "编制", lambda c: c.get_staffing_display(), phone=False),
        Column("account", "账号", lambda c: c.person.login if c.person else "无账号", phone=False),
        Column("sat", "已考", lambda c: c.sat, align="end", sort="sat"),
        Column("score", "成绩", lambda c: c.score, cell=score_words, align="end", sort="score"),
        Column("outcome", "结果", lambda c: outcome_mark(c).words, cell=lambda c: mark(outcome_mark(c))),
        Column("certificate", "合格证明", _certificate, cell=_certificate_cell, width=22),
    )
    filters = (
        Unit("unit", "单位", "organization"),
        Choice("outcome", "结果", choices=OUTCOMES, narrow=_outcome),
        Choice("staffing", "编制", "staffing", choices=Staffing.choices),
    )
    search_fields = ("name", "intended_post", "person__login")
    order = "unit"
    empty = "还没有考生。点“录入考生”添加。"
    template_name = "desk/exams/candidates.html"

    @cached_property
    def exam(self) -> Exam:
        rows = queries.managed(self.actor).select_related("organization", "jurisdiction")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def rows(self) -> QuerySet[Candidate]:
        rows = queries.candidates(self.actor, self.exam).select_related("certificate")
        return rows.annotate(last_sitting=Max("sittings"))

    def shown_columns(self) -> Sequence[Column[Any]]:
        columns: Sequence[Column[Any]] = self.columns
        if queries.sees_questions(self.actor, self.exam, at=self.now):
            columns = tuple(replace(each, cell=_score_cell) if each.key == "score" else each for each in columns)
        if not may_enrol(self.exam, self.now):
            return columns
        return [*columns, Column("remove", "", lambda _: "", cell=self._remove, xlsx=False)]

    def heading(self) -> str:
        return f"{self.exam.title} 考生"

    def trail(self) -> Sequence[tuple[str, str]]:
        return trail_to(self.exam)

    def actions(self) -> Sequence[Action]:
        if not may_enrol(self.exam, self.now):
            return ()
        return (Action("录入考生", reverse("desk:exams:enrol", args=[self.exam.pk])),)

    def extra(self) -> Mapping[str, Any]:
        draft = self.exam.state == "draft"
        return {"steps": steps(self.exam, "candidates") if draft else (), "exam": self.exam, "draft": draft}

    def _remove(self, candidate: Candidate) -> str:
        if candidate.sat:
            return ""
        address = reverse("desk:exams:remove", args=[self.exam.pk, candidate.pk])
        return format_html(
            '<button class="plain" type="submit" form="remove" formaction="{}">移除{}</button>',
            address,
            format_html('<span class="hidden">{}</span>', candidate.name),
        )


@page(permission=EXAM_MANAGE)
def enrol(request: DeskRequest, pk: int) -> HttpResponse:
    """Enrols people by unit, from lines or from a sheet; says who was not admitted and why."""
    exam = found(request, pk)
    form = EnrolForm.of(request)
    units = within_reach(request.actor, EXAM_MANAGE)
    form.narrow("units", Organization.objects.filter(units, dissolved_on=None))
    if form.is_valid() and (enrolled := apply(form, lambda: _enrol(request, form, exam))):
        _tell(request, enrolled.value)
        return done(request, f"新录入 {enrolled.value.added} 人。", LIST, pk)
    context = {
        "title": "录入考生",
        "trail": trail_to(exam),
        "exam": exam,
        "steps": steps(exam, "candidates") if exam.state == "draft" else (),
        "count": queries.candidates(request.actor, exam).count(),
        "submit": "录入",
        "back": reverse(LIST, args=[pk]),
        "outside": exam.mode == Mode.OUTSIDE,
    }
    return show(request, "desk/exams/enrol.html", context, form=form)


@page(permission=EXAM_MANAGE, methods=("POST",))
def remove(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Takes somebody off the list."""
    exam = found(request, pk)
    candidate = get_object_or_404(queries.candidates(request.actor, exam).select_related("exam"), pk=number)
    candidates.remove(actor=request.actor, candidate=candidate, at=request.now)
    return done(request, f"已移除{candidate.name}。", LIST, pk)


def _enrol(request: DeskRequest, form: EnrolForm, exam: Exam) -> Enrolled:
    given, today = form.cleaned_data, request.now.date()
    nominees: list[Nominee] = []
    if given["units"]:
        nominees += candidates.members_of(units=list(given["units"]), on=today)
    text = "\n".join(part for part in (given["lines"].strip(), _sheet_lines(given["sheet"])) if part)
    if text:
        nominees += candidates.nominees_in(exam=exam, text=text, on=today)
    if given["staffing"] != Staffing.UNKNOWN:
        nominees = [
            Nominee(each.name, each.organization, each.person, given["staffing"], each.intended_post)
            for each in nominees
        ]
    return candidates.enrol(actor=request.actor, exam=exam, nominees=nominees, at=request.now)


def _sheet_lines(files: Sequence[Any]) -> str:
    """The rows of a sheet as lines, so that both are read in the same way."""
    if not files:
        return ""
    try:
        table = read_table(files[0].read(), HEADERS, ("name", "unit"))
    except UnreadableDocument as fault:
        raise Refused(str(fault), field="sheet") from None
    return "\n".join(
        f"{row.values['name']} {row.values.get('login', '')}\t{row.values['unit']}\t{row.values.get('post', '')}"
        for row in table.rows
    )


def _tell(request: DeskRequest, enrolled: Enrolled) -> None:
    if enrolled.known:
        messages.info(request, f"{len(enrolled.known)} 人已在名单中：{'、'.join(enrolled.known[:20])}")
    if enrolled.refused:
        said = "\n".join(enrolled.refused[:20])
        more = f"\n……共 {len(enrolled.refused)} 人" if len(enrolled.refused) > 20 else ""
        messages.warning(request, f"{len(enrolled.refused)} 人不符合条件，没有录入：\n{said}{more}")
