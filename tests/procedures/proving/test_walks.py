"""Random walks of every procedure through the engine: it never fails, and never does what the law in the file forbids.

What the walk checks it works out from the file and the list of events alone, not from the engine's own answers.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import ClockState, clocks
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.entries import fit_all
from fazhi.procedures.casework.naming import roles_for
from fazhi.procedures.casework.offering import options
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import Breach, listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Column, Field, Kind
from fazhi.procedures.language.library import read_files
from fazhi.procedures.language.steps import alternatives, asked, collected
from fazhi.procedures.proving.machine import Machine
from fazhi.procedures.proving.states import MOST_COUNTED, State

DEFINITIONS = [file.located.value for file in read_files() if file.located and not file.problems]
MACHINES = {definition.key: Machine(definition) for definition in DEFINITIONS}
ROLES = frozenset({"handler", "legal_reviewer", "head"})
STEPS = 30


def entry(field: Field | Column, on: date, chance: Random) -> Any:
    """A value that fits, and more often than not one that lets the case go on."""
    match field.type:
        case Kind.NUMBER:
            least = getattr(field, "least", None) or 0
            return chance.randint(least, least + 40)
        case Kind.MONEY:
            return f"{chance.choice((50, 900, 60_000))}.00"
        case Kind.BOOLEAN:
            return chance.random() < 0.8
        case Kind.DATE:
            return (on - timedelta(days=chance.choice((0, 0, 1, 9)))).isoformat()
        case Kind.MOMENT:
            return f"{on.isoformat()}T09:00"
        case Kind.CHOICE:
            return chance.choice(list(field.options))
        case Kind.CHOICES:
            return chance.sample(list(field.options), chance.randint(1, len(field.options)))
        case Kind.DURATION:
            return chance.choice(("5 working days", "10 days"))
        case Kind.ROWS if isinstance(field, Field):
            return [{name: entry(column, on, chance) for name, column in field.columns.items()} for _ in range(2)]
    party = {"kind": chance.choice(("person", "legal_person")), "name": "木某"}
    people = [{"id": name, "name": name, "card_valid": True, "legal_qualified": True} for name in "甲乙丙"]
    return {
        Kind.PARTY: party, Kind.PARTIES: [party], Kind.PERSON: people[0], Kind.PEOPLE: people,
        Kind.ORGANIZATION: {"name": "某局"},
    }.get(field.type, "文字")  # fmt: skip


def entered(definition: Definition, request: Request, chance: Random) -> dict[str, Any]:
    step = definition.steps[request.step]
    needed = collected(step, request.result or None)
    names = [name for name in sorted(asked(step, request.result or None)) if name in needed or chance.random() < 0.5]
    return {name: entry(definition.fields[name], request.on, chance) for name in names}


def taken(state: CaseState, reference: str, thread: int) -> bool:
    """Whether a step was taken and not reset since, from the events alone."""
    name, _, result = reference.partition(".")
    steps = state.definition.steps
    kind = steps[name].thread
    own = thread if kind is not None and state.threads.get(thread, ("",))[0] == kind else None
    standing = False
    for event in state.events:
        of_event = steps[event.step]
        resets = listed(of_event.resets) + (listed(of_event.results[event.result].resets) if event.result else ())
        if name in resets and (own is None or of_event.thread != kind or event.thread == own):
            standing = False
        if event.step == name and (not result or event.result == result) and own in (None, event.thread):
            standing = True
    return standing


def lawful(state: CaseState, request: Request) -> bool:
    """Whether the order that the file demands without conditions was kept."""
    step = state.definition.steps[request.step]
    parts = [step, *([step.results[request.result]] if request.result else [])]
    demands = [
        each.any for part in parts for each in part.requires if each.breach is Breach.INVALID and each.when is None
    ]
    return (
        not state.outcome
        and all(any(taken(state, each, request.thread) for each in group) for group in alternatives(step.after))
        and all(any(taken(state, each, request.thread) for each in group) for group in demands)
        and not any(taken(state, each, request.thread) for each in listed(step.unless))
        and not any(event.by == request.by and event.step in listed(step.not_by) for event in state.events)
    )


def one_act(state: CaseState, on: date, chance: Random) -> tuple[Request, Mapping[str, Any]] | None:
    """Something the engine allows now: looked for among its options, with chance entries."""
    definition = state.definition
    by = chance.choice("甲乙丙丁戊")
    context = Context(on)
    open_to = [
        (option, result.name if result else "")
        for option in options(state, context, by=by, roles=ROLES, on=on)
        if option.allowed
        for result in (option.results or (None,))
        if result is None or result.allowed
    ]
    chance.shuffle(open_to)
    for option, result in open_to[:8]:
        kind = option.step.thread
        # The abstract machine knows one open thread of a kind, so the walk opens no second.
        if kind and not option.thread and state.open_threads(kind):
            continue
        request = Request(option.name, by, roles_for(definition, option.step), on, None, result, option.thread)
        data = entered(definition, request, chance)
        request = Request(**{**vars(request), "data": data})
        if assess(state, request, context).allowed:
            return request, fit_all(definition.fields, data)[0]
    return None


def counted_out(machine: Machine, state: State, request: Request) -> bool:
    """Whether the step was counted as often as the proof counts: past that it says nothing."""
    references = (request.step, f"{request.step}.{request.result}")
    counted = machine.layout.counted
    return any(state.counts[counted[each]] >= MOST_COUNTED for each in references if each in counted)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.id)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000))
def test_walk_keeps_the_law(definition: Definition, seed: int):
    chance = Random(seed)
    machine, state, on = MACHINES[definition.key], CaseState(definition), date(2026, 3, 2)
    machine.suppose(None)
    abstract = machine.layout.start
    for _ in range(STEPS):
        found = one_act(state, on, chance)
        if found is not None:
            request, given_data = found
            if counted_out(machine, abstract, request):
                break
            assert lawful(state, request), request.step
            moves = {(act.step, act.result): act for act in machine.moves(abstract)[0]}
            assert (request.step, request.result) in moves, "the proof does not know what the engine allows"
            abstract = machine.taken(abstract, moves[request.step, request.result])
            state = state.taken(next_event(state, request, seq=len(state.events) + 1), given_data)
            assert state.outcome == abstract.outcome
            for clock in clocks(state, Context(on)):
                assert clock.state(on) in ClockState
                assert clock.due_on is None or clock.due_on >= clock.started_on
        if state.outcome:
            break
        on += timedelta(days=chance.choice((0, 1, 3, 12, 40)))
    kept = CaseState.from_json(definition, state.to_json(), state.data, state.outcome)
    assert kept.events == state.events
    assert kept.standing == state.standing
