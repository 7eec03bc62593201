"""A citizen with a telephone asks for information, with scripts and without, and looks how far it is."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import FilePayload, Page

from fazhi.intake.models import Application
from tests.browser.conftest import PageAs
from tests.conftest import District
from tests.intake.office import example_form as example_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


def _picture() -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_application_from_a_telephone(
    page_as: PageAs,
    district: District,
    example_form: None,
    settings: Any,
    at: datetime,
    look: Look,
    check_accessibility: Check,
) -> None:
    settings.FIXED_NOW = at.isoformat()
    Client().get("/open/apply/")  # reads the catalog before a browser waits for it
    page = page_as(None, width=390)

    def seen(name: str) -> None:
        look(page, f"apply-{name}")
        check_accessibility(page)

    page.goto("/open/apply/")
    seen("0-choose")
    page.get_by_role("link", name="我想要一份政府部门的文件、数据").click()
    seen("1-start")
    page.get_by_role("link", name="开始填写").click()
    page.get_by_role("button", name="下一页").last.click()
    assert page.get_by_role("alert").inner_text().startswith("有 2 处要改")
    seen("2-mistakes")
    page.get_by_label("个人").check()
    page.get_by_label("想要的信息").fill("2025年度老旧小区改造项目清单")
    page.get_by_role("button", name="下一页").last.click()
    page.get_by_label("按名称查找").fill("市场")
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_label("清和区市场监督管理局").check()
    seen("3-body")
    page.get_by_role("button", name="下一页").last.click()
    page.get_by_label("姓名", exact=True).fill("钱知行")
    page.get_by_label("身份证号", exact=True).fill("11010519491231002x")
    page.get_by_label("电话", exact=True).fill("138 1234 5678")
    seen("4-you")
    page.get_by_role("button", name="下一页").last.click()
    page.get_by_label("选文件或者拍照").first.set_input_files([_picture()])
    page.get_by_role("button", name="上传选好的文件").click()
    seen("5-papers")
    page.get_by_role("button", name="下一页").last.click()
    settings.FIXED_NOW = (at + timedelta(minutes=3)).isoformat()
    seen("6-check")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("heading", name="提交成功").wait_for()
    seen("7-sent")
    code = page.locator("dd.code").inner_text()
    assert page.url.endswith("/open/apply/example/sent/")

    other = page_as(None, width=1440, scripts=False)
    other.goto("/open/follow/")
    other.get_by_label("编号，或者申请时留的电话").fill("13812345678")
    other.get_by_label("查询码").fill(code.lower().replace("-", ""))
    look(other, "apply-8-enter")
    other.get_by_role("button", name="查询", exact=True).click()
    assert other.locator(".now").inner_text() == "已经收到，等待工作人员查看"
    look(other, "apply-9-progress")
    page.goto("/open/follow/matter/")
    seen("9-progress")
    page.get_by_role("link", name="补充材料").click()
    seen("10-supplement")


def test_application_without_scripts(
    page_as: PageAs, district: District, example_form: None, settings: Any, at: datetime, look: Look
) -> None:
    settings.FIXED_NOW = at.isoformat()
    page = page_as(None, width=390, scripts=False)
    page.goto("/open/apply/example/1/")
    page.get_by_label("个人").check()
    page.get_by_label("想要的信息").fill("2025年度老旧小区改造项目清单")
    page.get_by_role("button", name="下一页").last.click()
    page.get_by_label("清和区市场监督管理局").check()
    page.get_by_label("清和区市场监督管理局").press("Enter")
    page.get_by_label("姓名", exact=True).fill("钱知行")
    page.get_by_label("身份证号", exact=True).fill("11010519491231002X")
    page.get_by_label("电话", exact=True).fill("13812345678")
    page.get_by_label("电话", exact=True).press("Enter")
    page.get_by_role("button", name="下一页").last.click()
    settings.FIXED_NOW = (at + timedelta(minutes=3)).isoformat()
    look(page, "apply-plain-check")
    page.get_by_role("button", name="提交").click()
    assert "请回答最下面的小问题" in page.get_by_role("alert").inner_text()
    question = page.locator(".question label").inner_text()
    numbers = ["零一二三四五六七八九十".index(each) for each in question if each in "零一二三四五六七八九十"]
    page.get_by_label(question).fill(str(sum(numbers)))
    page.get_by_role("button", name="提交").click()
    assert page.get_by_role("heading", name="提交成功").is_visible()
    assert Application.objects.count() == 1
