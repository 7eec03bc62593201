"""Corrections 更正: what an act said is changed by a later act that says so. The first one stays in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fazhi.procedures.casework.becoming import marked_fields
from fazhi.procedures.casework.clocks import Clock, clocks
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState, fold
from fazhi.procedures.language.definition import Definition


@dataclass(frozen=True)
class Correction:
    """What a correction puts in the place of what act ``seq`` had said; what it does not name stays."""

    seq: int
    on: date | None = None
    at: datetime | None = None
    data: Mapping[str, Any] | None = None


def corrected(
    definition: Definition, acts: Sequence[tuple[Event, Mapping[str, Any]]], corrections: Sequence[Correction]
) -> CaseState:
    """The state that the acts lead to once the corrections, in their order, are heeded."""
    kept = {event.seq: (event, dict(given)) for event, given in acts}
    for correction in corrections:
        event, given = kept[correction.seq]
        data = dict(correction.data or {})
        marks = {name: data[name] for name in marked_fields(definition) if name in data}
        kept[correction.seq] = (event.corrected(on=correction.on, at=correction.at, marks=marks), {**given, **data})
    return fold(definition, [kept[seq] for seq in sorted(kept)])


@dataclass(frozen=True)
class Moved:
    """A clock that a new fact has moved."""

    clock: Clock
    before: date | None
    after: date | None


def moved(before: CaseState, after: CaseState, context: Context) -> tuple[Moved, ...]:
    """The clocks whose due day changed from one state to the next, for people to see what a correction did."""
    old = {clock.key: clock for clock in clocks(before, context)}
    return tuple(
        Moved(clock, old[clock.key].due_on, clock.due_on)
        for clock in clocks(after, context)
        if clock.key in old and old[clock.key].due_on != clock.due_on
    )
