"""A citizen in a real browser, on a telephone without scripts and at a desk with the keyboard: look, search, take."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from tests.conftest import District
from tests.portal.laying_open import lay_open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
FACTS = (
    "占用东街人行道摆摊经营，影响行人通行，经劝导后自行清理。",
    "未取得食品经营许可从事餐饮服务，现场查见无证照。",
    "销售的牛奶超过保质期三日，共十二盒，货值九十六元。",
    "户外广告未经批准擅自设置，限期拆除后复查已经拆除。",
)


@pytest.fixture
def opened(
    district: District, handler: Actor, settings: Any, tmp_path: Path, at: datetime, today: Callable[[str], None]
) -> District:
    """Penalties of two bodies, a document with its draft, the body that enforces, and a service item."""
    settings.HOME = tmp_path
    today("2026-03-02")
    for number, facts in enumerate(FACTS * 2):
        unit = (district.market, district.urban)[number % 2]
        title = f"行政处罚决定：木某某：{facts[:9]}"
        lay_open(unit, handler.person, title=title, facts=facts, on=date(2026, 2, 20 - number))
    lay_open(
        district.justice,
        handler.person,
        kind="normative_document.document",
        title="规范性文件：清和区摊贩管理办法",
        facts="自2026年4月1日起施行，有效期五年。",
        on=date(2026, 2, 26),
    )
    revise(district, at, "enforcement_bodies", body_of(district))
    revise(district, at, "service_items", item_of(district))
    # The first page of a process reads the catalog, which takes longer than a browser waits on a busy machine.
    for address in ("/open/", "/open/notices/enforcement/", "/open/guides/"):
        assert Client().get(address).status_code == 200
    return district


def revise(district: District, at: datetime, register: str, data: dict[str, Any]) -> None:
    revising.revise(
        actor=None, jurisdiction=district.jurisdiction, register=register, since=at.date(), at=at,
        changes=[Change(ChangeKind.ADD, data=data)], reason="首次公布",
    )  # fmt: skip


def body_of(district: District) -> dict[str, Any]:
    return {
        "body": {"id": str(district.market.pk)}, "kind": "statutory", "scope": "市场监督管理和食品安全监督管理",
        "legal_basis": "食品安全法、行政处罚法", "category": ["penalty", "license", "inspection"],
        "announced_on": "2025-01-06", "address": "清和区中街8号", "phone": "0571-88880001",
    }  # fmt: skip


def item_of(district: District) -> dict[str, Any]:
    return {
        "code": "000131016000", "implementation_code": "1133010200250001", "name": "食品经营许可核发", "kind": "permit",
        "legal_basis": "《食品安全法》第三十五条", "body": {"id": str(district.market.pk)},
        "service_targets": ["natural_person", "enterprise"], "case_type": "promised",
        "conditions": "有固定的经营场所；有与经营食品相适应的设备、设施；有专职或者兼职的食品安全管理人员。",
        "flow": "申请—受理—审查—决定—送达", "promised_limit": 8, "statutory_limit": 20, "charged": False,
        "materials": [
            {"name": "食品经营许可申请书", "required": True, "originals": 1},
            {"name": "经营场所平面图", "required": True, "copies": 1},
        ],
        "place": "区政务服务中心二楼", "hours": "工作日9:00—17:00", "consult_phone": "0571-88880002",
        "supervision_phone": "0571-88880003", "result": "食品经营许可证",
    }  # fmt: skip


def see(page: Page, address: str, name: str, look: Look, check: Check) -> None:
    """Opens a page, keeps its picture, and has it checked; nothing may stick out at the side."""
    page.goto(address)
    look(page, name)
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} is too wide"


def test_a_citizen_looks_searches_and_takes(
    opened: District, page_as: PageAs, look: Look, check_accessibility: Check
) -> None:
    phone = page_as(None, width=390)
    for address, name in (
        ("/open/notices/enforcement/", "enforcement"),
        ("/open/notices/documents/", "documents"),
        ("/open/guides/", "guides"),
        ("/open/data/", "data"),
        ("/open/about/", "about"),
        ("/open/nothing/", "missing"),
        ("/open/registers/enforcement_bodies/", "register"),
    ):
        see(phone, address, name, look, check_accessibility)
    plain = page_as(None, width=390, scripts=False)
    plain.goto("/open/")
    plain.get_by_role("searchbox").first.fill("超过保质期")
    plain.get_by_role("button", name="搜索").first.click()
    expect(plain.locator("main mark").first).to_have_text("超过保质期")
    plain.get_by_role("link", name="木某某").first.click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("木某某")
    expect(plain.get_by_text("已隐去个人信息")).to_be_visible()
    plain.get_by_role("link", name="大字版").click()
    expect(plain.locator("html.large")).to_have_count(1)
    assert plain.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    look(plain, "notice-large")

    desk = page_as(None)
    for address, name in (("/open/", "home"), ("/open/notices/", "notices"), ("/open/search/?q=食品", "search")):
        see(desk, address, name, look, check_accessibility)
        see(phone, address, name, look, check_accessibility)
    desk.goto("/open/")
    desk.keyboard.press("Tab")
    expect(desk.locator(":focus")).to_have_text("跳到正文")
    expect(desk.get_by_role("button", name="打印")).to_be_visible()
    desk.get_by_role("link", name="办事指南", exact=False).first.click()
    desk.get_by_role("link", name="食品经营许可核发").click()
    look(desk, "guide")
    check_accessibility(desk)
    expect(desk.get_by_text("经营场所平面图")).to_be_visible()
    desk.get_by_role("link", name="公开", exact=True).click()
    desk.get_by_label("公开单位").select_option(label="清和区城市管理局（4）")
    desk.get_by_role("button", name="查找").click()
    expect(desk.get_by_role("status").filter(has_text="共 4 条")).to_be_visible()
    desk.locator("ol.rows a.title").first.click()
    look(desk, "notice")
    check_accessibility(desk)
    phone.goto(desk.url)
    look(phone, "notice")
