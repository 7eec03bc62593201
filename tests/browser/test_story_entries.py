"""An officer finds an item of the list of powers while typing; a withdrawn one is refused and says why."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.registers.changes import ChangeKind
from tests.cases.conftest import officers
from tests.cases.listing import benchmark, change, power_item

__all__ = ["officers"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_an_item_is_found_while_typing(
    page_as: Callable[..., Page],
    officers: list[Actor],
    district: Any,
    look: Callable[[Page, str], None],
    check_accessibility: Callable[[Page], None],
    width: int,
) -> None:
    item = power_item(district.market, code="ZF001")
    for number in range(25):
        power_item(district.market, code=f"A{number:03}", name=f"对第{number}种行为的处罚")
    benchmark(district.market)
    page = page_as(officers[0], width=width)
    page.goto("/cases/new/administrative_penalty_summary/")
    group = page.locator("#f-power_item")
    group.get_by_label("编码或者名称").fill("占道")
    expect(group.get_by_role("radio", name="对占道经营的处罚")).to_be_visible()
    expect(group.get_by_role("radio", name="对第1种行为的处罚")).to_have_count(0)
    group.get_by_role("radio", name="对占道经营的处罚").check()
    check_accessibility(page)
    look(page, "entry-input")
    change(district.market, "power_items", ChangeKind.WITHDRAW, item, on=date(2026, 1, 5), document="清政〔2026〕1号")
    page.get_by_role("button", name="现场查处").last.click()
    expect(page.get_by_role("alert").first).to_contain_text("已于2026-01-05取消（依据：清政〔2026〕1号）")
    look(page, "entry-refused")
