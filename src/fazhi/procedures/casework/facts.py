"""Facts as conditions see them: the fields of a case, its parameters and the act itself, each in its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.fields import Column, Field, Kind
from fazhi.procedures.pauses import day_of

ABOUT_THE_ACT = ("performed_on", "result", "attachments", "opened_on")
"""Names that every condition may use besides fields, parameters and named conditions."""


def about_act(*, on: date, result: str, attachments: int, opened_on: date | None) -> dict[str, Any]:
    """The values of those names; the act that opens a case gives it its first day."""
    return {"performed_on": on, "result": result, "attachments": attachments, "opened_on": opened_on or on}


def value_of(kind: Kind, kept: Any) -> Any:
    """A kept JSON value in the type that conditions use; None for one that is not filled in."""
    if kept is None or kept == "":
        return None
    match kind:
        case Kind.MONEY | Kind.NUMBER:
            return kept if isinstance(kept, int) else Decimal(str(kept))
        case Kind.DATE:
            return date.fromisoformat(kept) if isinstance(kept, str) else kept
        case Kind.MOMENT:
            return day_of(datetime.fromisoformat(kept) if isinstance(kept, str) else kept)
        case Kind.ORGANIZATION:
            return kept.get("name") if isinstance(kept, Mapping) else kept
        case Kind.PARTY:
            return _party(kept)
        case Kind.PARTIES:
            return [_party(each) for each in kept]
    return kept


def _party(kept: Mapping[str, Any]) -> dict[str, Any]:
    born = kept.get("born_on")
    return {**kept, "born_on": date.fromisoformat(born) if isinstance(born, str) and born else None}


def _row(columns: Mapping[str, Column], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value_of(column.type, row.get(name)) for name, column in columns.items()}


def field_value(field: Field, kept: Any) -> Any:
    """Like `value_of`, rows included."""
    if field.type is Kind.ROWS:
        return None if kept is None else [_row(field.columns, row) for row in kept]
    return value_of(field.type, kept)


class Facts(Mapping[str, Any]):
    """Names to values, converted when they are asked for: a condition reads few of the many fields.

    ``anew`` are fields that a repeated step asks each time: what an earlier act said does not speak for the next one.
    """

    def __init__(
        self,
        state: CaseState,
        parameters: Mapping[str, Any],
        *,
        act: Mapping[str, Any],
        thread: int,
        given: Mapping[str, Any],
        anew: frozenset[str] = frozenset(),
    ) -> None:
        self._fields = state.definition.fields
        self._kept = state.facts_of(thread) if thread else state.data
        self._given = given
        self._parameters = parameters
        self._act = act
        self._anew = anew
        self._converted: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._converted:
            self._converted[name] = self._find(name)
        return self._converted[name]

    def _find(self, name: str) -> Any:
        field = self._fields.get(name)
        if field is not None:
            given = self._given.get(name)
            kept = self._kept.get(name)
            if field.accumulate and isinstance(given, list) and kept:
                given = [*kept, *given]
            if given is None and name in self._anew:
                return None
            return field_value(field, kept if given is None else given)
        if name in self._parameters:
            return self._parameters[name]
        return self._act.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter((*self._fields, *self._parameters, *ABOUT_THE_ACT))

    def __len__(self) -> int:
        return len(self._fields) + len(self._parameters) + len(ABOUT_THE_ACT)


@dataclass(frozen=True)
class CaseAnswers:
    """Answers the questions a condition asks about the case: done(…), count(…), on(…), by(…), open(…)."""

    state: CaseState
    thread: int = 0

    def done(self, reference: str) -> bool:
        return self.state.done(reference, thread=self.thread)

    def count(self, reference: str) -> int:
        return len(self.state.found(reference, thread=self.thread))

    def on(self, reference: str) -> date | None:
        last = self._last(reference)
        return last.on if last else None

    def by(self, reference: str) -> str | None:
        last = self._last(reference)
        return last.by if last else None

    def open(self, thread: str) -> int:
        return len(self.state.open_threads(thread))

    def _last(self, reference: str) -> Event | None:
        events = self.state.found(reference, thread=self.thread)
        return events[-1] if events else None
