"""Six of the seven applications from the telephone to the answer; the seventh, an opinion, is in test_story_opinion.

The citizen has a telephone of 390 px without scripts and makes a mistake on the way; the clerk makes a case of it
without typing a word of it again; the citizen reads where it stands, is asked, answers, and is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from fazhi.cases.models import Case
from fazhi.files.store import path_of
from fazhi.government.actors import Actor
from fazhi.government.models import OrganizationKind
from fazhi.government.roles import Role
from fazhi.intake.models import Application
from tests.browser.case_forms import act
from tests.browser.citizens import Citizen, Desk, answer, picture, standing
from tests.browser.conftest import PageAs
from tests.conftest import District, plant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Look = Callable[[Page, str], None]
YOU = {"姓名": "钱知行", "身份证号": "11010519491231002x", "电话": "138 1234 5678"}
PHONE = "13812345678"
CONDITIONS = [
    "有明确的申请人和符合规定的被申请人", "申请人与行政行为有利害关系", "有具体的请求和理由", "在法定申请期限内提出",
    "属于行政复议范围", "属于本机关管辖", "未重复申请复议，法院未受理同一诉讼",
]  # fmt: skip


@pytest.fixture
def meet(
    page_as: PageAs, district: District, settings: Any, look: Look, today: Callable[[str], None]
) -> Callable[[str, Actor], tuple[Citizen, Desk]]:
    """The two of a story: ``meet("aid", clerk)``."""

    def make(story: str, clerk: Actor) -> tuple[Citizen, Desk]:
        Client().get("/open/apply/")  # reads the catalog before a browser waits for it
        phone, page = page_as(None, width=390, scripts=False), page_as(clerk)
        page.set_default_timeout(30_000)
        return Citizen(phone, look, settings, story), Desk(page, look, story)

    return make


Meet = Callable[[str, Actor], tuple[Citizen, Desk]]


def test_disclosure_is_asked_clarified_and_answered(meet: Meet, handler: Actor) -> None:
    citizen, desk = meet("disclosure", handler)
    wanted = "东街老旧小区改造的补助名单"
    citizen.start("要一份政府部门的文件、数据")
    citizen.page({"您是": "个人", "希望怎样拿到": "寄纸质件"}, wrong="请填写“想要的信息”")
    assert standing(citizen.phone, "希望怎样拿到") == "寄纸质件"
    citizen.page({"想要的信息": wanted})
    citizen.page({"向哪个单位要": "清和区市场监督管理局"})
    citizen.page(YOU)
    citizen.onward()
    citizen.send()

    desk.finds(wanted, wanted, "寄纸质件")
    desk.takes_in({"收到申请之日": "2026-03-02", "与申请人确认之日": "2026-03-02"})
    case = Case.objects.get()
    assert (case.data["information"], case.data["form_wanted"]) == (wanted, "寄纸质件")
    assert (case.data["applicant"]["name"], case.data["applicant"]["phone"]) == ("钱知行", PHONE)
    citizen.follow(PHONE)
    citizen.reads("清和区市场监督管理局", "2026年3月30日", "期限20个工作日", now="已经登记，正在办理")
    act(
        desk.page,
        desk.case,
        "补正告知",
        {
            "需要补正的方面": ["名称、文号或者其他特征性描述"],
            "需要补正的事项": "请写明是哪一年的名单。",
            "补正期限": ("15", "工作日"),
            "已给予指导和释明": "是",
        },
    )
    citizen.phone.reload()
    citizen.reads("请写明是哪一年的名单。", "2026年3月23日", "到期没有办怎么办", now="请您补充说明", name="asked")
    citizen.says("现在补充", "提交", {"补充的内容": "2025年的。"})
    desk.puts_in("收到补正")
    assert Case.objects.get().data["clarification"] == "2025年的。"
    act(
        desk.page,
        desk.case,
        "答复",
        {"提供形式": "按申请人要求的形式", "获取的方式、途径和时间": "名单复印件随答复书寄出。"},
        result="予以公开",
    )
    desk.page.get_by_role("button", name=re.compile("^制作.*答复书")).click()
    citizen.phone.goto("/open/follow/matter/")
    citizen.reads("名单复印件随答复书寄出。", "60日内可以申请行政复议", now="已经答复：可以公开", name="answered")
    with citizen.phone.expect_download() as taken:
        citizen.phone.get_by_role("link", name="下载《").first.click()
    assert taken.value.suggested_filename.endswith(".docx")


def test_reconsideration_is_mended_accepted_and_withdrawn(
    meet: Meet, join: Callable[..., Actor], district: District
) -> None:
    clerk = join("fu.yi", "傅议", district.justice, Role.HANDLER, Role.HEAD)
    citizen, desk = meet("reconsideration", clerk)
    citizen.start("请上级重新审查政府部门的决定")
    citizen.page(
        {
            "您是": "个人",
            "作出决定的单位": "清和区市场监督管理局",
            "是什么决定": "处罚决定书清市监罚〔2026〕7号",
            "属于哪一类": "行政处罚决定",
            "您不服的是": "不服已作出的行政行为",
            "哪一天知道的": "2026-02-20",
        }
    )
    citizen.page({"您要求": ["撤销"], "事情经过和理由": "我没有卖过这批货，罚错人了。"})
    citizen.page(YOU | {"身份证号": "110105194912310021", "联系地址": "东街12号"}, wrong="身份证号")
    assert standing(citizen.phone, "联系地址") == "东街12号"
    citizen.page({"身份证号": YOU["身份证号"]})
    citizen.phone.get_by_label("选文件或者拍照").first.set_input_files([picture("身份证.jpg")])
    citizen.onward()
    citizen.send()

    desk.finds("清和区市场监督管理局：行政处罚决定", "处罚决定书清市监罚〔2026〕7号", "我没有卖过这批货")
    desk.takes_in({})
    case = Case.objects.get()
    assert case.data["facts_and_reasons"] == "我没有卖过这批货，罚错人了。"
    assert (case.data["applicant"]["address"], case.data["requests"]) == ("东街12号", ["revoke"])
    act(desk.page, desk.case, "通知补正", {"需要补正的事项（一次性列全）": "请补交处罚决定书。"})
    act(desk.page, desk.case, "申请人收到补正通知")
    citizen.follow()
    citizen.reads("请补交处罚决定书。", "2026年3月16日", now="请您补充材料", name="asked")
    citizen.says("现在补充", "提交", {"补充的内容": "决定书的照片。"}, files=[picture("决定书.jpg", "white")])
    desk.puts_in("提交补正材料")
    assert Case.objects.get().attachments.count() == 2
    act(
        desk.page,
        desk.case,
        "受理审查",
        {"符合的受理条件（逐项核对，符合的勾选）": CONDITIONS, "管辖依据": "本级政府工作部门的行为"},
    )
    act(desk.page, desk.case, "受理")
    citizen.phone.goto("/open/follow/matter/")
    citizen.reads("请它答复并交证据", "发送副本期限", "2026年3月11日", now="已经受理", name="accepted")
    citizen.says("撤回", "确定撤回", {"撤回的原因": "已经和解了。"})
    desk.puts_in("申请人撤回申请")
    assert Case.objects.get().data["withdrawal_reason"] == "已经和解了。"
    act(
        desk.page,
        desk.case,
        "终止",
        {"终止的事实和理由": "申请人自愿撤回。"},
        result="撤回申请，准予撤回",
    )
    citizen.phone.reload()
    citizen.reads(now="已经终止", name="ended")


def test_complaint_is_kept_from_the_accused_answered_and_looked_into_again(
    meet: Meet, join: Callable[..., Actor], district: District
) -> None:
    clerk = join("jian.cha", "简察", district.justice, Role.HANDLER)
    join("jian.er", "简尔", district.justice, Role.HANDLER)
    citizen, desk = meet("complaint", clerk)
    told = "检查的人没有出示证件，把货拉走了。"
    citizen.start("反映执法人员、执法单位做得不对")
    citizen.page(
        {
            "您是": "个人",
            "哪个单位": "清和区城市管理局",
            "在做什么的时候": "行政检查",
            "用一句话说是什么事": "检查时不出示证件",
            "事情经过": told,
        },
        wrong="请选择“哪里做得不对”",
    )
    assert standing(citizen.phone, "事情经过") == told
    citizen.page({"哪里做得不对": ["没有告知、没有出示证件等程序问题"], "在什么地方": "东街菜场门口"})
    citizen.page({"姓名": "钱知行", "电话": PHONE})
    citizen.onward()
    citizen.send()

    desk.finds("清和区城市管理局：行政检查", told, "检查时不出示证件")
    desk.takes_in({})
    case = Case.objects.get()
    assert (case.data["facts"], case.data["complainant"]["name"]) == (told, "钱知行")
    act(desk.page, desk.case, "受理审查", result="受理")
    citizen.follow()
    citizen.reads("清和区司法局", now="已经受理", name="accepted")
    citizen.says("催办", "催办", {})
    act(
        desk.page,
        desk.case,
        "调查核实",
        {
            "监督人员": ["简察", "简尔"],
            "已出示监督证件": "是",
            "调查方式": ["查阅、复制、调取案卷材料"],
            "调查情况": "记录仪里没有出示证件。",
        },
    )
    act(desk.page, desk.case, "认定", {"认定的事实和理由": "记录仪显示出示了证件。"}, result="不属实")
    act(
        desk.page,
        desk.case,
        "答复投诉人",
        {"答复内容": "经查，检查人员出示了证件。", "答复方式": "网上", "已告知其他救济途径": "是"},
    )
    citizen.phone.goto("/open/follow/matter/")
    citizen.reads("经查，检查人员出示了证件。", "不服的，可以要求复查一次", now="已经答复您", name="answered")
    citizen.says("不满意，要求重办", "提交", {"哪里不满意，希望怎么办": "请看门口的监控。"})
    desk.puts_in("不服，要求复查")
    assert Case.objects.get().data["recheck_reason"] == "请看门口的监控。"
    citizen.phone.reload()
    citizen.reads("重新调查、重新答复", now="正在复查", name="again")


def test_hotline_matter_is_dispatched_done_again_and_rated(
    meet: Meet, join: Callable[..., Actor], district: District
) -> None:
    office = plant(
        district.jurisdiction, district.government, OrganizationKind.DEPARTMENT, "清和区人民政府办公室", "政府办"
    )
    citizen, desk = meet("hotline", join("re.xian", "任线", office, Role.HANDLER))
    facts = "门口三盏路灯不亮半个月了，晚上老人摔了一跤。"
    citizen.start("反映一件事，问一件事，请政府帮忙解决")
    citizen.page(
        {"您是": "个人", "您这件事是": "求助", "事情的经过和您的要求": facts, "急不急": "一般"},
        wrong="请填写“一句话说是什么事”",
    )
    assert standing(citizen.phone, "事情的经过和您的要求") == facts
    citizen.page({"一句话说是什么事": "东街路灯不亮"})
    citizen.page({"要不要答复您": "是", "在什么地方": "东街12号门口"})
    citizen.page({"姓名": "钱知行", "电话": PHONE})
    citizen.onward()
    citizen.send()

    desk.finds("求助：东街路灯不亮", facts)
    desk.takes_in({})
    case = Case.objects.get()
    assert (case.data["facts"], case.data["place"], case.data["keep_secret"]) == (facts, "东街12号门口", False)
    act(desk.page, desk.case, "派单", {"主办单位": "清和区城市管理局", "主办单位类别": "政府部门"})
    citizen.follow()
    citizen.reads("2026年3月9日", now="已派给负责的单位", name="dispatched")
    citizen.says("补充材料", "提交", {"补充的内容": "现在坏了四盏。"})
    desk.page.goto(desk.application)
    desk.look(desk.page, "hotline-desk-5-news")
    desk.page.get_by_role("button", name="补充入卷").click()
    done = {"办理结果": "已经解决（已经答复）", "答复内容": "路灯已经修好。", "已经告诉来电人": "是"}
    act(desk.page, desk.case, "办理答复", done)
    citizen.phone.goto("/open/follow/matter/")
    citizen.phone.get_by_role("link", name="评价", exact=True).click()
    citizen.phone.get_by_label("没有办好，请求重办").check()
    answer(citizen.phone, {"您对这次办理满意吗": "不满意", "想说的话（不要求重办的，可以不填）": "还有一盏不亮。"})
    citizen.seen("rated")
    citizen.phone.get_by_role("button", name="提交", exact=True).click()
    expect(citizen.phone.locator(".note.done")).to_be_visible()
    desk.puts_in("审核回访")
    assert Case.objects.get().data["rework_reason"] == "还有一盏不亮。"
    citizen.phone.goto("/open/follow/matter/")
    citizen.reads("路灯已经修好。", now="您不满意或者没有办到位，已退回重办", name="rework")
    act(desk.page, desk.case, "重办答复", done | {"答复内容": "四盏都修好了。"})
    act(desk.page, desk.case, "审核回访", {"回访情况": "已经回访", "来电人评价": "满意"}, result="办结")
    citizen.phone.reload()
    citizen.reads("四盏都修好了。", now="已经办结", name="done")
    citizen.says("评价", "提交", {"您对这次办理满意吗": "满意"})
    citizen.says("不满意，要求重办", "提交", {"哪里不满意，希望怎么办": "又不亮了。"})
    assert Application.objects.get().attention == "reopening"
    desk.page.goto(desk.application)
    desk.look(desk.page, "hotline-desk-6-reopened")


def test_snapshot_shows_no_place_of_the_camera(meet: Meet, join: Callable[..., Actor], district: District) -> None:
    office = plant(
        district.jurisdiction, district.government, OrganizationKind.DEPARTMENT, "清和区人民政府办公室", "政府办"
    )
    citizen, desk = meet("snapshot", join("re.xian", "任线", office, Role.HANDLER))
    citizen.start("拍张照片，反映身边的小事")
    citizen.page(
        {
            "您是": "不想留姓名（匿名）",
            "一句话说是什么": "井盖坏了",
            "再说两句": "昨天掉了一角，晚上看不见。",
            "急不急": "紧急（水电气暖中断、安全隐患等）",
        },
        wrong="请填写“在什么地方”",
    )
    assert standing(citizen.phone, "再说两句") == "昨天掉了一角，晚上看不见。"
    citizen.page({"在什么地方": "东街与中街路口"})
    citizen.onward()
    citizen.phone.get_by_label("选文件或者拍照").first.set_input_files([picture(), picture("IMG_0002.jpg", "grey")])
    citizen.phone.get_by_role("button", name="上传选好的文件").click()
    citizen.seen("photos")
    citizen.onward()
    citizen.send()
    kept = [each.kept for each in Application.objects.get().attachments.all()]
    pictures = [path_of(each.sm3).read_bytes() for each in kept]
    assert [dict(Image.open(BytesIO(each)).getexif()) for each in pictures] == [{}, {}]
    assert [word for word in (b"Exif", b"GPS", b"Pingguo", b"Shouji") for each in pictures if word in each] == []

    desk.finds("井盖坏了", "昨天掉了一角，晚上看不见。")
    desk.takes_in({})
    case = Case.objects.get()
    assert (case.data["place"], case.data["urgency"], case.attachments.count()) == ("东街与中街路口", "urgent", 2)
    act(desk.page, desk.case, "直接答复", {"答复内容": "已经换好，感谢提醒。"})
    citizen.follow()
    citizen.reads("已经换好，感谢提醒。", now="已经答复您", name="answered")
    citizen.says("评价", "提交", {"您对这次办理满意吗": "很满意"})
    assert Application.objects.get().satisfaction == 5


def test_legal_aid_is_asked_for_a_paper_granted_and_assigned(
    meet: Meet, join: Callable[..., Actor], district: District
) -> None:
    citizen, desk = meet("aid", join("yuan.zhu", "袁助", district.justice, Role.HANDLER, Role.HEAD))
    told = "老板欠我四个月工资，打电话不接。"
    citizen.start("请政府免费给我派律师")
    citizen.page(
        {
            "属于哪一类": "请求确认劳动关系、支付劳动报酬",
            "用一句话说是什么事": "老板欠我四个月工资",
            "有没有快到的日期": "2026-13-40",
        },
        wrong="事情经过和您的要求",
    )
    assert standing(citizen.phone, "用一句话说是什么事") == "老板欠我四个月工资"
    citizen.page({"事情经过和您的要求": told, "有没有快到的日期": "2026-03-20"})
    citizen.page({"您是": "农民工", "您的经济情况": "免核查：进城务工人员讨薪或者工伤赔偿"})
    citizen.page(YOU)
    citizen.onward()
    citizen.send()

    desk.finds("请求确认劳动关系、支付劳动报酬", told, "老板欠我四个月工资")
    desk.takes_in({"案件类别": "劳动仲裁"})
    case = Case.objects.get()
    assert (case.data["facts"], case.data["matter"], case.data["means"]) == (told, "老板欠我四个月工资", "migrant")
    act(
        desk.page,
        desk.case,
        "一次性告知补充材料",
        {"需要补充的材料、需要说明的事项（一次列全）": "务工证明或者工友的说明。", "补充的期限": ("10", "工作日")},
    )
    citizen.follow(PHONE)
    citizen.reads("务工证明或者工友的说明。", "2026年3月16日", now="请您补充材料", name="asked")
    citizen.says("现在补充", "提交", {"补充的内容": "工友写的说明。"}, files=[picture("说明.jpg", "white")])
    desk.puts_in("补充材料、作出说明")
    assert Case.objects.get().data["supplement_text"] == "工友写的说明。"
    act(desk.page, desk.case, "审查决定", {"援助形式": "劳动争议调解与仲裁代理"}, result="给予法律援助")
    act(
        desk.page,
        desk.case,
        "指派承办人员",
        {"承办人员": "陆师", "承办人员所在机构": "清和律师事务所", "承办人员类别": "律师"},
    )
    citizen.phone.goto("/open/follow/matter/")
    citizen.reads("陆师", "清和律师事务所", "承办人员会联系您", now="已经派人", name="assigned")
