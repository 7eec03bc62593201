"""Lists of tasks: all that a person sees, and those of their own units."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from fazhi.desk.components import Tab
from fazhi.desk.lists import Choice, Column, DateRange, Filter, ListPage, Unit
from fazhi.desk.pages import Needed
from fazhi.desk.plans.words import answering, due_words, supporting, task_colour, task_mark
from fazhi.desk.templatetags.desk import mark, progress_bar
from fazhi.government.actors import Actor
from fazhi.government.permissions import TASK_REPORT, TASK_REVIEW, TASK_VIEW, within_reach
from fazhi.plans import queries
from fazhi.plans.colours import all_rules, rule_of
from fazhi.plans.models import Entry, Plan, Task, TaskUnit


def _plans(actor: Actor) -> list[tuple[str, str]]:
    shown = queries.visible_plans(actor).exclude(state=Plan.State.SUPERSEDED)
    return [(str(key), title) for key, title in shown.values_list("pk", "title")]


def _of_unit(path: str) -> Q:
    parts = TaskUnit.objects.filter(task=OuterRef("pk"), organization__path__startswith=path)
    return Q(Exists(parts))


class Tasks(ListPage[Task]):
    """Every task within reach."""

    title, order, unit_word = "任务清单", "due", "项"
    permission: ClassVar[Needed] = TASK_VIEW
    filters: ClassVar[Sequence[Filter]] = (
        Choice("plan", "规划计划", "plan", choices=_plans),
        Unit("unit", "单位", narrow=_of_unit),
        Choice("colour", "预警", "colour", choices=[(rule.colour.value, rule.label) for rule in all_rules()]),
        DateRange("due", "期限", "due_on"),
    )
    search_fields = ("title", "body", "number", "unit_names")
    search_label = "任务名称、内容、编号、单位"
    empty = "还没有任务。导入规划计划后，任务会列在这里。"
    columns = (
        Column(
            "title",
            "任务",
            lambda t: str(t),
            link=lambda t: reverse("desk:plans:task", args=[t.pk]),
            sort="order",
            wide=True,
            width=44,
        ),
        Column("plan", "规划计划", lambda t: t.plan.title, sort="plan__title", width=28, phone=False),
        Column("units", "牵头（责任）单位", answering, width=22),
        Column("supporting", "配合单位", supporting, width=24, page=False),
        Column("due", "完成期限", due_words, sort="due_on", width=16),
        Column("colour", "预警", lambda t: rule_of(t.colour).label),
        Column(
            "percent",
            "进度",
            lambda t: t.percent,
            cell=lambda t: progress_bar(t.percent, t.colour),
            sort="percent",
        ),
        Column("status", "状态", lambda t: t.get_status_display(), sort="status", page=False),
    )

    def seen(self) -> QuerySet[Task]:
        """The tasks that are being carried out; a chosen plan shows all of its own."""
        tasks = queries.visible_tasks(self.actor)
        return tasks if self.query.get("plan") else queries.at_work(tasks)

    def rows(self) -> QuerySet[Task]:
        names = TaskUnit.objects.filter(task=OuterRef("pk")).order_by().values("task")
        joined = names.annotate(
            names=StringAgg(Concat("organization__short_name", Value(" "), "organization__name"), Value(" "))
        )
        rows = queries.for_lists(self.seen(), self.now.date())
        return rows.alias(unit_names=Subquery(joined.values("names"), output_field=TextField()))

    def shown_columns(self) -> Sequence[Column[Any]]:
        today = self.now.date()
        warning: Column[Task] = Column(
            "colour",
            "预警",
            lambda t: task_mark(t, today).words,
            cell=lambda t: mark(task_mark(t, today)),
            sort="due_on",
        )
        return tuple(warning if column.key == "colour" else column for column in self.columns)

    def row_colour(self, row: Task) -> str:
        return "red" if task_colour(row, self.now.date()) == "red" else ""


class Mine(Tasks):
    """The tasks of the units where the person reports: what waits for them comes first, as tabs."""

    title, permission = "我的任务", (TASK_REPORT, TASK_REVIEW)
    empty = "本单位还没有任务。"
    filters = (
        Choice("plan", "规划计划", "plan", choices=_plans),
        Choice("colour", "预警", "colour", choices=[(rule.colour.value, rule.label) for rule in all_rules()]),
        DateRange("due", "期限", "due_on"),
    )

    def seen(self) -> QuerySet[Task]:
        tasks = queries.tasks_of_units(self.actor)
        if not self.query.get("plan"):
            tasks = queries.at_work(tasks)
        match self.query.get("show"):
            case "supporting":
                return tasks.filter(self._part(leading=False), status=Task.Status.OPEN)
            case "returned":
                return tasks.filter(pk__in=queries.returned_entries(self.actor).values("task"))
            case "waiting":
                return tasks.filter(pk__in=self._waiting().values("task"))
            case "done":
                return tasks.filter(status=Task.Status.DONE)
            case "all":
                return tasks
        return tasks.filter(self._part(leading=True), status=Task.Status.OPEN)

    def tabs(self) -> Sequence[Tab]:
        shown = self.query.get("show", "")
        words = {
            "": "牵头（责任）",
            "supporting": "配合",
            "returned": "退回待改",
            "waiting": "待审核",
            "done": "已完成",
            "all": "全部",
        }
        counts = {"returned": queries.returned_entries(self.actor).values("task").distinct().count()}
        return [
            Tab(label, f"?show={key}" if key else "?", shown == key, counts.get(key)) for key, label in words.items()
        ]

    def _part(self, *, leading: bool) -> Q:
        own = queries.tasks_of_units(self.actor, leading=leading)
        return Q(pk__in=own.values("pk"))

    def _waiting(self) -> QuerySet[Entry]:
        waiting = Entry.objects.filter(kind__in=(Entry.Kind.REPORT, Entry.Kind.CONTRIBUTION), answer=None)
        return waiting.filter(within_reach(self.actor, TASK_REPORT, "unit"))
