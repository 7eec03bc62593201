"""Writing tasks under a plan: the tree of headings (大项) and the tasks (小项) with their units, deadlines, targets.

Shared by confirming an import, the yearly breakdown and adding a task by hand. Rows are written in bulk: a plan of
three hundred tasks takes a dozen statements.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fazhi.plans import periods
from fazhi.plans.intake.draft import Draft, DraftTask, due_of
from fazhi.plans.models import Plan, Target, Task, TaskDeadline, TaskUnit

_HEADING_NUMBER = re.compile(
    r"^\s*((?:第[一二三四五六七八九十百零〇\d]+[章节编部条篇](?:分)?|[（(][一二三四五六七八九十百\d]+[)）]|"
    r"[一二三四五六七八九十百]+|\d+(?:\.\d+)*))[\s、.．，:：]*(?=\D)"
)


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A deadline to be written."""

    text: str
    norm: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target to be written."""

    metric: str
    comparison: str
    value: Decimal
    unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit's part to be written."""

    organization_id: int
    part: str
    named_as: str = ""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be written. `carries` is an existing row that becomes this task and keeps its history."""

    title: str
    number: str = ""
    body: str = ""
    heading_path: tuple[str, ...] = ()
    units: tuple[NewUnit, ...] = ()
    deadlines: tuple[NewDeadline, ...] = ()
    targets: tuple[NewTarget, ...] = ()
    due_on: date | None = None
    due_text: str = ""
    frequency: str = ""
    yearly_on: tuple[int, int] | None = None
    is_ongoing: bool = False
    extra: dict[str, str | int] = field(default_factory=dict)
    source_start: int | None = None
    source_end: int | None = None
    origin_id: int | None = None
    carries: Task | None = None


def task_of_draft(
    task: DraftTask, draft: Draft, starts_on: date, ends_on: date, carries: Task | None = None
) -> NewTask:
    """A draft's task as it will be written."""
    due = due_of(task, starts_on=starts_on, ends_on=ends_on)
    return NewTask(
        title=task.title.strip(),
        number=task.number,
        body=task.body,
        heading_path=task.heading_path,
        units=tuple(NewUnit(unit_id, unit.part, unit.name) for unit_id, unit in draft.parts(task)),
        deadlines=tuple(NewDeadline(line.text, line.norm, found.day) for line, found in due.deadlines),
        targets=tuple(
            NewTarget(item.metric, item.comparison, Decimal(item.value), item.unit, item.text) for item in task.targets
        ),
        due_on=due.day,
        due_text=due.text,
        frequency=due.frequency,
        yearly_on=due.yearly_on,
        is_ongoing=due.is_ongoing,
        extra=dict(task.extra),
        source_start=task.start,
        source_end=task.end,
        carries=carries,
    )


def build(plan: Plan, tasks: Sequence[NewTask]) -> list[Task]:
    """Writes `tasks` under `plan` behind what is there, with a branch for each heading; gives the rows in order."""
    tree = _Tree(plan, start=_next_order(plan))
    rows = [tree.row(task) for task in tasks]
    tree.write_branches()
    for row, task in zip(rows, tasks, strict=True):
        row.parent = tree.branches.get(task.heading_path) if task.heading_path else None
    carried = [row for row in rows if row.pk is not None]
    Task.objects.bulk_create([row for row in rows if row.pk is None])
    for row in carried:
        row.save()
    write_parts(list(zip(rows, tasks, strict=True)))
    for row, task in zip(rows, tasks, strict=True):
        if task.carries is not None:
            periods.forget_unused(row)
        if row.frequency:
            periods.create(task=row, starts_on=plan.starts_on, ends_on=plan.ends_on, yearly_on=task.yearly_on)
            settle_due(row)
    return rows


def write_parts(pairs: Sequence[tuple[Task, NewTask]]) -> None:
    """Writes units, deadlines and targets. A target that stays, by its metric, keeps its row: reports name it."""
    carried = [row.pk for row, task in pairs if task.carries is not None]
    staying: dict[tuple[int, str], Target] = {}
    if carried:
        TaskUnit.objects.filter(task__in=carried).delete()
        TaskDeadline.objects.filter(task__in=carried).delete()
        staying = {(target.task_id, target.metric): target for target in Target.objects.filter(task__in=carried)}
    TaskUnit.objects.bulk_create(
        TaskUnit(task=row, organization_id=unit.organization_id, part=unit.part, named_as=unit.named_as, order=order)
        for row, task in pairs
        for order, unit in enumerate(task.units)
    )
    TaskDeadline.objects.bulk_create(
        TaskDeadline(task=row, text=line.text, norm=line.norm, due_on=line.due_on)
        for row, task in pairs
        for line in task.deadlines
    )
    _write_targets(pairs, staying)


def _write_targets(pairs: Sequence[tuple[Task, NewTask]], staying: dict[tuple[int, str], Target]) -> None:
    fresh: list[Target] = []
    kept: list[Target] = []
    for row, task in pairs:
        for item in task.targets:
            target = staying.pop((row.pk, item.metric), None)
            (fresh if target is None else kept).append(target := target or Target(task=row, metric=item.metric))
            target.comparison, target.value = item.comparison, item.value
            target.unit, target.text = item.unit, item.text
    Target.objects.filter(pk__in=[target.pk for target in staying.values()]).delete()
    Target.objects.bulk_update(kept, ["comparison", "value", "unit", "text"])
    Target.objects.bulk_create(fresh)


def settle_due(task: Task) -> None:
    """A task with a frequency is due when its earliest unmet period is."""
    unmet = periods.first_unmet(task)
    last = task.periods.order_by("-due_on").first()
    due_on = unmet.due_on if unmet else (last.due_on if last else task.due_on)
    if due_on != task.due_on:
        task.due_on = due_on
        task.save(update_fields=["due_on"])


def heading_parts(heading: str) -> tuple[str, str]:
    """二、健全政府职能体系 → 二 and the rest; a heading without a number has an empty one."""
    found = _HEADING_NUMBER.match(heading)
    rest = heading[found.end() :].strip() if found else ""
    return (found[1], rest) if found and rest else ("", heading.strip())


def _next_order(plan: Plan) -> int:
    last = plan.tasks.order_by("-order").values_list("order", flat=True).first()
    return 0 if last is None else last + 1


class _Tree:
    """Rows in the order of the document; branches already in the plan are used again."""

    def __init__(self, plan: Plan, start: int) -> None:
        self.plan = plan
        self.order = start
        there = plan.tasks.filter(is_branch=True)
        self.branches: dict[tuple[str, ...], Task] = {tuple(row.heading_path): row for row in there}
        self._fresh: dict[int, list[tuple[tuple[str, ...], Task]]] = {}

    def row(self, task: NewTask) -> Task:
        for depth in range(1, len(task.heading_path) + 1):
            self._branch(task.heading_path[:depth])
        row = task.carries or Task(jurisdiction_id=self.plan.jurisdiction_id)
        row.plan, row.order, row.number, row.title = self.plan, self._next(), task.number, task.title
        row.body, row.heading_path, row.extra = task.body, list(task.heading_path), task.extra
        row.frequency, row.is_ongoing = task.frequency, task.is_ongoing
        row.due_on, row.due_text = task.due_on, task.due_text[:100]
        row.source_start, row.source_end = task.source_start, task.source_end
        if task.origin_id is not None:
            row.origin_id = task.origin_id
        return row

    def write_branches(self) -> None:
        """Level by level: a branch needs the id of the one above it."""
        for depth in sorted(self._fresh):
            for path, row in self._fresh[depth]:
                row.parent = self.branches.get(path[:-1])
            Task.objects.bulk_create([row for _, row in self._fresh[depth]])

    def _branch(self, path: tuple[str, ...]) -> None:
        if path in self.branches:
            return
        number, title = heading_parts(path[-1])
        row = Task(
            jurisdiction_id=self.plan.jurisdiction_id,
            plan=self.plan,
            is_branch=True,
            order=self._next(),
            number=number[:20],
            title=title[:300],
            heading_path=list(path),  # a branch's own heading included, so that its leaves share its path
        )
        self.branches[path] = row
        self._fresh.setdefault(len(path), []).append((path, row))

    def _next(self) -> int:
        self.order += 1
        return self.order - 1
