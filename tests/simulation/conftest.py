"""A cast without a database, walks by the sample's habits, and a small district with enough people for every step."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from random import Random
from typing import Any

import pytest

from fazhi.catalog.sample_files import load_sample_file
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.pauses import PLACE
from fazhi.simulation.cast import ENFORCEMENT_CARD, LEGAL_QUALIFICATION, Body, Card, Officer
from fazhi.simulation.moves import Move, Stuck, Wait
from fazhi.simulation.planning import UNKNOWN
from fazhi.simulation.stage import Stage
from fazhi.simulation.walking import Walk
from tests.cards import issue_cards, issue_qualifications

UNTIL = date(2026, 2, 27)


BODIES = ("清和区市场监督管理局", "清和区城市管理局")


@pytest.fixture(scope="session")
def habits() -> SampleSimulation:
    """The sample's habits, with bodies of the tests' district: what a register lists has to be there."""
    own = load_sample_file("simulation", SampleSimulation).value
    return own.model_copy(update={"names": own.names.model_copy(update={"organizations": BODIES})})


@pytest.fixture(scope="session")
def body() -> Body:
    cards = (Card(ENFORCEMENT_CARD, "9900000001", date(2020, 1, 1)), Card(LEGAL_QUALIFICATION, "1", date(2020, 1, 1)))
    roles = ("handler", "handler", "handler", "legal_reviewer", "legal_reviewer", "head")
    people = tuple(
        Officer(number, f"p{number}", f"人{number}", frozenset({role}), cards) for number, role in enumerate(roles, 1)
    )
    return Body(1, "scj", "示例区市场监督管理局", "区市场监管局", people)


@pytest.fixture(scope="session")
def walk_of(habits: SampleSimulation, body: Body) -> Callable[[Definition, int], Walk]:
    def make(definition: Definition, seed: int) -> Walk:
        own = habits.procedures.get(definition.id, UNKNOWN)
        chance = Random(f"{seed}/{definition.id}")
        on = standard_calendar().next_working_day(date(2024, 3, 1 + seed % 28))
        return Walk(definition, own, habits.names, body, chance, on)

    return make


def steps_of(walk: Walk, until: date = UNTIL) -> Iterator[tuple[datetime, Move | Stuck]]:
    """Follows a walk to its end, or to the day; the walk has not yet taken the move that is given."""
    calendar, on = standard_calendar(), walk.opens_on
    while on <= until:
        at = datetime.combine(on, time(10), tzinfo=PLACE)
        move = walk.next(at)
        if move is None:
            return
        if isinstance(move, Wait):
            on = calendar.next_working_day(max(move.until, calendar.add(on, 1)))
            continue
        yield at, move
        if isinstance(move, Stuck):
            return
        walk.follow(move)
        days = walk.days_after(move)
        on = calendar.add(on, days) if days else on


@pytest.fixture
def stage(district: Any, join: Callable[..., Actor]) -> Stage:
    """Two enforcing bodies and the justice bureau, with cards."""
    number = 0
    for key, unit in (("a", district.market), ("b", district.urban), ("c", district.justice)):
        people = []
        for place, role in enumerate(
            (Role.HANDLER, Role.HANDLER, Role.HANDLER, Role.LEGAL_REVIEWER, Role.LEGAL_REVIEWER, Role.HEAD)
        ):
            number += 1
            actor = join(f"{key}.{'abcdef'[place]}", f"人{number}", unit, role)
            people.append(actor.person)
        issue_cards(people, unit, on=date(2020, 1, 1))
        issue_qualifications(people, unit, on=date(2020, 1, 1))
    keys = {district.market.name: "scj", district.urban.name: "cgj", district.justice.name: "sfj"}
    return Stage(jurisdiction=district.jurisdiction, keys=keys, on=UNTIL)
