"""Sheets as offices hand them in: where the headings are, which rows there are, what cannot be read."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from fazhi.documents.errors import UnreadableDocument
from fazhi.registers.importing.sheets import Sheet, read_sheet
from tests.registers.conftest import SHELF


def read(name: str, data: bytes) -> Sheet:
    return read_sheet(name, data, SHELF.get("stalls"))


def xlsx(*sheets: Sequence[Sequence[object]], merged: str = "") -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, lines in enumerate(sheets):
        page = book.create_sheet(f"表{number + 1}")
        for line in lines:
            page.append(line)
    if merged:
        book.worksheets[0].merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_headings_are_found_below_titles_and_rows_keep_their_numbers() -> None:
    sheet = read(
        "摊点.xlsx", xlsx([["附件1"], ["清和区摊点名册"], [], ["编号", "名称*"], ["A-1", "一号"], [], ["A-2", 2]])
    )
    assert (sheet.title, sheet.header_row, sheet.headings) == ("表1", 4, ("编号", "名称*"))
    assert [(row.number, row.texts) for row in sheet.rows] == [(5, ("A-1", "一号")), (7, ("A-2", "2"))]


def test_sheet_that_looks_most_like_the_register_is_taken() -> None:
    explained = [["列", "说明"], ["编号", "摊点的编号"]]
    sheet = read("摊点.xlsx", xlsx(explained, [["编号", "名称", "类别"], ["A-1", "一号", "食品"]]))
    assert (sheet.title, len(sheet.rows)) == ("表2", 1)


def test_sheet_with_foreign_headings_is_read_from_its_fullest_row() -> None:
    sheet = read("摊点.xlsx", xlsx([["名单"], ["甲列", "乙列", "丙列"], ["1", "2", "3"]]))
    assert (sheet.header_row, sheet.headings) == (2, ("甲列", "乙列", "丙列"))


def test_cell_merged_down_counts_for_each_row_and_a_repeated_header_for_none() -> None:
    lines = [["编号", "类别"], ["A-1", "食品"], ["A-2", None], ["编号", "类别"], ["A-3", "百货"]]
    sheet = read("摊点.xlsx", xlsx(lines, merged="B2:B3"))
    assert [row.texts for row in sheet.rows] == [("A-1", "食品"), ("A-2", "食品"), ("A-3", "百货")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_is_read_whatever_its_encoding_and_mark(encoding: str, mark: str) -> None:
    text = f'编号{mark}名称{mark}说明\r\nA-1{mark}一号{mark}"第一行\r\n第二行"\r\n\r\nA-2{mark}\'=二号{mark}\r\n'
    sheet = read("摊点.CSV", text.encode(encoding))
    assert sheet.headings == ("编号", "名称", "说明")
    assert [(row.number, row.texts) for row in sheet.rows] == [
        (2, ("A-1", "一号", "第一行\n第二行")),
        (4, ("A-2", "=二号", "")),
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("摊点.csv", b"", "empty"),
        ("摊点.xlsx", b"", "empty"),
        ("摊点.xls", b"\xd0\xcf\x11\xe0", "wrong_type"),
        ("摊点.xlsx", b"\xd0\xcf\x11\xe0", "wrong_type"),
        ("摊点.docx", b"PK", "wrong_type"),
        ("摊点.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("摊点.csv", "编号,名称\n".encode(), "no_rows"),
        ("摊点.csv", b"\x00\x01\x02" * 100, "not_text"),
    ],
)
def test_file_that_cannot_be_imported_says_why(name: str, data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(name, data)
    assert refused.value.code == code
    assert refused.value.mend
