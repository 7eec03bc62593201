"""任务看板: tasks in columns, narrowed by what is chosen, and the same as a workbook."""

from urllib.parse import quote

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from fazhi.desk.components import Tab
from fazhi.desk.fields import OrganizationField
from fazhi.desk.forms import Form
from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.plans.words import answering, due_words, task_mark
from fazhi.government.permissions import TASK_VIEW
from fazhi.plans import board as boards
from fazhi.plans import queries
from fazhi.plans.board import Grouping
from fazhi.plans.colours import all_rules, with_colour
from fazhi.plans.models import Plan, Task, TaskUnit
from fazhi.plans.worksheet import task_worksheet

# As many rows as an office prints; a longer table is what the list of tasks exports in the background.
MOST_EXPORTED = 5_000


class BoardForm(Form):
    """What the board is narrowed to."""

    q = forms.CharField(label="关键词", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    plan = forms.ModelChoiceField(
        label="规划计划", queryset=Plan.objects.none(), required=False, empty_label="全部规划计划"
    )
    unit = OrganizationField(label="单位", required=False, empty_label="全部单位")
    colour = forms.ChoiceField(
        label="预警",
        required=False,
        choices=[("", "全部预警"), *((rule.colour.value, rule.label) for rule in all_rules() if rule.colour != "grey")],
    )


@page(permission=TASK_VIEW, methods=("GET",))
def board(request: DeskRequest) -> HttpResponse:
    """The board, or with ``export=xlsx`` what it shows as a table."""
    today = request.now.date()
    form = BoardForm(request.GET, actor=request.actor)
    shown_plans = queries.visible_plans(request.actor).exclude(state=Plan.State.SUPERSEDED)
    form.fields["plan"].queryset = shown_plans  # type: ignore[attr-defined]  # a model choice field
    form.is_valid()
    tasks = narrowed(request, form)
    asked = request.GET.get("by", "")
    by = Grouping(asked) if asked in set(Grouping) else Grouping.COLOUR
    if request.GET.get("export") == "xlsx":
        return _workbook(request, tasks, by)
    columns = [
        {
            "title": column.title,
            "count": column.count,
            "more": column.more,
            "key": column.key,
            "cards": [(task, task_mark(task, today), answering(task), due_words(task)) for task in column.tasks],
        }
        for column in boards.columns(tasks, today=today, by=by)
    ]
    kept = {name: str(value) for name, value in request.GET.items() if name not in {"by", "export"} and value}
    context = {
        "title": "任务看板",
        "columns": columns,
        "by": by,
        "total": tasks.count(),
        "tabs": [Tab(f"按{each.label}", f"?{urlencode({**kept, 'by': each.value})}", each is by) for each in Grouping],
        "export_url": f"?{urlencode({**kept, 'by': by.value, 'export': 'xlsx'})}",
        "form": form,
        "list_url": reverse("desk:plans:tasks"),
    }
    return show(request, "desk/plans/board.html", context)


def narrowed(request: DeskRequest, form: BoardForm) -> QuerySet[Task]:
    """The tasks that the filter leaves; dropped ones are not on the board, nor those of plans that are over."""
    today = request.now.date()
    seen = queries.visible_tasks(request.actor).exclude(status=Task.Status.DROPPED)
    chosen = form.cleaned_data
    tasks = queries.found(with_colour(seen, today), chosen.get("q", ""))
    plan = chosen.get("plan")
    tasks = tasks.filter(plan=plan) if plan else tasks.filter(plan__state=Plan.State.ACTIVE)
    if unit := chosen.get("unit"):
        tasks = tasks.filter(
            Exists(TaskUnit.objects.filter(task=OuterRef("pk"), organization__path__startswith=unit.path))
        )
    if chosen.get("colour"):
        tasks = tasks.filter(Q(colour=chosen["colour"]))
    return tasks


def _workbook(request: DeskRequest, tasks: QuerySet[Task], by: Grouping) -> HttpResponse:
    today = request.now.date()
    rows = tasks.select_related("plan").prefetch_related("units__organization", "targets", "deadlines")
    ordered = rows.order_by("plan__title", "order", "pk")[:MOST_EXPORTED]
    maker = request.actor.seats[0].organization_name if request.actor.seats else ""
    heading = f"任务分解表（按{by.label}）" if by is not Grouping.COLOUR else "任务分解表"
    data = task_worksheet(ordered, heading=heading, made_by=maker, today=today)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'任务分解表{today:%Y%m%d}.xlsx')}"}
    return HttpResponse(data, content_type=XLSX, headers=headers)
