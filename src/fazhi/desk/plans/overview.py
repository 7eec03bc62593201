"""规划计划: the list, one plan with its tree and editions, comparing editions, breakdown, the handed-out table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.lists import XLSX, Action, Choice, Column, ListPage
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.plans.forms import BreakdownForm, PlanForm
from fazhi.desk.plans.passages import passages
from fazhi.desk.plans.words import plan_mark, task_mark, term
from fazhi.desk.templatetags.desk import mark, progress_bar
from fazhi.government import permissions
from fazhi.government.permissions import PLAN_IMPORT, TASK_MANAGE, TASK_VIEW
from fazhi.plans import breakdown, plans, queries
from fazhi.plans.colours import colour_case, rule_of
from fazhi.plans.editions import snapshots as editions
from fazhi.plans.kinds import all_kinds, kind_of
from fazhi.plans.models import Plan, Task
from fazhi.plans.reach import jurisdictions_of
from fazhi.plans.worksheet import plan_worksheet

LIST = "desk:plans:list"
# More tasks than any plan has; beyond them the list, which turns pages, shows the rest.
MOST_SHOWN = 600
SHOWN_STATES = (Plan.State.ACTIVE, Plan.State.CLOSED)


class Plans(ListPage[Plan]):
    """Plans in force and closed ones; earlier editions are reached through the newest."""

    title, permission, order, unit_word = "规划计划", TASK_VIEW, "-starts", "个"
    columns = (
        Column(
            "title",
            "名称",
            lambda p: p.title,
            link=lambda p: reverse("desk:plans:plan", args=[p.pk]),
            sort="title",
            wide=True,
            width=46,
        ),
        Column("kind", "类型", lambda p: kind_of(p.kind).title, width=22),
        Column("starts", "期限", term, sort="starts_on", width=18),
        Column("tasks", "任务", lambda p: p.task_count, align="end", width=8),
        Column("late", "逾期", lambda p: p.late_count, cell=lambda p: _late(p), align="end", width=8),
        Column(
            "percent",
            "完成",
            lambda p: f"{p.done_count}/{p.task_count}",
            cell=lambda p: progress_bar(100 * p.done_count // p.task_count if p.task_count else 0, "green", "完成率"),
            width=10,
        ),
        Column("edition", "版次", lambda p: f"第 {p.edition} 版", phone=False, width=8),
        Column("state", "状态", lambda p: p.get_state_display(), cell=lambda p: mark(plan_mark(p)), sort="state"),
    )
    filters = (
        Choice("kind", "类型", "kind", choices=[(kind.key, kind.title) for kind in all_kinds()]),
        Choice("state", "状态", "state", choices=[(each.value, each.label) for each in SHOWN_STATES]),
    )
    search_fields = ("title", "document_number")
    search_label = "名称、文号"
    empty = "还没有规划计划。点“导入文件”，把规划、工作要点或任务分解表交给系统读成任务。"

    def rows(self) -> QuerySet[Plan]:
        seen = queries.visible_tasks(self.actor).exclude(status=Task.Status.DROPPED)
        late = Q(status=Task.Status.OPEN, due_on__lt=self.now.date())

        def counted(tasks: QuerySet[Task]) -> Coalesce:
            each = tasks.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(count=Count("pk"))
            return Coalesce(Subquery(each.values("count"), output_field=IntegerField()), Value(0))

        return (
            queries.visible_plans(self.actor)
            .exclude(state=Plan.State.SUPERSEDED)
            .annotate(
                task_count=counted(seen),
                done_count=counted(seen.filter(status=Task.Status.DONE)),
                late_count=counted(seen.filter(late)),
            )
        )

    def actions(self) -> Sequence[Action]:
        if not permissions.may(self.actor, PLAN_IMPORT):
            return ()
        return (
            Action("手工建立", reverse("desk:plans:new"), primary=False),
            Action("导入文件", reverse("desk:plans:receive"), icon="import"),
        )


def _late(plan: Any) -> str:
    return mark("red", str(plan.late_count)) if plan.late_count else "0"


@dataclass(frozen=True)
class Row:
    """A task of the tree as the page shows it."""

    task: Task
    mark: Mark


@dataclass
class Branch:
    """A heading of the plan with its tasks; `depth` from 0."""

    title: str
    depth: int
    rows: list[Row]

    @property
    def percent(self) -> int:
        return sum(row.task.percent for row in self.rows) // len(self.rows) if self.rows else 0


@page(permission=PLAN_IMPORT)
def new(request: DeskRequest) -> HttpResponse:
    """A plan without a document, whose tasks are then added by hand."""
    form = PlanForm.of(request)
    if form.is_valid() and (
        applied := apply(form, lambda: plans.create(actor=request.actor, at=request.now, **form.cleaned_data))
    ):
        return done(request, "已建立，请添加任务。", "desk:plans:plan", applied.value.pk)
    return show_form(
        request,
        form,
        title="手工建立规划计划",
        submit="建立",
        back=reverse(LIST),
        intro="有现成文件的，用“导入文件”更快：系统会自动读出任务、单位、期限和指标。",
        trail=[("规划计划", reverse(LIST))],
    )


@page(permission=TASK_VIEW)
def plan(request: DeskRequest, pk: int) -> HttpResponse:
    """The plan: what it is, how it stands, its tree of tasks, its editions."""
    found = _plan(request, pk)
    today = request.now.date()
    seen = queries.for_lists(queries.visible_tasks(request.actor).filter(plan=found), today)
    tasks = list(seen.order_by("order", "pk")[: MOST_SHOWN + 1])
    manages = found.jurisdiction_id in jurisdictions_of(request.actor, TASK_MANAGE)
    context = {
        "title": found.title,
        "trail": [("规划计划", reverse(LIST))],
        "plan": found,
        "kind": kind_of(found.kind),
        "mark": plan_mark(found),
        "facts": _facts(found),
        "figures": _figures(found, queries.visible_tasks(request.actor).filter(plan=found), today),
        "branches": _branches(tasks[:MOST_SHOWN], request),
        "cut_at": MOST_SHOWN if len(tasks) > MOST_SHOWN else 0,
        "kept": found.snapshot if found.state == Plan.State.SUPERSEDED else [],
        "editions": Plan.objects.filter(series=found.series).order_by("-edition"),
        "manages": manages,
        "is_open": found.state == Plan.State.ACTIVE,
        "is_long": found.starts_on.year != found.ends_on.year,
    }
    return show(request, "desk/plans/plan.html", context)


@page(permission=TASK_VIEW, methods=("GET",))
def compare(request: DeskRequest, pk: int) -> HttpResponse:
    """What this edition changed against the one before it."""
    found = _plan(request, pk)
    if found.previous is None:
        raise Http404
    if found.jurisdiction_id not in jurisdictions_of(request.actor, TASK_VIEW):
        raise Http404
    context = {
        "title": f"第 {found.edition} 版与第 {found.previous.edition} 版比较",
        "trail": [("规划计划", reverse(LIST)), (found.title, reverse("desk:plans:plan", args=[pk]))],
        "found": editions.between(found.previous, found),
        "task_links": True,
    }
    return show(request, "desk/plans/compare.html", context)


@page(permission=TASK_VIEW, methods=("GET",))
def worksheet(request: DeskRequest, pk: int) -> HttpResponse:
    """The 任务分解表 of what this person sees of the plan."""
    found = _plan(request, pk)
    seen = queries.visible_tasks(request.actor).filter(plan=found).exclude(status=Task.Status.DROPPED)
    tasks = list(seen.prefetch_related("units__organization", "deadlines", "targets").order_by("order", "pk"))
    maker = request.actor.seats[0].organization_name if request.actor.seats else ""
    data = plan_worksheet(found, tasks, made_by=maker, today=request.now.date())
    name = f"{found.title}{kind_of(found.kind).wording.worksheet}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(data, content_type=XLSX, headers=headers)


@page(permission=TASK_VIEW, methods=("GET",))
def source(request: DeskRequest, pk: int) -> HttpResponse:
    """The document's text with each task's place, to come from a task to what the plan says."""
    found = _plan(request, pk)
    seen = queries.visible_tasks(request.actor).filter(plan=found).exclude(source_start=None)
    places = [(row.pk, row.source_start, row.source_end) for row in seen]
    context = {
        "title": f"原文：{found.title}",
        "trail": [("规划计划", reverse(LIST)), (found.title, reverse("desk:plans:plan", args=[pk]))],
        "plan": found,
        "passages": passages(found.source_text, places),
    }
    return show(request, "desk/plans/source.html", context)


@page(permission=PLAN_IMPORT, methods=("POST",))
def close(request: DeskRequest, pk: int) -> HttpResponse:
    """Ends the plan."""
    found = _plan(request, pk)
    plans.close(actor=request.actor, plan=found, at=request.now)
    return done(request, f"“{found.title}”已办结。", "desk:plans:plan", pk)


@page(permission=TASK_MANAGE)
def break_down(request: DeskRequest, pk: int) -> HttpResponse:
    """年度分解: picks the tasks of a year and makes its yearly plan."""
    found = _plan(request, pk)
    year = _year(request, found)
    waiting = list(breakdown.not_carried_out(found, year))
    form = BreakdownForm.of(request, plan=found, year=year, tasks=waiting)
    if form.is_valid():
        chosen = form.cleaned_data

        def carry() -> Plan:
            return breakdown.carry_out(
                actor=request.actor,
                plan=found,
                tasks=[task for task in waiting if str(task.pk) in chosen["tasks"]],
                year=year,
                into=chosen["into"],
                title=chosen["title"],
                at=request.now,
            )

        if applied := apply(form, carry):
            return done(
                request, f"已分解 {len(chosen['tasks'])} 项任务到 {year} 年。", "desk:plans:plan", applied.value.pk
            )
    context = {
        "title": f"{year} 年度分解",
        "trail": [("规划计划", reverse(LIST)), (found.title, reverse("desk:plans:plan", args=[pk]))],
        "plan": found,
        "year": year,
        "years": range(found.starts_on.year, found.ends_on.year + 1),
        "waiting": waiting,
    }
    return show(request, "desk/plans/breakdown.html", context, form=form)


def _plan(request: DeskRequest, pk: int) -> Plan:
    shown = queries.visible_plans(request.actor).select_related("issuer", "source", "previous", "made_by")
    found: Plan | None = shown.filter(pk=pk).first()
    if found is not None:
        return found
    # An earlier edition has no tasks of its own any more; who sees a later one of the series may see it too.
    earlier = get_object_or_404(Plan.objects.select_related("issuer", "source", "previous", "made_by"), pk=pk)
    if not queries.visible_plans(request.actor).filter(series=earlier.series).exists():
        raise Http404
    return earlier


def _year(request: DeskRequest, found: Plan) -> int:
    asked = whole(request.POST.get("year") or request.GET.get("year", ""))
    if asked is not None and found.starts_on.year <= asked <= found.ends_on.year:
        return asked
    return min(max(request.now.year, found.starts_on.year), found.ends_on.year)


def _facts(found: Plan) -> list[tuple[str, object]]:
    edition = f"第 {found.edition} 版" + ("（中期调整）" if found.previous else "")
    return [
        ("类型", kind_of(found.kind).title),
        ("期限", term(found)),
        ("文号", found.document_number or "—"),
        ("制发单位", found.issuer or "—"),
        ("版次", edition),
        ("建立", f"{found.made_by} {found.made_at.astimezone():%Y-%m-%d}"),
    ]


def _figures(found: Plan, seen: QuerySet[Task], today: date) -> list[tuple[str, int, str, str]]:
    """Label, number, address and colour: each opens the list of what it counts."""
    address = f"{reverse('desk:plans:tasks')}?plan={found.pk}"
    live = seen.exclude(status=Task.Status.DROPPED).order_by().annotate(shade=colour_case(today))
    grouped = live.values("shade").annotate(count=Count("pk"))
    counts = {row["shade"]: row["count"] for row in grouped}
    shown = [("任务", sum(counts.values()), address, "")]
    for colour in ("red", "orange", "yellow", "blue", "green"):
        count = counts.get(colour, 0)
        if count or colour in {"red", "green"}:
            shown.append((rule_of(colour).label, count, f"{address}&colour={colour}", colour if count else ""))
    return shown


def _branches(tasks: Sequence[Task], request: DeskRequest) -> list[Branch]:
    """Consecutive tasks of one heading together; headings above them get a line of their own."""
    today = request.now.date()
    found: list[Branch] = []
    path: list[str] = []
    for task in tasks:
        if list(task.heading_path) != path or not found:
            same = 0
            while same < min(len(path), len(task.heading_path) - 1) and path[same] == task.heading_path[same]:
                same += 1
            found.extend(Branch(name, depth, []) for depth, name in enumerate(task.heading_path) if depth >= same)
            path = list(task.heading_path)
            if not path:
                found.append(Branch("", 0, []))
        found[-1].rows.append(Row(task, task_mark(task, today)))
    return found
