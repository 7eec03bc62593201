"""How far plans have got, and where they meet."""

from datetime import datetime
from typing import Any

from fazhi.inspections import planning
from fazhi.registers import drafts
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting, add, item, planned


def test_progress_counts_visited_objects_of_the_item(market: Inspecting, shops: list[Entry]):
    market.visited(shops[0])
    market.announced(shops[1])
    (one,) = planning.progress([market.plan])
    assert (one.planned, one.made, one.percent) == (4, 1, 25)


def test_plans_of_two_bodies_for_the_same_objects_overlap(market: Inspecting, urban: Inspecting, district: Any):
    (found,) = planning.overlaps(district.jurisdiction.pk, 2026)
    assert {found.one.title, found.other.title} == {"食品销售日常检查", "门店秩序检查"}
    assert (found.categories, found.months) == (frozenset({"food_sale"}), (3, 6))


def test_plans_for_other_objects_or_other_months_do_not(market: Inspecting, district: Any, at: datetime):
    hotel = item(7, "旅馆检查", district.urban, object_categories=["hotel"])
    autumn = item(8, "门店检查", district.urban)
    entries = add("inspection_items", district.jurisdiction, at, hotel, autumn)
    add(
        "inspection_plan_items",
        district.jurisdiction,
        at,
        planned(1, "旅馆检查", district.urban, entries[0].key),
        planned(2, "秋季检查", district.urban, entries[1].key, first_month=9, last_month=10),
    )
    assert planning.overlaps(district.jurisdiction.pk, 2026) == []


def test_draft_that_was_handed_in_is_compared_with_plans_in_force(
    market: Inspecting, urban: Inspecting, district: Any, at: datetime
):
    proposed = planned(5, "夏季食品检查", district.market, market.items[0].key, first_month=6, last_month=7)
    draft = drafts.make(
        actor=market.officers[0],
        jurisdiction=district.jurisdiction,
        register="inspection_plan_items",
        title="补充计划",
        changes=[Change(ChangeKind.ADD, data=proposed)],
        organization=district.market,
        at=at,
    )
    sent = drafts.submit(actor=market.officers[0], draft=draft, at=at)
    (found,) = planning.overlaps_of_draft(drafts.value_of(sent), organization=district.market)
    assert (found.one.title, found.other.title, found.months) == ("夏季食品检查", "门店秩序检查", (6, 6))
    assert found.one.proposed
