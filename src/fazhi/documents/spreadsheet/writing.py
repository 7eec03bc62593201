"""Writing workbooks that print on A4 as an office would hand them out."""

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | int | float | Decimal | bool | date | datetime | None

_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FILL = PatternFill("solid", fgColor="E8EEF7")
_HEADING_FONT = Font(name="黑体", size=18, bold=True)
_SUBHEADING_FONT = Font(name="宋体", size=11)
_HEADER_FONT = Font(name="黑体", size=11, bold=True)
_BODY_FONT = Font(name="宋体", size=11)
_HEADING_HEIGHT = 36  # points
_A4 = 9  # ECMA-376 18.18.50

_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MAX_TITLE = 31
_MAX_CELL_TEXT = 32_767
# A spreadsheet program that edits, or passes on as CSV, a cell that begins so would take it for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: header text, width in characters of the body font, and how its cells show."""

    title: str
    width: float = 14
    wrap: bool = True
    number_format: str | None = None  # as in Excel; None gives dates as yyyy-mm-dd and leaves the rest general
    merge_down: bool = False  # cells that repeat the one above become one merged cell, as headings beside tasks do


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: an optional big heading and a line under it, a header row that repeats on each page, and rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[CellValue]]
    heading: str | None = None
    subheading: str | None = None
    landscape: bool = True
    autofilter: bool = True


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx file holding `sheets`. Text is always written as text, never as a formula, whatever it begins with.

    Raises ValueError for no sheets, a sheet without columns, or a row longer than its header.
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    taken: set[str] = set()
    for sheet in sheets:
        _write_sheet(workbook.create_sheet(_free_title(sheet.title, taken)), sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _free_title(title: str, taken: set[str]) -> str:
    """A sheet title that Excel accepts: no forbidden signs, 31 characters, unlike the others whatever their case."""
    wanted = _BAD_IN_TITLE.sub(" ", title).strip().strip("'")[:_MAX_TITLE] or "工作表"
    free, count = wanted, 1
    while free.casefold() in taken:
        count += 1
        tail = f"({count})"
        free = wanted[: _MAX_TITLE - len(tail)] + tail
    taken.add(free.casefold())
    return free


def _write_sheet(worksheet: Worksheet, sheet: Sheet) -> None:
    width = len(sheet.columns)
    if not width:
        raise ValueError(f"sheet {sheet.title!r} has no columns")
    header = 1
    for text, font in ((sheet.heading, _HEADING_FONT), (sheet.subheading, _SUBHEADING_FONT)):
        if text:
            _write_banner(worksheet, header, width, text, font)
            header += 1
    for at, column in enumerate(sheet.columns, 1):
        cell = _cell(worksheet, header, at)
        _put(cell, column.title)
        cell.font, cell.fill, cell.border = _HEADER_FONT, _HEADER_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        worksheet.column_dimensions[get_column_letter(at)].width = column.width
    last = _write_rows(worksheet, sheet, header + 1)
    for at, column in enumerate(sheet.columns, 1):
        if column.merge_down:
            _merge_repeats(worksheet, at, header + 1, last)
    worksheet.freeze_panes = f"A{header + 1}"
    if sheet.autofilter:
        worksheet.auto_filter.ref = f"A{header}:{get_column_letter(width)}{last}"
    _set_page(worksheet, header, landscape=sheet.landscape)


def _write_banner(worksheet: Worksheet, row: int, width: int, text: str, font: Font) -> None:
    cell = _cell(worksheet, row, 1)
    _put(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if width > 1:
        worksheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    if font is _HEADING_FONT:
        worksheet.row_dimensions[row].height = _HEADING_HEIGHT


def _write_rows(worksheet: Worksheet, sheet: Sheet, first: int) -> int:
    """Write the body; the number of the last row written (the header's for none)."""
    # Each column's style is made once and copied as a whole: setting fonts and borders cell by cell takes five times
    # as long. The models stand in a workbook's style tables, so they are cells of this very sheet's workbook.
    models = [_model(worksheet, first, at, column) for at, column in enumerate(sheet.columns, 1)]
    styles = [copy(model._style) for model in models]  # type: ignore[attr-defined]  # not in the stubs
    general = [column.number_format is None for column in sheet.columns]
    number = first - 1
    for number, row in enumerate(sheet.rows, first):
        if len(row) > len(styles):
            raise ValueError(f"sheet {sheet.title!r}: row {number} has {len(row)} cells for {len(styles)} columns")
        for at, style in enumerate(styles):
            cell = _cell(worksheet, number, at + 1)
            cell._style = copy(style)  # type: ignore[attr-defined]  # not in the stubs
            _put(cell, row[at] if at < len(row) else None, dated=general[at])
    if number < first:
        worksheet.delete_rows(first)
    return number


def _merge_repeats(worksheet: Worksheet, at: int, first: int, last: int) -> None:
    """Merge each run of equal texts in a column."""
    start = first
    for row in range(first, last + 2):
        value = worksheet.cell(row, at).value if row <= last else None
        if row > first and value is not None and value == worksheet.cell(start, at).value:
            continue
        if row - 1 > start and worksheet.cell(start, at).value not in (None, ""):
            worksheet.merge_cells(start_row=start, start_column=at, end_row=row - 1, end_column=at)
        start = row


def _model(worksheet: Worksheet, row: int, at: int, column: Column) -> Cell:
    cell = _cell(worksheet, row, at)
    cell.font, cell.border = _BODY_FONT, _BORDER
    cell.alignment = Alignment(vertical="center", wrap_text=column.wrap)
    if column.number_format is not None:
        cell.number_format = column.number_format
    return cell


def _cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    cell = worksheet.cell(row, column)
    assert isinstance(cell, Cell)  # never a merged one: nothing is written beside a banner's first cell
    return cell


def _put(cell: Cell, value: CellValue, *, dated: bool = False) -> None:
    match value:
        case str():
            text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MAX_CELL_TEXT]
            cell.value = text
            cell.data_type = "s"  # openpyxl guesses a formula from "=" and an error value from "#N/A"
            if text.startswith(_FORMULA_STARTS):
                cell.quotePrefix = True
        case datetime():
            # Excel has no time zones; the clock the caller chose is what people expect to see.
            cell.value = value.replace(tzinfo=None)
            if dated:
                cell.number_format = "yyyy-mm-dd hh:mm"
        case date():
            cell.value = value
            if dated:
                cell.number_format = "yyyy-mm-dd"
        case _:
            cell.value = value


def _set_page(worksheet: Worksheet, header: int, *, landscape: bool) -> None:
    page = worksheet.page_setup
    page.paperSize = _A4
    page.orientation = "landscape" if landscape else "portrait"
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.fitToWidth = 1
    page.fitToHeight = 0  # as many pages down as it takes
    worksheet.print_title_rows = f"{header}:{header}"
    worksheet.print_options.horizontalCentered = True
    worksheet.page_margins.left = worksheet.page_margins.right = 0.5  # inches
    worksheet.page_margins.top = worksheet.page_margins.bottom = 0.6
    worksheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
