"""An exam from its setting to the cards, as three people do it: with scripts, without, and on a phone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from fazhi.exams import results, sittings
from fazhi.exams.models import Answer, Exam, Sitting
from fazhi.government.actors import Actor
from fazhi.registers.models import Entry
from tests.conftest import District
from tests.exams.papers import fill, open_exam, right_answers, sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


def answer_rightly(page: Page, sitting: Sitting, number: int) -> None:
    """Chooses what is right on the page of a question."""
    for letter in right_answers(sitting)[sitting.paper[number - 1]["q"]]:
        page.locator(f"input[name=letters][value={letter}]").check()


@pytest.fixture(autouse=True)
def warm(sign_in: Callable[[Actor], Client], coordinator: Actor) -> None:
    """The first page of a process reads the catalog; a browser's patience is for the pages after it."""
    sign_in(coordinator).get("/exams/manage/")


@pytest.mark.parametrize("scripts", [True, False])
def test_exam_is_set_sat_after_a_closed_tab_and_leads_to_a_card(
    scripts: bool,
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    coordinator: Actor,
    handler: Actor,
    head: Actor,
    district: District,
    at: datetime,
    settings: Any,
) -> None:
    settings.FIXED_NOW = at.isoformat()
    fill(district, at=at)
    office = page_as(coordinator, scripts=scripts)

    def seen(page: Page, name: str) -> None:
        if scripts:
            look(page, f"exam-{name}")
            check_accessibility(page)

    # the coordinator sets an exam, step by step
    office.goto("/exams/manage/")
    office.get_by_role("link", name="新建考试").click()
    office.get_by_label("考试名称").fill("2026年行政执法人员资格考试")
    office.get_by_label("开始时间").fill("2026-03-02T09:00")
    office.get_by_label("结束时间").fill("2026-03-02T11:00")
    office.get_by_label("合格分").fill("8")
    office.get_by_label("每人可考次数").fill("2")
    seen(office, "plan")
    office.get_by_role("button", name="保存，下一步").click()
    office.get_by_role("checkbox", name="行政处罚 18 题").check()
    office.get_by_role("button", name="显示所选科目").click()
    for kind, count in (("判断题", 3), ("单选题", 3), ("多选题", 2)):
        office.get_by_label(f"行政处罚 {kind}不限难度题数").fill(str(count))
    seen(office, "paper")
    office.get_by_role("button", name="保存，下一步").click()
    expect(office.get_by_text("已保存，满分 15 分。")).to_be_visible()
    office.get_by_label("按名单录入").fill("程班，区市场监管局\n傅泽，市场监管局")
    seen(office, "enrol")
    office.get_by_role("button", name="录入", exact=True).click()
    expect(office.get_by_text("新录入 2 人。")).to_be_visible()
    seen(office, "candidates")
    office.get_by_role("link", name="下一步：发布").click()
    office.locator("summary", has_text="发布").click()
    office.get_by_role("button", name="确认发布").click()
    expect(office.get_by_text("已发布，考生可以看到这场考试。")).to_be_visible()
    seen(office, "published")
    exam = Exam.objects.get()

    # a candidate begins, answers one question, and closes the tab
    candidate = page_as(handler, scripts=scripts)
    candidate.goto("/")
    candidate.get_by_role("link", name="2026年行政执法人员资格考试").click()
    seen(candidate, "start")
    candidate.get_by_role("button", name="开始答题").click()
    sitting = Sitting.objects.get()
    answer_rightly(candidate, sitting, 1)
    if scripts:
        expect(candidate.get_by_text("已保存 09:00:00")).to_be_visible()
    else:
        candidate.get_by_role("button", name="保存，下一题").click()
        expect(candidate.locator(".kind b")).to_have_text("第 2 题")
    seen(candidate, "question")
    candidate.close()
    assert Answer.objects.count() == 1

    # on another machine, twenty minutes later, the answer stands and the time has passed
    settings.FIXED_NOW = (at + timedelta(minutes=20)).isoformat()
    phone = page_as(handler, width=390, scripts=scripts)
    phone.goto(f"/exams/{exam.pk}/")
    phone.get_by_role("button", name="继续答题").click()
    expect(phone.locator("input[name=letters]:checked")).to_have_count(1)
    expect(phone.locator("[data-left]")).to_contain_text("3" if scripts else "40 分 00 秒")
    for number in range(1, len(sitting.paper)):
        answer_rightly(phone, sitting, number)
        if number == 7:
            seen(phone, "question")
        phone.get_by_role("button", name="保存，下一题").click()
        expect(phone.locator(".kind b")).to_have_text(f"第 {number + 1} 题")
    phone.get_by_role("button", name="保存，去交卷").click()
    expect(phone.get_by_text("还有 1 题没有作答")).to_be_visible()
    seen(phone, "hand-in")
    phone.get_by_role("button", name="确认交卷").click()
    expect(phone.get_by_text("答案和依据在考试结束")).to_be_visible()
    expect(phone.get_by_text("正确答案")).to_have_count(0)
    seen(phone, "result-before")

    # after the end the answers are shown; an objection is upheld; the results are confirmed
    settings.FIXED_NOW = (at + timedelta(hours=3)).isoformat()
    phone.goto(f"/exams/sittings/{sitting.pk}/")
    expect(phone.get_by_text("未答", exact=True)).to_be_visible()
    seen(phone, "result")
    phone.locator("#q8").get_by_role("link", name="对本题提出异议").click()
    phone.get_by_label("异议理由").fill("该条已修改，答案应为甲项。")
    seen(phone, "object")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_text("异议待处理")).to_be_visible()
    office.goto("/")
    seen(office, "worklist")
    office.get_by_role("link", name="该条已修改").click()
    office.get_by_role("radio", name="异议成立，试题作废").check()
    office.get_by_label("处理意见").fill("采纳。")
    seen(office, "rule")
    office.get_by_role("button", name="提交处理意见").click()
    expect(office.get_by_text("成立，试题作废")).to_be_visible()
    office.goto(f"/exams/manage/{exam.pk}/")
    office.locator("summary", has_text="确认成绩").click()
    office.get_by_role("button", name="确认，不再改动").click()
    expect(office.get_by_text("成绩已确认。")).to_be_visible()
    seen(office, "confirmed")

    # the card comes and is entered in the sheet
    office.goto("/exams/cards/")
    office.get_by_label("发证日期", exact=True).fill("2026-03-10")
    office.get_by_label("有效期至", exact=True).fill("2026-03-01")
    office.get_by_label("程班的证号").fill("LN-2026-001")
    office.get_by_label("程班的编制").select_option("行政编制")
    office.get_by_role("button", name="录入证件").click()
    expect(office.get_by_text("有效期至的日期要晚于发证日期")).to_be_visible()
    seen(office, "cards-wrong")
    office.get_by_label("有效期至", exact=True).fill("2026-05-01")
    office.get_by_role("button", name="录入证件").click()
    expect(office.get_by_text("已录入 1 个证件。")).to_be_visible()
    seen(office, "cards")
    card = Entry.objects.get(register="enforcement_officers")
    assert (card.key, card.data["exam_name"]) == ("LN-2026-001", "2026年行政执法人员资格考试")

    # its end is near: the holder sees it before it stops a case
    phone.goto("/")
    expect(phone.get_by_text("将到期的执法证")).to_be_visible()
    phone.goto("/exams/")
    expect(phone.get_by_text("2026-05-01 到期，请及时换发")).to_be_visible()
    seen(phone, "home")


def test_time_that_runs_out_ends_on_the_result(
    page_as: PageAs, coordinator: Actor, handler: Actor, district: District, at: datetime, settings: Any
) -> None:
    settings.FIXED_NOW = at.isoformat()
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    settings.FIXED_NOW = (sitting.deadline - timedelta(seconds=2)).isoformat()
    page = page_as(handler)
    page.goto(f"/exams/sittings/{sitting.pk}/1/")
    settings.FIXED_NOW = sitting.deadline.isoformat()
    expect(page.get_by_text("到时自动交卷")).to_be_visible()
    sitting.refresh_from_db()
    assert sitting.ended_at == sitting.deadline


def test_pages_of_the_office_look_right(
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    coordinator: Actor,
    handler: Actor,
    head: Actor,
    other_handler: Actor,
    district: District,
    at: datetime,
    settings: Any,
) -> None:
    settings.FIXED_NOW = at.isoformat()
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler, head, other_handler], at)
    sit(handler, exam, at)
    sit(head, exam, at, right=False)
    settings.FIXED_NOW = (at + timedelta(hours=3)).isoformat()
    results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    for width in (1440, 390):
        office = page_as(coordinator, width=width)
        for name, path in (
            ("list", "/exams/manage/"),
            ("exam", f"/exams/manage/{exam.pk}/"),
            ("names", f"/exams/manage/{exam.pk}/candidates/"),
            ("preview", f"/exams/manage/{exam.pk}/paper/preview/"),
            ("figures", "/exams/figures/"),
            ("hours", "/exams/trainings/hours/"),
            ("trainings", "/exams/trainings/"),
            ("training-new", "/exams/trainings/new/"),
            ("waiting", "/exams/cards/"),
        ):
            office.goto(path)
            look(office, f"exam-office-{name}")
            check_accessibility(office)
