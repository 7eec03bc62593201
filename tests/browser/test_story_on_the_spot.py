"""On the street with a phone: a penalty on the spot in one go; and what a corrected day moves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.models import Attachment, Case
from fazhi.government.actors import Actor
from tests.browser.case_forms import act, begin, clock, complete, explained, sideways
from tests.cases.conftest import officers

__all__ = ["officers"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
SUMMARY = "行政处罚（简易程序）"

OPENED = {
    "当事人": {"类别": "自然人", "姓名或者名称": "王某", "出生日期": "1990-05-01"},
    "执法人员": ["程班", "秦法"],
    "已向当事人出示执法证件": "是",
    "违法行为发生之日": "2026-03-02",
    "违法地点": "人民广场东侧",
    "违法行为": "随地倾倒垃圾。",
    "本机关有处罚权和管辖权": "是",
}
INFORMED = {
    "拟给予的处罚": "罚款",
    "拟罚款数额": "50",
    "处罚依据的种类": "行政法规、地方性法规",
    "处罚依据": "清和市市容环境卫生条例第十五条",
    "陈述、申辩": "明确放弃",
}
DECIDED = {"应当查明的情形": ["没有下列情形"], "责令改正": "已当场改正", "罚款数额": "50"}
DELIVERED = {"执法人员已在决定书上签名或者盖章": "是"}


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_officer_files_a_penalty_on_the_spot_by_phone(
    scripts: bool, page_as: PageAs, officers: list[Actor], look: Look, check_accessibility: Check, tmp_path: Path
) -> None:
    page = page_as(officers[0], width=390, scripts=scripts)
    photo = tmp_path / "现场照片.jpg"
    page.screenshot(path=photo, type="jpeg")

    def seen(name: str) -> None:
        assert (name, sideways(page)) == (name, 0)
        look(page, f"spot-{name}-{'js' if scripts else 'plain'}")
        if scripts and name in ("form-当场决定", "delivered"):
            check_accessibility(page)

    page.goto("/cases/new/")
    seen("choose")
    page.get_by_role("link", name=SUMMARY, exact=True).click()
    seen("open")
    complete(page, OPENED, files=[photo])
    expect(page.get_by_role("heading", level=1)).to_contain_text("王某")
    seen("opened")
    case = page.url
    # Each next step is one tap from the page that the last one ends on.
    for step, result, entries in (
        ("告知并听取陈述申辩", "", INFORMED),
        ("当场决定", "当场罚款", DECIDED),
        ("当场交付", "签收", DELIVERED),
    ):
        page.get_by_role("link", name=f"办理{step}", exact=True).click()
        seen(f"form-{step}")
        complete(page, entries, result=result)
        expect(page.locator(".flash").first).to_contain_text(f"已办理“{step}”")
        expect(page).to_have_url(case)
    seen("delivered")
    expect(page.locator("#papers")).to_contain_text("当场行政处罚决定书")
    expect(page.locator("#attachments")).to_contain_text("现场照片.jpg")
    kept = Case.objects.get()
    steps = kept.acts.order_by("seq").values_list("step", flat=True)
    assert list(steps) == ["open", "inform", "decide", "deliver"]
    assert Attachment.objects.get(case=kept).seq == 1


def test_correcting_the_day_of_an_act_moves_the_open_due_dates(
    page_as: PageAs, officers: list[Actor], today: Callable[[str], None], look: Look, check_accessibility: Check
) -> None:
    page = page_as(officers[0])
    case = begin(page, SUMMARY, OPENED)
    act(page, case, "告知并听取陈述申辩", INFORMED)
    act(page, case, "当场决定", DECIDED, result="当场罚款")
    act(page, case, "当场交付", DELIVERED, result="签收")
    today("2026-03-04")
    page.goto(case)
    expect(clock(page, "当事人缴纳罚款")).to_contain_text("2026-03-17 届满")

    row = page.locator(".act").filter(has_text="当场交付").first
    row.get_by_role("link", name="更正").click()
    check_accessibility(page)
    page.get_by_label("更正后的办理日期").fill("2026-03-03")
    complete(page, {})
    expect(page.locator(".step-form .summary")).to_contain_text("理由")
    expect(page.get_by_label("更正后的办理日期")).to_have_value("2026-03-03")
    look(page, "correct-1-no-reason")
    page.get_by_label("更正理由").fill("交付是次日上午，录入时写成当日。")
    complete(page, {})
    expect(page).to_have_url(case)
    expect(page.locator(".flash").first).to_contain_text("由2026-03-17改为2026-03-18")
    expect(clock(page, "当事人缴纳罚款")).to_contain_text("2026-03-18 届满")
    assert "3月3日" in explained(page, "当事人缴纳罚款")
    corrected = page.locator(".act").filter(has_text="当场交付").filter(has=page.locator("del"))
    expect(corrected.locator("ins").first).to_have_text("2026-03-03")
    expect(corrected.locator("del").first).to_contain_text("2026-03-02")
    check_accessibility(page)
    look(page, "correct-2-moved")
