"""Workbooks around an import: an empty sheet to fill in, and a sheet that shows what to mend."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.importing import cells
from fazhi.registers.importing.comparing import WHOLE_ROW, CellFault
from fazhi.registers.importing.headings import SPECIAL, STATE
from fazhi.registers.importing.sheets import Sheet, SheetRow
from fazhi.registers.models import EntryState

HEADER_FONT = Font(name="黑体", size=11, bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E8EEF7")
NEEDED_FILL = PatternFill("solid", fgColor="FFF2CC")
WRONG_FILL = PatternFill("solid", fgColor="F8CBAD")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
TOP = Alignment(vertical="top", wrap_text=True)
TO_FILL = 5_000
"""Rows below the headings that offer options and keep codes as text."""
MAX_CELL = 32_767
MARKED = "要修改的地方"
# Of a longer sheet only the rows to mend are handed out: the rest is in the person's own file.
MOST_WHOLE = 5_000


def template(definition: RegisterDefinition) -> bytes:
    """An empty .xlsx sheet for the register: headings (must-fields with *), hints as comments, options to choose."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = definition.title[:31]
    options = book.create_sheet("选项")
    options.sheet_state = "hidden"
    for at, (name, field) in enumerate(definition.fields.items(), 1):
        _column(sheet, at, field, needed=name in _needed(definition))
        _offer(sheet, options, at, _choices(field))
    at = len(definition.fields) + 1
    _heading(sheet, at, SPECIAL[STATE], "有效、暂停或者取消；新增的留空，或者写“有效”。", needed=False)
    _offer(sheet, options, at, [str(label) for label in EntryState.labels])
    sheet.freeze_panes = "A2"
    _explain(book.create_sheet("填写说明"), definition)
    return _saved(book)


def marked_sheet(sheet: Sheet, faults: Mapping[int, Sequence[CellFault]]) -> bytes:
    """The sheet that was handed in, faulty cells coloured, what is wrong as comment and in the first column; and a
    second sheet with one line a fault.

    ``faults`` are by row number. Of a sheet longer than MOST_WHOLE only the rows to mend are there.
    """
    book = Workbook(write_only=True)
    first = book.create_sheet("导入数据")
    first.freeze_panes = "B2"
    first.column_dimensions["A"].width = 48
    first.append([_head(first, head) for head in (MARKED, *sheet.headings)])
    whole = len(sheet.rows) <= MOST_WHOLE
    for row in sheet.rows:
        if row.number in faults:
            first.append(_marked(first, sheet, row, faults[row.number]))
        elif whole:
            first.append([None, *(_plain(first, text) for text in row.texts)])
    _list_faults(book, sheet, faults)
    return _saved(book)


def _marked(sheet: Worksheet, table: Sheet, row: SheetRow, faults: Sequence[CellFault]) -> list[Cell | str | None]:
    says = _cell(sheet, f"原第{row.number}行：" + "\n".join(fault.say for fault in faults))
    says.fill, says.alignment = WRONG_FILL, TOP
    line: list[Cell | str | None] = [says, *(_plain(sheet, row.text(at)) for at in range(len(table.headings)))]
    for column in {fault.column for fault in faults} - {WHOLE_ROW}:
        cell = _cell(sheet, row.text(column))
        cell.fill = WRONG_FILL
        cell.comment = Comment("\n".join(fault.say for fault in faults if fault.column == column), "核对结果")
        line[column + 1] = cell
    return line


def _list_faults(book: Workbook, sheet: Sheet, faults: Mapping[int, Sequence[CellFault]]) -> None:
    listed = book.create_sheet("问题清单")
    for letter, width in zip("ABCDE", (8, 10, 20, 30, 80), strict=True):
        listed.column_dimensions[letter].width = width
    listed.append([_head(listed, head) for head in ("行号", "单元格", "列", "现在的内容", "问题和改法")])
    by_number = {row.number: row for row in sheet.rows}
    for number in sorted(faults):
        for fault in faults[number]:
            place, heading, text = placed(sheet.headings, number, fault, by_number[number].texts)
            listed.append([number, place, *(_plain(listed, each) for each in (heading, text, fault.say))])


def placed(headings: Sequence[str], number: int, fault: CellFault, texts: Sequence[str]) -> tuple[str, str, str]:
    """Where a fault is, as people look for it: the cell (C25), the heading of its column, what stands there."""
    if fault.column == WHOLE_ROW:
        return "", "整行", ""
    text = texts[fault.column] if fault.column < len(texts) else ""
    return f"{get_column_letter(fault.column + 1)}{number}", headings[fault.column], text


def _column(sheet: Worksheet, at: int, field: Field, *, needed: bool) -> None:
    _heading(sheet, at, field.title, _hint(field), needed=needed)
    form = {Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "General", Kind.MONEY: "0.00"}.get(field.type, "@")
    letter = get_column_letter(at)
    dimension = sheet.column_dimensions[letter]
    dimension.width = 32 if field.type in (Kind.LONG_TEXT, Kind.ROWS) else max(12, 2 * len(field.title) + 4)
    # As text: a code that begins with 0, or is longer than fifteen digits, stays as it was typed.
    dimension.number_format = form
    if field.type is Kind.DATE:
        rule = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True)
        rule.error, rule.errorTitle = "请填写日期，如 2026-03-02。", field.title
        rule.add(f"{letter}2:{letter}{TO_FILL}")
        sheet.add_data_validation(rule)


def _heading(sheet: Worksheet, at: int, title: str, hint: str, *, needed: bool) -> None:
    cell = sheet.cell(1, at)
    cell.value = f"{title}*" if needed else title
    cell.font, cell.alignment = HEADER_FONT, CENTRED
    cell.fill = NEEDED_FILL if needed else HEADER_FILL
    if hint:
        cell.comment = Comment(hint, "填写说明", width=320, height=30 + 18 * (1 + len(hint) // 22))


def _offer(sheet: Worksheet, options: Worksheet, at: int, labels: Sequence[str]) -> None:
    """Options to choose from: kept in a hidden sheet, for a list inside the rule may have no more than 255 signs."""
    if not labels:
        return
    letter = get_column_letter(at)
    for row, label in enumerate(labels, 1):
        options.cell(row, at).value = label
    rule = DataValidation(type="list", formula1=f"选项!${letter}$1:${letter}${len(labels)}", allow_blank=True)
    rule.error = "请从列表中选择。"
    rule.add(f"{letter}2:{letter}{TO_FILL}")
    sheet.add_data_validation(rule)


def _choices(field: Field) -> list[str]:
    if field.type is Kind.BOOLEAN:
        return ["是", "否"]
    # Several at once cannot be chosen from a list; they are named in the comment.
    return list(field.options.values()) if field.type is Kind.CHOICE else []


def _needed(definition: RegisterDefinition) -> frozenset[str]:
    return frozenset((*definition.required, *definition.key))


def _hint(field: Field) -> str:
    said = [field.hint] if field.hint else []
    if field.format:
        said.append(f"{field.format.label}，按校验规则核对")
    match field.type:
        case Kind.CHOICES:
            said.append(f"可以填几项，中间用“{cells.separator(field)}”隔开：{'、'.join(field.options.values())}")
        case Kind.DATE:
            said.append("写成 2026-03-02")
        case Kind.BOOLEAN:
            said.append("写“是”或者“否”")
        case Kind.ORGANIZATION:
            said.append("写单位全称或者简称")
        case Kind.PERSON:
            said.append("写姓名；有同名的写成“姓名（单位）”，或者写登录名")
        case Kind.PEOPLE:
            said.append("写姓名，几个人用“、”隔开；有同名的写成“姓名（单位）”")
        case Kind.ENTRY | Kind.ENTRIES:
            said.append("写所指条目的编码或者名称" + ("，几个用“；”隔开" if field.type is Kind.ENTRIES else ""))
        case Kind.ROWS:
            heads = cells.BAR.join(column.title for column in field.columns.values())
            said.append(f"一行写一条，各项用“{cells.BAR}”隔开：{heads}")
        case Kind.MONEY:
            said.append("单位：元")
    return "；".join(said) + "。" if said else ""


def _explain(sheet: Worksheet, definition: RegisterDefinition) -> None:
    sheet.append(
        [f"《{definition.title}》填写说明：第一张表从第 2 行起填写，一行一个{definition.entry}；带 * 的必填。"]
    )
    sheet.append(["列", "必填", "类型", "说明", "选项"])
    for name, field in definition.fields.items():
        needed = "是" if name in _needed(definition) else ""
        sheet.append([field.title, needed, field.type.label, _hint(field), "、".join(field.options.values())])
    titles = cells.joined([definition.fields[name].title for name in definition.key])
    sheet.append([f"{titles}唯一确定一个{definition.entry}：已有的按这一行变更，没有的新增。"])
    for letter, width in zip("ABCDE", (24, 8, 12, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = TOP
    for cell in sheet[2]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL


def _text(text: str) -> str | None:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL] or None


def _cell(sheet: Worksheet, text: str) -> Cell:
    """A text that stays one: openpyxl would take a leading = for a formula."""
    cell = WriteOnlyCell(sheet, value=_text(text))
    if text.startswith("="):
        cell.data_type = "s"
    return cell


def _plain(sheet: Worksheet, text: str) -> Cell | str | None:
    """The same, as cheap as can be for the many texts that are no formula."""
    return _cell(sheet, text) if text.startswith("=") else _text(text)


def _head(sheet: Worksheet, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    return cell


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
