"""A penalty with a hearing from the tip to the payment, each person at their own browser, while the clock passes."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.browser.case_forms import act, begin, clock, complete, explained, go_to_step, moment_of, refused
from tests.browser.penalty_entries import CONCLUDED, DECIDED, FILED, FINE, INVESTIGATED, NOTIFIED
from tests.cases.conftest import officers, reviewer
from tests.conftest import District

__all__ = ["officers", "reviewer"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


@dataclass(frozen=True)
class Cast:
    """The pages of those who work on the case; whoever presides over the hearing has not investigated."""

    officer: Page
    reviewer: Page
    head: Page
    presider: Page


@pytest.fixture
def cast(
    page_as: PageAs,
    officers: list[Actor],
    reviewer: Actor,
    head: Actor,
    join: Callable[..., Actor],
    district: District,
) -> Cast:
    presider = join("zhu.ting", "祝听", district.market, Role.HANDLER)
    join("bian.jue", "卞决", district.market, Role.HEAD)
    return Cast(page_as(officers[0]), page_as(reviewer), page_as(head), page_as(presider))


def test_penalty_with_hearing_from_tip_to_execution(
    cast: Cast, look: Look, check_accessibility: Check, today: Callable[[str], None]
) -> None:
    officer, head = cast.officer, cast.head
    case = begin(officer, "行政处罚（普通程序）", FILED)
    expect(officer.get_by_role("heading", level=1)).to_contain_text("清源商贸有限公司")
    expect(clock(officer, "办案期限")).to_contain_text("2026-05-31 届满")
    assert "2026年5月31日" in explained(officer, "办案期限")
    check_accessibility(officer)
    look(officer, "penalty-1-filed")

    today("2026-03-10")
    act(officer, case, "调查取证", INVESTIGATED)
    today("2026-04-20")
    act(officer, case, "调查终结", CONCLUDED)

    # A fine this large: the right to a hearing must be told.
    today("2026-04-27")
    go_to_step(officer, case, "处罚告知")
    check_accessibility(officer)
    complete(officer, NOTIFIED | {"已告知的权利": ["陈述权", "申辩权"]})
    refused(officer, "须告知当事人有要求听证的权利", "第六十三条")
    look(officer, "penalty-2-no-hearing-right")
    complete(officer, {"已告知的权利": ["陈述权", "申辩权", "要求听证的权利"]})
    expect(officer).to_have_url(case)
    expect(clock(officer, "要求听证期限")).to_contain_text("2026-05-07 届满")
    told = explained(officer, "要求听证期限")
    assert "劳动节" in told or "休息" in told or "放假" in told, told
    look(officer, "penalty-3-notified")

    # The head sees before the click that nothing can be decided while the party may still ask for a hearing.
    today("2026-05-06")
    act(officer, case, "要求听证", {"听证要求": "对罚款数额有异议，要求公开听证。"})
    head.goto(case)
    expect(head.locator("#next")).to_contain_text("当事人要求听证的，须组织听证后才能决定")
    look(head, "penalty-4-head-waits")
    today("2026-05-07")
    go_to_step(head, case, "指定听证主持人")
    complete(head, {"听证主持人": "程班"})
    refused(head, "听证由非本案调查人员主持", "第六十四条")
    complete(head, {"听证主持人": "祝听"})
    expect(head).to_have_url(case)

    today("2026-05-08")
    act(officer, case, "听证通知", {"听证日期": "2026-05-18", "听证地点": "局机关一楼听证室"})
    today("2026-05-18")
    officer.goto(case)
    expect(officer.locator("#next .others")).to_contain_text("举行听证")
    act(
        cast.presider,
        case,
        "举行听证",
        {
            "公开": "公开举行",
            "当事人委托的代理人数": "1",
            "调查人员已提出事实、证据和处罚建议，当事人已申辩和质证": "是",
            "听证笔录摘要": "调查人员出示现场照片和笔录，当事人对违法事实无异议，请求从轻。",
            "笔录签署": "当事人或者其代理人核对无误后签字盖章",
            "听证费用由本机关承担": "是",
        },
        result="已举行",
    )

    # The reviewer sends it back once; the officer concludes anew; then it passes.
    today("2026-05-20")
    reviewed = {"法制审核人员": ["沈和"], "有初次从事处罚决定法制审核的人员": "否"}
    returned = reviewed | {"审核意见": "违法广告面积没有证据，请补充现场勘验。"}
    act(cast.reviewer, case, "法制审核", returned, result="审核未通过，退回")
    head.goto(case)
    expect(head.get_by_role("link", name="办理作出决定", exact=True)).to_have_count(0)
    expect(head.locator("#next .far")).to_contain_text("须先办理“调查终结”，才能办理“作出决定”")
    officer.goto(case)
    expect(officer.locator("#acts")).to_contain_text("违法广告面积没有证据")
    look(officer, "penalty-5-returned")
    today("2026-05-21")
    inspected = {"调查方式": "现场检查、勘验", "实施检查所依照的法律、法规": "《行政处罚法》第五十四条"}
    act(officer, case, "调查取证", INVESTIGATED | inspected)
    act(
        officer,
        case,
        "调查终结",
        {"查明的违法事实": "现场勘验广告面积十二平方米，未经批准。", "处理建议": "建议罚款八万元"},
    )
    today("2026-05-22")
    act(cast.reviewer, case, "法制审核", reviewed | {"审核意见": "事实清楚，程序合法。"}, result="审核通过")
    look(cast.reviewer, "penalty-6-reviewed")

    # A grave case: the leaders discuss it together before the decision.
    head.goto(case)
    expect(head.locator("#next")).to_contain_text("负责人应当集体讨论决定")
    discussed = {"参加讨论的负责人": ["傅泽", "卞决"], "讨论意见和结论": "同意处罚建议。"}
    act(head, case, "集体讨论", discussed, result="形成决定意见")
    today("2026-05-25")
    go_to_step(head, case, "作出决定")
    complete(head, DECIDED | {"罚款金额": "90000"}, result="给予行政处罚")
    refused(head, "罚款高于告知的金额", "第四十五条")
    complete(head, {"罚款金额": FINE})
    expect(head).to_have_url(case)
    expect(clock(head, "办案期限")).to_contain_text("完成")
    expect(clock(head, "送达决定书")).to_contain_text("2026-06-03 届满")
    expect(head.locator("#papers")).to_contain_text("行政处罚决定书")
    check_accessibility(head)
    look(head, "penalty-7-decided")

    served = {
        "送达方式": "宣告后当场交付",
        "送达日期（签收、视为送达之日）": "2026-05-25",
        "决定书已盖本机关印章": "是",
    }
    act(officer, case, "送达决定书", served)
    today("2026-06-05")
    payment = [{"日期": "2026-06-05", "金额": FINE, "方式": "银行、电子支付"}]
    act(officer, case, "缴纳罚款、没收款", {"缴款明细": payment}, result="缴清")
    today("2026-06-08")
    closed = {
        "全过程记录核对（文字、音像）": ["启动", "调查取证", "审核", "决定", "送达", "执行"],
        "案卷已归档": "是",
        "履行（执行）方式": "期限内自行履行",
        "款项已全部上缴国库，使用法定票据": "是",
    }
    act(head, case, "结案", closed, result="履行（执行）完毕")
    expect(head.get_by_role("heading", level=1)).to_contain_text("履行（执行）完毕")
    assert head.locator("#findings").all_inner_texts() == []
    check_accessibility(head)
    look(head, "penalty-8-closed")
    kept = Case.objects.get()
    assert (kept.outcome, kept.closed_on, kept.findings.count()) == ("performed", moment_of("2026-06-08").date(), 0)
