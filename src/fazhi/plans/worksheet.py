"""The 任务分解表 as an office hands it out: an .xlsx that prints on A4 landscape and can be read in again elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from fazhi.catalog.plan_kinds import ExtraField, FieldType, PlanKind
from fazhi.documents.spreadsheet import CellValue, Column, Sheet, write_workbook
from fazhi.plans.colours import colour_of, rule_of
from fazhi.plans.kinds import kind_of
from fazhi.plans.models import Plan, Task, TaskUnit
from fazhi.plans.spoken_units import spoken

_MERGED = 2000


def plan_worksheet(plan: Plan, tasks: Sequence[Task], *, made_by: str, today: date) -> bytes:
    """The breakdown of one plan, with the extra fields of its kind and a merged column of headings.

    `tasks` are those to be shown, in order, with units, deadlines and targets read ahead. `made_by` is the unit that
    stands as 制表单位.
    """
    kind = kind_of(plan.kind)
    words = kind.wording
    columns = [
        Column("所属章节", 14, merge_down=len(tasks) <= _MERGED),
        *_columns(kind),
        *(Column(field.title, _width(field)) for field in kind.fields),
        Column("进度", 8),
        Column("备注", 16),
    ]
    rows = (
        [
            _heading(task),
            *_cells(task),
            *(_extra(field, task) for field in kind.fields),
            f"{task.percent}%",
            _note(task, today),
        ]
        for task in tasks
    )
    sheet = Sheet(
        title=words.worksheet,
        columns=columns,
        rows=rows,
        heading=f"{plan.title}{words.worksheet}",
        subheading=_subheading(made_by, today, plan.document_number),
        landscape=True,
        autofilter=False,
    )
    return write_workbook([sheet])


def task_worksheet(tasks: Iterable[Task], *, heading: str, made_by: str, today: date) -> bytes:
    """Tasks of several plans, as a board or list shows them: each row names its plan."""
    columns = [Column("规划计划", 22), Column("所属章节", 14), *_columns(None), Column("进度", 8), Column("备注", 16)]
    rows = ([task.plan.title, _heading(task), *_cells(task), f"{task.percent}%", _note(task, today)] for task in tasks)
    sheet = Sheet("任务表", columns, rows, heading=heading, subheading=_subheading(made_by, today, ""))
    return write_workbook([sheet])


def _columns(kind: PlanKind | None) -> list[Column]:
    words = kind.wording if kind else None
    return [
        Column("序号", 7),
        Column(words.task if words else "任务", 42),
        Column(words.lead if words else "牵头单位", 16),
        Column(words.responsible if words and words.responsible != words.lead else "责任单位", 16),
        Column(words.supporting if words else "配合单位", 20),
        Column(words.due if words else "完成时限", 14),
        Column("指标", 22),
    ]


def _cells(task: Task) -> list[CellValue]:
    parts = TaskUnit.Part
    return [
        task.number or None,
        task.title,
        _units(task, parts.LEAD),
        _units(task, parts.RESPONSIBLE),
        _units(task, parts.SUPPORTING),
        _due(task),
        "；".join(str(target) for target in task.targets.all()),
    ]


def _heading(task: Task) -> str:
    return task.heading_path[-1] if task.heading_path else ""


def _units(task: Task, part: TaskUnit.Part) -> str:
    return "、".join(str(each) for each in spoken(task.units.all()) if each.part == part)


def _due(task: Task) -> str:
    """In words that the import reads again: the frequency, the plan's own words, or the day."""
    if task.frequency:
        return str(task.get_frequency_display())
    if task.due_text:
        return task.due_text
    if task.due_on:
        return f"{task.due_on.year}年{task.due_on.month}月{task.due_on.day}日前"
    return "长期坚持"


def _note(task: Task, today: date) -> str:
    colour = colour_of(today=today, due_on=task.due_on, status=task.status, percent=task.percent)
    return "" if colour == "blue" else rule_of(colour).label


def _extra(field: ExtraField, task: Task) -> CellValue:
    value = task.extra.get(field.key)
    if value is None:
        return None
    return Decimal(str(value)) if field.type is FieldType.MONEY else value


def _width(field: ExtraField) -> float:
    return 24 if field.type is FieldType.PARAGRAPH else 14


def _subheading(made_by: str, today: date, document_number: str) -> str:
    number = f"文号：{document_number}　　" if document_number else ""
    return f"{number}制表单位：{made_by}　　制表日期：{today.year}年{today.month}月{today.day}日"
