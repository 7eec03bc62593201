"""Editions of a plan beside each other: what the newer one added, changed and dropped.

A task that goes on keeps its row, so editions are paired by it, and nothing needs to be guessed here.
"""

from collections.abc import Sequence
from typing import Any

from fazhi.plans.editions.comparison import Comparison, Pair, TaskFace, field_changes
from fazhi.plans.models import Plan, Task, TaskUnit


def kept_task(task: Task) -> dict[str, Any]:
    """A task of an edition, as its page shows it; units and targets should be read ahead."""
    return {
        "id": task.pk,
        "is_branch": task.is_branch,
        "number": task.number,
        "title": task.title,
        "body": task.body,
        "heading_path": task.heading_path,
        "units": [[part.part, str(part.organization)] for part in task.units.all()],
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "due_text": task.due_text,
        "frequency": task.get_frequency_display() if task.frequency else "",
        "targets": [str(target) for target in task.targets.all()],
        "status": task.status,
        "percent": task.percent,
    }


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    """The tasks of an edition: those it was kept with, or those it has now."""
    if plan.state == Plan.State.SUPERSEDED:
        return [row for row in plan.snapshot if not row["is_branch"] and row["status"] != Task.Status.DROPPED]
    live = plan.tasks.filter(is_branch=False).exclude(status=Task.Status.DROPPED)
    return [kept_task(task) for task in live.prefetch_related("units__organization", "targets").order_by("order")]


def between(old: Plan, new: Plan) -> Comparison:
    """What became of each task from one edition to a later one of the same plan."""
    before, after = _faces(rows_of(old)), _faces(rows_of(new))
    earlier = {face.ref: face for face in before}
    going_on = {face.ref for face in after}
    pairs = [
        Pair(earlier[face.ref], face, field_changes(earlier[face.ref], face)) for face in after if face.ref in earlier
    ]
    return Comparison(
        added=tuple(face for face in after if face.ref not in earlier),
        changed=tuple(pair for pair in pairs if pair.changes),
        dropped=tuple(face for face in before if face.ref not in going_on),
        same=tuple(pair for pair in pairs if not pair.changes),
    )


def _faces(rows: Sequence[dict[str, Any]]) -> list[TaskFace]:
    return [
        TaskFace(
            row["id"],
            row["number"],
            row["title"],
            row["body"],
            (
                *(
                    (part.label, "、".join(sorted(name for own, name in row["units"] if own == part.value)))
                    for part in TaskUnit.Part
                ),
                ("完成时限", row["frequency"] or row["due_on"] or row["due_text"]),
                ("指标", "、".join(sorted(row["targets"]))),
            ),
        )
        for row in rows
    ]
