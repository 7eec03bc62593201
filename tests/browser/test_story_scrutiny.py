"""A coordinator hands in a draft with a planted wrong number: the page marks it and opens its records, and a person
settles what the machine could not. Wide with scripts, then on a phone without.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.scrutiny import shelved
from tests.scrutiny.conftest import *  # noqa: F403 -- the district's ledger and the report of this app's tests
from tests.scrutiny.conftest import report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def warm(sign_in: Callable[[Actor], Client], coordinator: Actor) -> None:
    """The pages and the catalog are read before the browser asks: a cold start is no page's time."""
    shelved.matcher()
    sign_in(coordinator).get("/scrutiny/")


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, False)])
def test_planted_wrong_number_is_found_in_a_draft(
    page_as: PageAs, coordinator: Actor, ledger: None, tmp_path: Path, look: Look, check_accessibility: Check,
    today: Callable[[str], None], width: int, scripts: bool,
) -> None:  # fmt: skip
    path = tmp_path / "清和区年度报告（送审稿）.txt"
    path.write_bytes(report(registered="8", rate="99.04%"))
    page = page_as(coordinator, width=width, scripts=scripts)
    page.goto("/scrutiny/")
    page.get_by_role("link", name="核对报告").last.click()
    page.get_by_label("报告文件").set_input_files(path)
    page.get_by_label("报告年度").fill("2026")
    look(page, "scrutiny-upload")
    page.get_by_role("button", name="核对").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("清和区2026年度法治政府建设情况报告")
    expect(page.locator(".faults .say").first).to_contain_text("相差 1 个百分点")
    expect(page.locator(".said.differs")).to_have_text("8个≠（与记录不一致）")
    expect(page.locator(".said.contradicts").first).to_contain_text("！")
    look(page, "scrutiny-faults")
    if scripts:
        check_accessibility(page)

    page.locator("#list").get_by_role("link", name="与记录不一致").click()
    expect(page.locator(".stated.differs .say")).to_have_text("文中 8个，记录 3个，文中多 5个。")
    look(page, "scrutiny-differs")
    page.locator("#list").get_by_role("link", name="3个", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("登记法治建设问题")
    page.go_back()

    page.locator("#list").get_by_role("link", name="全部").click()
    look(page, "scrutiny-all")
    page.get_by_role("link", name="选择 制定法治文化阵地建设方案 5份 对应的数据").click()
    page.get_by_role("searchbox", name="查找数据").fill("督办事项")
    page.get_by_role("button", name="查找").click()
    look(page, "scrutiny-decide")
    page.get_by_label("交办督办事项").check()
    page.get_by_role("button", name="对应为所选数据").click()
    expect(page.locator(".stated", has_text="方案")).to_contain_text("人工确认")
    look(page, "scrutiny-decided")
    page.goto("/scrutiny/")
    look(page, "scrutiny-home")
