"""What waits for a person in plans, and the figures of those who oversee them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.urls import reverse

from fazhi.desk.plans.words import task_mark
from fazhi.desk.worklist import Figure, Work, WorkItem, WorkSource, register, register_figures
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import PLAN_IMPORT, TASK_REPORT, TASK_REVIEW, TASK_VIEW
from fazhi.plans import queries
from fazhi.plans.colours import with_colour
from fazhi.plans.models import Entry, Intake, Task
from fazhi.plans.reach import jurisdictions_of

SHOWN = 8
NEAR_DAYS = 30


def returned(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """What was given back to the actor's units."""
    if not permissions.may(actor, TASK_REPORT):
        return Work((), 0)
    found = queries.returned_entries(actor).select_related("task", "answer").order_by("-pk")
    items = [
        WorkItem(
            title=str(entry.task),
            url=reverse("desk:plans:task", args=[entry.task_id]),
            due=entry.task.due_on,
            colour="orange",
            words="退回修改",
            note=entry.answer.text[:60],
        )
        for entry in found[:SHOWN]
    ]
    return Work(items, _count(found.count, items), reverse("desk:plans:mine") + "?show=returned")


def to_review(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Reports and contributions that wait for this person."""
    if not permissions.may(actor, TASK_REVIEW):
        return Work((), 0)
    found = queries.waiting_entries(actor).select_related("task", "unit").order_by("pk")
    items = [
        WorkItem(
            title=str(entry.task),
            url=reverse("desk:plans:review", args=[entry.pk]),
            colour="blue",
            words=Entry.Kind(entry.kind).label,
            note=f"{entry.unit}　{entry.text[:40]}",
        )
        for entry in found[:SHOWN]
    ]
    return Work(items, _count(found.count, items))


def due_soon(actor: Actor, now: datetime) -> Work:
    """Open tasks that the actor's units answer for and that are late or near, the nearest first."""
    if not permissions.may(actor, TASK_REPORT):
        return Work((), 0)
    today = now.date()
    near = Q(due_on__lte=today + timedelta(days=NEAR_DAYS))
    mine = queries.at_work(queries.tasks_of_units(actor, leading=True)).filter(near, status=Task.Status.OPEN)
    found = with_colour(mine, today).select_related("plan").order_by(F("due_on").asc(), "pk")
    items = []
    for task in found[:SHOWN]:
        shown = task_mark(task, today)
        address = reverse("desk:plans:task", args=[task.pk])
        items.append(WorkItem(str(task), address, task.due_on, shown.colour, shown.words, task.plan.title[:40]))
    return Work(items, _count(found.count, items), reverse("desk:plans:mine"))


def open_drafts(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Imports that nobody has confirmed."""
    if not permissions.may(actor, PLAN_IMPORT):
        return Work((), 0)
    found = queries.visible_intakes(actor).filter(state=Intake.State.OPEN).defer("draft", "text").select_related("file")
    items = [
        WorkItem(each.title or each.file.name, reverse("desk:plans:draft", args=[each.pk]), None, "yellow", "待确认")
        for each in found[:SHOWN]
    ]
    return Work(items, _count(found.count, items), reverse("desk:plans:intakes") + "?state=open")


def figures(actor: Actor, now: datetime) -> Sequence[Figure]:
    """How the tasks of the jurisdiction stand, in one query."""
    if not jurisdictions_of(actor, TASK_VIEW):
        return ()
    live = queries.at_work(queries.visible_tasks(actor))
    is_open = Q(status=Task.Status.OPEN)
    counted = live.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(status=Task.Status.DONE)),
        late=Count("pk", filter=is_open & Q(due_on__lt=now.date())),
    )
    tasks = reverse("desk:plans:tasks")
    return (
        Figure("任务", counted["all"], tasks),
        Figure("已完成", counted["done"], f"{tasks}?colour=green", "green"),
        Figure("已逾期", counted["late"], f"{tasks}?colour=red", "red" if counted["late"] else ""),
    )


def _count(count: object, items: Sequence[WorkItem]) -> int:
    """Counts only where there may be more than is shown."""
    assert callable(count)
    return len(items) if len(items) < SHOWN else int(count())


register(WorkSource("plans.returned", "退回待改", returned, order=5))
register(WorkSource("plans.review", "待审核的进展", to_review, order=10))
register(WorkSource("plans.due", "临期和逾期任务", due_soon, order=20))
register(WorkSource("plans.drafts", "待确认的导入", open_drafts, order=40))
register_figures("plans", figures)
