"""From the registers to a draw and from a draw to inspections, through the pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fazhi.government.actors import Actor
from fazhi.inspections import tasking
from fazhi.inspections.draw_drafts import pool_of
from fazhi.inspections.models import DrawDraft
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting
from tests.inspections.test_tasking import built, held

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(days=1, hours=2)).isoformat()


def test_pool_is_made_from_the_registers(market: Inspecting, shops: list[Entry], district: Any, sign_in: SignIn):
    client = sign_in(market.officers[0])
    page = client.get(reverse("desk:inspections:pool")).content.decode()
    assert "食品销售监督检查" in page
    response = client.post(
        reverse("desk:inspections:pool"),
        {"organization": district.market.pk, "title": "第一批", "items": [str(market.items[0].pk)]},
    )
    draft = DrawDraft.objects.get()
    assert response.url == reverse("desk:inspections:draw-rule", args=[draft.pk])
    assert [each.name for each in pool_of(draft).objects] == ["晨禾食品店", "柳岸超市", "青桐商行"]


def test_pool_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    items: list[Entry], handler: Actor, district: Any, sign_in: SignIn
):
    response = sign_in(handler).post(
        reverse("desk:inspections:pool"),
        {"organization": district.market.pk, "title": "第一批", "items": [str(items[0].pk)]},
    )
    assert response.status_code == 422
    assert "没有持有效执法证的人员" in response.content.decode()
    assert 'value="第一批"' in response.content.decode()


def test_inspections_are_opened_from_a_draw(
    market: Inspecting, shops: list[Entry], district: Any, sign_in: SignIn, at: datetime
):
    draw = held(district, market.officers[0], built(district, market.items, at.date()), 2, at)
    client = sign_in(market.officers[0])
    address = reverse("desk:inspections:draw-tasks", args=[draw.pk])
    assert "开出 2 件检查" in client.get(address).content.decode()
    assert address in client.get(reverse("desk:inspections:home")).content.decode()
    given = {
        "items": [str(each.pk) for each in market.items],
        "plan_item": str(market.plan.pk),
        "legal_basis": "食品安全法第一百一十条",
        "planned_on": "2026-03-06",
    }
    page = client.post(address, given, follow=True).content.decode()
    assert "已开出2件检查。" in page
    assert "已开出 2 件" in page
    assert len(tasking.inspections_of(draw)) == 2
    assert address not in client.get(reverse("desk:inspections:home")).content.decode()


def test_object_that_was_refused_is_shown_with_its_reason(
    market: Inspecting, urban: Inspecting, shops: list[Entry], district: Any, sign_in: SignIn, at: datetime
):
    draw = held(district, market.officers[0], built(district, market.items, at.date()), 3, at)
    urban.announced(shops[0])
    page = sign_in(market.officers[0]).post(
        reverse("desk:inspections:draw-tasks", args=[draw.pk]),
        {
            "items": [str(market.items[0].pk)],
            "plan_item": str(market.plan.pk),
            "legal_basis": "食品安全法第一百一十条",
            "planned_on": "2026-03-06",
        },
    )
    text = page.content.decode()
    assert "没有开出的" in text
    assert "综合查一次" in text


def test_application_has_the_enterprise_chosen(market: Inspecting, shop: Entry, sign_in: SignIn):
    client = sign_in(market.officers[0])
    address = reverse("desk:inspections:apply", args=[shop.pk])
    page = client.get(address)
    assert page.context["form"].known["entity"]["title"] == "晨禾食品店"
    refused = client.post(address, {"performed_on": "2026-03-03"})
    assert refused.status_code == 422
    assert "请填写“检查事项”" in refused.content.decode()


def test_worklist_leads_to_todays_record(market: Inspecting, shop: Entry, sign_in: SignIn, at: datetime):
    case = market.announced(shop, planned_on=(at + timedelta(days=1)).date().isoformat())
    page = sign_in(market.officers[0]).get(reverse("desk:home")).content.decode()
    assert "今天的检查" in page
    assert reverse("desk:inspections:record", args=[case.pk]) in page
    assert "今天的检查" not in sign_in(market.head).get(reverse("desk:home")).content.decode()
