"""Cases that citizens begin: a reconsideration with correction and suspension, a disclosure request extended once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.models import Act
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.browser.case_forms import act, begin, clock, complete, explained, go_to_step, refused
from tests.conftest import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]

APPLIED = {
    "申请人": {"类别": "自然人", "姓名或者名称": "张某"},
    "被申请人": "清和区公安分局",
    "被申请复议的行政行为（名称和文号）": "清公罚决〔2026〕11号行政处罚决定",
    "行政复议事项": "行政处罚决定",
    "争议类型": "不服已作出的行政行为",
    "行政复议请求": ["撤销"],
    "主要事实和理由": "当日不在现场，处罚认定事实错误。",
    "申请方式": "当面递交",
}
EXAMINED = {
    "符合的受理条件（逐项核对，符合的勾选）": [
        "有明确的申请人和符合规定的被申请人",
        "申请人与行政行为有利害关系",
        "有具体的请求和理由",
        "在法定申请期限内提出",
        "属于行政复议范围",
        "属于本机关管辖",
        "未重复申请复议，法院未受理同一诉讼",
    ],
    "管辖依据": "下一级政府的行为",
}
REGISTERED = {
    "申请人": {"类别": "自然人", "姓名或者名称": "张某"},
    "申请人类别": "自然人",
    "申请公开的政府信息": "2024年度城区老旧小区改造项目清单",
    "提交方式": "邮寄（须签收）",
    "提交、签收或者到达之日": "2026-02-09",
    "收到申请之日": "2026-02-09",
}
EXTENDED = {
    "延长的期限": ("20", "工作日"),
    "延期原因": "涉及多个年度的档案，须逐份核对。",
    "已将延期告知申请人": "是",
}


def test_reconsideration_corrected_once_and_suspended_moves_its_days(
    page_as: PageAs,
    join: Callable[..., Actor],
    district: District,
    today: Callable[[str], None],
    look: Look,
    check_accessibility: Check,
) -> None:
    page = page_as(join("fu.yi", "付议", district.justice, Role.HANDLER))
    chief = page_as(join("ju.zhang", "居章", district.justice, Role.LEGAL_REVIEWER))
    today("2026-03-02")
    case = begin(page, "行政复议", APPLIED)
    expect(clock(page, "受理审查期限")).to_contain_text("2026-03-09 届满")

    # Correction 补正: the days until the applicant answers do not count, the examination begins anew.
    today("2026-03-05")
    act(page, case, "通知补正", {"需要补正的事项（一次性列全）": "身份证明复印件"})
    today("2026-03-09")
    act(page, case, "申请人收到补正通知")
    expect(clock(page, "补正期限")).to_contain_text("2026-03-23 届满")
    today("2026-03-20")
    act(page, case, "提交补正材料")
    expect(clock(page, "补正后受理审查期限")).to_contain_text("2026-03-27 届满")
    look(page, "reconsideration-1-corrected")

    today("2026-03-23")
    act(page, case, "受理审查", EXAMINED)
    today("2026-03-24")
    act(page, case, "受理")
    expect(clock(page, "审理期限")).to_contain_text("2026-05-25 届满")
    act(page, case, "指定承办人", {"行政复议人员": ["付议", "居章"], "案件情形": ["不属于以下情形"]})

    # Suspension 中止: no due date while it lasts, the days of it are given back after.
    today("2026-04-01")
    ground = {
        "中止的情形": "以其他案件的结果为依据而未审结",
        "中止的事实和理由": "须以另案判决为依据。",
        "中止已书面告知当事人": "是",
    }
    act(chief, case, "中止", ground)
    expect(clock(chief, "审理期限")).to_contain_text("恢复后确定")
    page.goto(case)
    expect(page.get_by_role("heading", level=1)).to_contain_text("停止计算")
    expect(page.get_by_role("link", name="办理听取当事人意见", exact=True)).to_have_count(0)
    check_accessibility(page)
    look(page, "reconsideration-2-suspended")
    today("2026-04-20")
    act(chief, case, "恢复审理", {"恢复审理已书面告知当事人": "是"}, result="中止的原因消除")
    expect(chief.locator(".flash").first).to_contain_text("审理期限")
    block = clock(chief, "审理期限")
    expect(block).to_contain_text("2026-06-10 届满")
    how = explained(chief, "审理期限")
    assert "2026年4月2日至2026年4月19日中止" in how, how
    assert "18" in how, how
    block.get_by_role("link", name="逐日看").click()
    expect(block.locator(".days tr").filter(has_text="中止").first).to_be_visible()
    check_accessibility(chief)
    look(chief, "reconsideration-3-resumed")


def test_disclosure_request_is_extended_once_and_not_twice(
    page_as: PageAs,
    join: Callable[..., Actor],
    district: District,
    today: Callable[[str], None],
    look: Look,
    check_accessibility: Check,
) -> None:
    page = page_as(join("xin.gong", "辛公", district.justice, Role.HANDLER))
    chief = page_as(join("zhu.ren", "朱任", district.justice, Role.HEAD))
    today("2026-02-09")
    case = begin(page, "政府信息依申请公开", REGISTERED)
    before = "2026-03-13 届满"
    expect(clock(page, "答复期限")).to_contain_text(before)
    assert "春节" in explained(page, "答复期限")
    look(page, "disclosure-1-registered")

    today("2026-03-12")
    go_to_step(chief, case, "延期答复")
    check_accessibility(chief)
    complete(chief, EXTENDED | {"延长的期限": ("25", "工作日")})
    refused(chief, "20个工作日", "第三十三条")
    expect(chief.get_by_label("延期原因")).to_have_value("涉及多个年度的档案，须逐份核对。")
    look(chief, "disclosure-2-too-long")
    complete(chief, {"延长的期限": ("20", "工作日")})
    expect(chief).to_have_url(case)
    expect(chief.locator(".flash").first).to_contain_text("由2026-03-13改为2026-04-13")
    expect(clock(chief, "答复期限")).to_contain_text("2026-04-13 届满")

    # A second time is neither offered nor taken.
    today("2026-04-10")
    chief.goto(case)
    expect(chief.get_by_role("link", name="办理延期答复", exact=True)).to_have_count(0)
    chief.goto(f"{case}steps/extend/")
    expect(chief.locator(".refusal")).to_contain_text("不能重复办理")
    expect(chief.locator(".mind .basis a").filter(has_text="第三十三条").first).to_be_visible()
    expect(chief.locator(".step-form")).to_have_count(0)
    check_accessibility(chief)
    look(chief, "disclosure-3-second-refused")
    assert Act.objects.filter(step="extend").count() == 1

    reviewed = {"审查认为存在的不予公开情形": ["没有"], "可能涉及第三方合法权益": "否", "审查意见": "可以公开。"}
    act(page, case, "公开审查", reviewed)
    today("2026-04-13")
    act(page, case, "答复", {"提供形式": "按申请人要求的形式"}, result="予以公开")
    today("2026-04-14")
    act(page, case, "送达答复", {"送达方式": "邮寄"})
    today("2026-07-01")
    act(page, case, "归档")
    expect(page.locator("#findings")).to_have_count(0)
    look(page, "disclosure-4-archived")
