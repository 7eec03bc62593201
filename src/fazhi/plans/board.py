"""The board (任务看板): tasks in columns by unit, heading, month of the deadline or colour.

The database does the grouping and hands out only the first cards of each column, so that the page costs the same few
statements at ten tasks and at ten thousand.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Count, F, Min, OuterRef, Subquery, Value, Window
from django.db.models.functions import Cast, Coalesce, RowNumber, TruncMonth
from django.db.models.query import QuerySet

from fazhi.government.models import Organization
from fazhi.plans.colours import all_rules, colour_case, rule_of
from fazhi.plans.models import Task, TaskUnit
from fazhi.plans.queries import for_lists

CARDS = 20
COLUMNS = 60


class Grouping(StrEnum):
    """By what the board is divided."""

    COLOUR = "colour"
    UNIT = "unit"
    HEADING = "heading"
    MONTH = "month"

    @property
    def label(self) -> str:
        return {"colour": "预警颜色", "unit": "责任单位", "heading": "所属章节", "month": "完成月份"}[self.value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` filters the list to what it holds, `count` counts all of it, `tasks` are the first cards."""

    key: str
    title: str
    count: int
    tasks: tuple[Task, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.tasks)


def columns(tasks: QuerySet[Task], *, today: date, by: Grouping, cards: int = CARDS) -> list[Column]:
    """The board of `tasks`, in which each card carries the annotation ``colour``. Empty columns are left out.

    By unit, a task stands in the column of each unit that leads it or is responsible; one without such a unit stands
    under 未明确单位.
    """
    counts, places = (_by_unit if by is Grouping.UNIT else _by_task)(tasks, today, by, cards)
    wanted = {task_id for _, task_id in places}
    shown = {task.pk: task for task in for_lists(Task.objects.filter(pk__in=wanted), today)}
    titles = _titles(by, counts)
    held: dict[str, list[Task]] = {}
    for key, task_id in places:
        held.setdefault(key, []).append(shown[task_id])
    ordered = sorted(counts, key=lambda key: _rank(by, key, counts[key]))[:COLUMNS]
    return [Column(key, titles[key], counts[key][0], tuple(held.get(key, ()))) for key in ordered]


_Counts = dict[str, tuple[int, Any]]
_Places = list[tuple[str, int]]
_NEAREST = (F("due_on").asc(nulls_last=True), F("order").asc(), F("pk").asc())


def _by_task(tasks: QuerySet[Task], today: date, by: Grouping, cards: int) -> tuple[_Counts, _Places]:
    keyed = tasks.annotate(column=_key(by, today))
    counted = keyed.order_by().values("column").annotate(count=Count("pk"), first=Min("order"))
    counts = {row["column"]: (row["count"], row["first"]) for row in counted}
    numbered = keyed.annotate(place=Window(RowNumber(), partition_by=[F("column")], order_by=_NEAREST))
    places = numbered.filter(place__lte=cards).order_by("column", "place").values_list("column", "pk")
    return counts, list(places)


def _by_unit(tasks: QuerySet[Task], today: date, by: Grouping, cards: int) -> tuple[_Counts, _Places]:  # noqa: ARG001
    answering = TaskUnit.objects.exclude(part=TaskUnit.Part.SUPPORTING)
    nobody = tasks.exclude(pk__in=answering.values("task"))
    parts = answering.filter(task__in=tasks.order_by().values("pk"))
    counted = parts.order_by().values("organization").annotate(count=Count("pk"), first=Min("organization__order"))
    counts: _Counts = {str(row["organization"]): (row["count"], row["first"]) for row in counted}
    nearest = [F(f"task__{key}").asc(nulls_last=True) if key == "due_on" else F(f"task__{key}").asc()
               for key in ("due_on", "order", "pk")]  # fmt: skip
    numbered = parts.annotate(place=Window(RowNumber(), partition_by=[F("organization")], order_by=nearest))
    listed = numbered.filter(place__lte=cards).order_by("organization", "place")
    places = [(str(unit), task) for unit, task in listed.values_list("organization", "task")]
    alone = list(nobody.order_by(*_NEAREST).values_list("pk", flat=True))
    if alone:
        counts[""] = (len(alone), 0)
        places.extend(("", task) for task in alone[:cards])
    return counts, places


def _key(by: Grouping, today: date) -> Any:
    match by:
        case Grouping.COLOUR:
            return colour_case(today)
        case Grouping.MONTH:
            return Coalesce(Cast(TruncMonth("due_on"), CharField()), Value(""))
        case _:
            return Coalesce(F("heading_path__0"), Value(""), output_field=CharField())


def _titles(by: Grouping, counts: _Counts) -> dict[str, str]:
    match by:
        case Grouping.COLOUR:
            return {key: rule_of(key).label for key in counts}
        case Grouping.MONTH:
            return {key: f"{key[:4]}年{int(key[5:7])}月" if key else "没有期限" for key in counts}
        case Grouping.UNIT:
            ids = [int(key) for key in counts if key]
            names = {str(unit.pk): str(unit) for unit in Organization.objects.filter(pk__in=ids)}
            return {key: names.get(key, "未明确单位") for key in counts}
    return {key: key or "未分章节" for key in counts}


def _rank(by: Grouping, key: str, counted: tuple[int, Any]) -> tuple[Any, ...]:
    """Urgent colours first, months in their order, units as the tree lists them, headings as the document does."""
    match by:
        case Grouping.COLOUR:
            urgency = ["red", "orange", "yellow", "blue", "green", "grey"]
            return (urgency.index(key) if key in urgency else len(all_rules()),)
        case Grouping.MONTH:
            return (key == "", key)
        case Grouping.UNIT:
            return (key == "", counted[1], key)
    return (key == "", counted[1], key)


def narrowed(tasks: QuerySet[Task], *, by: Grouping, key: str, today: date) -> QuerySet[Task]:
    """The tasks of one column."""
    if by is Grouping.UNIT:
        is_unit = key.isascii() and key.isdigit() and len(key) < 19
        answering = TaskUnit.objects.exclude(part=TaskUnit.Part.SUPPORTING).filter(task=OuterRef("pk"))
        first = answering.filter(organization_id=int(key)) if is_unit else answering
        held = tasks.annotate(_held=Subquery(first.values("task")[:1]))
        return held.filter(_held__isnull=not is_unit)
    return tasks.annotate(_column=_key(by, today)).filter(_column=key)
