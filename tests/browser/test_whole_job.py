"""The whole job on the sample district: a plan in, work reported, returned once, followed up past its time, closed.

Three people: the coordinator, the head of the lead unit, and an officer of a supporting unit.
The plan is a real city's five-year plan where the shared documents lie beside the checkout, else the sample's own.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from fazhi.catalog.loading import catalog_path
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Person
from fazhi.plans.models import Entry, FollowUp, Plan, Task
from fazhi.plans.tick import tick
from tests import sample_district
from tests.sample_district import AT as NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REAL = Path(__file__).parents[3] / "shared" / "documents" / "004.txt"
PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]


@dataclass(frozen=True)
class Document:
    """A plan, how many tasks it has, and one of them that two bureaus share."""

    path: Path
    kind: str
    tasks: int
    number: str
    task: str


REAL_PLAN = Document(REAL, "five_year", 44, "28", "提升公证服务能力和服务质量")
SAMPLE_PLAN = Document(
    catalog_path("sample", "plans", "five-year-plan-2026-2030.docx"), "five_year", 48, "6", "严格执行公平竞争审查制度"
)


def clock_moves(settings: Any, moment: datetime) -> None:
    settings.FIXED_NOW = moment.isoformat()
    tick(at=moment)


@pytest.fixture
def people(settings: Any, tmp_path: Path) -> Iterator[Callable[[str], Actor]]:
    """The sample district, and its people by login."""
    settings.HOME = tmp_path
    settings.FIXED_NOW = NOW.isoformat()
    with sample_district.opened(tmp_path):
        yield lambda login: actor_for(person=Person.objects.get(login=login), on=NOW.date())


def brought_in(page: Page, document: Document) -> Plan:
    """Uploads the plan, gives the shared task its lead, settles what the reader asks, confirms."""
    page.goto("/plans/imports/new/")
    page.get_by_label("文件").first.set_input_files(document.path)
    page.locator("select[name=kind]").select_option(document.kind)
    page.get_by_label("仍要导入").check()
    page.get_by_role("button", name="读取").click()
    expect(page.locator(".flash").first).to_contain_text(f"已读出 {document.tasks} 项任务")
    page.get_by_role("link", name=f"{document.number} {document.task}", exact=True).click()
    expect(page.locator("a.place:target")).to_contain_text(document.task)
    page.get_by_role("link", name=f"修改 {document.task}").click()
    page.get_by_label("牵头单位").fill("区司法局")
    page.get_by_label("责任单位").fill("")
    page.get_by_label("配合单位").fill("区市场监管局")
    page.get_by_role("button", name="保存").click()
    while (left := page.get_by_role("button", name="不对应本区单位")).count():
        left.first.click()
        page.wait_for_load_state()
    page.get_by_role("button", name="确认导入").click()
    expect(page).to_have_url(re.compile(r"/plans/\d+/$"))
    plan = Plan.objects.latest("pk")
    assert plan.tasks.filter(is_branch=False).count() == document.tasks
    return plan


@pytest.mark.parametrize("real", [True, False], ids=["real", "sample"])
def test_whole_job(
    real: bool, page_as: PageAs, people: Callable[[str], Actor], look: Look, tmp_path: Path, settings: Any
) -> None:
    if real and not REAL.exists():
        pytest.skip("the shared documents are not beside this checkout; the sample plan does the same job")
    document = REAL_PLAN if real else SAMPLE_PLAN
    office = page_as(people("lin.yaxi"))
    plan = brought_in(office, document)
    look(office, "job-plan")
    task = Task.objects.get(plan=plan, number=document.number, is_branch=False)
    address = f"/plans/tasks/{task.pk}/"

    # An officer of the supporting bureau reports with a file.
    officer = page_as(people("zhang.minhua"))
    officer.goto(address)
    proof = tmp_path / "核查情况.txt"
    proof.write_text("抽查卷宗40件，问题3件。", encoding="utf-8")
    officer.get_by_label("配合情况").or_(officer.get_by_label("进展情况")).fill("完成质量抽查，问题已反馈。")
    officer.get_by_label("佐证材料").set_input_files(proof)
    officer.get_by_role("button", name="提交审核").click()
    expect(officer.locator("#waiting")).to_contain_text("核查情况.txt")

    # The head of the lead bureau returns it once, then accepts.
    lead = page_as(people("su.jianxun"))
    lead.goto(address)
    lead.get_by_label("审核意见").fill("请补充整改时限。")
    lead.get_by_role("button", name="退回").click()
    officer.goto(address)
    expect(officer.locator(".flash").first).to_contain_text("请补充整改时限")
    officer.get_by_label("配合情况").or_(officer.get_by_label("进展情况")).fill("问题已反馈，限12月底前整改。")
    officer.get_by_role("button", name="提交审核").click()
    lead.goto(address)
    lead.get_by_role("button", name="通过").click()
    told = Entry.objects.filter(task=task).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["contribution", "return", "contribution", "accept"]

    # The coordinator follows up; nobody answers; the clock passes and it goes red.
    office.goto(address)
    office.get_by_role("link", name="交办督办").click()
    office.get_by_role("checkbox", name="区市场监管局", exact=True).check()
    for box in office.get_by_role("checkbox", name="区司法局", exact=True).all():
        box.uncheck()
    office.get_by_role("button", name="交办").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("正常")
    followup = FollowUp.objects.latest("pk")
    clock_moves(settings, NOW + timedelta(days=9))
    office.reload()
    expect(office.get_by_role("heading", level=1)).to_contain_text("红牌")
    look(office, "job-red")

    # The bureau answers and settles; the coordinator closes it.
    officer.goto(f"/supervision/followups/{followup.pk}/")
    for verb, text in (("响应", "已收悉。"), ("反馈进展", "正在整改。"), ("申请办结", "3件问题卷宗全部整改。")):
        officer.get_by_role("radio", name=verb, exact=True).check()
        officer.get_by_label("内容").fill(text)
        officer.get_by_role("button", name="提交").click()
        officer.wait_for_load_state()
    office.reload()
    office.get_by_role("radio", name="销号", exact=True).check()
    office.get_by_label("内容").fill("现场核查属实。")
    office.get_by_role("button", name="提交").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("已销号")

    # The workbook opens and holds what the board shows of this plan.
    office.goto(f"/plans/board/?by=heading&plan={plan.pk}")
    total = int(office.locator("main").inner_text().split("共 ", 1)[1].split(" ", 1)[0])
    with office.expect_download() as download:
        office.get_by_role("link", name="任务分解表").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    titles = {sheet.cell(row, 4).value for row in range(4, sheet.max_row + 1)}
    assert len(titles) == total == document.tasks
    cards = {name.strip().split(" ", 1)[1] for name in office.locator(".card .name").all_inner_texts()}
    assert cards <= titles
