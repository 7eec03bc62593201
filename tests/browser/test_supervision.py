"""Follow-up from issue to closing as three people do it, while the clock passes; the other pages are looked at."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.plans import bulletins, monthly, problems
from fazhi.plans.followup import followups
from fazhi.plans.models import FollowUp
from fazhi.plans.tick import tick
from tests.conftest import District
from tests.plans.supervision_cases import issued, planned, registered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


# the pages that look otherwise to a unit; all others are looked at as the coordinator
UNITS_PAGES = {"home", "followup", "round", "report", "problem"}


def pass_to(settings: Any, moment: datetime) -> None:
    """The clock moves and looks at the matters, as it does every hour."""
    settings.FIXED_NOW = moment.isoformat()
    tick(at=moment)


def write(page: Page, verb: str, text: str) -> None:
    page.get_by_role("radio", name=verb, exact=True).check()
    page.get_by_label("内容").fill(text)
    page.get_by_role("button", name="提交").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_follow_up_goes_yellow_and_red_and_is_settled_and_closed(
    scripts: bool,
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    coordinator: Actor,
    handler: Actor,
    district: District,
    at: datetime,
    settings: Any,
) -> None:
    pass_to(settings, at)
    office = page_as(coordinator, scripts=scripts)
    office.goto("/supervision/followups/")
    office.get_by_role("link", name="交办督办").click()
    office.get_by_label("督办事项").fill("东街夜市占道经营反复，请牵头整治并建立长效机制。")
    office.get_by_label("来源").fill("区政府第12次常务会议")
    office.get_by_role("checkbox", name="区市场监管局").check()
    look(office, "followup-new")
    office.get_by_role("button", name="交办").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("清督〔2026〕1号")
    expect(office.get_by_role("heading", level=1)).to_contain_text("正常")

    pass_to(settings, at + timedelta(days=1))
    unit = page_as(handler, scripts=scripts)
    unit.goto("/")
    expect(unit.get_by_text("待签收的催办提醒")).to_be_visible()
    unit.get_by_role("link", name="清督〔2026〕1号 当日响应").click()
    expect(unit.get_by_role("heading", level=1)).to_contain_text("黄牌")
    unit.get_by_role("button", name="签收").click()
    expect(unit.get_by_text("已签收。")).to_be_visible()
    write(unit, "响应", "已成立工作专班，3月4日前完成摸排。")
    expect(unit.get_by_text("已响应。")).to_be_visible()

    pass_to(settings, at + timedelta(days=4))
    office.goto("/supervision/followups/?mark=red")
    expect(office.get_by_role("cell", name="红牌")).to_be_visible()
    office.get_by_role("link", name="清督〔2026〕1号").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("红牌")
    look(office, "followup-red")
    if scripts:
        check_accessibility(office)

    unit.reload()
    write(unit, "反馈进展", "已取缔占道摊点23处，协调疏导点1处。")
    write(unit, "申请办结", "")
    expect(unit.get_by_role("alert").first).to_contain_text("请写明办理结果。")
    write(unit, "申请办结", "夜市秩序恢复，长效机制已印发。")
    expect(unit.get_by_text("已申请办结，等待督办人员销号。")).to_be_visible()

    office.goto("/")
    office.get_by_role("link", name="清督〔2026〕1号").first.click()
    write(office, "销号", "3月6日现场核查，情况属实。")
    expect(office.get_by_role("heading", level=1)).to_contain_text("已销号")
    look(office, "followup-closed")
    assert FollowUp.objects.get().state == FollowUp.State.CLOSED


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_look_right_and_are_accessible(
    width: int,
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    coordinator: Actor,
    handler: Actor,
    other_handler: Actor,
    supervisor: Actor,
    district: District,
    at: datetime,
    settings: Any,
) -> None:
    addresses = a_busy_month(coordinator, handler, other_handler, district, at)
    pass_to(settings, at + timedelta(days=5))
    office, unit = page_as(coordinator, width=width), page_as(handler, width=width)
    for name, address in addresses.items():
        for who, page in (("office", office), ("unit", unit)):
            if name not in (UNITS_PAGES if who == "unit" else addresses.keys() - {"report"}):
                continue
            page.goto(address)
            look(page, f"{name}-{who}")
            check_accessibility(page)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (name, who, overflow) == (name, who, 0)


def a_busy_month(
    coordinator: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> dict[str, str]:
    """Matters in every state, a round half reported, problems, a bulletin; returns the pages to look at."""
    planned(coordinator, at, district.market, district.urban, title="规范行政执法", due_on=date(2026, 3, 4))
    opened = monthly.open_round(jurisdiction=district.jurisdiction, at=at)
    assert opened is not None
    report = monthly.report(
        actor=handler,
        round=opened,
        unit=district.market,
        progress="开展食品安全专项检查3次，立案2件。\n组织执法人员培训1期。",
        problems="基层执法力量不足。",
        requests="请协调数据局开放企业登记数据接口。",
        next_steps="推进案卷评查。",
        at=at,
    )
    monthly.reply(actor=coordinator, report=report, text="已商数据局，3月底前开放。", at=at)
    monthly.urge(actor=coordinator, round=opened, at=at)
    red = issued(coordinator, district.market, at, matter="东街夜市占道经营反复，请牵头整治并建立长效机制。")
    issued(coordinator, district.urban, at + timedelta(days=4), source="领导批示")
    hard = issued(coordinator, district.market, at, difficulty="hard", matter="清理规范涉企收费。")
    followups.feedback(actor=handler, followup=hard, text="已摸排涉企收费项目41项。", at=at)
    settled = issued(coordinator, district.market, at, matter="公开权责清单。")
    followups.settle(actor=handler, followup=settled, text="已在政府网站公开。", at=at)
    problem = registered(
        coordinator,
        district.market,
        at,
        category="行政执法",
        source_note="2025年度法治督察反馈意见",
        measure="开展案卷评查。",
    )
    problems.progress(actor=handler, problem=problem, text="已评查案卷30件。", at=at)
    registered(coordinator, district.market, at, due_on=date(2026, 3, 5), text="未按规定亮证执法。")
    month = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    late = at + timedelta(days=5)
    draft, sent = (
        bulletins.draft(actor=coordinator, jurisdiction=district.jurisdiction, at=late, **month) for _ in range(2)
    )
    bulletins.issue(actor=coordinator, bulletin=sent, at=late)
    base = "/supervision"
    return {
        "home": "/",
        "followups": f"{base}/followups/",
        "followup": f"{base}/followups/{red.pk}/",
        "followup-settled": f"{base}/followups/{settled.pk}/",
        "followup-form": f"{base}/followups/new/",
        "reminders": f"{base}/reminders/",
        "monthly": f"{base}/monthly/",
        "round": f"{base}/monthly/{opened.pk}/",
        "report": f"{base}/monthly/{opened.pk}/report/",
        "problems": f"{base}/problems/",
        "problem": f"{base}/problems/{problem.pk}/",
        "problem-form": f"{base}/problems/new/",
        "problem-import": f"{base}/problems/import/",
        "bulletins": f"{base}/bulletins/",
        "bulletin-draft": f"{base}/bulletins/{draft.pk}/",
        "bulletin-issued": f"{base}/bulletins/{sent.pk}/",
    }
