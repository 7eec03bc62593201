"""问题台账: the list, a problem with its record, registering, taking a ledger in, putting a problem into a plan."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from fazhi.desk.components import Mark, Moment
from fazhi.desk.lists import Action, Choice, Column, DateRange, ListPage, Unit
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.supervision.forms import EntryForm, LedgerForm, PlanForm, ProblemForm
from fazhi.desk.supervision.uploads import with_files
from fazhi.desk.supervision.words import due_mark
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import (
    PROBLEM_RECTIFY,
    PROBLEM_REGISTER,
    PROBLEM_VERIFY,
    PROBLEM_VIEW,
    TASK_MANAGE,
)
from fazhi.plans import problem_import, problems
from fazhi.plans.models import Problem, ProblemEntry, Task
from fazhi.plans.supervision_queries import problem_for_page, visible_problems

LIST, PAGE = "desk:supervision:problems", "desk:supervision:problem"
TRAIL = "问题台账"
VERBS: dict[str, tuple[str, Callable[..., ProblemEntry], str]] = {
    "progress": ("填报进展", problems.progress, "已填报进展。"),
    "rectify": ("申请销号", problems.rectify, "已申请销号，等待核验。"),
    "verify": ("核验销号", problems.verify, "已核验销号。"),
    "return": ("退回整改", problems.return_, "已退回整改。"),
}
ENTRY_COLOURS = {ProblemEntry.Kind.RETURN: "orange", ProblemEntry.Kind.VERIFY: "green"}
COLOUR_WORDS = (("red", "逾期"), ("yellow", "七日内到期"), ("blue", "期限内或待核验"), ("green", "已销号"))


class Problems(ListPage[Problem]):
    """The ledger within reach, the nearest limit first."""

    title, permission, order, unit_word = "问题台账", PROBLEM_VIEW, "due", "个"
    columns = (
        Column(
            "number",
            "问题编号",
            lambda p: p.number,
            cell=lambda p: format_html('<span class="nowrap">{}</span>', p.number),
            link=lambda p: reverse(PAGE, args=[p.pk]),
            sort="id",
            width=20,
        ),
        Column("text", "问题描述", lambda p: p.text, wide=True, width=60),
        Column("source", "来源", lambda p: p.get_source_display(), sort="source"),
        Column("source_note", "来源文件或批次", lambda p: p.source_note, page=False, width=30),
        Column("category", "类别", lambda p: p.category, page=False),
        Column("measure", "整改措施", lambda p: p.measure, page=False, width=50),
        Column("unit", "责任单位", lambda p: str(p.unit), sort="unit__order", width=18),
        Column("due", "整改期限", lambda p: p.due_on, sort="due_on"),
        Column("state", "状态", lambda p: p.get_state_display(), sort="state"),
        Column("task", "列入任务", lambda p: str(p.task) if p.task else "", page=False, width=30),
    )
    filters = (
        Choice("colour", "期限", choices=COLOUR_WORDS, narrow=lambda value: Q(colour=value)),
        Choice("state", "状态", "state", choices=Problem.State.choices),
        Choice("source", "来源", "source", choices=Problem.Source.choices),
        Unit("unit", "责任单位", "unit"),
        DateRange("due", "期限", "due_on"),
    )
    search_fields = ("number", "text", "source_note")
    search_label = "编号、问题、来源文件"
    empty = "还没有登记问题。"

    def rows(self) -> QuerySet[Problem]:
        return visible_problems(self.actor, timezone.localtime(self.now).date())

    def shown_columns(self) -> Sequence[Column[Any]]:
        today = timezone.localtime(self.now).date()
        standing = Column[Any](
            "colour", "期限情况", lambda p: due_mark(p, today).words, cell=lambda p: mark(due_mark(p, today))
        )
        return (*self.columns[:8], standing, *self.columns[8:])

    def actions(self) -> Sequence[Action]:
        if not permissions.may(self.actor, PROBLEM_REGISTER):
            return ()
        return (
            Action("导入台账", reverse("desk:supervision:problem_import"), icon="import", primary=False),
            Action("登记问题", reverse("desk:supervision:problem_new")),
        )

    def row_colour(self, row: Problem) -> str:
        colour: str = row.colour  # type: ignore[attr-defined]  # annotated
        return colour if colour in {"red", "yellow"} else ""


@page(permission=PROBLEM_VIEW)
def problem(request: DeskRequest, pk: int) -> HttpResponse:
    """A problem: what it is, what was done about it, what comes next for this person."""
    today = timezone.localtime(request.now).date()
    found = problem_for_page(request.actor, pk, today)
    if found is None:
        raise Http404
    offered = [(name, VERBS[name][0]) for name in _open_verbs(request.actor, found)]
    known = [(name, label) for name, (label, _verb, _say) in VERBS.items()]
    form = EntryForm.of(request, known=known, offered=offered)
    if form.is_valid():
        _label, verb, say = VERBS[form.cleaned_data["verb"]]

        def write() -> ProblemEntry:
            return with_files(
                request,
                form.cleaned_data["attachments"],
                found.jurisdiction,
                lambda files: verb(
                    actor=request.actor, problem=found, text=form.cleaned_data["text"], files=files, at=request.now
                ),
            )

        if apply(form, write):
            return done(request, say, PAGE, pk)
    context = {
        "title": found.number,
        "trail": [(TRAIL, reverse(LIST))],
        "problem": found,
        "mark": due_mark(found, today),
        "entries": [_moment(entry) for entry in reversed(found.entries.all())],
        "has_next": bool(offered),
        "may_plan": _may_plan(request.actor, found),
        "facts": _facts(found),
    }
    return show(request, "desk/supervision/problem.html", context, form=form)


@page(permission=PROBLEM_REGISTER)
def problem_new(request: DeskRequest) -> HttpResponse:
    """Registers a problem."""
    form = ProblemForm.of(request)
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "attachments"}

        def register() -> Problem:
            return with_files(
                request,
                form.cleaned_data["attachments"],
                given["unit"].jurisdiction,
                lambda files: problems.register(actor=request.actor, files=files, at=request.now, **given),
            )

        if applied := apply(form, register):
            return done(request, f"已登记 {applied.value.number}。", PAGE, applied.value.pk)
    return show_form(request, form, title="登记问题", submit="登记", back=reverse(LIST), trail=[(TRAIL, reverse(LIST))])


@page(permission=PROBLEM_REGISTER)
def take_in(request: DeskRequest) -> HttpResponse:
    """Takes a ledger in: all rows or none, with what is wrong row by row."""
    form = LedgerForm.of(request)
    wrong: list[problem_import.RowProblem] = []
    if form.is_valid():
        area = Jurisdiction.objects.get(pk=request.actor.jurisdiction_id or 0)
        data = form.cleaned_data["file"][0].read()

        def read() -> list[Problem]:
            try:
                return problem_import.take_in(actor=request.actor, jurisdiction=area, data=data, at=request.now)
            except problem_import.LedgerRefused as refused:
                wrong.extend(refused.rows)
                raise

        if applied := apply(form, read):
            return done(request, f"已导入 {len(applied.value)} 个问题。", LIST)
    context = {
        "title": "导入问题台账",
        "trail": [(TRAIL, reverse(LIST))],
        "back": reverse(LIST),
        "columns": [(names[0], key in problem_import.REQUIRED) for key, names in problem_import.COLUMNS.items()],
        "sources": Problem.Source.labels,
        "wrong": wrong[: problem_import.MOST_SHOWN],
        "more": max(0, len(wrong) - problem_import.MOST_SHOWN),
    }
    return show(request, "desk/supervision/problem_import.html", context, form=form)


@page(permission=TASK_MANAGE)
def into_plan(request: DeskRequest, pk: int) -> HttpResponse:
    """Puts a problem into a plan as a task."""
    found = problem_for_page(request.actor, pk, timezone.localtime(request.now).date())
    if found is None:
        raise Http404
    form = PlanForm.of(request, jurisdiction_id=found.jurisdiction_id)
    if form.is_valid() and apply(
        form,
        lambda: problems.into_plan(actor=request.actor, problem=found, plan=form.cleaned_data["plan"], at=request.now),
    ):
        return done(request, f"已列入“{form.cleaned_data['plan']}”。", PAGE, pk)
    return show_form(
        request,
        form,
        title="列入计划",
        submit="列入",
        back=reverse(PAGE, args=[pk]),
        intro=f"将 {found.number} 列为所选计划的一项任务，由{found.unit}牵头。",
        trail=[(TRAIL, reverse(LIST)), (found.number, reverse(PAGE, args=[pk]))],
    )


def _facts(found: Problem) -> list[tuple[str, object]]:
    return [
        ("责任单位", found.unit),
        ("状态", found.get_state_display()),
        ("整改期限", f"{found.due_on:%Y-%m-%d}"),
        ("来源", found.get_source_display()),
        ("来源文件", found.source_note),
        ("类别", found.category),
        ("列入任务", _task_link(found.task) if found.task else "未列入"),
        ("登记", f"{found.registered_by} {timezone.localtime(found.registered_at):%Y-%m-%d}"),
    ]


def _task_link(task: Task) -> str:
    return format_html('<a href="{}">{}</a>', reverse("desk:plans:task", args=[task.pk]), task)


def _moment(entry: ProblemEntry) -> Moment:
    colour = ENTRY_COLOURS.get(ProblemEntry.Kind(entry.kind))
    return Moment(
        title=entry.get_kind_display(),
        at=entry.at,
        by=entry.by,
        unit=entry.unit,
        text=entry.text,
        files=list(entry.files.all()),
        mark=Mark(colour, "") if colour else None,
    )


def _open_verbs(actor: Actor, found: Problem) -> list[str]:
    if found.state == Problem.State.OPEN and permissions.may(actor, PROBLEM_RECTIFY, organization=found.unit):
        return ["progress", "rectify"]
    if found.state == Problem.State.RECTIFIED and permissions.may(actor, PROBLEM_VERIFY, organization=found.unit):
        return ["verify", "return"]
    return []


def _may_plan(actor: Actor, found: Problem) -> bool:
    listed = found.task_id is not None or found.state == Problem.State.VERIFIED
    return not listed and permissions.may(actor, TASK_MANAGE, organization=found.unit)
