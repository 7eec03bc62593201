"""The whole job of a plan with people: brought in, reported on, returned once, accepted, handed out."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.plans.intake import intakes
from fazhi.plans.models import Entry, Plan, Task
from tests.conftest import District
from tests.plans.conftest import ADJUSTED_TEXT, PLAN_TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def today(settings: object) -> None:
    settings.FIXED_NOW = "2026-03-02T09:00:00+08:00"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The sample plan as an office writes it, with one unit that the district does not have."""
    word = Document()
    for line in PLAN_TEXT.replace("东街街道）", "西山管理处）").splitlines():
        if line:
            word.add_paragraph(line)
    path = tmp_path / "工作要点.docx"
    word.save(str(path))
    return path


@pytest.fixture
def plan(coordinator: Actor, district: District, at: datetime) -> Plan:
    intake = intakes.receive(actor=coordinator, name="要点.txt", data=PLAN_TEXT.encode(), kind="annual", at=at)
    return intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)


def test_plan_from_document_to_finished_task(
    page_as: PageAs, document: Path, coordinator: Actor, handler: Actor, district: District, tmp_path: Path,
    look: Look, check_accessibility: Check,
) -> None:  # fmt: skip
    desk = page_as(coordinator)
    desk.goto("/plans/")
    desk.get_by_role("link", name="导入文件").click()
    desk.get_by_label("文件").first.set_input_files(document)
    check_accessibility(desk)
    look(desk, "plans-receive")
    desk.get_by_role("button", name="读取").click()

    # A click on a task lights up its place in the source.
    expect(desk.get_by_role("status").or_(desk.locator(".flash")).first).to_contain_text("已读出 4 项任务")
    desk.get_by_role("link", name="（一） 规范涉企行政检查").click()
    expect(desk.locator("a.place:target")).to_contain_text("规范涉企行政检查")
    check_accessibility(desk)
    look(desk, "plans-draft")

    desk.get_by_role("button", name="确认导入").click()
    expect(desk.locator(".summary")).to_contain_text("“西山管理处”（1 项任务）还没有对应到单位")
    desk.get_by_label("“西山管理处”对应的单位").select_option(label="东街街道")
    desk.get_by_role("button", name="确定").click()
    desk.get_by_role("link", name="修改 规范涉企行政检查").click()
    desk.get_by_label("任务名称").fill("规范涉企行政检查计划")
    look(desk, "plans-draft-task")
    desk.get_by_role("button", name="保存").click()
    desk.get_by_role("button", name="确认导入").click()
    expect(desk.locator("h1")).to_contain_text("清和区2026年法治政府建设工作要点")
    check_accessibility(desk)
    look(desk, "plans-plan")

    # The unit reports with a file.
    unit = page_as(handler)
    unit.goto("/plans/mine/")
    unit.get_by_role("link", name="（一） 规范涉企行政检查计划").click()
    proof = tmp_path / "公示截图.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n proof")
    unit.get_by_label("进度（%）").fill("60")
    unit.get_by_label("进展情况").fill("已拟定检查计划初稿。")
    unit.get_by_label("佐证材料").set_input_files(proof)
    check_accessibility(unit)
    look(unit, "plans-task-unit")
    unit.get_by_role("button", name="提交审核").click()
    expect(unit.locator("#waiting")).to_contain_text("公示截图.png")

    # The coordinator returns it once.
    desk.goto("/")
    look(desk, "plans-home")
    desk.get_by_role("link", name="（一） 规范涉企行政检查计划").first.click()
    desk.get_by_role("button", name="退回").click()
    expect(desk.locator(".summary")).to_contain_text("请写明退回原因")
    desk.get_by_label("审核意见").fill("请附向社会公布的网址。")
    desk.get_by_role("button", name="退回").click()
    expect(desk.locator(".flash").first).to_contain_text("已退回")

    # The unit reports again, and it is accepted.
    unit.reload()
    expect(unit.locator(".flash").first).to_contain_text("请附向社会公布的网址")
    unit.get_by_label("进度（%）").fill("100")
    unit.get_by_label("进展情况").fill("已公布，网址见附件。")
    unit.get_by_role("button", name="提交审核").click()
    desk.reload()
    check_accessibility(desk)
    look(desk, "plans-task-review")
    desk.get_by_role("button", name="通过").click()
    expect(desk.locator("h1")).to_contain_text("已完成")
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["report", "return", "report", "accept"]

    # The workbook holds what the board shows.
    desk.goto("/plans/board/?by=unit")
    check_accessibility(desk)
    look(desk, "plans-board")
    shown = {name.strip() for name in desk.locator(".card .name").all_inner_texts()}
    with desk.expect_download() as download:
        desk.get_by_role("link", name="任务分解表").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    rows = range(4, sheet.max_row + 1)
    assert {f"{sheet.cell(row, 3).value} {sheet.cell(row, 4).value}" for row in rows} == shown


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible_and_fit(
    page_as: PageAs, plan: Plan, coordinator: Actor, handler: Actor, at: datetime, width: int, look: Look,
    check_accessibility: Check,
) -> None:  # fmt: skip
    adjusted = intakes.receive(
        actor=coordinator, name="调整.txt", data=ADJUSTED_TEXT.encode(), kind="annual", adjusts=plan, at=at
    )
    open_draft = intakes.receive(
        actor=coordinator,
        name="又一份.txt",
        data=PLAN_TEXT.replace("区城管局", "区综管办").encode(),
        kind="annual",
        at=at,
    )
    task = Task.objects.get(title="优化政务服务")
    desk = page_as(coordinator, width=width)
    for name, path in (
        ("list", "/plans/"),
        ("board", "/plans/board/"),
        ("timeline", "/plans/timeline/?year=2026"),
        ("tasks", "/plans/tasks/"),
        ("intakes", "/plans/imports/"),
        ("plan", f"/plans/{plan.pk}/"),
        ("task", f"/plans/tasks/{task.pk}/"),
        ("adjust", f"/plans/tasks/{task.pk}/adjust/"),
        ("compare", f"/plans/imports/{adjusted.pk}/compare/"),
        ("draft", f"/plans/imports/{open_draft.pk}/"),
        ("name", f"/plans/imports/{open_draft.pk}/names/?name=区综管办"),
        ("source", f"/plans/{plan.pk}/source/"),
    ):
        desk.goto(path)
        look(desk, f"fit-{name}")
        check_accessibility(desk)
        wide = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than the window"


def test_import_works_without_scripts(page_as: PageAs, coordinator: Actor, district: District, document: Path) -> None:
    desk = page_as(coordinator, scripts=False)
    desk.goto("/plans/imports/new/")
    desk.locator("input[type=file]").set_input_files(document)
    desk.get_by_role("button", name="读取").click()
    desk.get_by_role("button", name="不对应本区单位").click()
    desk.get_by_role("button", name="确认导入").click()
    assert Plan.objects.get().tasks.filter(is_branch=False).count() == 4
