"""No walk passes what the law requires: checked by a second reading of the file that shares nothing with the engine's.

Of each act the history is looked through again, plainly: was what `after` and `requires` name done before, and not
undone since; does every rule hold that would make the act invalid; did nobody do what their own earlier act forbids.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest

from fazhi.procedures import conditions
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.facts import field_value
from fazhi.procedures.language.basis import Breach, listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.procedures.language.steps import alternatives
from fazhi.simulation.moves import Move
from fazhi.simulation.walking import Walk
from tests.simulation.conftest import steps_of

PROCEDURES = [pytest.param(definition, id=definition.id) for definition in library().latest()]


class History:
    """The acts of a case as a list, and plain questions about it."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.acts: list[Move] = []
        self.threads: list[int] = []
        self.data: dict[int, dict[str, Any]] = {0: {}}

    def add(self, move: Move, thread: int) -> None:
        self.acts.append(move)
        self.threads.append(thread)
        for name, value in move.data.items():
            kept = self.data.setdefault(thread if self.definition.steps[move.step].thread else 0, {})
            adds = self.definition.fields[name].accumulate and isinstance(value, list)
            kept[name] = [*kept.get(name, []), *value] if adds else value

    def standing(self, reference: str, thread: int) -> list[Move]:
        """The acts of ``step`` or ``step.result`` after the last one that has it done again."""
        name, _, result = reference.partition(".")
        kind = self.definition.steps[name].thread
        found: list[Move] = []
        for act, where in zip(self.acts, self.threads, strict=True):
            step = self.definition.steps[act.step]
            if kind is not None and thread and self._kind(thread) == kind and where not in (thread, 0):
                continue
            resets = [*listed(step.resets), *(listed(step.results[act.result].resets) if act.result else ())]
            if name in resets:
                found = []
            if act.step == name:
                found = [*found, act] if step.repeat else [act]
        return [act for act in found if not result or act.result == result]

    def _kind(self, thread: int) -> str | None:
        return next(
            self.definition.steps[act.step].thread
            for act, where in zip(self.acts, self.threads, strict=True)
            if where == thread
        )

    def opened(self, kind: str) -> int:
        thread = self.definition.threads[kind]
        numbers = {n for act, n in zip(self.acts, self.threads, strict=True) if act.step == thread.opens}
        closed = {n for n in numbers if any(self.standing(each, n) for each in thread.closes)}
        return len(numbers - closed)


class Questions:
    """done(…), count(…), on(…), by(…), open(…), answered from the list."""

    def __init__(self, history: History, thread: int) -> None:
        self.history, self.thread = history, thread

    def done(self, reference: str) -> bool:
        return bool(self.history.standing(reference, self.thread))

    def count(self, reference: str) -> int:
        return len(self.history.standing(reference, self.thread))

    def on(self, reference: str) -> Any:
        acts = self.history.standing(reference, self.thread)
        return acts[-1].on if acts else None

    def by(self, reference: str) -> Any:
        acts = self.history.standing(reference, self.thread)
        return str(acts[-1].by.id) if acts else None

    def open(self, kind: str) -> int:
        return self.history.opened(kind)


def facts(walk: Walk, history: History, move: Move, thread: int) -> dict[str, Any]:
    definition = history.definition
    kept = {**history.data[0], **history.data.get(thread, {})}
    for name, value in move.data.items():
        adds = definition.fields[name].accumulate and isinstance(value, list)
        kept[name] = [*kept.get(name, []), *value] if adds else value
    values = {name: field_value(definition.fields[name], value) for name, value in kept.items()}
    for name, parameter in definition.parameters.items():
        value = parameter.value
        for dated in sorted(parameter.values, key=lambda each: each.since):
            value = dated.value if dated.since <= move.on else value
        values[name] = Decimal(value) if parameter.type.value in ("money", "number") and value is not None else value
    opened = history.acts[0].on if history.acts else move.on
    return values | {"performed_on": move.on, "result": move.result, "attachments": 0, "opened_on": opened}


def broken(walk: Walk, history: History, move: Move, thread: int) -> Iterable[str]:
    """What the file forbids of this act, by the second reading."""
    definition = history.definition
    named = {name: conditions.parse(each.that) for name, each in definition.conditions.items()}
    known, case = facts(walk, history, move, thread), Questions(history, thread)

    def holds(text: str) -> bool:
        compiled = conditions.compile(conditions.inline(conditions.parse(text), named))
        return compiled.evaluate(known, case, calendar=standard_calendar()) is True

    step = definition.steps[move.step]
    result = step.results.get(move.result)
    for group in alternatives(step.after):
        if not any(history.standing(each, thread) for each in group):
            yield f"after {group}"
    for requirement in (*step.requires, *(result.requires if result else ())):
        applies = requirement.breach is Breach.INVALID and (requirement.when is None or holds(requirement.when))
        if applies and not any(history.standing(each, thread) for each in requirement.any):
            yield f"requires {requirement.any}"
    for rule in (*step.rules, *(result.rules if result else ())):
        if rule.breach is Breach.INVALID and (rule.when is None or holds(rule.when)) and not holds(rule.that):
            yield f"rule {rule.that}"
    for other in listed(step.not_by):
        if any(act.step == other and act.by.id == move.by.id for act in history.acts):
            yield f"not_by {other}"


@pytest.mark.parametrize("definition", PROCEDURES)
def test_no_walk_passes_what_the_law_requires(
    definition: Definition, walk_of: Callable[[Definition, int], Walk]
) -> None:
    taken = 0
    for seed in range(15):
        walk = walk_of(definition, 100 + seed)
        history = History(definition)
        for _, move in steps_of(walk):
            assert isinstance(move, Move)
            kind = definition.steps[move.step].thread
            opens = kind is not None and definition.threads[kind].opens == move.step
            thread = max(walk.state.threads, default=0) + 1 if opens else move.thread
            assert list(broken(walk, history, move, 0 if opens else thread)) == []
            history.add(move, thread)
            taken += 1
    assert taken >= 30


def test_second_reading_finds_what_is_left_out(walk_of: Callable[[Definition, int], Walk]) -> None:
    definition = library().editions("administrative_penalty")[-1]
    found = []
    for seed in range(6):
        walk = walk_of(definition, 100 + seed)
        moves = [move for _, move in steps_of(walk) if isinstance(move, Move)]
        history = History(definition)
        for move in moves:
            found += [*broken(walk, history, move, 0)]
            if move.step != "notify":
                history.add(move, 0)
    assert any("notify" in each for each in found)
