"""Choosing entries of registers in forms, what they fill in, and cases that follow from cases."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fazhi.cases import taking
from fazhi.cases.models import Case, CaseLink
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.registers.changes import ChangeKind
from tests.cases.listing import benchmark, change, power_item
from tests.cases.walks import informed
from tests.desk.cases.forms import posted
from tests.desk.cases.test_opening import ADDRESS, filled

Enter = Callable[[Actor], Client]


@pytest.fixture
def item(district: Any) -> UUID:
    return power_item(district.market, code="ZF001")


def test_entries_of_the_body_are_offered_and_chosen(
    sign_in: Enter, officers: list[Actor], item: UUID, district: Any
) -> None:
    power_item(district.urban, code="CG001", name="对乱倒垃圾的处罚")
    client = sign_in(officers[0])
    page = client.get(ADDRESS).content.decode()
    assert "对占道经营的处罚" in page
    assert "对乱倒垃圾的处罚" not in page
    client.post(ADDRESS, filled(client, officers, f__power_item=str(item)))
    case = Case.objects.get()
    assert (case.data["power_item"]["title"], case.data["power_kind"]) == ("对占道经营的处罚", "penalty")
    shown = client.get(reverse("desk:cases:case", args=[case.pk])).content.decode()
    assert f'href="/registers/power_items/{item}/"' in shown


def test_without_scripts_a_button_looks_for_entries(
    sign_in: Enter, officers: list[Actor], item: UUID, district: Any
) -> None:
    for number in range(25):
        power_item(district.market, code=f"A{number:03}", name=f"对第{number}种行为的处罚")
    client = sign_in(officers[0])
    assert "对占道经营的处罚" not in client.get(ADDRESS).content.decode()
    looking = filled(client, officers, f__power_item__find="占道", more="f.power_item")
    page = client.post(ADDRESS, looking).content.decode()
    assert "对占道经营的处罚" in page
    assert 'value="东街菜市场门口"' in page
    assert Case.objects.count() == 0


def test_what_was_typed_may_be_the_code(sign_in: Enter, officers: list[Actor], item: UUID, district: Any) -> None:
    client = sign_in(officers[0])
    client.post(ADDRESS, filled(client, officers, f__power_item__find="对占道经营的处罚"))
    assert Case.objects.get().data["power_item"]["id"] == str(item)


def test_a_withdrawn_item_is_refused_at_its_field(
    sign_in: Enter, officers: list[Actor], item: UUID, district: Any
) -> None:
    client = sign_in(officers[0])
    form = filled(client, officers, f__power_item=str(item))
    change(district.market, "power_items", ChangeKind.WITHDRAW, item, on=date(2026, 1, 5))
    answer = client.post(ADDRESS, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已于2026-01-05取消" in page
    assert 'href="#f-power_item"' in page


def test_typing_narrows_the_list(sign_in: Enter, officers: list[Actor], item: UUID) -> None:
    asked = {"name": "f.power_item", "kind": "entry", "own": "1", "f.power_item.find": "占道"}
    client = sign_in(officers[0])
    assert "对占道经营的处罚" in client.get("/entries/power_items/", asked).content.decode()
    assert "没有找到" in client.get("/entries/power_items/", asked | {"f.power_item.find": "渔业"}).content.decode()
    assert client.get("/entries/no_such/", asked).status_code == 404


def test_tiers_are_offered_with_their_ranges(
    sign_in: Enter, officers: list[Actor], opened: Callable[..., Taken], district: Any, at: datetime
) -> None:
    case = opened(benchmark=str(benchmark(district.market))).case
    informed(case, officers[0], at)
    page = sign_in(officers[0]).get(f"/cases/{case.pk}/steps/decide/").content.decode()
    assert "一般（裁量种类一般，适用条件（情节）其他，罚款下限100元，罚款上限200元）" in page


@pytest.fixture
def stopped(opened: Callable[..., Taken], officers: list[Actor], at: datetime) -> Case:
    """A case on the spot that turned out to be one for the ordinary procedure."""
    case = opened().case
    given = Given("stop", at.date(), "ordinary", data={"ordinary_reason": "拟罚款超过当场处罚限额"})
    return taking.take(actor=officers[0], case_id=case.pk, given=given, at=at + timedelta(hours=1)).case


def test_a_case_that_follows_comes_filled_in_and_both_show_the_link(
    sign_in: Enter, officers: list[Actor], stopped: Case
) -> None:
    client = sign_in(officers[0])
    address = f"/cases/new/administrative_penalty/?source={stopped.pk}:2"
    here = reverse("desk:cases:case", args=[stopped.pk])
    assert f'href="{address}"' in client.get(here).content.decode()
    page = client.get(address).content.decode()
    assert 'value="钱某"' in page
    checks = ["competent", "place", "level", "mandate", "settled"]
    whole = posted(page, f__source_of_case="inspection", f__jurisdiction_checks=checks)
    client.post("/cases/new/administrative_penalty/", whole)
    link = CaseLink.objects.get()
    assert link.source_id == stopped.pk
    there = client.get(reverse("desk:cases:case", args=[link.case_id])).content.decode()
    assert stopped.number in there
    assert link.case.number in client.get(here).content.decode()
    assert f'href="{address}"' not in client.get(here).content.decode()
