"""A market bureau that inspects shops: its officers, its items, its plan."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.registers.models import Entry
from tests.cards import issue_cards
from tests.inspections.inspected import Inspecting, add, enterprise, item, planned


@pytest.fixture
def officers(handler: Actor, join: Callable[..., Actor], district: Any) -> list[Actor]:
    """Two officers of the market bureau with valid cards."""
    second = join("qin.fa", "秦法", district.market, Role.HANDLER)
    issue_cards([handler.person, second.person], district.market)
    return [handler, second]


@pytest.fixture
def shops(district: Any, at: datetime) -> list[Entry]:
    names = ("晨禾食品店", "柳岸超市", "青桐商行")
    rows = [enterprise(number, name, district.market) for number, name in enumerate(names, 1)]
    return add("market_entities", district.jurisdiction, at, *rows)


@pytest.fixture
def shop(shops: list[Entry]) -> Entry:
    return shops[0]


@pytest.fixture
def items(district: Any, at: datetime) -> list[Entry]:
    return add("inspection_items", district.jurisdiction, at, item(1, "食品销售监督检查", district.market))


@pytest.fixture
def plan(district: Any, items: list[Entry], at: datetime) -> Entry:
    row = planned(1, "食品销售日常检查", district.market, items[0].key)
    return add("inspection_plan_items", district.jurisdiction, at, row)[0]


@pytest.fixture
def market(
    officers: list[Actor], head: Actor, district: Any, items: list[Entry], plan: Entry, at: datetime
) -> Inspecting:
    return Inspecting(officers, head, district.market, items, plan, at)


@pytest.fixture
def urban(
    other_handler: Actor, other_head: Actor, join: Callable[..., Actor], district: Any, at: datetime
) -> Inspecting:
    """The urban management bureau, which looks at the same shops."""
    second = join("yu.shi", "余实", district.urban, Role.HANDLER)
    issue_cards([other_handler.person, second.person], district.urban)
    items = add("inspection_items", district.jurisdiction, at, item(2, "门前责任区检查", district.urban))
    row = planned(1, "门店秩序检查", district.urban, items[0].key)
    plan = add("inspection_plan_items", district.jurisdiction, at, row)[0]
    return Inspecting([other_handler, second], other_head, district.urban, items, plan, at)
