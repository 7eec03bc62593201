"""A year's tables of a body: counted from its cases, a slip caught, mended with a reason, made final by its head."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from tests.conftest import District
from tests.returns.requests import reply, request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]


def fill(page: Page, value: str, reason: str) -> None:
    page.get_by_label("填报数").fill(value)
    page.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="保存").click()


def test_tables_from_cases_to_final(
    page_as: PageAs,
    sign_in: Callable[[Actor], Client],
    look: Callable[[Page, str], None],
    check_accessibility: Callable[[Page], None],
    handler: Actor,
    head: Actor,
    district: District,
    today: Callable[[str], None],
) -> None:
    case = request(handler, district.market, date(2025, 3, 3))
    reply(handler, case, date(2025, 3, 5), "granted")
    # the catalog is read once a process: not while a browser waits
    assert sign_in(handler).get("/returns/?year=2025").status_code == 200
    desk = page_as(handler)
    desk.goto("/returns/?year=2025")
    look(desk, "returns-home")
    check_accessibility(desk)
    desk.get_by_role("row", name="区市场监管局").get_by_role("button", name="建表").click()
    sheet = desk.url
    desk.goto("/returns/?year=2025")
    check_accessibility(desk)
    desk.goto(sheet)
    for row, value in (("行政许可", "12"), ("行政事业性收费", "0")):
        desk.get_by_role("row", name=row).get_by_role("link", name="填写").click()
        desk.get_by_role("link", name="填报", exact=True).click()
        fill(desk, value, "政务服务平台、非税系统年度数")
    expect(desk.get_by_text("核对通过")).to_be_visible()
    # a number opens the case that it counts
    desk.get_by_role("link", name="表三").click()
    desk.locator("#c-granted-person a").click()
    expect(desk.get_by_role("link", name="某甲：老旧小区改造清单")).to_be_visible()
    check_accessibility(desk)
    desk.get_by_role("link", name="回到表").click()
    # a planted error is caught, and nothing becomes final with it
    desk.locator("#c-received-research a").click()
    desk.get_by_role("link", name="调整", exact=True).click()
    fill(desk, "2", "登记簿")
    expect(desk.get_by_role("heading", name="核对：2 处不一致")).to_be_visible()
    expect(desk.locator("#c-carried-research")).to_have_class("counted wrong zero")
    look(desk, "returns-wrong")
    check_accessibility(desk)
    chief = page_as(head, width=390)
    chief.goto(desk.url.partition("#")[0])
    look(chief, "returns-wrong")
    chief.get_by_role("link", name="核对并定稿").click()
    chief.get_by_role("button", name="定稿").click()
    expect(chief.get_by_text("有 2 处核对不上，改正以后才能定稿。").first).to_be_visible()
    # taken back, the tables agree
    desk.locator("#c-received-research a").click()
    desk.locator("summary", has_text="撤销").click()
    desk.get_by_role("button", name="确认撤销").click()
    expect(desk.get_by_text("核对通过")).to_be_visible()
    chief.get_by_role("button", name="定稿").click()
    expect(chief.get_by_text("政府信息公开工作年度报告的表已定稿。")).to_be_visible()
    look(chief, "returns-final")
