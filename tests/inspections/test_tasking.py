"""From the registers to a pool, from a draw to inspections."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.government.roles import Role
from fazhi.inspections import pools, tasking
from fazhi.inspections.drawing.model import Pool, Recusal, Rule, StratumRule
from fazhi.inspections.models import Draw
from fazhi.inspections.pools import Built, Wanted
from fazhi.inspections.refusals import Refused
from fazhi.registers.models import Entry
from tests.cards import issue_cards
from tests.inspections.draw_cases import frozen, published
from tests.inspections.inspected import Inspecting, add, enterprise
from tests.inspections.test_visits import set_parameter

STREET = "清和区东街街道办事处"
DAY = timedelta(days=1)


def built(district: Any, items: list[Entry], on: date, **more: Any) -> Built:
    wanted = Wanted(items=tuple(each.pk for each in items), **more)
    return pools.build(jurisdiction=district.jurisdiction, wanted=wanted, on=on)


def held(district: Any, actor: Actor, made: Built, number: int, at: datetime) -> Draw:
    rule = Rule({STREET: StratumRule(0, number)}, {"a": 1, "b": 2, "c": 3, "d": 4})
    return published(district, actor, at, pool=made.pool, items=made.items, rule=rule)


def opened(market: Inspecting, draw: Draw, at: datetime, **more: Any) -> tasking.Tasks:
    values: dict[str, Any] = {
        "items": [each.pk for each in market.items],
        "plan_item": market.plan.pk,
        "legal_basis": "食品安全法第一百一十条",
        "planned_on": at.date() + 3 * DAY,
    }
    return tasking.open_from_draw(actor=market.officers[0], draw=draw, at=at + DAY, **(values | more))


def test_pool_has_objects_of_the_items_and_officers_with_cards(
    market: Inspecting, shops: list[Entry], district: Any, at: datetime
):
    add("market_entities", district.jurisdiction, at, enterprise(8, "东街旅馆", district.market, categories=["hotel"]))
    made = built(district, market.items, at.date())
    assert [(each.name, each.risk, each.stratum) for each in made.pool.objects] == [
        ("晨禾食品店", "b", STREET), ("柳岸超市", "b", STREET), ("青桐商行", "b", STREET),
    ]  # fmt: skip
    assert [(each.name, each.body) for each in made.pool.officers] == [
        ("程班", district.market.name), ("秦法", district.market.name),
    ]  # fmt: skip
    assert made.items[0].body == district.market.name


def test_pool_leaves_out_who_has_closed_and_who_was_just_visited(
    market: Inspecting, shops: list[Entry], district: Any, coordinator: Actor, at: datetime
):
    add("market_entities", district.jurisdiction, at, enterprise(8, "东街旧店", district.market, status="deregistered"))
    set_parameter(coordinator, district, "cooling_days", 30, at)
    market.visited(shops[0])
    made = built(district, market.items, at.date() + DAY)
    assert [each.name for each in made.pool.objects] == ["柳岸超市", "青桐商行"]
    assert {each.name: each.reason for each in made.pool.excluded} == {
        "东街旧店": "已注销",
        "晨禾食品店": "2026-03-02已被检查，未满30天的最短间隔",
    }


def test_pool_leaves_out_who_has_reached_the_cap(
    market: Inspecting, shops: list[Entry], district: Any, coordinator: Actor, at: datetime
):
    set_parameter(coordinator, district, "cap_b", 1, at)
    market.visited(shops[1])
    (left_out,) = built(district, market.items, at.date() + DAY).pool.excluded
    assert (left_out.name, left_out.reason) == ("柳岸超市", "2026年已被检查1次，达到年度频次上限1次")


def test_pool_narrows_by_risk_and_street(market: Inspecting, shops: list[Entry], district: Any, at: datetime):
    add("market_entities", district.jurisdiction, at, enterprise(8, "高风险店", district.market, risk_class="d"))
    made = built(district, market.items, at.date(), risks=frozenset({"d"}), streets=frozenset({district.street.pk}))
    assert [each.name for each in made.pool.objects] == ["高风险店"]
    with pytest.raises(Refused, match="没有可以抽取的检查对象"):
        built(district, market.items, at.date(), streets=frozenset({district.justice.pk}))


def test_pool_without_officers_of_a_body_is_refused(
    items: list[Entry], shops: list[Entry], district: Any, at: datetime
):
    with pytest.raises(Refused, match="没有持有效执法证的人员"):
        built(district, items, at.date())


def test_draw_opens_an_inspection_for_each_object_once(
    market: Inspecting, shops: list[Entry], district: Any, at: datetime
):
    draw = held(district, market.officers[0], built(district, market.items, at.date()), 2, at)
    done = opened(market, draw, at)
    assert (len(done.opened), done.before, done.refused) == (2, (), ())
    again = opened(market, draw, at)
    assert (again.opened, len(again.before)) == ((), 2)
    assert {case.pk for case in tasking.inspections_of(draw)} == {case.pk for case in done.opened}
    case = done.opened[0]
    assert (case.data["ground"], case.data["draw"]) == ("random", str(draw.pk))
    assert [each["name"] for each in case.data["officers"]] in (["程班", "秦法"], ["秦法", "程班"])
    assert all(each["card_valid"] for each in case.data["officers"])


def test_joint_draw_opens_one_inspection_for_both_bodies(
    market: Inspecting, urban: Inspecting, shops: list[Entry], district: Any, at: datetime
):
    made = built(district, [*market.items, *urban.items], at.date())
    draw = held(district, market.officers[0], made, 1, at)
    (case,) = opened(market, draw, at, items=[each.pk for each in [*market.items, *urban.items]]).opened
    assert case.organization == district.market
    assert case.data["joint_bodies"] == district.urban.name
    assert len(case.data["officers"]) == 4
    assert [each["title"] for each in case.data["items"]] == ["食品销售监督检查", "门前责任区检查"]


def test_what_is_refused_hinders_no_other(
    market: Inspecting, urban: Inspecting, shops: list[Entry], district: Any, at: datetime
):
    draw = held(district, market.officers[0], built(district, market.items, at.date()), 3, at)
    urban.announced(shops[0])
    done = opened(market, draw, at)
    assert len(done.opened) == 2
    (refused,) = done.refused
    assert refused.name == "晨禾食品店"
    assert "综合查一次" in refused.reasons[0]


def test_opening_before_the_draw_or_by_others_is_refused(
    market: Inspecting, shops: list[Entry], other_handler: Actor, district: Any, at: datetime
):
    made = built(district, market.items, at.date())
    rule = Rule({STREET: StratumRule(0, 1)}, {"b": 1})
    early = frozen(district, market.officers[0], at, pool=made.pool, items=made.items, rule=rule)
    with pytest.raises(Refused, match="还没有抽取结果"):
        opened(market, early, at)
    with pytest.raises(NotAllowed):
        tasking.open_from_draw(
            actor=other_handler, draw=early, items=[UUID(int=1)], plan_item=UUID(int=1), legal_basis="",
            planned_on=at.date(), at=at,
        )  # fmt: skip


def test_recused_officer_is_not_sent(market: Inspecting, shops: list[Entry], district: Any, join: Any, at: datetime):
    third = join("san.fa", "单法", district.market, Role.HANDLER)
    issue_cards([third.person], district.market, on=date(2024, 1, 2))
    recusals = tuple(Recusal(str(third.person.pk), str(each.pk), "近亲属") for each in shops)
    made = built(district, market.items, at.date(), recusals=recusals)
    draw = held(district, market.officers[0], made, 3, at)
    assert isinstance(made.pool, Pool)
    for case in opened(market, draw, at).opened:
        assert "单法" not in [each["name"] for each in Case.objects.get(pk=case.pk).data["officers"]]
