"""Single tasks (任务): added to a plan by hand, adjusted with a reason, dropped. Every change leaves an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import TASK_MANAGE
from fazhi.plans import building, progress
from fazhi.plans.building import NewDeadline, NewTarget, NewTask, NewUnit
from fazhi.plans.editions.comparison import FieldChange, field_changes
from fazhi.plans.editions.faces import faces_of_tasks
from fazhi.plans.kinds import clean_extra, kind_of
from fazhi.plans.models import Entry, Plan, Task, TaskUnit
from fazhi.plans.reach import require_in
from fazhi.plans.refusals import Refused

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What a person fills in about a task. `due_on` is a day or nothing (then the plan's end, unless it is ongoing)."""

    title: str
    number: str = ""
    body: str = ""
    heading: str = ""
    lead: tuple[Organization, ...] = ()
    responsible: tuple[Organization, ...] = ()
    supporting: tuple[Organization, ...] = ()
    due_on: date | None = None
    is_ongoing: bool = False
    frequency: str = ""
    targets: tuple[NewTarget, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


def fields_of(task: Task) -> TaskFields:
    """A task as it stands, to fill a form with."""
    parts = list(task.units.select_related("organization"))

    def units(part: str) -> tuple[Organization, ...]:
        return tuple(found.organization for found in parts if found.part == part)

    has_own_day = bool(task.due_text) or task.deadlines.exists()
    return TaskFields(
        title=task.title,
        number=task.number,
        body=task.body,
        heading=task.heading_path[-1] if task.heading_path else "",
        lead=units(TaskUnit.Part.LEAD),
        responsible=units(TaskUnit.Part.RESPONSIBLE),
        supporting=units(TaskUnit.Part.SUPPORTING),
        due_on=task.due_on if has_own_day and not task.frequency else None,
        is_ongoing=task.is_ongoing,
        frequency=task.frequency,
        targets=tuple(
            NewTarget(item.metric, item.comparison, item.value, item.unit, item.text) for item in task.targets.all()
        ),
        extra={key: str(value) for key, value in task.extra.items()},
    )


@transaction.atomic
def add(*, actor: Actor, plan: Plan, fields: TaskFields, at: datetime) -> Task:  # noqa: ARG001 -- every verb is told when
    """Adds a task at the end of its heading's plan. Raises NotAllowed; Refused with the field that is wrong."""
    require_in(actor, TASK_MANAGE, plan.jurisdiction_id)
    found = _open(plan)
    heading = (fields.heading.strip(),) if fields.heading.strip() else ()
    return building.build(found, [_new(fields, found, heading)])[0]


@transaction.atomic
def adjust(*, actor: Actor, task: Task, fields: TaskFields, reason: str, at: datetime) -> Entry:
    """Changes a task and writes what changed, from what to what, and why. Raises NotAllowed; Refused.

    A task that is changed keeps its reports; its standing is folded anew, because other units may answer for it now.
    """
    acting = require_in(actor, TASK_MANAGE, task.jurisdiction_id)
    row = _locked(task)
    plan = _open(row.plan)
    if not reason.strip():
        raise Refused("请写明调整原因。", field="reason")
    before = _face(row, plan)
    heading = _heading(row, fields)
    new = _new(fields, plan, heading, carries=row, keeps=row)
    _write(row, new, plan)
    row = Task.objects.get(pk=row.pk)
    changes = _changes(before, _face(row, plan), row)
    if not changes:
        raise Refused("没有改动任何内容。", field="reason")
    entry = Entry.objects.create(
        jurisdiction_id=row.jurisdiction_id, task=row, kind=Entry.Kind.ADJUST, unit=acting, text=reason.strip(),
        changes={change.field: [change.before, change.after] for change in changes}, by=actor.person, at=at,
    )  # fmt: skip
    progress.rebuild(row)
    return entry


@transaction.atomic
def drop(*, actor: Actor, task: Task, reason: str, at: datetime) -> Entry:
    """Cancels a task; what was reported on it stays. Raises NotAllowed; Refused without a reason or when it is done."""
    acting = require_in(actor, TASK_MANAGE, task.jurisdiction_id)
    row = _locked(task)
    if not reason.strip():
        raise Refused("请写明取消原因。", field="reason")
    entry = Entry.objects.create(
        jurisdiction_id=row.jurisdiction_id, task=row, kind=Entry.Kind.DROP, unit=acting, text=reason.strip(),
        by=actor.person, at=at,
    )  # fmt: skip
    progress.rebuild(row)
    return entry


def _locked(task: Task) -> Task:
    row = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    if row.is_branch:
        raise Refused("大项由所含任务组成，请调整其中的任务。")
    if row.status == Task.Status.DROPPED:
        raise Refused("任务已取消。")
    return row


def _open(plan: Plan) -> Plan:
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    if found.state != Plan.State.ACTIVE:
        raise Refused(f"“{found.title}”{found.get_state_display()}，不能增改任务。")
    return found


def _heading(row: Task, fields: TaskFields) -> tuple[str, ...]:
    """The last heading is what the form shows; those above it stay."""
    path = tuple(row.heading_path)
    typed = fields.heading.strip()
    if not typed:
        return ()
    return path if path and path[-1] == typed else (*path[:-1], typed)


def _new(
    fields: TaskFields,
    plan: Plan,
    heading: tuple[str, ...],
    carries: Task | None = None,
    keeps: Task | None = None,
) -> NewTask:
    title = fields.title.strip()
    if not title:
        raise Refused("请填写任务名称。", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"任务名称有 {len(title)} 字，最多 {LONGEST_TITLE} 字。", field="title")
    if fields.due_on and not 1949 <= fields.due_on.year <= 2199:
        raise Refused(f"完成期限 {fields.due_on} 不在合理范围内。", field="due_on")
    deadlines, due_text = _deadlines(fields, keeps)
    return NewTask(
        title=title,
        number=fields.number.strip()[:20],
        body=fields.body.strip(),
        heading_path=heading,
        units=_units(fields, plan),
        deadlines=deadlines,
        targets=fields.targets,
        due_on=fields.due_on or (None if fields.is_ongoing and not fields.frequency else plan.ends_on),
        due_text=due_text,
        frequency=fields.frequency,
        is_ongoing=fields.is_ongoing,
        extra=clean_extra(kind_of(plan.kind), fields.extra),
        source_start=keeps.source_start if keeps else None,
        source_end=keeps.source_end if keeps else None,
        carries=carries,
    )


def _deadlines(fields: TaskFields, keeps: Task | None) -> tuple[tuple[NewDeadline, ...], str]:
    """The document's own words stay as long as the days they come to are what the person wants."""
    wanted = (fields.due_on, fields.is_ongoing, fields.frequency)
    if keeps is not None and (fields_of(keeps).due_on, keeps.is_ongoing, keeps.frequency) == wanted:
        kept = tuple(NewDeadline(line.text, line.norm, line.due_on) for line in keeps.deadlines.all())
        return kept, keeps.due_text
    if fields.due_on:
        text = f"{fields.due_on.year}年{fields.due_on.month}月{fields.due_on.day}日前"
        return (NewDeadline(text, fields.due_on.isoformat(), fields.due_on),), text
    if fields.is_ongoing:
        return (NewDeadline("长期坚持", "ongoing", None),), "长期坚持"
    return (), ""


def _units(fields: TaskFields, plan: Plan) -> tuple[NewUnit, ...]:
    parts = TaskUnit.Part
    found: dict[int, NewUnit] = {}
    for part, units in (
        (parts.LEAD, fields.lead),
        (parts.RESPONSIBLE, fields.responsible),
        (parts.SUPPORTING, fields.supporting),
    ):
        for unit in units:
            if unit.jurisdiction_id != plan.jurisdiction_id:
                raise Refused(f"“{unit}”不是本辖区的单位。", field=part.value)
            if unit.pk in found and found[unit.pk].part != part.value:
                raise Refused(f"“{unit}”在一项任务中只能有一种职责。", field=part.value)
            found.setdefault(unit.pk, NewUnit(unit.pk, part.value))
    return tuple(found.values())


def _write(row: Task, new: NewTask, plan: Plan) -> None:
    """Changes a row in its place in the order; only a new heading moves it under another branch."""
    order, moved = row.order, tuple(row.heading_path) != new.heading_path
    written = building.build(plan, [new])[0]
    if not moved:
        written.order = order
        written.save(update_fields=["order"])


def _face(row: Task, plan: Plan) -> Task:
    """The task with everything that a face tells read now: `adjust` compares before with after."""
    found = Task.objects.prefetch_related("units__organization", "deadlines", "targets").get(pk=row.pk)
    found.plan = plan
    for related in (found.units, found.deadlines, found.targets):
        list(related.all())
    return found


def _changes(before: Task, after: Task, row: Task) -> tuple[FieldChange, ...]:
    kind = kind_of(row.plan.kind)
    listed = field_changes(faces_of_tasks([before], kind)[0], faces_of_tasks([after], kind)[0])
    extra = []
    if before.number != after.number:
        extra.append(FieldChange("编号", before.number, after.number))
    if before.heading_path != after.heading_path:
        extra.append(FieldChange("所属章节", " / ".join(before.heading_path), " / ".join(after.heading_path)))
    return (*listed, *extra)
