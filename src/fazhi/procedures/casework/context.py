"""What an assessment takes from outside the case: the day, the calendar, the parameters of the jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fazhi.procedures import conditions
from fazhi.procedures.calendar import WorkCalendar, standard_calendar
from fazhi.procedures.casework.per_definition import per_definition
from fazhi.procedures.conditions import Compiled, Unknown
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import Parameter, ParameterKind


@dataclass(frozen=True)
class Context:
    """``today`` is the day of entry; ``parameters`` the jurisdiction's own values by name (kept as JSON values)."""

    today: date
    parameters: Mapping[str, Any] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=standard_calendar)


def parameter_value(parameter: Parameter, own: Any, on: date) -> Any:
    """The value of a parameter on a day: the jurisdiction's own, else the national one of that day."""
    value = own
    if value is None:
        value = parameter.value
        for dated in sorted(parameter.values, key=lambda each: each.since):
            if dated.since <= on:
                value = dated.value
    if value is not None and parameter.type in (ParameterKind.MONEY, ParameterKind.NUMBER):
        return value if isinstance(value, int) else Decimal(str(value))
    return value


class Parameters(Mapping[str, Any]):
    """The parameters of a procedure on a day, each worked out when it is asked for: an act reads few of them."""

    def __init__(self, definition: Definition, own: Mapping[str, Any], on: date) -> None:
        self._parameters, self._own, self._on = definition.parameters, own, on

    def __getitem__(self, name: str) -> Any:
        return parameter_value(self._parameters[name], self._own.get(name), self._on)

    def __contains__(self, name: object) -> bool:
        return name in self._parameters

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


class Judge:
    """Evaluates the conditions of one definition, each compiled once."""

    def __init__(self, definition: Definition) -> None:
        self._named = {name: conditions.parse(each.that) for name, each in definition.conditions.items()}
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, text: str) -> Compiled:
        found = self._compiled.get(text)
        if found is None:
            found = conditions.compile(conditions.inline(conditions.parse(text), self._named))
            self._compiled[text] = found
        return found

    def ask(self, text: str, facts: Mapping[str, Any], case: Any, calendar: WorkCalendar) -> Any | Unknown:
        """The value of a condition: True, False, or what is missing."""
        return self.compiled(text).evaluate(facts, case, calendar=calendar)


@per_definition
def judge_of(definition: Definition) -> Judge:
    """The judge of a definition, with its conditions compiled as they are asked."""
    return Judge(definition)
