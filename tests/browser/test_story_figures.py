"""From a board to a figure, to the records that it counts, to the act; and what was frozen shows what came since."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.taking import Taken
from fazhi.figures.language.library import shelf
from fazhi.government.actors import Actor
from tests.cases.conftest import officers, opened

__all__ = ["officers", "opened"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


def test_number_of_a_board_is_opened_down_to_the_act_and_frozen(
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    coordinator: Actor,
    opened: Callable[..., Taken],
    today: Callable[[str], None],
) -> None:
    shelf()  # read before the browser waits for it
    case = opened().case
    opened(on=date(2025, 2, 10))
    page = page_as(coordinator)
    page.goto("/figures/")
    check_accessibility(page)
    look(page, "figures-home")
    page.get_by_role("main").get_by_role("link", name="行政执法", exact=True).click()
    page.get_by_label("图表展示").select_option(label="简易程序查处")
    page.get_by_role("button", name="换", exact=True).click()
    expect(page.locator("svg.chart").first).to_be_visible()
    check_accessibility(page)
    look(page, "figures-board")

    page.get_by_role("table").get_by_role("link", name="简易程序查处", exact=True).click()
    expect(page.locator(".great")).to_have_text("1件")
    check_accessibility(page)
    look(page, "figures-figure")
    page.get_by_role("link", name="打开计入的记录").click()
    expect(page.locator(".results .total")).to_have_text("共 1 件")
    page.get_by_role("link", name=case.title).click()
    expect(page.locator("#act-1")).to_be_visible()

    page.go_back()
    page.go_back()
    page.get_by_role("link", name="固定", exact=True).click()
    page.get_by_label("用途").fill("一季度通报")
    page.get_by_role("button", name="固定").click()
    expect(page.get_by_text("1 项数据与现在完全一致")).to_be_visible()
    opened(on=date(2026, 2, 20))
    page.reload()
    page.get_by_text("新增 1 条").click()
    check_accessibility(page)
    look(page, "figures-snapshot")

    phone = page_as(coordinator, width=390)
    phone.goto("/figures/f/penalties_filed_summary/")
    check_accessibility(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    look(phone, "figures-figure")
