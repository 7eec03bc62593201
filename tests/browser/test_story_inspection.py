"""One inspection from the enterprise's page to the public: asked for, approved, announced, recorded on a phone with a
problem, put right and followed by a penalty case, published, seen by the enterprise and rated."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.inspections import codes
from fazhi.inspections.models import Rating
from fazhi.registers.models import Entry
from tests.browser.case_forms import act, choose_result, enter, go_to_step, sideways, submit
from tests.inspections.conftest import items, market, officers, plan, shop, shops, urban
from tests.inspections.inspected import Inspecting

__all__ = ["items", "market", "officers", "plan", "shop", "shops", "urban"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc00000030101001827db5d0000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(hours=2)).isoformat()
    cache.clear()


@pytest.fixture
def opened_as(page_as: PageAs) -> PageAs:
    """`page_as` with patience: the first page of a run compiles what all later ones use."""

    def opened(actor: Actor | None, **more: Any) -> Page:
        page = page_as(actor, **more)
        page.set_default_timeout(60_000)
        return page

    return opened


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "货架.png"
    path.write_bytes(PNG)
    return path


def seen(page: Page, name: str, look: Any, check: Any) -> None:
    """Kept as a picture, held against the rules of accessibility, and not wider than the screen."""
    look(page, name)
    check(page)
    assert sideways(page) == 0


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_of_inspections(
    width: int, market: Inspecting, urban: Inspecting, shops: list[Entry], coordinator: Actor, opened_as: PageAs,
    look: Any, check_accessibility: Any, at: datetime,
) -> None:  # fmt: skip
    """Every page at both widths, with something on it."""
    market.concluded(shops[0])
    made = market.visited(shops[1], outcome="bad")
    problems = {"problems": [{"facts": "过期食品两袋"}], "correction_content": "下架", "correct_within": "5 days"}
    market.take(made, "conclude", "rectify", summary="有过期食品", **problems)
    urban.announced(shops[1], on=at.date())
    today = market.announced(shops[0], on=at.date(), overlap_reason="示例")
    code = codes.issue(actor=market.officers[0], entry=shops[0], at=at).code
    page = opened_as(market.officers[0], width=width)
    for name, address in (
        ("home", "/inspections/"),
        ("visits", "/inspections/visits/"),
        ("enterprises", "/inspections/enterprises/"),
        ("enterprise", f"/inspections/enterprises/{shops[1].pk}/"),
        ("plan", "/inspections/plan/?year=2026"),
        ("record", f"/inspections/visits/{today.pk}/record/"),
        ("pool", "/inspections/pool/"),
        ("code-print", f"/inspections/enterprises/{shops[0].pk}/code/print/"),
        ("apply", f"/inspections/enterprises/{shops[2].pk}/apply/"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        seen(page, f"inspections-{name}", look, check_accessibility)
    guest = opened_as(None, width=width)
    for name, address in (("open", f"/e/{code}/"), ("rate", f"/e/{code}/rate/")):
        guest.goto(address)
        seen(guest, f"inspections-{name}", look, check_accessibility)
    overseer = opened_as(coordinator, width=width)
    overseer.goto("/inspections/ratings/")
    seen(overseer, "inspections-ratings", look, check_accessibility)


def test_signature_is_drawn_and_kept(
    market: Inspecting, shop: Entry, opened_as: PageAs, look: Any, picture: Path
) -> None:
    """With a finger on a phone; without scripts the pad is not there and a photo of the paper serves."""
    case = market.announced(shop)
    page = opened_as(market.officers[0], width=390)
    page.goto(f"/inspections/visits/{case.pk}/record/")
    page.get_by_label("已主动出示执法证件").check()
    page.get_by_label("已告知申请回避、陈述意见、投诉举报的权利").check()
    for number in (0, 1):
        page.locator(f'input[name="outcome-{number}"][value="good"]').check()
    page.get_by_label("签名人").fill("王某")
    page.locator('input[name="photos"]').set_input_files([picture])
    pad = page.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
    page.mouse.up()
    look(page, "inspections-signed")
    page.get_by_role("button", name="登记现场检查").click()
    expect(page.locator(".flash").first).to_contain_text("已登记现场检查")
    names = [each.file.name for each in Case.objects.get(pk=case.pk).attachments.select_related("file")]
    assert names == ["货架.png", "签名-王某.png"]


def test_record_without_scripts(market: Inspecting, shop: Entry, opened_as: PageAs, picture: Path) -> None:
    case = market.announced(shop)
    page = opened_as(market.officers[0], width=390, scripts=False)
    page.goto(f"/inspections/visits/{case.pk}/record/")
    expect(page.locator("[data-signature]")).to_be_hidden()
    page.get_by_label("已主动出示执法证件").check()
    page.get_by_label("已告知申请回避、陈述意见、投诉举报的权利").check()
    for number in (0, 1):
        page.locator(f'input[name="outcome-{number}"][value="none"]').check()
    page.locator('input[name="paper"]').set_input_files([picture])
    page.get_by_role("button", name="登记现场检查").click()
    expect(page.locator(".flash").first).to_contain_text("已登记现场检查")


def test_inspection_from_the_door_to_the_public(
    market: Inspecting, shop: Entry, opened_as: PageAs, look: Any, check_accessibility: Any
) -> None:
    """The whole way of one inspection, by the people who do it."""
    officer, head = opened_as(market.officers[0]), opened_as(market.head)
    officer.goto(f"/inspections/enterprises/{shop.pk}/")
    officer.get_by_role("link", name="提出检查").click()
    fill_application(officer)
    submit(officer)
    expect(officer).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    case = officer.url
    act(head, case, "审批", result="批准检查")
    act(officer, case, "通知检查对象", result="已通知", entries={"通知方式": "送达书面通知"})

    phone = opened_as(market.officers[0], width=390)
    phone.goto("/inspections/")
    phone.get_by_role("link", name="现场记录：晨禾食品店：食品销售监督检查").click()
    phone.get_by_label("已主动出示执法证件").check()
    phone.get_by_label("已告知申请回避、陈述意见、投诉举报的权利").check()
    phone.locator('input[name="outcome-0"][value="good"]').check()
    phone.locator('input[name="outcome-1"][value="bad"]').check()
    phone.locator('input[name="note-1"]').fill("货架上有过期食品两袋")
    phone.get_by_label("签名人").fill("王某")
    phone.get_by_role("button", name="登记现场检查").click()
    expect(phone.locator(".flash").first).to_contain_text("已登记现场检查")

    conclude(officer, case)
    look(officer, "inspections-concluded")
    open_penalty(officer, case)
    look(officer, "inspections-penalty")
    act(officer, case, "反馈检查结果", {"反馈方式": "当场书面反馈"})
    act(officer, case, "公示检查结果")
    act(officer, case, "报告整改情况", {"整改情况": "已下架并建立清单"})
    act(officer, case, "复查", {"复查情况": "现场核对，已改正"}, result="已改正")

    officer.goto(f"/inspections/enterprises/{shop.pk}/")
    officer.get_by_role("button", name="打印评价单").click()
    token = officer.locator(".address.token").inner_text()
    address = officer.locator(".address").first.inner_text()
    look(officer, "inspections-slip")

    guest = opened_as(None, width=390)
    guest.goto(address)
    expect(guest.locator("main")).to_contain_text("发现问题，立案处罚")
    guest.get_by_role("link", name="匿名评价检查").click()
    guest.get_by_label("评价码").fill(token)
    for question in ("lawful", "courteous", "helpful"):
        guest.locator(f'input[name="{question}"][value="5"]').check()
    guest.get_by_role("button", name="提交评价").click()
    expect(guest.locator(".flash").first).to_contain_text("谢谢，已匿名评价清和区市场监督管理局的检查")
    check_accessibility(guest)
    assert Rating.objects.count() == 1


def open_penalty(page: Page, case: str) -> None:
    """The penalty case that follows: party, cause, place and officers stand in its form already."""
    page.goto(case)
    page.get_by_role("link", name="立案处罚", exact=True).click()
    expect(page.get_by_label("案由").first).to_have_value("销售超过保质期的食品")
    enter(
        page,
        {
            "案件来源": "监督检查发现",
            "管辖核对": [
                "本机关对该违法行为有处罚权",
                "违法行为发生在本辖区（或者另有规定）",
                "属本级管辖（或者法律、行政法规、省级决定另有规定）",
                "没有管辖争议，其他机关没有先立案（或者已经协商、指定）",
                "以本机关名义实施；委托、授权、集中行使、交乡镇街道行使的，有依据且在其范围内",
            ],
        },
    )
    submit(page)
    expect(page.locator(".flash").first).to_contain_text("案号")
    expect(page.locator("main")).to_contain_text("晨禾食品店")


def fill_application(page: Page) -> None:
    """查什么、凭什么、谁去: the enterprise is chosen already."""
    page.get_by_label(re.compile("食品销售监督检查")).first.check()
    enter(
        page,
        {
            "检查种类": "日常检查",
            "检查来源": "年度检查计划",
            "检查依据": "食品安全法第一百一十条",
            "检查人员": ["程班", "秦法"],
        },
    )
    page.get_by_label(re.compile("食品销售日常检查")).first.check()


def conclude(page: Page, case: str) -> None:
    """A problem that is both to be put right and to be punished."""
    go_to_step(page, case, "作出检查结果")
    choose_result(page, "发现问题，立案处罚")
    enter(
        page,
        {
            "检查结论": "销售超过保质期的食品",
            "发现的问题": [{"问题": "货架上有过期食品两袋"}],
            "案由": "销售超过保质期的食品",
            "改正要求": "下架过期食品",
            "改正期限": ("15", "自然日"),
        },
    )
    submit(page)
    expect(page.locator(".flash").first).to_contain_text("已办理“作出检查结果”")
