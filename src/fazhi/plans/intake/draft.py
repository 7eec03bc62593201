"""The draft of a plan (草稿): what the reader found and the coordinator corrected, as values that go to JSON and back.

Unit names are settled once for the whole draft (`names`), not task by task: a document writes 区市场监管局 forty times
and means the same bureau each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from pydantic import TypeAdapter

from fazhi.plans.due_days import DueDay, due_day

NamingState = Literal["exact", "collective", "likely", "unknown", "chosen", "text"]
SETTLED = frozenset({"exact", "collective", "chosen", "text"})


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """A unit as the document writes it, and its part in the task (TaskUnit.Part)."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class DraftDeadline:
    """A deadline as written and its norm; an empty norm is a text that nobody could read as a time."""

    text: str
    norm: str


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """A target; `value` is a decimal number as text, so that nothing is lost on its way through JSON."""

    metric: str
    comparison: str
    value: str
    unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A task of the draft. `key` stays the same while it is edited; `row` is its row in a workbook."""

    key: int
    title: str
    number: str = ""
    body: str = ""
    start: int | None = None
    end: int | None = None
    heading_path: tuple[str, ...] = ()
    units: tuple[DraftUnit, ...] = ()
    deadlines: tuple[DraftDeadline, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    frequency: str = ""
    extra: dict[str, str | int] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that an unsettled name might mean."""

    organization_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Naming:
    """What a unit name of the document means. `text` (不对应本区单位) leaves it as a word without an organization."""

    state: NamingState
    organization_ids: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    why: str = ""

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole draft. `notices` are the reader's Chinese sentences for the person who imports."""

    tasks: tuple[DraftTask, ...] = ()
    names: dict[str, Naming] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    issuer: str = ""

    def task(self, key: int) -> DraftTask | None:
        return next((task for task in self.tasks if task.key == key), None)

    @property
    def next_key(self) -> int:
        return max((task.key for task in self.tasks), default=0) + 1

    def used_names(self) -> dict[str, int]:
        """The names that tasks use, with how many tasks use each, in the order of the document."""
        used: dict[str, int] = {}
        for task in self.tasks:
            for name in dict.fromkeys(unit.name for unit in task.units):
                used[name] = used.get(name, 0) + 1
        return used

    def unsettled(self) -> dict[str, int]:
        """The used names that a person must still settle."""
        return {
            name: count
            for name, count in self.used_names().items()
            if name not in self.names or not self.names[name].is_settled
        }

    def parts(self, task: DraftTask) -> Iterator[tuple[int, DraftUnit]]:
        """Each organization of a task once, with the name that brought it; the weightier part comes first and wins."""
        seen: set[int] = set()
        for part in ("lead", "responsible", "supporting"):
            for unit in task.units:
                naming = self.names.get(unit.name)
                if unit.part != part or naming is None or not naming.is_settled:
                    continue
                for organization_id in naming.organization_ids:
                    if organization_id not in seen:
                        seen.add(organization_id)
                        yield organization_id, unit

    def with_task(self, task: DraftTask) -> "Draft":
        """The draft with the task of the same key replaced."""
        return replace(self, tasks=tuple(task if task.key == other.key else other for other in self.tasks))


@dataclass(frozen=True, slots=True)
class TaskDue:
    """When a task is due as a whole: the last of its deadlines, or the plan's end where it names none."""

    day: date | None
    text: str
    frequency: str
    is_ongoing: bool
    deadlines: tuple[tuple[DraftDeadline, DueDay], ...]
    yearly_on: tuple[int, int] | None = None


def due_of(task: DraftTask, *, starts_on: date, ends_on: date) -> TaskDue:
    """Puts the deadlines of a task together. A set frequency of the task goes before those of its deadlines."""
    resolved = tuple(
        (line, due_day(line.norm, text=line.text, starts_on=starts_on, ends_on=ends_on)) for line in task.deadlines
    )
    timed = [(line.norm, found.day) for line, found in resolved if found.day is not None and not found.frequency]
    # 年内 says no more than the plan itself: beside 10月31日前 it is not the deadline.
    days = [day for norm, day in timed if norm != "year"] or [day for _, day in timed]
    frequency = task.frequency or next((found.frequency for _, found in resolved if found.frequency), "")
    is_ongoing = any(found.is_ongoing for _, found in resolved)
    day = max(days) if days else (None if is_ongoing and not frequency else ends_on)
    yearly = next((found.day for _, found in resolved if found.frequency == "P1Y" and found.day is not None), None)
    return TaskDue(
        day=day,
        text="；".join(line.text for line in task.deadlines)[:100],
        frequency=frequency,
        is_ongoing=is_ongoing,
        deadlines=resolved,
        yearly_on=(yearly.month, yearly.day) if yearly else None,
    )


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def to_json(draft: Draft) -> dict[str, Any]:
    """Plain JSON values."""
    values: dict[str, Any] = _adapter().dump_python(draft, mode="json")
    return values


def from_json(values: Any) -> Draft:
    """A draft from what `to_json` gave; an empty list (a row that never had a draft) is an empty draft."""
    return _adapter().validate_python(values) if values else Draft()
