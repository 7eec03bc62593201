"""Walks without a database: every procedure comes to an end, and what is offered is what may be taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest

from fazhi.catalog.sample_simulation import ProcedureHabits, SampleSimulation
from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.offering import options
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.simulation.cast import Body
from fazhi.simulation.moves import Move, Stuck
from fazhi.simulation.walking import Walk
from tests.simulation.conftest import steps_of

PROCEDURES = [pytest.param(definition, id=definition.id) for definition in library().latest()]
WalkOf = Callable[[Definition, int], Walk]


def course(walk: Walk) -> list[tuple[date, str, str]]:
    return [(at.date(), move.step, move.result) for at, move in steps_of(walk) if isinstance(move, Move)]


@pytest.mark.parametrize("definition", PROCEDURES)
def test_walk_is_never_stuck_and_mostly_ends(definition: Definition, walk_of: WalkOf) -> None:
    closed = 0
    for seed in range(12):
        walk = walk_of(definition, seed)
        stuck = [move for _, move in steps_of(walk) if isinstance(move, Stuck)]
        assert stuck == []
        closed += bool(walk.state.outcome)
    # A document stays in force for years; everything else is done within two.
    assert closed >= (3 if definition.id == "normative_document" else 11)


@pytest.mark.parametrize("definition", PROCEDURES)
def test_walk_with_the_same_chance_is_the_same(definition: Definition, walk_of: WalkOf) -> None:
    assert course(walk_of(definition, 5)) == course(walk_of(definition, 5))


@pytest.mark.parametrize("definition", PROCEDURES)
def test_every_move_is_offered_to_whoever_makes_it(definition: Definition, walk_of: WalkOf) -> None:
    """Options and assessment agree: what the engine takes, the page offered; what it offers for sure, it takes."""
    for seed in range(3):
        walk = walk_of(definition, seed)
        for at, move in steps_of(walk):
            assert isinstance(move, Move)
            context = Context(at.date(), walk.parameters)
            assert assess(walk.state, move.request, context).allowed
            offered = options(walk.state, context, by=str(move.by.id), roles=move.by.roles, on=move.on)
            option = next(each for each in offered if each.name == move.step and each.thread == move.thread)
            assert option.allowed, (move.step, option.reasons)
            if move.result:
                result = next(each for each in option.results if each.name == move.result)
                assert result.allowed, (move.step, move.result, result.reasons)


@pytest.mark.parametrize("definition", PROCEDURES)
def test_what_options_refuse_is_refused_with_any_entries(definition: Definition, walk_of: WalkOf) -> None:
    walk = walk_of(definition, 1)
    for at, move in steps_of(walk):
        assert isinstance(move, Move)
        context = Context(at.date(), walk.parameters)
        for option in options(walk.state, context, by=str(move.by.id), roles=move.by.roles, on=at.date()):
            if not option.allowed:
                result = next(iter(option.step.results), "")
                request = Request(
                    option.name, str(move.by.id), move.by.roles, at.date(), result=result, thread=option.thread
                )
                assert not assess(walk.state, request, context).allowed


def test_forbidden_move_is_refused(walk_of: WalkOf) -> None:
    walk = walk_of(library().editions("administrative_penalty")[-1], 2)
    tried = 0
    for at, _ in steps_of(walk):
        move = walk.forbidden(at) if walk.state.events else None
        if move is not None:
            tried += 1
            assert not assess(walk.state, move.request, Context(at.date(), walk.parameters)).allowed
    assert tried


def test_procedure_without_habits_is_walked_by_its_definition_alone(habits: SampleSimulation, body: Body) -> None:
    definition = library().editions("information_correction")[-1]
    bare = ProcedureHabits(share=1)
    ended = 0
    for seed in range(10):
        walk = Walk(definition, bare, habits.names, body, Random(seed), date(2025, 3, 3))
        assert not [move for _, move in steps_of(walk) if isinstance(move, Stuck)]
        ended += bool(walk.state.outcome)
    assert ended == 10


def test_officer_whose_card_is_over_is_not_sent(habits: SampleSimulation, body: Body) -> None:
    over = replace(body.officers[0], cards=(replace(body.officers[0].cards[0], valid_until=date(2024, 12, 31)),))
    lacking = replace(body, officers=(over, *body.officers[1:]))
    definition = library().editions("administrative_penalty")[-1]
    own = habits.procedures["administrative_penalty"]
    for seed in range(6):
        walk = Walk(definition, own, habits.names, lacking, Random(seed), date(2025, 3, 3))
        assert over not in walk.pair


def test_told_act_that_the_law_forbids_is_stuck_with_its_reasons(walk_of: WalkOf, body: Body) -> None:
    walk = walk_of(library().editions("administrative_penalty")[-1], 3)
    answer = walk.told("decide", "penalty", body.officers[-1], datetime(2025, 3, 3, 10, tzinfo=PLACE), {})
    assert isinstance(answer, Stuck)
    assert answer.reasons["decide"]
