"""A 双随机 draw as an office holds it, from the workbook to the public page; and by values that two people sealed."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.inspections import draws
from fazhi.inspections.draw_queries import visible_draws
from fazhi.inspections.models import Draw
from tests.conftest import District
from tests.inspections.draw_cases import drawn, frozen, published, source
from tests.inspections.draw_workbooks import pool_workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
TITLE = "2026年第一批餐饮服务双随机抽查"


@pytest.fixture(autouse=True)
def warm(transactional_db: None) -> None:
    """The first page of a process reads every address and template of the site: not while a browser waits for it."""
    Client().get("/draws/")


def pass_to(settings: Any, moment: datetime) -> None:
    settings.FIXED_NOW = moment.isoformat()


def press(page: Page, name: str, *, asked: bool = False) -> None:
    """A button, and the question behind it where it asks one."""
    if asked:
        page.locator("summary", has_text=name).click()
        page.get_by_role("button", name=f"确认{name}").click()
    else:
        page.get_by_role("button", name=name, exact=True).click()


def prepare(page: Page, workbook: Path, look: Look) -> None:
    page.goto("/inspections/draws/")
    page.get_by_role("link", name="组织抽取").click()
    look(page, "draw-begin")
    page.get_by_label("名称").fill(TITLE)
    page.get_by_label("抽查事项").fill("食品安全监督检查")
    page.get_by_label("检查计划").fill("2026年度行政检查计划第3项")
    page.locator("input[type=file]").set_input_files(workbook)
    page.get_by_role("button", name="读入名单").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_draw_from_workbook_to_public_replay(
    scripts: bool,
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    handler: Actor,
    district: District,
    at: datetime,
    settings: Any,
    tmp_path: Path,
) -> None:
    pass_to(settings, at)
    workbook = tmp_path / "名单.xlsx"
    workbook.write_bytes(pool_workbook(objects=40, officers=6, body=district.market.name))
    page = page_as(handler, scripts=scripts)
    prepare(page, workbook, look)
    page.get_by_label("东街街道：比例（%）").fill("10")
    page.get_by_label("西街街道：比例（%）").fill("")
    page.get_by_label("西街街道：至少户数").fill("3")
    look(page, "draw-rule")
    press(page, "冻结名单和规则")
    expect(page.get_by_role("alert").first).to_contain_text("随机数公布时间")
    page.get_by_label("随机数公布时间").fill("2026-03-03T15:30")
    page.get_by_label("用哪个公开数字").fill("2026年3月3日上证综合指数收盘点位")
    page.get_by_label("由谁在哪里公布").fill("上海证券交易所网站")
    page.get_by_label("怎样写").fill("两位小数，不写千分位")
    press(page, "冻结名单和规则")
    expect(page.get_by_text("名单和规则已冻结，不能再改。")).to_be_visible()
    if scripts:
        check_accessibility(page)
    look(page, "draw-frozen")
    press(page, "公布名单", asked=True)
    expect(page.locator("#next")).to_contain_text("在 2026-03-03 15:30 以后录入公布的随机数和网址。")
    look(page, "draw-announced")

    guest = page_as(None, scripts=scripts)
    guest.goto("/draws/")
    look(guest, "draw-public-list")
    guest.get_by_role("link", name=TITLE).click()
    digest = guest.locator(".digests code").first.inner_text()
    look(guest, "draw-public-announced")

    pass_to(settings, at + timedelta(days=1, hours=8))
    page.reload()
    page.get_by_label("随机数", exact=False).first.fill("3412.66")
    page.get_by_label("公布的网址").fill("https://example.cn/2026-03-03")
    press(page, "录入随机数")
    press(page, "抽取")
    expect(page.get_by_role("heading", name="抽取结果（5 户）")).to_be_visible()
    look(page, "draw-drawn")
    press(page, "公布结果", asked=True)
    page.get_by_role("link", name="替换").first.click()
    look(page, "draw-replace")
    page.get_by_label("检查对象：").check()
    page.get_by_label("原因").select_option(label="已停业、注销或者迁出")
    page.get_by_label("说明").fill("经现场核实已注销，科长同意。")
    press(page, "替换")
    expect(page.get_by_text("由同层下一顺位")).to_be_visible()
    look(page, "draw-published")
    if scripts:
        check_accessibility(page)

    guest.reload()
    if scripts:
        check_accessibility(guest)
    look(guest, "draw-public")
    files = {}
    for name in ("结果文件", "重新抽取的程序"):
        with guest.expect_download() as coming:
            guest.get_by_role("link", name=name).click()
        files[name] = tmp_path / coming.value.suggested_filename
        coming.value.save_as(files[name])
    assert files["重新抽取的程序"].name == "replay.py"
    assert digest in guest.locator("#verify").inner_text()
    command = [sys.executable, "-I", "-X", "utf8", str(files["重新抽取的程序"]), str(files["结果文件"]), digest]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=30)
    assert (ran.returncode, ran.stdout) == (0, "一致：重新抽取的结果与文件逐项相同\n")


def test_two_people_seal_a_value_each_and_open_them(
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    handler: Actor,
    supervisor: Actor,
    district: District,
    at: datetime,
    settings: Any,
) -> None:
    pass_to(settings, at)
    draw = frozen(district, handler, at, source=source(at, draws.SourceKind.COMMITMENT))
    receipts = {}
    pages = {actor.person.login: page_as(actor) for actor in (handler, supervisor)}
    for login, page in pages.items():
        page.goto(f"/inspections/draws/{draw.pk}/")
        page.get_by_label("随机数", exact=True).fill(f"{login} 8848")
        press(page, "提交承诺")
        receipts[login] = [each.inner_text() for each in page.locator(".once code").all()]
        look(page, "draw-receipt")
        check_accessibility(page)
    page = pages["cheng.ban"]
    page.goto(f"/inspections/draws/{draw.pk}/")
    press(page, "公布名单", asked=True)
    for login, each in pages.items():
        each.goto(f"/inspections/draws/{draw.pk}/")
        each.get_by_label("随机数", exact=False).first.fill(receipts[login][0])
        each.get_by_label("盐值").fill("记错了")
        press(each, "公开随机数")
        expect(each.locator(".summary")).to_contain_text("与您提交的承诺不符")
        each.get_by_label("盐值").fill(receipts[login][1])
        press(each, "公开随机数")
    page.goto(f"/inspections/draws/{draw.pk}/")
    press(page, "抽取")
    press(page, "公布结果", asked=True)
    expect(page.locator(".draw-steps")).not_to_contain_text("未进行")
    look(page, "draw-committed")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_at_both_widths(
    width: int,
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    handler: Actor,
    district: District,
    at: datetime,
    settings: Any,
    tmp_path: Path,
) -> None:
    pass_to(settings, at + timedelta(days=1))
    held = published(district, handler, at)
    drawn(district, handler, at, title="2026年第二批校园周边食品双随机抽查")
    stopped = frozen(district, handler, at, title="2026年第三批药店双随机抽查")
    draws.cancel(actor=handler, draw=stopped, reason="名单有误", at=at)
    page, guest = page_as(handler, width=width), page_as(None, width=width)
    workbook = tmp_path / "名单.xlsx"
    workbook.write_bytes(pool_workbook(objects=12, officers=4, body="区市场监管局"))
    prepare(page, workbook, look)
    for name, at_page, address in (
        ("draws", page, "/inspections/draws/"),
        ("draw", page, f"/inspections/draws/{held.pk}/"),
        ("draw-stopped", page, f"/inspections/draws/{stopped.pk}/"),
        ("draw-cancel", page, f"/inspections/draws/{_waiting(handler).pk}/cancel/"),
        ("draw-begin-again", page, "/inspections/draws/new/"),
        ("draw-public-list", guest, "/draws/"),
        ("draw-public", guest, f"/draws/{held.pk}/"),
    ):
        at_page.goto(address)
        check_accessibility(at_page)
        look(at_page, name)
        assert at_page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/inspections/draws/new/")
    page.locator("#drafts a").click()
    check_accessibility(page)
    look(page, "draw-rule")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _waiting(actor: Actor) -> Draw:
    return visible_draws(actor).get(title__contains="第二批")
