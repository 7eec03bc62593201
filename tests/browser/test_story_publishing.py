"""A decision that becomes public with its case: looked at, held back by the head, let go, and its masking seen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.publishing.models import Notice
from fazhi.publishing.settling import Settled
from tests.cases.conftest import case, officers, opened, reviewer
from tests.publishing.conftest import act, drafted, fined, notice, settled

__all__ = ["act", "case", "drafted", "fined", "notice", "officers", "opened", "reviewer", "settled"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


def test_a_head_sees_what_the_public_sees_and_holds_it_back(
    page_as: PageAs,
    notice: Notice,
    drafted: Case,
    head: Actor,
    settled: Callable[..., Settled],
    today: Callable[[str], None],
    look: Look,
    check_accessibility: Check,
) -> None:
    settled(drafted)
    today("2026-03-05")
    page = page_as(head)
    page.goto("/publishing/published/")
    look(page, "publishing-published")
    check_accessibility(page)
    page.get_by_role("link", name="当场处罚决定：钱某").first.click()
    expect(page.locator("#seen")).to_contain_text("占道摆卖水果")
    expect(page.locator("#seen")).to_contain_text("已隐去")
    look(page, "publishing-notice")
    check_accessibility(page)
    page.get_by_role("link", name="决定免予公开").click()
    page.get_by_label("涉及个人隐私，公开会损害第三方合法权益").check()
    page.get_by_label("具体理由").fill("当事人为未成年人的监护人，公开会使未成年人被认出")
    look(page, "publishing-hold")
    check_accessibility(page)
    page.get_by_role("button", name="决定免予公开").click()
    expect(page.locator("#seen")).to_contain_text("已经决定免予公开")
    phone = page_as(head, width=390, scripts=False)
    for address, name in _pages(notice):
        phone.goto(address)
        look(phone, f"publishing-{name}")
    page.goto("/publishing/credit/?first=2026-03-01&last=2026-03-31")
    look(page, "publishing-credit")
    check_accessibility(page)
    page.goto("/publishing/credit/check/")
    check_accessibility(page)


def _pages(notice: Notice) -> list[tuple[str, Any]]:
    return [
        ("/publishing/held/", "held"),
        (f"/publishing/{notice.pk}/", "notice"),
        (f"/publishing/{notice.pk}/release/", "release"),
        ("/publishing/credit/?first=2026-03-01&last=2026-03-31", "credit"),
        ("/publishing/credit/check/", "check"),
    ]
