"""A matter of the hotline from the call to the check-back, and a dispute whose colour may not be set too low."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.browser.case_forms import act, begin, clock, complete, go_to_step, refused, sideways
from tests.conftest import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]

CALLED = {
    "渠道": "12345热线电话",
    "类别": "举报",
    "事项名称": "办证另收费",
    "反映的情况": "办证时另收三百元，没有收据。",
    "要求回复": "是",
    "要求对个人信息保密": "是",
    "缓急": "一般",
    "被投诉、举报的单位": "清和区市场监管局",
}
FOUND = {
    "纠纷名称": "某工地欠薪纠纷",
    "来源": "网格员报告",
    "纠纷类别": "劳动争议",
    "纠纷情况": "十二名工人两个月没有领到工资，扬言堵门。",
    "发现日期": "2026-03-02",
}
FACTORS = {
    "涉及人数": "12",
    "反复次数": "0",
    "风险因素": ["可能引起治安案件"],
    "在哪一级能化解": "镇、街道",
    "评色的理由": "扬言堵门",
}


def test_report_is_kept_from_the_accused_and_a_dispute_gets_its_colour(
    page_as: PageAs,
    join: Callable[..., Actor],
    district: District,
    today: Callable[[str], None],
    look: Look,
    check_accessibility: Check,
) -> None:
    page = page_as(join("re.xian", "任线", district.justice, Role.HANDLER))
    page.set_default_timeout(60_000)
    today("2026-03-02")
    page.goto("/cases/new/")
    case = begin(page, "政务服务热线和领导信箱事项办理", CALLED)
    go_to_step(page, case, "派单")
    check_accessibility(page)
    look(page, "hotline-1-dispatch")
    complete(page, {"主办单位": "清和区市场监管局", "主办单位类别": "政府部门"})
    refused(page, "举报不得派给被举报的单位", "第三十二条")
    complete(page, {"主办单位": "清和区发展和改革局", "主办单位类别": "政府部门"})
    expect(clock(page, "办理和答复")).to_contain_text("2026-03-09 届满")
    look(page, "hotline-2-dispatched")

    case = begin(page, "矛盾纠纷排查化解（五色预警）", FOUND)
    go_to_step(page, case, "评定颜色")
    complete(page, {"颜色": "黄色（较大）", **FACTORS}, result="首次评定")
    refused(page, "已经达到橙色的条件", "第二十五条")
    page.set_viewport_size({"width": 390, "height": 844})
    assert sideways(page) <= 0
    check_accessibility(page)
    look(page, "hotline-3-colour-refused")
    complete(page, {"颜色": "橙色（重大）"}, result="首次评定")
    go_to_step(page, case, "报告")
    complete(page, {"报告": ["公安机关"], "报告内容": "十二人欠薪，扬言堵门。"})
    expect(page.locator(".flash").first).to_contain_text("已办理“报告”")
    act(
        page,
        case,
        "交办包案",
        {"包案人": "镇长孙某", "包案人层级": "镇街主要负责人", "预防和稳控措施": "专人劝导，约谈施工单位。"},
    )
    look(page, "hotline-4-dispute")

    citizen = page_as(None, width=390)
    citizen.set_default_timeout(60_000)
    citizen.goto("/open/apply/snapshot/")
    expect(citizen.get_by_role("heading", level=1)).to_contain_text("随手拍")
    check_accessibility(citizen)
    look(citizen, "hotline-5-snapshot")
    citizen.goto("/open/apply/hotline/1/")
    look(citizen, "hotline-6-form")
