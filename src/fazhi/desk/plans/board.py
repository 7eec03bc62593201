"""任务看板: tasks in columns, narrowed by what is chosen, and the same as a workbook."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from fazhi.desk.components import Tab
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.plans.board_export import export
from fazhi.desk.plans.narrowing import narrowed
from fazhi.desk.plans.words import answering, due_words, task_mark
from fazhi.government.permissions import TASK_VIEW
from fazhi.plans import board as boards
from fazhi.plans.board import Grouping


@page(permission=TASK_VIEW, methods=("GET",))
def board(request: DeskRequest) -> HttpResponseBase:
    """The board, or with ``export=xlsx`` what it shows as a table."""
    today = request.now.date()
    form, tasks = narrowed(request.actor, request.GET, today)
    asked = request.GET.get("by", "")
    by = Grouping(asked) if asked in set(Grouping) else Grouping.COLOUR
    if request.GET.get("export") == "xlsx":
        return export(request, tasks)
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
