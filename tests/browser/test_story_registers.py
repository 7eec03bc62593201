"""A register in a real browser: kept by a bureau, seen on any day, read by everybody."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.registers import drafts, revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry, Unmasking
from tests.conftest import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
Today = Callable[[str], None]
SHOPS = (
    ("91330102MA27XW1A0", "清和区好滋味餐饮店", "catering", "a"),
    ("91330102MA27XW1B9", "清和区东街百货商行", "retail", "b"),
    ("91330102MA27XW1C7", "清和区康宁大药房", "drug", "b"),
    ("91330102MA27XW1D5", "清和区晨光托育中心", "school", "c"),
    ("91330102MA27XW1E3", "清和区启明培训学校", "training", "d"),
)


def code_of(first: str) -> str:
    """A credit code with its check digit."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return first + signs[(31 - total % 31) % 31]


def shop(district: District, row: tuple[str, str, str, str]) -> Change:
    first, name, category, risk = row
    data = {
        "uscc": code_of(first), "name": name, "entity_type": "company", "categories": [category],
        "industry": "零售业", "address": f"清和区东街{len(name)}号", "street": {"id": str(district.street.pk)},
        "regulator": {"id": str(district.market.pk)}, "risk_class": risk, "status": "open",
        "legal_representative": "钱好", "phone": "13800000001", "business": "预包装食品销售；日用百货零售",
    }  # fmt: skip
    return Change(ChangeKind.ADD, data=data)


@pytest.fixture
def shops(district: District, at: datetime, settings: Any, tmp_path: Path) -> list[Entry]:
    """Five objects of inspection; one was renamed, one suspended, one withdrawn."""
    settings.HOME = tmp_path

    def revise(changes: list[Change], reason: str, since: date, document: str = "") -> tuple[Any, ...]:
        return revising.revise(
            actor=None, jurisdiction=district.jurisdiction, register="market_entities", changes=changes, reason=reason,
            document=document, since=since, at=at,
        ).entries  # fmt: skip

    made = revise([shop(district, row) for row in SHOPS], "首次建库", date(2025, 1, 10), "清市监发〔2025〕1号")
    renamed = {"name": "清和区东街便民超市", "risk_class": "a", "phone": "13800000002"}
    revise([Change(ChangeKind.AMEND, made[1], renamed)], "企业更名、年度分类", date(2025, 6, 1), "清市监发〔2025〕9号")
    revise([Change(ChangeKind.SUSPEND, made[3])], "歇业备案", date(2025, 9, 1))
    revise([Change(ChangeKind.WITHDRAW, made[4])], "注销", at.date() - timedelta(days=3))
    return [Entry.objects.get(pk=pk) for pk in made]


def walk(page: Page, pages: dict[str, str], look: Look, check: Check) -> None:
    for name, address in pages.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{name}: {answer.status}"
        check(page)
        look(page, name)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{name} scrolls sideways by {wide} px"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_a_register_read_well(
    page_as: PageAs, look: Look, check_accessibility: Check, today: Today, shops: list[Entry], head: Actor, width: int,
    district: District, at: datetime,
) -> None:  # fmt: skip
    own = "/registers/market_entities/"
    draft = drafts.make(
        actor=head, jurisdiction=district.jurisdiction, register="market_entities", title="2026年第一批调整", at=at,
        changes=[
            Change(ChangeKind.AMEND, shops[0].pk, {"name": "清和区好滋味酒楼", "phone": "13800000003"}),
            Change(ChangeKind.WITHDRAW, shops[2].pk),
            shop(district, ("91330102MA27XW1G8", "清和区南门早点铺", "catering", "b")),
        ],
        organization=district.market,
    )  # fmt: skip
    pages = {
        "registers-home": "/registers/",
        "registers-search": "/registers/?q=东街",
        "registers-list": own,
        "registers-list-all": f"{own}?state=all&f_risk_class=a",
        "registers-list-day": f"{own}?on=2025-03-01",
        "registers-entry": f"{own}{shops[1].pk}/",
        "registers-entry-day": f"{own}{shops[1].pk}/?on=2025-03-01",
        "registers-add": f"{own}add/",
        "registers-amend": f"{own}{shops[1].pk}/amend/",
        "registers-withdraw": f"{own}{shops[1].pk}/withdraw/",
        "registers-unmask": f"{own}{shops[1].pk}/unmask/phone/",
        "registers-revisions": f"{own}revisions/",
        "registers-revision": f"{own}revisions/2/",
        "registers-undo": f"{own}revisions/2/undo/",
        "registers-compare": f"{own}compare/?first=2025-03-01&second=2026-03-02",
        "registers-drafts": f"{own}drafts/",
        "registers-draft": f"/registers/drafts/{draft.pk}/",
        "registers-draft-change": f"/registers/drafts/{draft.pk}/changes/0/",
        "registers-draft-apply": f"/registers/drafts/{draft.pk}/apply/",
        "registers-export-open": f"{own}export/?q=东街",
    }
    walk(page_as(head, width=width), pages, look, check_accessibility)
    public = {
        "registers-open-home": "/open/registers/",
        "registers-open-list": f"/open{own}",
        "registers-open-day": f"/open{own}?on=2025-03-01",
        "registers-open-entry": f"/open{own}{shops[1].pk}/",
    }
    walk(page_as(None, width=width), public, look, check_accessibility)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_object_is_entered_amended_and_looked_up_on_a_day_of_the_past(
    page_as: PageAs, look: Look, today: Today, shops: list[Entry], head: Actor, scripts: bool
) -> None:
    page = page_as(head, scripts=scripts)
    page.goto("/registers/")
    page.get_by_role("link", name="检查对象名录库").click()
    page.get_by_role("link", name="新增检查对象").click()
    page.get_by_label("统一社会信用代码").fill("91330102MA27XW1F10")
    page.get_by_label("名称", exact=False).first.fill("清和区新开面馆")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("个问题，没有提交")
    expect(page.locator("#f-name")).to_have_value("清和区新开面馆")
    look(page, f"registers-refused-{scripts}")
    page.get_by_label("统一社会信用代码").fill(code_of("91330102MA27XW1F1"))
    page.locator("#f-entity_type").select_option("sole_proprietorship")
    page.locator("input[name='f.categories'][value='catering']").check()
    page.locator("#f-address").fill("东街 9 号")
    page.locator("#f-street").select_option(label="清和区东街街道办事处")
    page.locator("#f-regulator").select_option(label="清和区市场监督管理局")
    page.locator("input[name='f.risk_class'][value='b']").check()
    page.locator("[name='f.status']").first.select_option("open")
    page.locator("#f-phone").fill("13800000009")
    page.locator("#reason").fill("新设登记")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.locator("h1")).to_contain_text("清和区新开面馆")
    expect(page.locator("#facts")).to_contain_text("138****0009")
    page.get_by_role("link", name="变更", exact=True).click()
    page.locator("#f-name").fill("清和区老街面馆")
    page.locator("#reason").fill("更名")
    page.get_by_role("button", name="保存变更").click()
    expect(page.locator("#history")).to_contain_text("清和区老街面馆")
    page.get_by_role("link", name="查看联系电话").click()
    page.get_by_label("查看用途").fill("核对登记")
    page.get_by_role("button", name="查看", exact=True).first.click()
    expect(page.locator(".revealed")).to_have_text("13800000009")
    look(page, f"registers-revealed-{scripts}")
    assert Unmasking.objects.get().purpose == "核对登记"
    page.goto("/registers/market_entities/")
    page.get_by_label("哪天的状态").fill("2025-03-01")
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".as-of")).to_contain_text("2025年3月1日")
    expect(page.locator("table.list")).to_contain_text("清和区东街百货商行")
    expect(page.locator("table.list")).not_to_contain_text("清和区老街面馆")
