"""Filled sheets as a workbook in their official layout: merged headings, and the corrections on a page of their own."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from fazhi.returns.filling import Filled, FilledCell
from fazhi.returns.language.layout import CellKind, Heading, PartLayout

_LINE = Side(style="thin", color="000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE = Font(name="方正小标宋简体", size=18)
_SMALL = Font(name="宋体", size=10)
_HEAD = Font(name="黑体", size=11)
_BODY = Font(name="宋体", size=11)
_CORRECTED = PatternFill("solid", fgColor="FFF2CC")
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_STARTING = Alignment(horizontal="left", vertical="center", wrap_text=True)
_WIDTHS = {1: (30,), 2: (10, 36), 3: (8, 14, 34)}
"""Widths of the columns of titles, by how many there are, in characters."""
_NUMBER_WIDTH = 11


def write(sheets: Sequence[Filled]) -> bytes:
    """The .xlsx with the tables of a report, each on a sheet, and the corrections with their reasons on the last."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for filled in sheets:
        _table(workbook.create_sheet(f"{filled.layout.form.short}"[:31]), filled)
    corrected = [(filled, cell) for filled in sheets for cell in filled.corrected]
    if corrected:
        _corrections(workbook.create_sheet("调整说明"), corrected)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _table(page: Worksheet, filled: Filled) -> None:
    form, sheet = filled.layout.form, filled.sheet
    width = max(part.width for part in filled.layout.parts)
    stub = max(part.stub for part in filled.layout.parts)
    _banner(page, 1, width, form.title, _TITLE, "center")
    page.row_dimensions[1].height = 32
    state = "" if sheet.final else "（填报中，未定稿）"
    _banner(
        page, 2, width, f"填报单位：{sheet.whose}　　年度：{sheet.year}{state}　　单位：{form.unit}", _SMALL, "left"
    )
    row = 3
    for part in filled.layout.parts:
        row = _part(page, row, part, filled, width)
    for column in range(1, width + 1):
        first = _WIDTHS.get(stub, (8,) * stub)
        size = first[column - 1] if column <= stub else _NUMBER_WIDTH
        page.column_dimensions[get_column_letter(column)].width = size
    if form.known:
        _banner(page, row, width, f"说明：{form.known}", _SMALL, "left")
    page.page_setup.paperSize, page.page_setup.orientation = 9, "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_options.horizontalCentered = True


def _part(page: Worksheet, row: int, part: PartLayout, filled: Filled, width: int) -> int:
    """Draws one table from a row on; returns the row after it."""
    if part.title:
        _banner(page, row, width, part.title, _HEAD, "center")
        row += 1
    taken: set[tuple[int, int]] = set()
    depth = len(part.head)
    _heading(page, row, 1, Heading(part.corner, part.stub, depth), taken, _CENTRED)
    for number, headings in enumerate(part.head):
        _headings(page, row + number, headings, taken, _CENTRED)
    row += depth
    for body in part.rows:
        _headings(page, row, body.headings, taken, _STARTING)
        for place, spec in enumerate(body.cells, part.stub + 1):
            _number(page, row, place, filled.cells[spec.key])
        row += 1
    return row


def _headings(
    page: Worksheet, row: int, headings: Sequence[Heading], taken: set[tuple[int, int]], alignment: Alignment
) -> None:
    """Puts headings into the free places of a row, from the left, as a browser does with spans."""
    column = 1
    for heading in headings:
        while (row, column) in taken:
            column += 1
        _heading(page, row, column, heading, taken, alignment)


def _heading(
    page: Worksheet, row: int, column: int, heading: Heading, taken: set[tuple[int, int]], alignment: Alignment
) -> None:
    for below in range(row, row + heading.rows):
        for beside in range(column, column + heading.columns):
            taken.add((below, beside))
            page.cell(below, beside).border = _BORDER
    cell = page.cell(row, column, heading.title)
    cell.data_type, cell.font, cell.alignment = "s", _HEAD, alignment
    if heading.rows > 1 or heading.columns > 1:
        page.merge_cells(
            start_row=row, start_column=column, end_row=row + heading.rows - 1, end_column=column + heading.columns - 1
        )


def _number(page: Worksheet, row: int, column: int, filled: FilledCell) -> None:
    cell = page.cell(row, column, filled.value)
    cell.border, cell.alignment = _BORDER, _CENTRED
    cell.font = _HEAD if filled.kind is CellKind.SUM else _BODY
    if filled.correction:
        cell.fill = _CORRECTED


def _corrections(page: Worksheet, corrected: Sequence[tuple[Filled, FilledCell]]) -> None:
    titles = ("表", "单元格", "填报数", "记录统计", "理由", "调整人", "时间")
    for column, (title, width) in enumerate(zip(titles, (8, 44, 10, 10, 60, 10, 18), strict=True), 1):
        cell = page.cell(1, column, title)
        cell.font, cell.border, cell.alignment = _HEAD, _BORDER, _CENTRED
        page.column_dimensions[get_column_letter(column)].width = width
    for row, (filled, each) in enumerate(corrected, 2):
        assert each.correction is not None
        said = each.correction
        line = (
            filled.layout.form.short, each.spec.title, each.value, each.counted, said.reason, said.by,
            f"{timezone.localtime(said.at):%Y-%m-%d %H:%M}",
        )  # fmt: skip
        for column, value in enumerate(line, 1):
            cell = page.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font, cell.border, cell.alignment = _BODY, _BORDER, _STARTING


def _banner(page: Worksheet, row: int, width: int, text: str, font: Font, across: str) -> None:
    cell = page.cell(row, 1, text)
    cell.font, cell.alignment = font, Alignment(horizontal=across, vertical="center", wrap_text=True)
    cell.data_type = "s"
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
