"""The units of a task as an office speaks of them: 各镇街 stays 各镇街, with how many units that is.

A plan that says 区直各部门 gives thirty units their part. Each has it, reports on it and is reminded of it; but a table
that lists all thirty at every such task cannot be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fazhi.plans.models import TaskUnit

# From so many units on, the phrase that named them together stands for them.
TOGETHER = 4


@dataclass(frozen=True)
class SpokenUnits:
    """One unit, or several under the phrase of the document that names them. `part` as in TaskUnit.Part."""

    part: str
    members: tuple[TaskUnit, ...]

    @property
    def is_phrase(self) -> bool:
        return len(self.members) >= TOGETHER

    @property
    def names(self) -> str:
        return "、".join(str(each.organization) for each in self.members)

    def __str__(self) -> str:
        return f"{self.members[0].named_as}（{len(self.members)}个单位）" if self.is_phrase else self.names


def spoken(units: Iterable[TaskUnit]) -> list[SpokenUnits]:
    """Groups the units of one task by part and phrase, in the order of the task; `units` with organizations read."""
    groups: dict[tuple[str, str], list[TaskUnit]] = {}
    for each in units:
        groups.setdefault((each.part, each.named_as or f"#{each.pk}"), []).append(each)
    return [SpokenUnits(part, tuple(members)) for (part, _), members in groups.items()]
