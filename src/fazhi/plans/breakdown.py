"""Yearly breakdown (年度分解): a five-year task is carried out by yearly ones, and stands where they stand."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import TASK_MANAGE
from fazhi.plans import building
from fazhi.plans.building import NewDeadline, NewTarget, NewTask, NewUnit
from fazhi.plans.models import Entry, Plan, Task
from fazhi.plans.reach import require_in
from fazhi.plans.refusals import Refused

YEARLY_KIND = "annual"


@dataclass(frozen=True, slots=True)
class YearlyShare:
    """How far a long task is through its yearly ones: the sum of their percents over the years it runs."""

    percent: int
    years: int
    carried: tuple[Task, ...]


@transaction.atomic
def carry_out(
    *,
    actor: Actor,
    plan: Plan,
    tasks: Sequence[Task],
    year: int,
    at: datetime,
    into: Plan | None = None,
    title: str = "",
) -> Plan:
    """Makes the year's tasks out of tasks of a plan of several years; gives the yearly plan that holds them.

    Args: `into` a yearly plan that is being carried out (else one is made, called `title`). Units, targets and headings
    are copied and may be adjusted; a task is due on its deadline in that year, or at the year's end.
    Raises: NotAllowed; Refused when a task is not the plan's, is dropped, or has been carried out in that year already.
    """
    acting = require_in(actor, TASK_MANAGE, plan.jurisdiction_id)
    chosen = _chosen(plan, tasks, year)
    yearly = _yearly_plan(actor, plan, year, at, into, title)
    rows = building.build(yearly, [_yearly(task, year) for task in chosen])
    for origin, row in zip(chosen, rows, strict=True):
        _tell(actor, acting, origin, row, year, at)
    return yearly


def share_of(origin: Task) -> YearlyShare | None:
    """Progress of a long task from its yearly ones; None when it was never broken down."""
    carried = tuple(
        origin.carried_out_by.exclude(status=Task.Status.DROPPED).select_related("plan").order_by("plan__starts_on")
    )
    if not carried:
        return None
    last = min(origin.due_on, origin.plan.ends_on) if origin.due_on and not origin.frequency else origin.plan.ends_on
    years = max(1, last.year - origin.plan.starts_on.year + 1, len(carried))
    return YearlyShare(sum(task.percent for task in carried) // years, years, carried)


def not_carried_out(plan: Plan, year: int) -> Iterable[Task]:
    """The tasks of a plan that have no task in a year yet and may get one."""
    open_tasks = plan.tasks.filter(is_branch=False, status=Task.Status.OPEN)
    there = Task.objects.filter(origin__plan=plan, plan__starts_on__year=year).exclude(status=Task.Status.DROPPED)
    found = open_tasks.exclude(pk__in=there.values("origin"))
    return found.prefetch_related("units__organization", "deadlines", "targets").order_by("order")


def _chosen(plan: Plan, tasks: Sequence[Task], year: int) -> list[Task]:
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Refused(
            f"{year} 年不在“{plan.title}”的规划期（{plan.starts_on.year}—{plan.ends_on.year} 年）内。", field="year"
        )
    if plan.starts_on.year == plan.ends_on.year:
        raise Refused(f"“{plan.title}”本身就是一年的计划，不需要年度分解。")
    if not tasks:
        raise Refused("请先勾选要分解的任务。", field="tasks")
    wanted = {task.pk for task in tasks}
    # Locks the long tasks: two coordinators who break the same ones down at once must not make them twice.
    list(Task.objects.select_for_update().filter(pk__in=wanted).values_list("pk"))
    found = [task for task in not_carried_out(plan, year) if task.pk in wanted]
    if len(found) < len(wanted):
        missing = Task.objects.filter(pk__in=wanted - {task.pk for task in found}).values_list("title", flat=True)
        listed = "、".join(f"“{name[:20]}”" for name in list(missing)[:3])
        raise Refused(f"{listed}不能分解：不属于本规划、已完成、已取消，或 {year} 年已分解过。", field="tasks")
    return found


def _yearly_plan(actor: Actor, plan: Plan, year: int, at: datetime, into: Plan | None, title: str) -> Plan:
    if into is not None:
        found = Plan.objects.select_for_update().get(pk=into.pk)
        if found.jurisdiction_id != plan.jurisdiction_id or found.state != Plan.State.ACTIVE:
            raise Refused(f"“{found.title}”不是本辖区执行中的计划，请重新选择。", field="into")
        if (found.starts_on.year, found.ends_on.year) != (year, year):
            raise Refused(f"“{found.title}”不是 {year} 年的年度计划。", field="into")
        return found
    return Plan.objects.create(
        jurisdiction_id=plan.jurisdiction_id,
        kind=YEARLY_KIND,
        title=title.strip()[:200] or f"{plan.title[:150]}{year}年度任务",
        issuer=plan.issuer,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        series=uuid.uuid4(),
        made_by=actor.person,
        made_at=at,
    )


def _yearly(task: Task, year: int) -> NewTask:
    """The year's copy of a task: its deadlines of that year, or the year's end."""
    lines = [line for line in task.deadlines.all() if line.due_on and line.due_on.year == year]
    end = date(year, 12, 31)
    due_on = max((line.due_on for line in lines if line.due_on), default=end)
    return NewTask(
        title=task.title,
        number=task.number,
        body=task.body,
        heading_path=tuple(task.heading_path),
        units=tuple(NewUnit(part.organization_id, part.part, part.named_as) for part in task.units.all()),
        deadlines=tuple(NewDeadline(line.text, line.norm, line.due_on) for line in lines),
        targets=tuple(
            NewTarget(item.metric, item.comparison, item.value, item.unit, item.text) for item in task.targets.all()
        ),
        due_on=due_on,
        due_text="；".join(line.text for line in lines)[:100],
        frequency=task.frequency,
        is_ongoing=False,
        origin_id=task.pk,
    )


def _tell(actor: Actor, acting: Organization, origin: Task, row: Task, year: int, at: datetime) -> None:
    Entry.objects.create(
        jurisdiction_id=origin.jurisdiction_id, task=origin, kind=Entry.Kind.CARRY, unit=acting,
        text=f"列入 {year} 年“{row.plan.title}”。", changes={"task": row.pk, "year": year}, by=actor.person, at=at,
    )  # fmt: skip
