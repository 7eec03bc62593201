"""A citizen with a telephone opens an account, keeps a matter in it, looks how far it is, and closes the account."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from fazhi.citizens.models import Account
from fazhi.government.actors import Actor
from fazhi.intake import applying, handling
from fazhi.procedures.applications.library import forms
from tests.browser.conftest import PageAs
from tests.conftest import District
from tests.intake.office import CITIZEN, WANTED
from tests.intake.office import example_form as example_form
from tests.portal.account_pages import PASSWORD, WHO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_account_on_a_telephone(
    page_as: PageAs,
    district: District,
    handler: Actor,
    example_form: None,
    settings: Any,
    at: datetime,
    look: Callable[[Page, str], None],
    check_accessibility: Callable[[Page], None],
) -> None:
    settings.FIXED_NOW = at.isoformat()
    made = applying.submit(
        form=forms().get("example"), organization=district.market, applicant=CITIZEN, data={"information": WANTED},
        at=at - timedelta(days=1),
    )  # fmt: skip
    handling.return_for_correction(
        actor=handler, application_id=made.application.pk, text="请写明要哪几个街道的。", until=date(2026, 3, 9), at=at
    )
    page = page_as(None, width=390)

    def seen(name: str) -> None:
        look(page, f"account-{name}")
        check_accessibility(page)

    page.goto("/open/follow/")
    page.get_by_label("编号，或者申请时留的电话").fill(made.application.number)
    page.get_by_label("查询码").fill(made.code)
    page.get_by_role("button", name="查询", exact=True).click()
    page.get_by_role("link", name="存到我的账号").click()
    seen("1-keep")
    page.get_by_role("link", name="开账号").click()
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    page.get_by_role("button", name="开账号").click()
    assert page.get_by_role("alert").inner_text().startswith("有 5 处要改")
    seen("2-mistakes")
    for label, typed in (("姓名", WHO["name"]), ("身份证号", WHO["id_number"]), ("电话", WHO["phone"])):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.get_by_label("我看过上面的说明").check()
    page.get_by_role("button", name="开账号").click()
    page.get_by_role("button", name="存到我的账号").click()
    seen("3-matters")
    page.get_by_role("button", name="去补充").click()
    assert page.locator(".now").inner_text() == "请您补充材料"
    seen("4-matter")
    page.get_by_role("link", name="回到我的事项").click()
    page.get_by_role("link", name="我的资料").click()
    seen("5-me")
    page.get_by_role("link", name="改密码").first.click()
    seen("6-password")
    page.get_by_role("button", name="退出登录").click()
    seen("7-enter")
    page.get_by_role("link", name="忘记密码").click()
    seen("8-forgotten")
    page.goto("/open/account/in/")
    page.get_by_label("电话").fill(WHO["phone"])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")
    page.goto("/open/account/me/close/")
    page.get_by_label("登录密码").fill(PASSWORD)
    seen("9-close")
    page.get_by_role("button", name="确定注销").click()
    assert "账号已经注销" in page.locator(".note.done").inner_text()
    assert Account.objects.count() == 0
