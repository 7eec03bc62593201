"""Rating on the open page, and what of it is seen inside."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fazhi.desk.inspections.open_enterprise import MOST_WRONG
from fazhi.government.actors import Actor
from fazhi.inspections import codes, ratings
from fazhi.inspections.models import Rating
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting

SignIn = Callable[[Actor], Client]
GIVEN = {"lawful": "5", "courteous": "4", "helpful": "5", "text": "态度好"}


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(hours=2)).isoformat()
    cache.clear()


def slip(market: Inspecting, shop: Entry, at: datetime) -> tuple[str, str]:
    """The address of the form, and what is printed on the slip."""
    code = codes.issue(actor=market.officers[0], entry=shop, at=at).code
    token = ratings.issue_slip(actor=market.officers[0], case=market.visited(shop), at=at)
    return reverse("desk:open-rate", args=[code]), token


def test_guest_rates_with_the_code_of_the_slip(market: Inspecting, shop: Entry, at: datetime):
    address, token = slip(market, shop, at)
    printed = "-".join((token[:4], token[4:8], token[8:]))
    response = Client().post(address, GIVEN | {"token": printed}, follow=True)
    assert "谢谢，已匿名评价清和区市场监督管理局的检查。" in response.content.decode()
    assert Rating.objects.get().lawful == 5
    assert "评价单</dt><dd>已使用" in response.content.decode()


def test_wrong_code_keeps_what_was_typed(market: Inspecting, shop: Entry, at: datetime):
    address, _ = slip(market, shop, at)
    response = Client().post(address, GIVEN | {"token": "zzzz-zzzz-zzzz"})
    assert response.status_code == 422
    assert "评价码不对" in response.content.decode()
    assert "态度好" in response.content.decode()
    assert Rating.objects.count() == 0


def test_many_wrong_codes_close_the_page_for_a_while(market: Inspecting, shop: Entry, at: datetime):
    address, token = slip(market, shop, at)
    client = Client()
    for _ in range(MOST_WRONG):
        client.post(address, GIVEN | {"token": "zzzzzzzzzzzz"})
    response = client.post(address, GIVEN | {"token": token})
    assert response.status_code == 422
    assert "一小时以后再试" in response.content.decode()
    assert Rating.objects.count() == 0


def test_single_ratings_are_for_those_who_oversee(
    market: Inspecting, shop: Entry, coordinator: Actor, sign_in: SignIn, at: datetime
):
    address, token = slip(market, shop, at)
    Client().post(address, GIVEN | {"token": token})
    page = reverse("desk:inspections:ratings")
    assert "态度好" not in sign_in(market.head).get(page).content.decode()
    assert "不足5份，不显示平均分" in sign_in(market.head).get(page).content.decode()
    assert "态度好" in sign_in(coordinator).get(page).content.decode()
