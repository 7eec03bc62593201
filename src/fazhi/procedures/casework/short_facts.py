"""What is short of a case, kept beside it: figures ask for it a hundred times for once that they need the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.procedures.casework.per_definition import per_definition
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind

SHORT = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN, Kind.NUMBER, Kind.MONEY, Kind.DATE})
"""Types whose values are kept so; of a party it is the kind."""

DONE = ".done"
"""Under what name stand the steps, and results of steps, that were ever taken."""


def short_facts(state: CaseState) -> dict[str, Any]:
    """The short fields of a case that are filled in, the kind of each party, and what was done."""
    short, parties = _short(state.definition)
    facts = {name: value for name, value in state.data.items() if name in short and value is not None}
    for name in parties & state.data.keys():
        if isinstance(party := state.data[name], Mapping):
            facts[name] = {"kind": party.get("kind")}
    taken = {event.step for event in state.events}
    taken |= {f"{event.step}.{event.result}" for event in state.events if event.result}
    return {**facts, DONE: sorted(taken)}


@per_definition
def _short(definition: Definition) -> tuple[frozenset[str], frozenset[str]]:
    fields = definition.fields.items()
    short = frozenset(name for name, each in fields if each.type in SHORT)
    return short, frozenset(name for name, each in fields if each.type is Kind.PARTY)
