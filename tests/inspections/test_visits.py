"""The ledger of visits, and what it supplies to the next inspection."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import parameters
from fazhi.cases.models import Case
from fazhi.cases.refusals import ActRefused
from fazhi.government.actors import Actor
from fazhi.inspections import visits
from fazhi.procedures.language.library import library
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting, add, item

DAY = timedelta(days=1)


def set_parameter(coordinator: Actor, district: Any, name: str, value: Any, at: datetime) -> None:
    parameters.set_value(
        actor=coordinator,
        jurisdiction=district.jurisdiction,
        definition=library().editions(visits.PROCEDURE)[-1],
        name=name,
        value=value,
        since=date(2026, 1, 1),
        source="清和区涉企检查频次办法（示例）",
        at=at,
    )


def test_party_is_taken_from_the_register(market: Inspecting, shop: Entry):
    case = market.apply(shop)
    assert case.data["party"] == {
        "kind": "legal_person",
        "name": "晨禾食品店",
        "id_number": shop.key,
        "address": "东街1号",
    }
    assert case.data["risk"] == "b"
    assert case.title == "晨禾食品店：食品销售监督检查"


def test_party_that_somebody_types_is_refused(market: Inspecting, shop: Entry):
    with pytest.raises(ActRefused) as refused:
        market.apply(shop, party={"kind": "person", "name": "钱某"})
    assert "由平台自动填写" in refused.value.say


def test_visit_says_what_was_done_and_when(market: Inspecting, shop: Entry, at: datetime):
    case = market.concluded(shop)
    (visit,) = visits.visits_of(shop.pk)
    today = at.date()
    assert (visit.case.pk, visit.entity, visit.announced_on, visit.visited_on) == (case.pk, shop.pk, today, today)
    assert (visit.result_title, visit.published_on, visit.counts, visit.pending) == ("未发现问题", today, True, False)
    assert [each.name for each in visit.officers] == ["程班", "秦法"]
    assert visit.items == ("食品销售监督检查",)


def test_visits_of_all_bodies_count_and_special_ones_do_not(
    market: Inspecting, urban: Inspecting, shop: Entry, at: datetime
):
    today = at.date()
    urban.visited(shop)
    market.visited(shop, on=today + DAY, ground="special", plan_item=None, lead="省局专项（示例）")
    case = market.apply(shop, on=today + 2 * DAY)
    assert (case.data["visits_this_year"], case.data["own_visits_this_year"]) == (1, 0)
    assert case.data["days_since_last_visit"] == 1
    assert visits.times_in_year([shop.pk], today.year) == {shop.pk: 1}
    assert visits.last_visits([shop.pk]) == {shop.pk: today + DAY}


def test_cap_of_the_risk_class_needs_the_heads_reason(
    market: Inspecting, shop: Entry, coordinator: Actor, district: Any, at: datetime
):
    set_parameter(coordinator, district, "cap_b", 1, at)
    market.visited(shop)
    case = market.apply(shop, on=at.date() + DAY)
    with pytest.raises(ActRefused) as refused:
        market.take(case, "approve", "approved", by=market.head, on=at.date() + DAY)
    assert "频次上限" in refused.value.say
    market.take(case, "approve", "approved", by=market.head, on=at.date() + DAY, over_cap_reason="群众集中反映")
    assert Case.objects.get(pk=case.pk).data["visits_this_year"] == 1


def test_cooling_period_asks_for_a_reason(
    market: Inspecting, shop: Entry, coordinator: Actor, district: Any, at: datetime
):
    set_parameter(coordinator, district, "cooling_days", 30, at)
    market.visited(shop)
    with pytest.raises(ActRefused) as refused:
        market.apply(shop, on=at.date() + DAY)
    assert "最短间隔" in refused.value.say
    assert market.apply(shop, on=at.date() + DAY, cooling_reason="上次只看了仓库").data["days_since_last_visit"] == 1


def test_visit_of_another_body_near_by_is_to_be_joined(market: Inspecting, urban: Inspecting, shop: Entry):
    urban.announced(shop)
    with pytest.raises(ActRefused) as refused:
        market.apply(shop)
    assert "综合查一次" in refused.value.say
    case = market.apply(shop, joint_bodies="清和区城市管理局")
    assert case.data["overlapping_visits"] == 1
    assert market.apply(shop, overlap_reason="检查的场所不同").data["overlapping_visits"] == 1


def test_withdrawn_visit_overlaps_nothing(market: Inspecting, urban: Inspecting, shop: Entry):
    case = urban.announced(shop)
    urban.take(case, "cancel", "cancelled", cancel_reason="改期")
    assert market.apply(shop).data["overlapping_visits"] == 0


def test_published_cap_of_an_item_is_supplied(market: Inspecting, shop: Entry, district: Any, at: datetime):
    market.items = add(
        "inspection_items", district.jurisdiction, at, item(9, "专项抽查", district.market, yearly_cap=2)
    )
    assert market.apply(shop).data["item_cap"] == 2
