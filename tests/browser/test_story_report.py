"""A report from a fresh year to publication, as coordinator, writer, head and anybody do it; its case goes along."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases import taking
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.plans import problems
from fazhi.reports import outline, writing
from fazhi.reports.models import Publication, Report
from tests.conftest import District
from tests.reports.conftest import chief, office, writer

__all__ = ["chief", "office", "writer"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = ("achievements", "leadership", "decisions", "first_responsible", "problems", "next_steps")
PLANS = (
    "2026年，重点抓好三项工作：完善执法案卷评查，推行说理式文书，"
    "建立案件审核流转清单，逐项明确责任单位和完成时限，每季度通报一次进展情况。"
)


def shortened(report: Report, actor: Actor, at: datetime) -> None:
    """Leaves of the outline what the story is about."""
    for section in report.sections.exclude(key__in=KEPT).order_by("-order"):
        outline.remove(actor=actor, section=section, at=at)
    plans = report.sections.get(key="next_steps")
    writing.save(actor=actor, section=plans, body=PLANS, version=plans.version, at=at)


def reviewed(report: Report, reviewer: Actor, coordinator: Actor, at: datetime) -> None:
    """What is done in the case alone: the review, and the check of secrecy."""
    for actor, step, result in ((reviewer, "review", "passed"), (coordinator, "check_secrecy", "open")):
        given = Given(step, at.date(), result=result)
        taking.take(actor=actor, case_id=report.case_id, given=given, at=at)


def test_report_goes_from_a_fresh_year_to_publication(
    page_as: Callable[..., Page],
    look: Callable[[Page, str], None],
    check_accessibility: Callable[[Page], None],
    coordinator: Actor,
    writer: Actor,
    chief: Actor,
    join: Callable[..., Actor],
    district: District,
    at: datetime,
    settings: Any,
) -> None:
    settings.FIXED_NOW = at.isoformat()
    problems.register(
        actor=coordinator,
        unit=district.market,
        source="inspection",
        text="个别案件法制审核材料不全，流转没有清单可依。",
        due_on=at.date(),
        at=at - timedelta(days=90),
    )
    bureau = page_as(coordinator)
    bureau.goto("/reports/")
    bureau.get_by_role("link", name="新建报告").first.click()
    bureau.get_by_role("radio", name="法治政府建设年度报告").check()
    bureau.get_by_label("报告年度").fill("2025")
    bureau.get_by_role("button", name="新建").click()
    expect(bureau.get_by_role("heading", level=1)).to_contain_text("清和区2025年法治政府建设情况报告")
    report = Report.objects.select_related("case").get()
    shortened(report, coordinator, at)
    bureau.reload()
    look(bureau, "report-new")
    bureau.locator(".outline").get_by_role("link", name="（一）加强党的领导").click()
    bureau.get_by_label("正文").fill("全年登记问题")
    bureau.get_by_label("查找数据").press_sequentially("登记 问题")
    pick = bureau.locator(".pick").filter(has_text="登记法治建设问题")
    expect(bureau.locator(".pick")).to_have_count(1)
    pick.get_by_role("button", name="插入数值").click()
    bureau.keyboard.type("。")
    expect(bureau.locator("#preview")).to_contain_text("全年登记问题1个。")
    look(bureau, "report-editor")
    check_accessibility(bureau)
    bureau.get_by_role("button", name="保存并交稿").click()

    unit = page_as(writer)
    unit.goto("/")
    unit.get_by_role("link", name="推进科学民主依法决策").click()
    unit.get_by_label("正文").fill("完善决策程序。")
    unit.get_by_role("button", name="保存并交稿").click()
    expect(unit.get_by_text("已保存并交稿。")).to_be_visible()

    bureau.goto(f"/reports/{report.pk}/")
    expect(bureau.locator("#missing")).to_contain_text("可以送审")
    bureau.get_by_role("link", name="送审", exact=True).click()
    bureau.get_by_label("数据已与案件、清单核对").check()
    bureau.get_by_role("button", name="送审").click()
    expect(bureau.get_by_text("已送审。")).to_be_visible()
    expect(bureau.locator("#case")).to_contain_text("审核：由法制审核人员办理")
    look(bureau, "report-submitted")
    reviewed(report, join("shen.he", "申和", district.justice, Role.LEGAL_REVIEWER), coordinator, at)

    head = page_as(chief)
    head.goto("/")
    head.locator(f"a[href='/reports/{report.pk}/text/']").click()
    head.get_by_label("审定意见").fill("经区政府第5次常务会议审议通过")
    head.get_by_role("button", name="审定").click()
    expect(head.get_by_text("审定的会议").first).to_be_visible()
    head.get_by_label("政府常务会议", exact=True).check()
    head.get_by_label("会议纪要或者签发文号").fill("会议纪要第5期")
    look(head, "report-approve")
    check_accessibility(head)
    head.get_by_role("button", name="审定").click()
    expect(head.get_by_text("已审定，报告引用的数据已固定。")).to_be_visible()

    bureau.goto(f"/reports/{report.pk}/publish/")
    bureau.get_by_label("政府网站").check()
    bureau.get_by_role("button", name="公开").click()
    expect(bureau.get_by_text("已公开。", exact=True)).to_be_visible()
    look(bureau, "report-published")
    check_accessibility(bureau)
    bureau.locator("#case").get_by_role("link", name=report.case.number).click()
    expect(bureau.locator("#acts .line strong")).to_have_text(
        ["向社会公开", "审定：审定通过", "保密审查：可以全文公开", "审核：审核通过", "形成初稿", "汇总素材", "启动编制"]
    )
    bureau.locator("#reports").get_by_role("link", name=report.title).click()

    anybody = page_as(None, width=390)
    anybody.goto("/open/reports/")
    anybody.get_by_role("link", name=report.title).click()
    expect(anybody.get_by_role("heading", level=1)).to_have_text(report.title)
    anybody.get_by_role("link", name=re.compile("^1个$")).first.click()
    place = anybody.locator("#figure-1")
    place.locator("summary").click()
    expect(place).to_contain_text("2025年")
    expect(place).to_contain_text(Publication.objects.get().content["figures"][0]["root"])
    look(anybody, "report-open")
    check_accessibility(anybody)
