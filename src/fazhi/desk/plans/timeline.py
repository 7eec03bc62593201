"""进度时间图: a year's tasks by month as a table that is also a picture, drawn on the server."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.plans.narrowing import narrowed
from fazhi.desk.plans.words import answering, task_mark
from fazhi.government.permissions import TASK_VIEW
from fazhi.plans import queries
from fazhi.plans.models import Task

ROWS = 60


@dataclass(frozen=True)
class Cell:
    """A month of a task: `state` is what its square looks like, `words` what it says."""

    state: str
    words: str
    is_now: bool


@dataclass(frozen=True)
class Line:
    """A task with its twelve months."""

    task: Task
    units: str
    mark: Mark
    cells: tuple[Cell, ...]


@page(permission=TASK_VIEW, methods=("GET",))
def timeline(request: DeskRequest) -> HttpResponse:
    """Tasks that are due in the year or run through it."""
    today = request.now.date()
    asked = whole(request.GET.get("year", "")) or 0
    year = asked if 1949 <= asked <= 2199 else today.year
    form, seen = narrowed(request.actor, request.GET, today)
    inside = Q(plan__starts_on__year__lte=year, plan__ends_on__year__gte=year) | Q(due_on__year=year)
    tasks = seen.filter(inside)
    ordered = queries.for_lists(tasks, today).prefetch_related("deadlines", "periods").order_by("plan", "order", "pk")
    shown = Paginator(ordered, ROWS).get_page(request.GET.get("page"))
    context = {
        "title": f"{year} 年任务时间图",
        "trail": [("任务看板", reverse("desk:plans:board"))],
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "months": range(1, 13),
        "this_month": today.month if today.year == year else 0,
        "lines": [_line(task, year, today) for task in shown],
        "page": shown,
        "pages": shown.paginator.get_elided_page_range(shown.number),
        "form": form,
    }
    return show(request, "desk/plans/timeline.html", context)


def _line(task: Task, year: int, today: date) -> Line:
    mark = task_mark(task, today)
    return Line(task, answering(task), mark, tuple(_cell(task, mark, year, month, today) for month in range(1, 13)))


def _cell(task: Task, mark: Mark, year: int, month: int, today: date) -> Cell:
    here = (year, month)
    is_now = here == (today.year, today.month)
    ends = _ends(task)
    if here in ends:
        is_last = task.due_on is not None and here == (task.due_on.year, task.due_on.month)
        words = mark.words if is_last else ends[here]
        return Cell(
            f"end {mark.colour}" if is_last else f"node {'met' if ends[here] == '已完成' else ''}", words, is_now
        )
    last = max(ends, default=(task.plan.ends_on.year, task.plan.ends_on.month))
    begins = (task.plan.starts_on.year, task.plan.starts_on.month)
    return Cell("run" if begins <= here <= last else "", "推进中" if begins <= here <= last else "", is_now)


def _ends(task: Task) -> dict[tuple[int, int], str]:
    """The months in which something is due, with a word for each."""
    found = {(line.due_on.year, line.due_on.month): "节点" for line in task.deadlines.all() if line.due_on}
    for period in task.periods.all():
        found[period.due_on.year, period.due_on.month] = "已完成" if period.met_on else "到期"
    if task.due_on is not None:
        found.setdefault((task.due_on.year, task.due_on.month), "到期")
    return found
