"""The 任务分解表 as handed out: what it holds, how it prints, and that it can be read in again."""

import io
from datetime import datetime

from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.plans.editions.faces import leaves
from fazhi.plans.intake import intakes
from fazhi.plans.intake.draft import from_json
from fazhi.plans.models import Plan, Task
from fazhi.plans.worksheet import plan_worksheet, task_worksheet


def test_plan_worksheet_prints_as_an_office_hands_it_out(plan: Plan, at: datetime) -> None:
    data = plan_worksheet(plan, leaves(plan), made_by="区司法局", today=at.date())
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].value == "清和区2026年法治政府建设工作要点任务分解表"
    assert sheet["A2"].value == "制表单位：区司法局　　制表日期：2026年3月2日"
    assert [cell.value for cell in sheet[3]] == [
        "所属章节", "序号", "任务", "牵头单位", "责任单位", "配合单位", "完成时限", "指标",
        "保障措施", "验收标准", "进度", "备注",
    ]  # fmt: skip
    assert [cell.value or "" for cell in sheet[4]] == [
        "一、依法全面履行政府职能", "（一）", "规范涉企行政检查", "区市场监管局", "", "区城管局、东街街道",
        "2026年6月底前", "", "", "", "0%", "",
    ]  # fmt: skip
    assert "A4:A5" in [str(merged) for merged in sheet.merged_cells.ranges]
    assert "A6:A7" in [str(merged) for merged in sheet.merged_cells.ranges]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$3:$3",
    )


def test_plan_worksheet_can_be_brought_in_again(plan: Plan, coordinator: Actor, at: datetime) -> None:
    data = plan_worksheet(plan, leaves(plan), made_by="区司法局", today=at.date())
    intake = intakes.receive(actor=coordinator, name="分解表.xlsx", data=data, kind="annual", adjusts=plan, at=at)
    from fazhi.plans.editions.faces import compare_with_draft  # noqa: PLC0415

    assert from_json(intake.draft).unsettled() == {}
    found = compare_with_draft(intake)
    assert (found.added, found.dropped) == ((), ())
    assert {change.field for pair in found.changed for change in pair.changes} <= {"任务内容"}


def test_task_worksheet_names_the_plan_of_each_row(plan: Plan, at: datetime) -> None:
    tasks = Task.objects.filter(is_branch=False).select_related("plan")
    data = task_worksheet(tasks, heading="全部任务", made_by="区司法局", today=at.date())
    sheet = load_workbook(io.BytesIO(data)).active
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [plan.title] * 4
    assert [sheet.cell(row, 4).value for row in range(4, 8)] == [task.title for task in tasks]
