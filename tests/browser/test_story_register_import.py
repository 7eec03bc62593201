"""A coordinator brings a list in from a sheet: says what the columns are, mends what is wrong, looks through what would
change, and confirms. On a wide screen, and on a phone without JavaScript.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from stdnum.cn import uscc

from fazhi.government.actors import Actor
from fazhi.registers.models import ColumnMatch, Entry
from tests.conftest import District
from tests.registers.power_list import workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]
HEADS = ("统一社会信用代码", "名称", "主体类型", "监管类别", "经营地点", "所在街道", "登记（主管）单位", "风险等级",
         "登记状态", "联系电话", "内部序号")  # fmt: skip


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Path) -> None:
    settings.FIXED_NOW = "2026-03-02T09:00:00+08:00"
    settings.HOME = tmp_path


def code(number: int) -> str:
    body = f"91990102MA{number:07}"
    return body + uscc.calc_check_digit(body)


def line(number: int, **otherwise: str) -> list[str]:
    """A row in order; keywords change its cells by heading."""
    cells = dict(zip(HEADS, (
        code(number), f"清和区第{number}餐饮店", "公司", "餐饮服务、食品销售", f"东街{number}号", "东街街道",
        "区市场监管局", "B（风险一般）", "存续（在营）", "13800000000", str(number),
    ), strict=True))  # fmt: skip
    return [*(cells | otherwise).values()]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, lines: Sequence[Sequence[str]]) -> Path:
        path = tmp_path / name
        path.write_bytes(workbook([["清和区检查对象名录"], HEADS, *lines]))
        return path

    return make


def match_by_hand(page: Page) -> None:
    page.get_by_label("E列“经营地点”对应").select_option(label="经营场所 *")
    page.get_by_label("H列“风险等级”对应").select_option(label="信用风险分类 *")
    page.get_by_label("K列“内部序号”对应").select_option(label="不导入")


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, False)])
def test_list_is_imported_once_its_mistakes_are_mended(
    page_as: PageAs, coordinator: Actor, district: District, sheet: Callable[..., Path], look: Look,
    check_accessibility: Check, width: int, scripts: bool,
) -> None:  # fmt: skip
    wrong = code(2)[:-1] + ("0" if code(2)[-1] != "0" else "1")
    lines = [line(number) for number in range(1, 61)]
    lines[1] = line(2, 统一社会信用代码=wrong)
    lines[6] = line(7, 主体类型="有限公司", 联系电话="8800123")
    lines[40] = line(41, 所在街道="西山街道")
    page = page_as(coordinator, width=width, scripts=scripts)
    page.goto("/registers/market_entities/import/", timeout=60_000)  # the first page reads the whole catalog
    expect(page.get_by_role("link", name="下载导入模板")).to_be_visible()
    if scripts:
        check_accessibility(page)
    look(page, "import-upload")
    page.get_by_label("表格文件").set_input_files(sheet("名录.xlsx", lines))
    page.get_by_role("button", name="上传并读取").click()

    # Most columns are known by their headings; the rest is said once, and remembered.
    expect(page.locator(".flash.success")).to_contain_text("已读出 60 行")
    match_by_hand(page)
    if scripts:
        check_accessibility(page)
    look(page, "import-columns")
    page.get_by_role("button", name="逐行核对").click()

    expect(page.locator(".flash.error")).to_contain_text("共 60 行，3 行有错误，要改 4 处。什么都没有导入")
    faults = page.get_by_role("table", name="要修改的地方") if width > 640 else page.locator("table.list")
    expect(faults).to_contain_text("校验位不对")
    expect(faults.locator("tbody tr")).to_have_count(4)
    expect(faults.locator("tbody tr").first).to_contain_text("A4")
    if scripts:
        check_accessibility(page)
    look(page, "import-faults")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载标出错误的表格").click()
    assert taken.value.suggested_filename == "名录（要修改的地方）.xlsx"
    assert not Entry.objects.exists()

    # Mended and handed in again: the columns are known by now.
    page.get_by_role("link", name="重新上传").click()
    mended = [line(number) for number in range(1, 61)]
    page.get_by_label("表格文件").set_input_files(sheet("名录改正.xlsx", mended))
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_label("E列“经营地点”对应")).to_have_value("address")
    page.get_by_role("button", name="逐行核对").click()
    expect(page.locator(".flash.success")).to_contain_text("共 60 行，没有错误")
    expect(page.locator(".import-counts")).to_contain_text("60 新增")
    if scripts:
        check_accessibility(page)
    look(page, "import-preview-new")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".summary")).to_contain_text("请填写事由")
    page.get_by_label("事由").fill("建立检查对象名录")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".flash.success")).to_contain_text("第 1 次修订：新增 60 条")
    look(page, "import-done")
    assert Entry.objects.count() == 60
    kept = dict(ColumnMatch.objects.values_list("heading", "field"))
    assert kept == {"经营地点": "address", "风险等级": "risk_class", "所在街道": "street"}

    # Next year's sheet: two changed, one gone, and the missing one withdrawn because it is asked for.
    later = [line(1, 风险等级="C（风险较高）"), line(2, 名称="清和区第二饭店"), *mended[2:59]]
    page.goto("/registers/market_entities/import/")
    page.get_by_label("表格文件").set_input_files(sheet("名录2027.xlsx", later))
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_role("button", name="逐行核对").click()
    expect(page.locator("#rows")).to_contain_text("清和区第二饭店")
    if scripts:
        check_accessibility(page)
    look(page, "import-preview-changed")
    page.get_by_role("link", name="1 表中没有").click()
    expect(page.locator("#rows")).to_contain_text("清和区第60餐饮店")
    page.get_by_label("事由").fill("年度更新")
    page.get_by_label("同时取消表中没有的 1 个检查对象").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".flash.success")).to_contain_text("第 2 次修订：新增 0 条，变更 2 条，取消 1 条")
    assert Entry.objects.get(key=code(60)).state == "withdrawn"
