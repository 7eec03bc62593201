"""Search for facts that make a condition true, for the proofs of a procedure.

The search decides one fact at a time and lets the condition itself say, by its third value, whether what is decided
settles it and which open fact it is waiting for. So most combinations are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.conditions.domains import Domains
from fazhi.procedures.conditions.errors import ConditionError
from fazhi.procedures.conditions.evaluation import compile  # noqa: A004 - as in re.compile
from fazhi.procedures.conditions.free_case import FreeCase, consistent, undecided
from fazhi.procedures.conditions.functions import CaseFacts
from fazhi.procedures.conditions.tree import Expression
from fazhi.procedures.conditions.types import ListOf, Name, Record, Type
from fazhi.procedures.conditions.unknown import Unknown

_MOST_COMBINATIONS = 64
_SHORT_TRIES = 40
_SCATTER = 2_654_435_761  # Knuth's multiplier: neighbouring numbers end up far apart


def representatives(
    expressions: Iterable[Expression], names: Mapping[str, Type | Name], *, fixed: Mapping[str, Any] | None = None
) -> dict[str, tuple[object, ...]]:
    """For each declared name that checked conditions read, the values that matter; None, not filled in, comes first.

    Records and the items of lists are made of the values of their parts: all combinations up to a bound, else one part
    changed at a time. ``fixed`` (parameters with their values) give constants and are themselves left out.
    """
    domains = Domains(expressions, names, fixed or {})
    tops = sorted({re.split(r"[.\[]", each)[0] for each in domains.paths if not each.endswith(")")})
    return {each: (None, *_concrete(each, domains)) for each in tops}


def _concrete(path: str, domains: Domains) -> tuple[Any, ...]:
    match domains.type(path):
        case Record():
            parts = domains.members(path)
            choices = [(None, *_concrete(f"{path}.{part}", domains)) for part in parts]
            return tuple(dict(zip(parts, each, strict=True)) for each in _combined(choices))
        case ListOf():
            items = _concrete(f"{path}[]", domains) or (None,)
            items = items if f"{path}[]" in domains.paths or isinstance(items[0], dict) else items[:1]
            lists = [[each] * size for size in domains.values(path) for each in (items if size else items[:1])]
            mixed = [[items[at % len(items)] for at in range(size)] for size in domains.values(path) if size > 1]
            return (*lists, *mixed) if len(items) > 1 else tuple(lists)
    return domains.values(path)


def _combined(choices: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    total = 1
    for each in choices:
        total *= len(each)
    if total <= _MOST_COMBINATIONS:
        return list(product(*choices))
    usual = [each[min(1, len(each) - 1)] for each in choices]
    changed = [(*usual[:at], value, *usual[at + 1 :]) for at, each in enumerate(choices) for value in each]
    return [tuple(each[0] for each in choices), *changed]


def satisfy(
    expression: Expression,
    names: Mapping[str, Type | Name],
    fixed: Mapping[str, Any],
    *,
    case_answers: CaseFacts | None = None,
    limit: int = 20_000,
    calendar: WorkCalendar | None = None,
) -> Mapping[str, Any] | None:
    """Facts that make a checked condition true, None when no values that matter do.

    ``fixed`` facts are kept as they are. Without ``case_answers`` the questions about the case are free (a step that
    was not taken has no day and no count), and those that matter stand in the witness by their text,
    ``done('notify')``. What the witness leaves out may be anything. Raises ConditionError when ``limit`` evaluations
    did not settle it: a proof must not take that for a no.
    """
    domains = Domains([expression], names, fixed)
    # One unlucky choice at the beginning could cost the whole limit, so short tries with other orders come first.
    for budget, turn in _tries(limit):
        search = _Search(expression, domains, fixed, case_answers, calendar, budget, turn)
        try:
            return search.witness() if search.found() else None
        except _OutOfBudget:
            continue
    raise ConditionError(f"条件过于复杂，试了{limit}次仍未能判断能否成立：请拆成几个简单的条件。", expression.position)


def _tries(limit: int) -> Iterator[tuple[int, int]]:
    """Budgets of evaluations, which come to the limit, each with the turn by which the order of values differs."""
    short = limit // (2 * _SHORT_TRIES)
    if short:
        yield from ((short, turn) for turn in range(_SHORT_TRIES))
    yield limit - short * _SHORT_TRIES, 0


class _OutOfBudget(Exception):  # noqa: N818 - no error: the next try follows
    pass


class _Search:
    """Depth first over the open facts. Each has its place: in a record, a list, the facts or the case's answers."""

    def __init__(
        self,
        expression: Expression,
        domains: Domains,
        fixed: Mapping[str, Any],
        case: CaseFacts | None,
        calendar: WorkCalendar | None,
        budget: int,
        turn: int,
    ) -> None:
        self._compiled = compile(expression)
        self._domains = domains
        self._left = budget
        self._turn = turn
        self._calendar = calendar
        self._free = FreeCase()
        self._case: CaseFacts = self._free if case is None else case
        self._places: dict[str, tuple[Any, Any]] = {}
        self._facts: dict[str, Any] = dict(fixed)
        for name in sorted(self._compiled.names - fixed.keys()):
            self._open(name, self._facts, name)

    def _open(self, key: str, container: Any, at: Any) -> None:
        container[at] = undecided(key)
        self._places[key] = (container, at)

    def found(self) -> bool:
        """Whether the open facts can be decided so that the condition is true; they then are."""
        self._left -= 1
        if self._left < 0:
            raise _OutOfBudget
        value = self._compiled.evaluate(self._facts, self._case, calendar=self._calendar)
        if not isinstance(value, Unknown):
            return value is True
        waiting = [each for each in value.missing if self._is_open(each)]
        return bool(waiting) and self._decided(min(waiting, key=self._choices))

    def _choices(self, key: str) -> tuple[int, str]:
        """How much there is to choose, lists last: what has few values settles the most for its price."""
        pattern = _pattern(key)
        many = 1000 if isinstance(self._domains.type(pattern), ListOf) else 0
        return many + len(self._domains.values(pattern)), key

    def _is_open(self, key: str) -> bool:
        if key.endswith(")"):
            return self._case is self._free and key not in self._free.answers
        if key not in self._places:
            return False
        container, at = self._places[key]
        return isinstance(container[at], Unknown)

    def _decided(self, key: str) -> bool:
        if key.endswith(")"):
            return self._answered(key)
        container, at = self._places[key]
        before = container[at]
        pattern = _pattern(key)
        # What is not filled in comes last, so that witnesses look like cases; an item of a list always is there.
        absent = () if pattern.endswith("[]") else (None,)
        for value in (*self._turned(self._candidates(pattern), pattern), *absent):
            container[at] = value
            self._open_parts(key, value)
            if self.found():
                return True
        container[at] = before
        return False

    def _turned(self, values: Iterable[Any], pattern: str) -> list[Any]:
        """The values in the order of this try: all but the first begin at a scattered place, always the same."""
        found = list(values)
        # Every other try gives the items of a list the same values: eight alike are hard to come by otherwise.
        place = self._left + 1 if self._turn % 2 else len(pattern)
        start = (self._turn * place * _SCATTER >> 7) % len(found) if found else 0
        return found[start:] + found[:start]

    def _candidates(self, pattern: str) -> Iterable[Any]:
        match self._domains.type(pattern):
            case Record():
                return (dict.fromkeys(self._domains.members(pattern)),)
            case ListOf():
                return ([None] * size for size in self._domains.values(pattern))
        return self._domains.values(pattern)

    def _open_parts(self, key: str, value: Any) -> None:
        """Makes the parts of a record, and the items of a list, facts to decide."""
        if isinstance(value, dict):
            for part in value:
                self._open(f"{key}.{part}", value, part)
        elif isinstance(value, list):
            for at in range(len(value)):
                item = f"{key}[{at}]"
                self._open(item, value, at)
                if isinstance(self._domains.type(_pattern(item)), Record):
                    value[at] = dict.fromkeys(self._domains.members(_pattern(item)))
                    self._open_parts(item, value[at])

    def _answered(self, key: str) -> bool:
        never = key.startswith(("on(", "by("))
        for value in (*self._turned(self._domains.values(key), key), *((None,) if never else ())):
            self._free.answers[key] = value
            if consistent(self._free.answers) and self.found():
                return True
        del self._free.answers[key]
        return False

    def witness(self) -> Mapping[str, Any]:
        """The decided facts and answers."""
        return {**self._settled("", self._facts), **self._free.answers}

    def _settled(self, key: str, value: Any) -> Any:
        """A fact without what was not decided. An item cannot be left out of its list and takes any value."""
        if isinstance(value, dict):
            decided = {part: each for part, each in value.items() if not isinstance(each, Unknown)}
            return {part: self._settled(f"{key}.{part}".lstrip("."), each) for part, each in decided.items()}
        if isinstance(value, list):
            return [self._settled(f"{key}[]", each) for each in value]
        return next(iter(self._domains.values(key)), None) if isinstance(value, Unknown) else value


def _pattern(key: str) -> str:
    """The path that a place in a list shares with the others: officers[1].valid is officers[].valid."""
    return re.sub(r"\[[0-9]+\]", "[]", key)
