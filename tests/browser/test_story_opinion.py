"""An opinion from a phone to its published fate: a citizen says it, a clerk answers, everybody reads the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from fazhi.consultations import consulting
from fazhi.consultations.models import State
from fazhi.government.actors import Actor
from fazhi.intake import queueing
from fazhi.publishing.models import NoticeState
from tests.conftest import District
from tests.consultations.test_from_cases import announced
from tests.consultations.townhall import fresh, opened, said
from tests.portal.test_drafts_decisions import notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AFTER = datetime.fromisoformat("2026-04-02T09:00:00+08:00")


def test_opinion_goes_from_a_phone_to_its_published_fate(
    page_as: Callable[..., Page],
    look: Callable[[Page, str], None],
    check_accessibility: Callable[[Page], None],
    today: Callable[[str], None],
    handler: Actor,
    district: District,
    at: datetime,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = announced(handler, district, at)
    notice(case, "draft", at, NoticeState.PUBLISHED)
    made = opened(handler, district.market, at)
    made.case = case
    made.save()
    said(made, "全部免费停车！", at, category="enterprise")
    said(made, "全部免费停车。", at)

    def seen(page: Page, name: str) -> None:
        look(page, name)
        check_accessibility(page)

    Client().get("/open/drafts/")  # the first page of a process loads the whole site, which is no part of the story
    # The citizen, on an old phone without scripts: reads the third article and speaks to it.
    phone = page_as(None, width=390, scripts=False)
    phone.goto("/open/drafts/")
    look(phone, "drafts")
    phone.get_by_role("link", name="清和区公共停车管理办法").click()
    look(phone, "draft")
    phone.get_by_role("link", name="对第三条提意见").click()
    expect(phone.get_by_label("您说的是哪一条")).to_have_value("第三条")
    today("2026-03-03")
    phone.get_by_label("联系电话").fill("123")
    phone.get_by_label("您的意见").fill("我叫钱多多，夜间优惠到早上七点。")
    phone.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_role("alert").first).to_contain_text("电话号码不对")
    look(phone, "say-wrong")
    phone.get_by_label("联系电话").fill("138 0013 8000")
    # Everybody speaks at once: it waits, and is kept as of the press.
    settings.INTAKE_AT_ONCE = 0
    with monkeypatch.context() as others:
        others.setattr(queueing, "_next", lambda _: False)
        phone.get_by_role("button", name="提交意见").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("正在排队")
        phone.get_by_role("link", name="不要自动刷新").click()
        look(phone, "said-waits")
    phone.get_by_role("link", name="看看排到哪了").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("意见已经收到")
    expect(phone.locator("main")).to_contain_text("征2026-001-0003")
    look(phone, "said")

    # The clerk, after the end: the two of the same words at once by the keyboard, then the third.
    today("2026-04-02")
    consulting.close_passed(at=AFTER)
    desk = page_as(handler)
    desk.goto(f"/consultations/{made.pk}/")
    seen(desk, "consultation")
    desk.get_by_role("link", name="去答复").click()
    # Keys typed before the page is there go to the one before it.
    expect(desk.get_by_role("button", name="答复所选")).to_be_visible()
    desk.wait_for_load_state()
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("3")
    desk.keyboard.press("r")
    desk.keyboard.type("收费标准由价格主管部门另行制定。")
    seen(desk, "opinions")
    desk.get_by_role("button", name="答复所选").click()
    expect(desk.locator("main")).to_contain_text("已答复 2 条")
    desk.get_by_role("link", name="我叫钱多多").click()
    seen(desk, "opinion")
    desk.get_by_role("radio", name="采纳", exact=True).check()
    desk.get_by_role("button", name="答复", exact=True).click()
    desk.goto(f"/consultations/{made.pk}/publish/")
    desk.get_by_role("button", name="公布").click()
    assert fresh(made.pk).state == State.ANSWERED

    # Everybody: each opinion with its fate, no name; and how far the decision is.
    public = page_as(None)
    public.goto(f"/open/drafts/{made.pk}/")
    opinions = public.locator(".opinions > li")
    expect(opinions).to_have_count(3)
    expect(opinions.nth(2)).to_contain_text("我叫钱**，夜间优惠到早上七点。")
    expect(opinions.nth(0)).to_contain_text("收费标准由价格主管部门另行制定。")
    seen(public, "answered")
    public.get_by_role("link", name="看它走到了哪一步").click()
    expect(public.locator("[aria-current=step]")).to_have_count(1)
    seen(public, "decision")
    for address, name in (
        ("drafts/?which=ended", "ended"),
        ("decisions/", "decisions"),
        (f"drafts/{made.pk}/", "both"),
    ):
        public.goto(f"/open/{address}")
        seen(public, name)
