import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from fazhi.documents.spreadsheet import CellValue, Column, Sheet, read_table, write_workbook

COLUMNS = (Column("序号", 6), Column("任务", 40), Column("完成时限", 12), Column("进度", 8, number_format="0%"))


def _clock(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 -- a spreadsheet knows no time zones


def opened(*sheets: Sheet) -> Workbook:
    return load_workbook(io.BytesIO(write_workbook(sheets)))


def test_heading_header_and_rows_stand_where_an_office_expects_them() -> None:
    rows = [(1, "健全制度", date(2026, 6, 30), 0.5), (2, "规范执法", None)]
    sheet = opened(Sheet("任务", COLUMNS, rows, heading="任务分解表", subheading="示例区司法局")).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["任务分解表", None, None, None],
        ["示例区司法局", None, None, None],
        ["序号", "任务", "完成时限", "进度"],
        [1, "健全制度", _clock(2026, 6, 30), 0.5],
        [2, "规范执法", None, None],
    ]
    assert sorted(str(merged) for merged in sheet.merged_cells.ranges) == ["A1:D1", "A2:D2"]
    assert (sheet["C4"].number_format, sheet["D4"].number_format) == ("yyyy-mm-dd", "0%")


def test_sheet_prints_on_a4_with_its_header_on_each_page() -> None:
    sheet = opened(Sheet("任务", COLUMNS, [(1, "x", None, 1)], heading="表")).worksheets[0]
    page = sheet.page_setup
    assert (page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:D3")
    assert sheet["B3"].alignment.wrap_text
    assert sheet["B3"].border.left.style == "thin"
    assert sheet.column_dimensions["B"].width == 40


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "#N/A", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(text: str) -> None:
    data = write_workbook([Sheet(text, (Column(text),), [(text,)], heading=text)])
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    for cell in (sheet["A1"], sheet["A2"], sheet["A3"]):
        assert (cell.data_type, cell.value) == ("s", text)
        assert bool(cell.quotePrefix) == (text[0] != "#")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_values_of_all_kinds_are_kept() -> None:
    noon = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    row: tuple[CellValue, ...] = ("a\x00b", 1, 1.5, Decimal("2.25"), True, noon)
    sheet = opened(Sheet("x", [Column(str(at)) for at in range(6)], [row])).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["ab", 1, 1.5, 2.25, True, _clock(2026, 3, 1, 12, 30)]


def test_sheet_titles_are_made_acceptable_and_unlike() -> None:
    titles = ["任务/2026:[一]", "任务 2026  一 ", "", "长" * 40, "长" * 40]
    workbook = opened(*(Sheet(title, (Column("a"),), []) for title in titles))
    assert workbook.sheetnames == ["任务 2026  一", "任务 2026  一(2)", "工作表", "长" * 31, "长" * 28 + "(2)"]


def test_sheet_without_rows_has_only_its_header() -> None:
    sheet = opened(Sheet("x", COLUMNS, [], autofilter=False, landscape=False)).worksheets[0]
    assert (sheet.max_row, sheet.page_setup.orientation, sheet.auto_filter.ref) == (1, "portrait", None)


@pytest.mark.parametrize(
    "sheets",
    [[], [Sheet("x", (), [])], [Sheet("x", (Column("a"),), [(1, 2)])]],
    ids=["no sheet", "no column", "long row"],
)
def test_programming_slips_are_told(sheets: list[Sheet]) -> None:
    with pytest.raises(ValueError, match="sheet"):
        write_workbook(sheets)


def test_what_is_written_can_be_read_back() -> None:
    rows = [(1, "=健全\n制度", date(2026, 6, 30), 0.5), (2, "规范执法", None, 1)]
    data = write_workbook([Sheet("任务", COLUMNS, rows, heading="2026年任务分解表", subheading="单位：司法局")])
    table = read_table(data, {"number": ["序号"], "task": ["任务"], "due": ["完成时限"], "progress": ["进度"]})
    assert (table.sheet, table.header_row) == ("任务", 3)
    assert [(row.number, dict(row.values)) for row in table.rows] == [
        (4, {"number": "1", "task": "=健全\n制度", "due": "2026-06-30", "progress": "50%"}),
        (5, {"number": "2", "task": "规范执法", "due": "", "progress": "100%"}),
    ]
