"""People with cards, and a case of the shortest procedure: a penalty on the spot."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.roles import Role
from tests.cards import issue_cards


def give_card(actor: Actor, *, until: date | None = None) -> None:
    """An enforcement card of the body in which the actor sits."""
    unit = Organization.objects.get(pk=actor.seats[0].organization_id)
    issue_cards([actor.person], unit, until=until)


@pytest.fixture
def officers(handler: Actor, join: Callable[..., Actor], district: Any) -> list[Actor]:
    """Two officers of the market bureau with valid cards."""
    second = join("qin.fa", "秦法", district.market, Role.HANDLER)
    for actor in (handler, second):
        give_card(actor)
    return [handler, second]


@pytest.fixture
def reviewer(join: Callable[..., Actor], district: Any) -> Actor:
    return join("shen.he", "沈和", district.market, Role.LEGAL_REVIEWER)


@pytest.fixture
def opened(officers: list[Actor], district: Any, at: datetime) -> Callable[..., Taken]:
    """Opens a penalty on the spot; keywords change what is entered."""

    def make(*, actor: Actor | None = None, on: date | None = None, key: str | None = None, **data: Any) -> Taken:
        values: dict[str, Any] = {
            "party": {"kind": "person", "name": "钱某", "address": "清和区东街12号"},
            "officers": [person.person.pk for person in officers],
            "id_shown": True,
            "offence_on": (on or at.date()).isoformat(),
            "place": "东街菜市场门口",
            "facts": "占道摆卖水果，经劝说未当场收摊。",
            "competent": True,
        } | data
        filled = {name: value for name, value in values.items() if value is not None}
        given = Given("open", on or at.date(), data=filled)
        return taking.open_case(
            actor=actor or officers[0],
            procedure="administrative_penalty_summary",
            organization=district.market,
            given=given,
            at=at + timedelta(minutes=1),
            key=key,
        )

    return make


@pytest.fixture
def case(opened: Callable[..., Taken]) -> Case:
    return opened().case
