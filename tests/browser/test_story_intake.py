"""A citizen's application on the clerk's desk: seen in one look, accepted with what is missing; the case has it all."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from fazhi.cases.models import Case
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.intake import speaking
from tests.conftest import District
from tests.intake.office import CITIZEN, OTHER, WANTED, HandIn, example_form, hand_in, with_file

__all__ = ["example_form", "hand_in"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def photo() -> bytes:
    """A picture as a telephone makes it."""
    into = BytesIO()
    Image.new("RGB", (320, 200), "#7f97b5").save(into, "JPEG")
    return into.getvalue()


def test_clerk_accepts_an_application_in_one_look(
    hand_in: HandIn,
    handler: Actor,
    district: District,
    page_as: Callable[..., Page],
    look: Callable[[Page, str], None],
    check_accessibility: Callable[[Page], None],
    today: Callable[[str], None],
    at: datetime,
) -> None:
    earlier = hand_in(days_ago=20, place="东街12号")
    application = hand_in(place="东街12号", form_wanted="电子邮件")
    hand_in(who=OTHER, wanted="2024年度预算报告")
    area = district.jurisdiction
    with_file(application, store.keep(name="门口.jpg", data=photo(), jurisdiction=area, by=None, at=at))
    speaking.urge(application_id=earlier.pk, text="已经等了三个星期，请快一点。", at=at - timedelta(days=1))
    page = page_as(handler)
    page.set_default_timeout(30_000)
    page.goto("/intake/")
    check_accessibility(page)
    look(page, "list")
    page.get_by_role("link", name=WANTED).nth(1).click()
    check_accessibility(page)
    look(page, "application")
    expect(page.locator("#alike")).to_contain_text("同一申请人、同一地点、内容相同")
    page.get_by_role("button", name="查看姓名、电话").click()
    expect(page.locator("#applicant")).to_contain_text(CITIZEN["name"])
    page.locator("#answer summary").first.click()
    page.locator("#answer").get_by_role("link", name="所申请信息已经主动公开").click()
    check_accessibility(page)
    look(page, "answer")
    page.locator("#accept summary").first.click()
    page.get_by_label("收到申请之日").fill("2026-03-02")
    look(page, "accept")
    page.get_by_role("button", name="立案，打开案件").click()
    expect(page.locator(".errors, .summary").first).to_contain_text("没有立案")
    look(page, "refused")
    fill_confirmation(page)
    page.get_by_role("button", name="立案，打开案件").click()
    expect(page.locator("#intake")).to_contain_text(application.number)
    look(page, "case")
    case = Case.objects.get()
    assert (case.data["information"], case.data["applicant"]["name"]) == (WANTED, CITIZEN["name"])
    assert [each.file.name for each in case.attachments.all()] == ["门口.jpg"]
    phone = page_as(handler, width=390, scripts=False)
    phone.set_default_timeout(30_000)
    for name, address in (("list", "/intake/"), ("news", "/intake/list/news/"), ("page", f"/intake/{earlier.pk}/")):
        phone.goto(address)
        look(phone, name)
    phone.goto("/intake/register/example/")
    look(phone, "register")


def fill_confirmation(page: Any) -> None:
    """The optional field that this channel wants."""
    page.get_by_label("与申请人确认").fill("2026-03-02")
