"""What is kept of a case beside its acts, so that lists need not fold: clocks, nearest day, title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.procedures.casework.clocks import Clock, ClockState, clocks
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.per_definition import per_definition
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.limits import LimitKind

ClockRow = tuple[str, str, str | None, str | None, str, bool]
"""Kind, start, due day, day met, state apart from time, provisional: what a clock's row holds, as JSON."""


def clock_rows(state: CaseState, context: Context) -> dict[str, list[Any]]:
    """The rows of a case's clocks by ``limit/thread/number``."""
    return {"/".join(str(part) for part in clock.key): _row(clock) for clock in clocks(state, context)}


def _row(clock: Clock) -> list[Any]:
    return [
        clock.kind.value,
        clock.started_on.isoformat(),
        clock.due_on.isoformat() if clock.due_on else None,
        clock.met_on.isoformat() if clock.met_on else None,
        clock.state(date.min).value,
        bool(clock.counted and clock.counted.provisional),
    ]


def nearest(rows: Mapping[str, Sequence[Any]]) -> tuple[date | None, str]:
    """The nearest day of an open duty (or promise) of the body, and its limit; rights and waits press nobody."""
    found = [
        (row[2], key.partition("/")[0])
        for key, row in rows.items()
        if row[4] == ClockState.RUNNING and row[2] and row[0] in (LimitKind.DUTY, LimitKind.PROMISE)
    ]
    if not found:
        return None, ""
    day, limit = min(found)
    return date.fromisoformat(day), limit


@dataclass(frozen=True)
class Shift:
    """A clock that an act started, moved or ended; dates as ISO text, None where there is none."""

    key: str
    before: Sequence[Any] | None
    after: Sequence[Any]

    @property
    def limit(self) -> str:
        return self.key.partition("/")[0]


def shifts(before: Mapping[str, Sequence[Any]], after: Mapping[str, Sequence[Any]]) -> list[Shift]:
    """The clocks that changed, and those that came; one that went is told as ended."""
    changed = [Shift(key, before.get(key), row) for key, row in after.items() if list(before.get(key, ())) != list(row)]
    gone = [Shift(key, row, [*row[:4], "ended", row[5]]) for key, row in before.items() if key not in after]
    return changed + [shift for shift in gone if shift.before and shift.before[4] != "ended"]


def uses_of(state: CaseState) -> dict[tuple[str, str], str]:
    """The entries of registers that the facts of a case name: (field, entry) → register."""
    names = _references(state.definition)
    if not names:
        return {}
    found: dict[tuple[str, str], str] = {}
    for facts in (state.data, *(own for _, own in state.threads.values())):
        for name, register in names.items():
            kept = facts.get(name)
            for each in kept if isinstance(kept, list) else [kept] if kept else ():
                found[name, str(each["id"])] = register
    return found


@per_definition
def _references(definition: Definition) -> dict[str, str]:
    fields = definition.fields.items()
    return {name: str(each.refers_to) for name, each in fields if each.type in (Kind.ENTRY, Kind.ENTRIES)}


def title_of(state: CaseState) -> str:
    """The name of a case in lists: whom it concerns, and what it is about."""
    definition = state.definition
    parts = [_words(state.data.get(name)) for name in (definition.subject, definition.cause) if name]
    return "：".join(part for part in parts if part)[:300] or definition.title


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("title") or "")
    if isinstance(value, list):
        names = [_words(each) for each in value]
        return f"{names[0]}等{len(names)}" if len(names) > 1 else "".join(names)
    return str(value or "")
