"""A normative document 行政规范性文件 from its start to filing, sent back once by the legality review."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.browser.case_forms import act, begin, clock, complete, field, go_to_step, refused
from tests.conftest import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]

POINTS = [
    {
        "序号": "1",
        "条款": "第五条",
        "审核事项": "内容合法",
        "意见": "没有上位法依据增加义务。",
        "性质": "应当修改",
    },
    {"序号": "2", "条款": "第九条", "审核事项": "体例文字", "意见": "用语前后不统一。", "性质": "建议"},
]
OPINIONS = [
    {"提出者": "市民周某", "意见": "增加线上申请渠道。", "处理": "采纳"},
    {"提出者": "东街社区", "意见": "救助标准提高一倍。", "处理": "未采纳", "理由": "标准由市里统一规定。"},
]


def test_document_through_a_returned_review_to_filing(
    page_as: PageAs,
    join: Callable[..., Actor],
    district: District,
    today: Callable[[str], None],
    look: Look,
    check_accessibility: Check,
) -> None:
    bureau = district.market
    page = page_as(join("qi.cao", "祁草", bureau, Role.HANDLER))
    reviewer = page_as(join("he.fa", "贺法", bureau, Role.LEGAL_REVIEWER))
    head = page_as(join("ju.zhang", "居章", bureau, Role.HEAD))
    today("2026-04-01")
    case = begin(
        page,
        "行政规范性文件制定与管理",
        {
            "文件名称": "清和区临时救助实施办法",
            "制定机关": "政府部门或者法律法规授权的组织",
            "起草单位": "清和区市场监督管理局",
            "文件的特征": ["涉及公民、法人和其他组织的权利义务", "有重大影响或者涉及群众切身利益"],
        },
    )
    grounds = [
        {"法律、法规、规章、上级文件": "社会救助暂行办法", "条款": "第四十七条", "支持本文件的哪些内容": "临时救助"}
    ]
    act(page, case, "评估论证", {"评估论证情况": "现行标准已经失效，需要重新制定。", "制定依据": grounds})
    act(page, case, "起草、修改草案", {"草案稿次": "征求意见稿"})
    today("2026-04-02")
    act(page, case, "公布草案，公开征求意见", {"征求意见的渠道": ["政府网站"], "征求意见截止之日": "2026-05-06"})

    # Opinions one by one, with what became of each.
    today("2026-05-07")
    go_to_step(page, case, "汇总意见，研究采纳情况")
    check_accessibility(page)
    complete(page, {"收到的意见": "2"})
    refused(page, "请逐条登记并写明处理", "第六十二条")
    expect(field(page, "收到的意见").locator("input")).to_have_value("2")
    look(page, "document-1-opinions-missing")
    complete(page, {"公众意见": OPINIONS})
    expect(page).to_have_url(case)
    expect(page.locator("#acts")).to_contain_text("标准由市里统一规定。")
    today("2026-05-08")
    act(page, case, "反馈采纳情况", {"采纳情况的反馈方式或者网址": "区政府网站意见征集栏目"})

    today("2026-05-11")
    materials = ["文件送审稿", "起草说明", "制定依据", "征求意见和采纳情况", "评估论证材料"]
    act(page, case, "送合法性审核", {"送审材料": materials})
    expect(clock(page, "合法性审核")).to_be_visible()
    today("2026-05-13")
    act(reviewer, case, "合法性审核", {"审核意见": POINTS}, result="提出意见，应当修改")
    look(reviewer, "document-2-returned")

    # Until every numbered point has its answer, nothing goes on.
    head.goto(case)
    meeting_step = head.locator("#next li").filter(has_text="集体讨论决定").first
    expect(meeting_step).to_contain_text("不得提请讨论决定")
    go_to_step(head, case, "集体讨论决定")
    expect(head.get_by_role("radio", name="讨论通过")).to_be_disabled()
    today("2026-05-15")
    go_to_step(page, case, "逐条答复审核意见")
    complete(page, {"逐条答复": [{"对应序号": "1", "处理": "采纳"}]})
    refused(page, "还有审核意见没有答复")
    kept = "与上位法用语一致。"
    complete(
        page,
        {
            "逐条答复": [
                {"对应序号": "1", "处理": "采纳"},
                {"对应序号": "2", "处理": "不采纳", "理由或者修改情况": kept},
            ]
        },
    )
    expect(page).to_have_url(case)
    check_accessibility(page)
    look(page, "document-3-answered")
    today("2026-05-18")
    passed = {"审核发现的禁止内容": ["没有下列内容"], "审核意见已经落实或者不采纳的理由成立": "是"}
    act(reviewer, case, "合法性审核", passed, result="审核通过")

    today("2026-05-20")
    meeting = {"会议名称和届次": "局长办公会第12次会议", "讨论的方式": "部门办公会议或者领导班子会议"}
    act(head, case, "集体讨论决定", meeting, result="讨论通过")
    today("2026-05-21")
    act(page, case, "签发、印发", {"发文字号": "清市监规〔2026〕2号", "施行日期": "2026-07-01"})
    expect(clock(page, "公布")).to_contain_text("2026-06-18 届满")
    act(page, case, "公布", {"公布的渠道": ["政府公报", "政府网站"]})
    today("2026-05-26")
    filing = ["备案报告", "正式文本", "起草说明", "制定依据", "合法性审核意见"]
    act(page, case, "报送备案", {"报送备案的机关": ["本级人民政府"], "备案材料": filing})
    today("2026-06-05")
    act(page, case, "备案审查意见", {"备案号": "清备2026-17"}, result="准予备案")
    expect(page.locator("#acts")).to_contain_text("清备2026-17")
    check_accessibility(page)
    look(page, "document-4-filed")
    steps = Case.objects.get().acts.order_by("seq").values_list("step", "result")
    reviews = [result for step, result in steps if step == "review"]
    assert reviews == ["revise", "passed"]
