"""What the law does not allow is refused with its article on the page, and nothing that was typed is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.models import Act, Case
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.browser.case_forms import (
    act,
    begin,
    choose_result,
    complete,
    enter,
    field,
    go_to_step,
    refused,
    submit,
)
from tests.browser.penalty_entries import CONCLUDED, DECIDED, FILED, INVESTIGATED
from tests.cases.conftest import give_card, officers, reviewer
from tests.conftest import District

__all__ = ["officers", "reviewer"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
PENALTY = "行政处罚（普通程序）"


@pytest.mark.usefixtures("today")
def test_filing_with_one_officer_is_refused_and_keeps_what_was_typed(
    page_as: PageAs, officers: list[Actor], look: Look, check_accessibility: Check
) -> None:
    page = page_as(officers[0])
    page.goto("/cases/new/administrative_penalty/")
    complete(page, FILED | {"承办执法人员": ["程班"]})
    refused(page, "执法人员不得少于两人", "第四十二条")
    expect(field(page, "承办执法人员").locator(".error")).to_contain_text("不得少于两人")
    expect(field(page, "案由").locator("input")).to_have_value("擅自设置户外广告")
    expect(field(page, "案件来源").locator("option:checked")).to_have_text("投诉、举报")
    expect(field(page, "当事人").get_by_label("姓名或者名称")).to_have_value("清源商贸有限公司")
    expect(field(page, "管辖核对").locator("input:checked")).to_have_count(5)
    assert Case.objects.count() == 0
    check_accessibility(page)
    look(page, "refused-one-officer")
    complete(page, {"承办执法人员": ["程班", "秦法"]})
    expect(page.get_by_role("heading", level=1)).to_contain_text("清源商贸有限公司")


@pytest.mark.usefixtures("today")
def test_officer_with_an_expired_card_is_marked_and_refused(
    page_as: PageAs, officers: list[Actor], join: Callable[..., Actor], district: District, look: Look
) -> None:
    late = join("guo.qi", "郭期", district.market, Role.HANDLER)
    give_card(late, until=date(2026, 2, 28))
    page = page_as(officers[0])
    page.goto("/cases/new/administrative_penalty/")
    choice = field(page, "承办执法人员").locator("label.tick").filter(has_text="郭期")
    expect(choice.locator(".doubtful")).to_be_visible()
    complete(page, FILED | {"承办执法人员": ["程班", "郭期"]})
    refused(page, "执法资格", "第四十二条")
    look(page, "refused-expired-card")
    assert Case.objects.count() == 0


def test_deciding_without_notice_is_told_before_the_click_and_refused_after_it(
    page_as: PageAs,
    officers: list[Actor],
    head: Actor,
    today: Callable[[str], None],
    look: Look,
    check_accessibility: Check,
) -> None:
    officer, leader = page_as(officers[0]), page_as(head)
    case = begin(officer, PENALTY, FILED)
    today("2026-03-05")
    act(officer, case, "调查取证", INVESTIGATED)
    today("2026-03-16")
    act(officer, case, "调查终结", CONCLUDED | {"案件情形": ["一般案件"]})

    leader.goto(case)
    no_notice = leader.locator("#next li").filter(has_text="没有告知拟作出的处罚内容").last
    expect(no_notice).to_be_visible()
    expect(no_notice.get_by_role("link", name="第六十二条").first).to_be_visible()
    look(leader, "refused-no-notice-before")

    # The form was open since before the law stood in the way of this result: the person sends it all the same.
    go_to_step(leader, case, "作出决定")
    expect(leader.locator(".ending").filter(has_text="给予行政处罚").first.get_by_role("radio").first).to_be_disabled()
    leader.locator(".ending input[name=result][value=penalty]").evaluate("it => it.disabled = false")
    choose_result(leader, "给予行政处罚")
    enter(leader, DECIDED)
    submit(leader)
    refused(leader, "没有告知拟作出的处罚内容及事实、理由、依据", "第六十二条")
    expect(leader.locator(".ending input[value=penalty]")).to_be_checked()
    expect(field(leader, "处罚内容").locator("input, textarea")).to_have_value("罚款八万元。")
    expect(field(leader, "决定前核对").locator("input:checked")).to_have_count(6)
    check_accessibility(leader)
    look(leader, "refused-no-notice")
    assert list(Act.objects.order_by("seq").values_list("step", flat=True)) == ["file", "investigate", "conclude"]


def test_the_investigator_is_refused_as_legal_reviewer(
    page_as: PageAs,
    officers: list[Actor],
    join: Callable[..., Actor],
    district: District,
    today: Callable[[str], None],
    look: Look,
) -> None:
    both = join("liang.jian", "梁兼", district.market, Role.HANDLER, Role.LEGAL_REVIEWER)
    give_card(both)
    page = page_as(both)
    case = begin(page, PENALTY, FILED | {"承办执法人员": ["程班", "梁兼"]})
    today("2026-03-05")
    act(page, case, "调查取证", INVESTIGATED | {"本次到场执法人员": ["程班", "梁兼"]})
    today("2026-03-16")
    act(page, case, "调查终结", CONCLUDED)

    page.goto(case)
    waiting = page.locator("#next .others li").filter(has_text="法制审核")
    expect(waiting).to_contain_text("须由他人办理")
    expect(page.get_by_role("link", name="办理法制审核", exact=True)).to_have_count(0)
    look(page, "refused-same-person")
    page.goto(f"{case}steps/legal_review/")
    expect(page.locator(".refusal")).to_contain_text("须由他人办理")
    expect(page.locator(".refusal .basis a").filter(has_text="第五十八条").first).to_be_visible()
    expect(page.locator(".step-form")).to_have_count(0)
    look(page, "refused-same-person-step")
