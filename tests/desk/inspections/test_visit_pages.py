"""Pages of inspections: home, ledger, enterprise, plan, ratings; who sees what, and with how many queries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fazhi.government.actors import Actor
from fazhi.inspections import codes
from fazhi.inspections.models import EnterpriseCode, RatingSlip
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting, add, enterprise

SignIn = Callable[[Actor], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(hours=2)).isoformat()


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(
        reverse(f"desk:{name}" if name.startswith("open-") else f"desk:inspections:{name}", args=args), query
    )
    assert response.status_code == 200
    return str(response.content.decode())


def test_home_shows_todays_visits_and_the_plan(market: Inspecting, shops: list[Entry], sign_in: SignIn):
    market.announced(shops[0])
    market.visited(shops[1])
    page = text(sign_in(market.officers[0]), "home")
    assert "今天的检查" in page
    assert "现场记录：晨禾食品店：食品销售监督检查" in page
    assert "现场记录：柳岸超市" not in page
    assert "食品销售日常检查" in page


def test_ledger_shows_visits_of_all_bodies(market: Inspecting, urban: Inspecting, shops: list[Entry], sign_in: SignIn):
    market.concluded(shops[0])
    urban.announced(shops[1])
    page = text(sign_in(market.officers[0]), "visits")
    assert "晨禾食品店" in page
    assert "柳岸超市" in page
    assert "未发现问题" in page
    filtered = text(sign_in(market.officers[0]), "visits", state="made")
    assert "柳岸超市" not in filtered


def test_ledger_shows_nothing_of_another_district(market: Inspecting, shop: Entry, outsider: Actor, sign_in: SignIn):
    market.concluded(shop)
    assert "晨禾食品店" not in text(sign_in(outsider), "visits")
    assert sign_in(outsider).get(reverse("desk:inspections:enterprise", args=[shop.pk])).status_code == 404


def test_ledger_costs_the_same_whatever_its_length(market: Inspecting, shops: list[Entry], sign_in: SignIn):
    client = sign_in(market.officers[0])
    market.concluded(shops[0])
    with CaptureQueriesContext(
        connection,
    ) as one:
        text(client, "visits")
    market.concluded(shops[1])
    market.concluded(shops[2])
    with CaptureQueriesContext(connection) as three:
        text(client, "visits")
    assert len(three) == len(one)


def test_enterprises_are_listed_by_how_often_they_were_visited(market: Inspecting, shops: list[Entry], sign_in: SignIn):
    market.concluded(shops[1])
    page = text(sign_in(market.officers[0]), "enterprises")
    assert page.index("柳岸超市") < page.index("晨禾食品店")
    assert "晨禾食品店" not in text(sign_in(market.officers[0]), "enterprises", often="1")


def test_enterprises_cost_the_same_whatever_their_number(
    market: Inspecting, shops: list[Entry], district: Any, sign_in: SignIn, at: datetime
):
    client = sign_in(market.officers[0])
    with CaptureQueriesContext(connection) as few:
        text(client, "enterprises")
    add(
        "market_entities",
        district.jurisdiction,
        at,
        *(enterprise(100 + n, f"街坊{n}号店", district.market) for n in range(20)),
    )
    with CaptureQueriesContext(connection) as many:
        text(client, "enterprises")
    assert len(many) == len(few)


def test_enterprise_page_proposes_merging_and_links_only_what_may_be_opened(
    market: Inspecting, urban: Inspecting, shop: Entry, sign_in: SignIn
):
    own = market.announced(shop)
    other = urban.announced(shop, overlap_reason="场所不同")
    page = text(sign_in(market.officers[0]), "enterprise", shop.pk)
    assert "建议合并" in page
    assert reverse("desk:cases:case", args=[own.pk]) in page
    assert reverse("desk:cases:case", args=[other.pk]) not in page


def test_code_is_made_printed_and_renewed(market: Inspecting, shop: Entry, sign_in: SignIn):
    client = sign_in(market.officers[0])
    address = reverse("desk:inspections:code", args=[shop.pk])
    printed = client.post(address, follow=True)
    code = EnterpriseCode.objects.get().code
    assert f"/e/{code}/" in printed.content.decode()
    client.post(address, {"renew": "1"})
    assert EnterpriseCode.objects.filter(ended_at=None).get().code != code


def test_slip_is_printed_once_and_its_code_is_kept_nowhere(market: Inspecting, shop: Entry, sign_in: SignIn):
    case = market.visited(shop)
    response = sign_in(market.officers[0]).post(reverse("desk:inspections:slip", args=[case.pk]))
    token = response.context["token"].replace("-", "")
    assert len(token) == 12
    assert token not in RatingSlip.objects.get().token_sha256


def test_plan_shows_progress_and_overlaps(market: Inspecting, urban: Inspecting, shop: Entry, sign_in: SignIn):
    market.visited(shop)
    page = text(sign_in(market.officers[0]), "plan", year="2026")
    assert "建议合并（综合查一次）" in page
    assert "食品销售日常检查" in page
    assert "还没有公布的检查计划" in text(sign_in(market.officers[0]), "plan", year="2024")


def test_pages_ask_for_their_permission(audit_admin: Actor, shop: Entry, sign_in: SignIn):
    client = sign_in(audit_admin)
    for name, args in (("home", ()), ("visits", ()), ("enterprises", ()), ("plan", ()), ("ratings", ()), ("pool", ())):
        assert (
            client.get(
                reverse(f"desk:{name}" if name.startswith("open-") else f"desk:inspections:{name}", args=args)
            ).status_code
            == 403
        )
    assert client.get(reverse("desk:inspections:enterprise", args=[shop.pk])).status_code == 403


def test_open_page_needs_no_sign_in_and_shows_officers_and_rights(market: Inspecting, shop: Entry, at: datetime):
    code = codes.issue(actor=market.officers[0], entry=shop, at=at).code
    market.announced(shop)
    page = text(Client(), "open-enterprise", code)
    assert "程班（执法证号 99" in page
    assert "有权拒绝检查" in page
    assert "食品销售日常检查" in page
    assert Client().get(reverse("desk:open-enterprise", args=["nosuchcode"])).status_code == 404


def test_open_page_shows_the_result_when_it_is_public(market: Inspecting, shop: Entry, at: datetime):
    code = codes.issue(actor=market.officers[0], entry=shop, at=at).code
    case = market.concluded(shop, publish=False)
    assert "结果尚未公示" in text(Client(), "open-enterprise", code)
    market.take(case, "publish")
    assert "未发现问题" in text(Client(), "open-enterprise", code)
