"""Cases in a real browser: every page at a desk and on a phone, a penalty on the spot with and without scripts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases import correcting, taking
from fazhi.cases.models import Case, Finding
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from tests.cases.conftest import officers, opened, reviewer

__all__ = ["officers", "opened", "reviewer"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
INFORMED = {
    "proposed": "fine",
    "proposed_fine": "50",
    "basis_kind": "regulation",
    "law_basis": "清和市市容管理条例第二十条",
    "defence": "none",
}


@pytest.fixture(autouse=True)
def fixed_now(settings: object, at: datetime) -> None:
    settings.FIXED_NOW = at.replace(hour=10).isoformat()


@pytest.fixture
def long_case(opened: Callable[..., Taken], officers: list[Actor], at: datetime) -> Case:
    """A case with a finding, a correction, papers and clocks."""
    case = opened(id_shown=False).case
    steps = [
        Given("inform", at.date(), data=INFORMED),
        Given("decide", at.date(), "fine", data={"circumstances": ["none"], "correction": "done", "fine": "50"}),
    ]
    for number, given in enumerate(steps, 2):
        taking.take(actor=officers[0], case_id=case.pk, given=given, at=at + timedelta(minutes=number))
    correcting.correct(
        actor=officers[0],
        case_id=case.pk,
        seq=1,
        reason="地点写错",
        data={"place": "西街菜市场"},
        at=at + timedelta(hours=1),
    )
    case.refresh_from_db()
    return case


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
def test_the_pages_of_officers_read_well(
    page_as: PageAs, look: Look, check_accessibility: Check, long_case: Case, officers: list[Actor], width: int
) -> None:
    case = f"/cases/{long_case.pk}/"
    pages = {
        "case-list": "/cases/",
        "case-list-empty": "/cases/closed/",
        "case-new": "/cases/new/",
        "case-open-spot": "/cases/new/administrative_penalty_summary/",
        "case-open-penalty": "/cases/new/administrative_penalty/",
        "case-open-reconsideration": "/cases/new/administrative_reconsideration/",
        "case-page": case,
        "case-step": f"{case}steps/deliver/",
        "case-step-inform": f"{case}steps/stop/",
        "case-refused-step": f"{case}steps/inform/",
        "case-correct": f"{case}acts/1/correct/",
        "case-supplement": f"{case}supplement/",
        "findings": "/cases/findings/",
        "finding": f"/cases/findings/{Finding.objects.get().pk}/",
        "case-home": "/",
    }
    walk(page_as(officers[0], width=width), pages, look, check_accessibility)


@pytest.mark.parametrize("width", [1440, 390])
def test_parameters_and_public_pages_read_well(
    page_as: PageAs, look: Look, check_accessibility: Check, coordinator: Actor, width: int
) -> None:
    staff = {
        "parameters": "/cases/parameters/",
        "parameter": "/cases/parameters/administrative_penalty/large_fine_person/",
    }
    walk(page_as(coordinator, width=width), staff, look, check_accessibility)
    public = {"procedures": "/procedures/", "procedure": "/procedures/administrative_penalty_summary/"}
    walk(page_as(None, width=width), public, look, check_accessibility)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_files_a_penalty_on_the_spot_by_phone(
    page_as: PageAs, look: Look, check_accessibility: Check, officers: list[Actor], scripts: bool
) -> None:
    page = page_as(officers[0], width=390, scripts=scripts)
    page.goto("/cases/new/")
    page.get_by_role("link", name="行政处罚（简易程序）").click()
    page.get_by_label("姓名或者名称").fill("钱某")
    expect(page.get_by_label("负责人")).to_be_hidden()
    page.get_by_label(officers[0].person.name).check()
    page.get_by_role("group", name="已向当事人出示执法证件").get_by_label("是").check()
    page.get_by_label("违法地点").fill("东街菜市场门口")
    page.get_by_label("违法行为", exact=False).last.fill("占道摆卖水果。")
    page.get_by_role("group", name="本机关有处罚权").get_by_label("是").check()
    page.get_by_role("button", name="现场查处").last.click()
    expect(page.get_by_text("执法人员不得少于两人").first).to_be_visible()
    if scripts:
        check_accessibility(page)
        look(page, "case-open-refused")
    expect(page.get_by_label("违法地点")).to_have_value("东街菜市场门口")
    page.get_by_label(officers[1].person.name).check()
    page.get_by_label("违法行为发生之日").fill("2026-03-02")
    page.get_by_role("button", name="现场查处").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("钱某：占道摆卖水果")
    page.get_by_role("link", name="办理告知并听取陈述申辩").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("告知并听取陈述申辩")


@pytest.mark.parametrize("scripts", [True, False])
def test_rows_are_added_and_keep_what_was_typed(
    page_as: PageAs, officers: list[Actor], reviewer: Actor, scripts: bool, district: Any
) -> None:
    page = page_as(officers[0], scripts=scripts)
    page.goto("/cases/new/administrative_reconsideration/")
    cards = page.locator(".party-row")
    before = cards.count()
    page.get_by_text("填写其他申请人（选填）").click()
    page.get_by_role("button", name="再加一个").first.click()
    expect(cards).to_have_count(before + 1)
