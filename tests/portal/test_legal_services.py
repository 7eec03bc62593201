"""公共法律服务: one page, the telephone first, with what its registers publish."""

import re
from datetime import datetime

import pytest
from django.test import Client

from tests.conftest import District
from tests.portal.gazette_issue import put

pytestmark = pytest.mark.django_db
PAGE = "/open/legal-services/"


def text_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_any_register_it_still_says_whom_to_call(district: District) -> None:
    page = text_of(PAGE)
    assert page.index('href="tel:12348"') < page.index("我该找谁") < page.index("还没有登记的站点")
    forms = {f"/open/apply/{each}/" for each in ("legal_aid", "mediation", "hotline", "reconsideration")}
    assert forms - set(re.findall(r'href="([^"]+)"', page)) == set()
    assert f'href="{PAGE}"' in text_of("/open/")


def test_stations_stand_by_level_and_are_counted(district: District, at: datetime) -> None:
    common = {"services": ["advice", "legal_aid"], "opened_on": "2024-01-01", "checked_on": "2026-01-09"}
    put(
        district, at, "legal_service_stations", name="东街道工作站", level="town",
        covers={"id": str(district.street.pk)}, address="东街1号", hours="工作日9:00—17:00", phone="0380-8870001",
        running="limited", **common,
    )  # fmt: skip
    put(
        district, at, "legal_service_stations", name="区公共法律服务中心", level="county", address="政通路2号",
        hours="工作日8:30—17:00", phone="0380-8870002", running="normal", **common,
    )  # fmt: skip
    page = text_of(PAGE)
    assert "1 个镇街里 1 个有工作站" in page
    assert "2 个站点里 1 个正常运行" in page
    assert "建成率 100%，有效运行率 50%" in page
    levels = re.findall(r"<h3>([^<]+)</h3>", page)
    assert levels == ["区（县）级中心（1）", "镇街工作站（1）"]
    assert "法律咨询、申请法律援助" in page
    assert "时间或者服务有缩减" in page
    assert page.index("0380-8870002") < page.index("我该找谁")
    assert "2026-01-09" not in page


def test_bodies_stand_by_kind_with_what_they_are_for(district: District, at: datetime) -> None:
    put(
        district, at, "legal_service_bodies", name="清和公证处", kind="notary", head="某某", address="政通路3号",
        phone="0380-8870003", staff=41,
    )  # fmt: skip
    put(
        district, at, "mediation_committees", name="区劳动争议调委会", kind="industry", disputes="labour",
        body={"id": str(district.market.pk)}, chair="某某", members=5, women=1, set_up_on="2024-01-01",
        address="政通路4号", phone="0380-8870004",
    )  # fmt: skip
    page = text_of(PAGE)
    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["行业性专业性调委会（1）", "公证机构（1）"]
    assert "证明继承、委托" in page
    assert [each in page for each in ("0380-8870003", "0380-8870004", ">41<")] == [True, True, False]
