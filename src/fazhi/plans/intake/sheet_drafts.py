"""Making a draft out of a 任务分解表 (.xlsx) that was made elsewhere: all rows or none, each fault with its row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fazhi.catalog.plan_kinds import PlanKind
from fazhi.documents.spreadsheet import Row, Table, read_table
from fazhi.plans.intake.draft import Draft, DraftTask, DraftUnit
from fazhi.plans.intake.drafting import LONGEST_NUMBER, LONGEST_TITLE, named, typed_deadlines, typed_targets
from fazhi.plans.intake.matching import Directory
from fazhi.plans.kinds import clean_extra
from fazhi.plans.refusals import Refused

HEADERS: dict[str, tuple[str, ...]] = {
    key: tuple(titles.split())
    for key, titles in {
        "number": "序号 编号 任务编号 项目编号 号",
        "title": "任务 任务名称 工作任务 重点任务 主要任务 任务内容 工作内容 具体任务 任务事项 "
        "工作事项 事项 重点工作 工作要点 项目 项目名称 课题名称",
        "body": "任务要求 工作要求 具体要求 任务描述 内容 具体内容 具体举措 具体措施 主要内容",
        "heading": "类别 任务类别 大项 所属章节 章节 板块 一级任务 领域分类",
        "lead": "牵头单位 牵头部门 主要责任单位 牵头责任单位 主办单位 第一责任单位",
        "responsible": "责任单位 责任部门 落实单位 承办单位 责任主体",
        "supporting": "配合单位 配合部门 协办单位 参与单位 协同单位 协助单位",
        "due": "完成时限 完成时间 完成期限 时限 时间节点 截止时间 时间要求 时间安排",
        "targets": "指标 目标 主要指标 量化指标 目标值 工作目标 指标要求",
    }.items()
}
_SEPARATORS = re.compile(r"[、，,;；\n/]+")
_NOISE = re.compile(r"^(?:和|及|以及|等)+|等$|等(?:有关|相关)?(?:部门|单位)$")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row of the workbook."""

    row: int
    say: str


class SheetRefused(Refused):
    """A workbook with faults; `faults` lists them all, row by row, and nothing was taken."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        listed = "".join(f"第 {fault.row} 行：{fault.say}" for fault in faults[:20])
        more = f"另有 {len(faults) - 20} 处。" if len(faults) > 20 else ""
        super().__init__(f"表格有 {len(faults)} 处问题，没有导入任何一行。{listed}{more}", field="file")
        self.faults = tuple(faults)


def draft_from_sheet(data: bytes, kind: PlanKind, directory: Directory) -> tuple[Draft, str, str]:
    """The draft, the table as text (what the preview shows as its source; each task has its span there), its heading.

    Raises UnreadableDocument for a file that is no such table, SheetRefused for faults in its rows.
    """
    table = read_table(data, _wanted(kind), required=("title",))
    lines: list[str] = []
    tasks: list[DraftTask] = []
    faults: list[RowFault] = []
    offset = 0
    for row in table.rows:
        if not any(row.values.get(key) for key in ("title", "lead", "responsible", "due")):
            continue
        line = _line(table, row)
        try:
            tasks.append(_task(len(tasks) + 1, row, kind, offset, offset + len(line)))
        except Refused as refusal:
            faults.append(RowFault(row.number, refusal.say))
        lines.append(line)
        offset += len(line) + 1
    if not tasks and not faults:
        faults.append(RowFault(table.header_row, "表头下没有任务。请填写后再上传。"))
    if faults:
        raise SheetRefused(faults)
    notice = f"读自工作表“{table.sheet}”，表头在第 {table.header_row} 行，共 {len(tasks)} 项任务。"
    return named(Draft(tasks=tuple(tasks), notices=(notice,)), directory), "\n".join(lines), table.heading


def _wanted(kind: PlanKind) -> dict[str, tuple[str, ...]]:
    """Header synonyms: the kind's own fields go first, so that its 类别 or 项目 is not taken for the common one."""
    extra = {f"extra.{field.key}": (field.title, *field.headers) for field in kind.fields}
    taken = {title for titles in extra.values() for title in titles}
    common = {key: tuple(title for title in titles if title not in taken) for key, titles in HEADERS.items()}
    words = kind.wording
    for key, word in (
        ("title", words.task),
        ("lead", words.lead),
        ("responsible", words.responsible),
        ("supporting", words.supporting),
        ("due", words.due),
    ):
        common[key] = (word, *common[key])
    return {**extra, **common}


def _line(table: Table, row: Row) -> str:
    cells = (f"{table.headers[key]}：{' '.join(row.values[key].split())}" for key in table.headers if row.values[key])
    return f"〔第{row.number}行〕" + "　".join(cells)


def _task(key: int, row: Row, kind: PlanKind, start: int, end: int) -> DraftTask:
    cells = row.values
    title, body = _title_and_body(cells.get("title", ""), cells.get("body", ""))
    if not title:
        raise Refused(f"没有{kind.wording.task}名称。", field="title")
    deadlines = typed_deadlines(cells.get("due", ""))
    if unread := [line.text for line in deadlines if not line.norm]:
        raise Refused(f"完成时限“{'、'.join(unread)}”看不懂，请写成 2026年6月底前、每季度、长期坚持 或 2026-06-30。")
    raw = {field.key: cells.get(f"extra.{field.key}", "") for field in kind.fields}
    heading = tuple(part for part in (row.section, cells.get("heading", "")) if part)
    return DraftTask(
        key=key,
        number=cells.get("number", "")[:LONGEST_NUMBER],
        title=title,
        body=body,
        start=start,
        end=end,
        heading_path=tuple(" ".join(part.split())[:200] for part in dict.fromkeys(heading)),
        units=tuple(
            DraftUnit(name, part)
            for part in ("lead", "responsible", "supporting")
            for name in unit_names(cells.get(part, ""))
        ),
        deadlines=deadlines,
        targets=typed_targets(cells.get("targets", ""), title),
        extra=clean_extra(kind, raw),
        row=row.number,
    )


def _title_and_body(title: str, body: str) -> tuple[str, str]:
    """A long cell is the whole text of the task: its first sentence is the title."""
    text = "\n".join(" ".join(line.split()) for line in title.splitlines() if line.strip())
    first = re.split(r"[。；\n]", text, maxsplit=1)[0]
    if len(text) > 60 and 0 < len(first) < len(text):
        body = "\n".join(part for part in (text, body) if part)
        text = first
    else:
        text = text.replace("\n", " ")
    if len(text) > LONGEST_TITLE:
        raise Refused(
            f"任务名称有 {len(text)} 字，最多 {LONGEST_TITLE} 字，请把具体内容放到“任务要求”列。", field="title"
        )
    return text.rstrip("。"), body.strip()


def unit_names(cell: str) -> list[str]:
    """Unit names of a cell; a bracketed part is kept with its name."""
    parts = (_NOISE.sub("", part.strip()).strip() for part in _split_outside_brackets(cell))
    return [part[:100] for part in dict.fromkeys(parts) if part]


def _split_outside_brackets(cell: str) -> list[str]:
    depth, start, parts = 0, 0, []
    for place, sign in enumerate(cell):
        depth += (sign in "（(") - (sign in "）)")
        if depth <= 0 and _SEPARATORS.fullmatch(sign):
            parts.append(cell[start:place])
            start = place + 1
    return [*parts, cell[start:]]
