"""A task's page, and what may be done on it: report, review, adjust, drop; adding one to a plan by hand."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.plans.forms import ReasonForm, ReportForm, ReviewForm, TaskForm
from fazhi.desk.plans.words import due_words, entry_moment, task_mark
from fazhi.government import permissions
from fazhi.government.models import Organization
from fazhi.government.permissions import FOLLOWUP_ISSUE, TASK_MANAGE, TASK_REPORT, TASK_REVIEW, TASK_VIEW
from fazhi.plans import breakdown, kinds, progress, queries, tasks
from fazhi.plans.models import Entry, Plan, Target, Task, TaskUnit
from fazhi.plans.periods import current
from fazhi.plans.reach import jurisdictions_of
from fazhi.plans.spoken_units import SpokenUnits, spoken
from fazhi.plans.supervision_queries import visible_followups

LIST = "desk:plans:list"
TASK = "desk:plans:task"


@page(permission=TASK_VIEW, methods=("GET",))
def task(request: DeskRequest, pk: int) -> HttpResponse:
    """What the task asks, how it stands, what was said and done, what comes next for this person."""
    return _shown(request, _task(request, pk))


@page(permission=TASK_REPORT, methods=("POST",))
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """Files a report or a contribution; a refused form comes again on the task's page."""
    found = _task(request, pk)
    units = _reporting_units(request, found)
    if not units:
        permissions.require(request.actor, TASK_REPORT, organization=_first_unit(found))
        raise Http404
    form = _report_form(request, found, units)
    if form.is_valid():
        data = form.cleaned_data
        unit = next(each for each in units if str(each.pk) == data.get("unit", str(units[0].pk)))
        is_principal = unit.pk in _principals(found)

        def write() -> Entry:
            return progress.report(
                actor=request.actor,
                task=found,
                unit=unit,
                text=data["text"],
                percent=data.get("percent") if is_principal else None,
                values=form.values() if is_principal else None,
                files=[(str(file.name), file.read()) for file in data["attachments"]],
                period=found.periods.filter(pk=data["period"]).first() if data.get("period") and is_principal else None,
                at=request.now,
            )

        if apply(form, write):
            return done(request, "已提交，等待审核。", TASK, pk)
    return _shown(request, found, form)


@page(permission=TASK_REVIEW)
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Accepts or returns a waiting entry."""
    entry = get_object_or_404(Entry.objects.select_related("task__plan", "unit", "by"), pk=pk)
    found = _task(request, entry.task_id)
    if request.method == "GET" and (hasattr(entry, "answer") or progress.why_not_review(request.actor, entry)):
        return redirect(TASK, found.pk)
    form = ReviewForm.of(request)
    if form.is_valid():
        words, returns = form.cleaned_data["reason"], form.cleaned_data["verdict"] == "return"

        def answer() -> Entry:
            if returns:
                return progress.return_(actor=request.actor, entry=entry, reason=words, at=request.now)
            return progress.accept(actor=request.actor, entry=entry, text=words, at=request.now)

        if apply(form, answer):
            return done(request, "已退回，填报单位会在待办中看到。" if returns else "已审核通过。", TASK, found.pk)
    context = {
        "title": "审核填报",
        "trail": [*_trail(found), (str(found), reverse(TASK, args=[found.pk]))],
        "task": found,
        "entry": entry,
        "moments": [entry_moment(entry, _metrics(found))],
    }
    return show(request, "desk/plans/review.html", context, form=form)


@page(permission=TASK_MANAGE)
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """A task put into a plan by hand."""
    plan = get_object_or_404(queries.visible_plans(request.actor), pk=pk)
    form = TaskForm.of(request, kind=plan.kind)
    if form.is_valid() and (
        applied := apply(
            form, lambda: tasks.add(actor=request.actor, plan=plan, fields=form.task_fields(), at=request.now)
        )
    ):
        return done(request, "已添加。", TASK, applied.value.pk)
    word = kinds.kind_of(plan.kind).wording.task
    return show_form(
        request,
        form,
        title=f"添加{word}",
        submit="添加",
        back=reverse("desk:plans:plan", args=[pk]),
        trail=[("规划计划", reverse(LIST)), (plan.title, reverse("desk:plans:plan", args=[pk]))],
    )


@page(permission=TASK_MANAGE)
def adjust(request: DeskRequest, pk: int) -> HttpResponse:
    """Changes a task; what changed and why stays in its record."""
    found = _task(request, pk)
    form = TaskForm.of(request, kind=found.plan.kind, fields=tasks.fields_of(found), reason=True)
    if form.is_valid() and apply(
        form,
        lambda: tasks.adjust(
            actor=request.actor,
            task=found,
            fields=form.task_fields(),
            reason=form.cleaned_data["reason"],
            at=request.now,
        ),
    ):
        return done(request, "已调整，改动已记入办理记录。", TASK, pk)
    return show_form(
        request,
        form,
        title="调整任务",
        submit="调整",
        back=reverse(TASK, args=[pk]),
        intro="只改这一项任务。整份规划调整的，请导入新版，系统会逐项比对。",
        trail=[*_trail(found), (str(found), reverse(TASK, args=[pk]))],
    )


@page(permission=TASK_MANAGE)
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Cancels a task."""
    found = _task(request, pk)
    form = ReasonForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: tasks.drop(actor=request.actor, task=found, reason=form.cleaned_data["reason"], at=request.now),
    ):
        return done(request, "任务已取消，填报记录仍保留。", TASK, pk)
    return show_form(
        request,
        form,
        title=f"取消任务：{found.title}",
        submit="取消任务",
        back=reverse(TASK, args=[pk]),
        intro="取消后单位不再填报，已有记录保留，不能恢复。",
        trail=[*_trail(found), (str(found), reverse(TASK, args=[pk]))],
    )


def _task(request: DeskRequest, pk: int) -> Task:
    seen = queries.visible_tasks(request.actor).select_related("plan", "origin__plan", "parent")
    return get_object_or_404(seen.prefetch_related("units__organization", "targets", "deadlines", "periods"), pk=pk)


def _trail(found: Task) -> list[tuple[str, str]]:
    return [("规划计划", reverse(LIST)), (found.plan.title, reverse("desk:plans:plan", args=[found.plan_id]))]


def _shown(request: DeskRequest, found: Task, form: ReportForm | None = None) -> HttpResponse:
    today = request.now.date()
    units = _reporting_units(request, found)
    is_open = found.status != Task.Status.DROPPED and found.plan.state == Plan.State.ACTIVE
    entries = list(found.entries.select_related("unit", "by", "period", "answer").prefetch_related("files"))
    waiting = [each for each in entries if each.kind in progress.WAITING and not hasattr(each, "answer")]
    metrics = _metrics(found)
    for each in waiting:
        each.task = found
    context: dict[str, Any] = {
        "title": str(found),
        "trail": _trail(found),
        "task": found,
        "mark": task_mark(found, today),
        "facts": _facts(found),
        "parts": [(part.label, said) for part in TaskUnit.Part if (said := _units_in(found, part))],
        "share": breakdown.share_of(found),
        "moments": [entry_moment(each, metrics) for each in reversed(entries)],
        "waiting": [
            ([entry_moment(each, metrics)], each, not progress.why_not_review(request.actor, each)) for each in waiting
        ],
        "returned": _last_return(entries, {unit.pk for unit in units}),
        "manages": is_open and found.jurisdiction_id in jurisdictions_of(request.actor, TASK_MANAGE),
        "may_follow_up": permissions.may(request.actor, FOLLOWUP_ISSUE),
        "followups": visible_followups(request.actor, request.now).filter(task=found)[:20],
    }
    if is_open and units and form is None:
        form = _report_form(request, found, units, bound=False)
    return show(request, "desk/plans/task.html", context, form=form)


def _report_form(request: DeskRequest, found: Task, units: list[Organization], *, bound: bool = True) -> ReportForm:
    unmet = [period for period in found.periods.all() if period.met_on is None]
    now_due = current(found, request.now.date()) if found.frequency else None
    options: dict[str, Any] = {
        "task": found,
        "units": units,
        "principals": _principals(found),
        "periods": unmet,
        "initial": {"period": str(now_due.pk)} if now_due else {},
    }
    return ReportForm.of(request, **options) if bound else ReportForm(actor=request.actor, **options)


def _reporting_units(request: DeskRequest, found: Task) -> list[Organization]:
    return [
        part.organization
        for part in found.units.all()
        if permissions.may(request.actor, TASK_REPORT, organization=part.organization)
    ]


def _principals(found: Task) -> frozenset[int]:
    return frozenset(part.organization_id for part in found.units.all() if part.part != TaskUnit.Part.SUPPORTING)


def _first_unit(found: Task) -> Organization | None:
    return next((part.organization for part in found.units.all()), None)


def _units_in(found: Task, part: TaskUnit.Part) -> list[SpokenUnits]:
    return [each for each in spoken(found.units.all()) if each.part == part]


def _metrics(found: Task) -> dict[str, Target]:
    return {str(target.pk): target for target in found.targets.all()}


def _last_return(entries: list[Entry], units: set[int]) -> Entry | None:
    """The answer that gave back the last thing which one of these units reported, if nothing was reported since."""
    own = [each for each in entries if each.kind in progress.WAITING and each.unit_id in units]
    if not own:
        return None
    answer: Entry | None = getattr(own[-1], "answer", None)
    return answer if answer is not None and answer.kind == Entry.Kind.RETURN else None


def _facts(found: Task) -> list[tuple[str, object]]:
    words = kinds.kind_of(found.plan.kind)
    shown: list[tuple[str, object]] = [
        ("状态", found.get_status_display()),
        (words.wording.due, due_words(found)),
        ("期限原文", found.due_text or "—"),
        ("所属章节", " / ".join(found.heading_path) or "—"),
    ]
    if found.done_on:
        shown.append(("完成日期", f"{found.done_on:%Y-%m-%d}"))
    return [*shown, *kinds.shown(words, found.extra)]
