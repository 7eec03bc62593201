"""The faces of tasks for comparing editions: of rows in the database, and of a draft, told in the same words."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from fazhi.catalog.plan_kinds import PlanKind
from fazhi.government.models import Organization
from fazhi.plans.editions.comparison import Comparison, TaskFace, compare
from fazhi.plans.intake.draft import Draft, DraftTask, due_of, from_json
from fazhi.plans.kinds import kind_of, shown
from fazhi.plans.models import Intake, Plan, Target, Task, TaskUnit

_Fields = tuple[tuple[str, str], ...]


def leaves(plan: Plan) -> list[Task]:
    """The tasks of a plan that go on, with all that a face tells, in five queries."""
    found = plan.tasks.filter(is_branch=False).exclude(status=Task.Status.DROPPED)
    return list(found.prefetch_related("units__organization", "deadlines", "targets").order_by("order", "id"))


def compare_with_draft(intake: Intake) -> Comparison:
    """What an adjusting intake's draft would change in the plan that it adjusts."""
    assert intake.adjusts is not None
    kind = kind_of(intake.kind)
    return compare(faces_of_tasks(leaves(intake.adjusts), kind), faces_of_draft(from_json(intake.draft), intake, kind))


def faces_of_tasks(tasks: Iterable[Task], kind: PlanKind) -> list[TaskFace]:
    """Faces of rows; `ref` is the row's id."""
    return [
        TaskFace(task.pk, task.number, task.title, task.body, (*_unit_fields_of(task), *_rest_of(task, kind)))
        for task in tasks
    ]


def faces_of_draft(draft: Draft, intake: Intake, kind: PlanKind) -> list[TaskFace]:
    """Faces of a draft; `ref` is the draft's key."""
    ids = {unit for naming in draft.names.values() for unit in naming.organization_ids}
    labels = {unit.pk: str(unit) for unit in Organization.objects.filter(pk__in=ids)}
    return [face_of_draft(task, draft, labels, intake.starts_on, intake.ends_on, kind) for task in draft.tasks]


def face_of_draft(
    task: DraftTask, draft: Draft, labels: Mapping[int, str], starts_on: date, ends_on: date, kind: PlanKind
) -> TaskFace:
    """The face of one task of a draft."""
    parts = [(unit.part, labels.get(organization_id, "")) for organization_id, unit in draft.parts(task)]
    due = due_of(task, starts_on=starts_on, ends_on=ends_on)
    when = [found.day.isoformat() if found.day and not found.frequency else line.text for line, found in due.deadlines]
    targets = [_target(item.metric, item.comparison, Decimal(item.value), item.unit) for item in task.targets]
    fields = (
        *_unit_fields(parts),
        ("完成时限", _joined(when)),
        ("频次", Task.Frequency(due.frequency).label if due.frequency else ""),
        ("指标", _joined(targets)),
        *shown(kind, task.extra),
    )
    return TaskFace(task.key, task.number, task.title, task.body, fields)


def _unit_fields_of(task: Task) -> _Fields:
    return _unit_fields([(part.part, str(part.organization)) for part in task.units.all()])


def _rest_of(task: Task, kind: PlanKind) -> _Fields:
    lines = task.deadlines.all()
    when = [line.due_on.isoformat() if line.due_on and not line.norm.startswith("P") else line.text for line in lines]
    targets = [_target(item.metric, item.comparison, item.value, item.unit) for item in task.targets.all()]
    return (
        ("完成时限", _joined(when)),
        ("频次", task.get_frequency_display() if task.frequency else ""),
        ("指标", _joined(targets)),
        *shown(kind, task.extra),
    )


def _unit_fields(parts: list[tuple[str, str]]) -> _Fields:
    return tuple((part.label, _joined([name for own, name in parts if own == part.value])) for part in TaskUnit.Part)


def _target(metric: str, comparison: str, value: Decimal, unit: str) -> str:
    return f"{metric}{Target.Comparison(comparison).label}{value.normalize():f}{unit}"


def _joined(texts: list[str]) -> str:
    return "、".join(sorted(text for text in dict.fromkeys(texts) if text))
