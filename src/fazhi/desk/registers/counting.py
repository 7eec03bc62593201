"""Counts above a list 分类合计: how many entries there are of each kind, which always come to the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading
from fazhi.registers.models import EntryState


@dataclass(frozen=True)
class Parts:
    """The counts of one field. `total` is their sum."""

    name: str
    title: str
    parts: Sequence[reading.Counted]

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


def parts_of(definition: RegisterDefinition, name: str, rows: QuerySet[Any]) -> Parts:
    """The rows by the options of a field, in their order; one query."""
    return Parts(name, definition.fields[name].title, reading.counted(rows, definition, name))


def by_state(rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows there are of each state; one query."""
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.value: found.get(state.value, 0) for state in EntryState}
