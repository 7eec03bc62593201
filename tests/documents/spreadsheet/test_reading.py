import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.spreadsheet import Table, read_table
from tests.documents.word_files import body_of, with_part

WANTED = {
    "heading": ["重点任务", "任务名称"],
    "task": ["工作措施", "任务内容", "工作任务"],
    "lead": ["牵头单位", "责任单位"],
    "due": ["完成时限", "完成时间"],
}
HEADER: list[object] = ["重点任务", "工作措施", "牵头单位", "完成时限"]


def workbook(rows: Sequence[Sequence[object]], *merges: str, title: str = "任务") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def values(table: Table) -> list[tuple[int, list[str]]]:
    return [(row.number, list(row.values.values())) for row in table.rows]


def refusal(data: bytes, required: Sequence[str] = ("task",)) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as refused:
        read_table(data, WANTED, required)
    return refused.value


def test_header_is_found_below_titles_and_by_any_of_its_names() -> None:
    data = workbook(
        [
            ["示例区2026年任务分解表"],
            [],
            ["序号", "任务\n名称", "任 务 内 容（细化）", "责任单位 (首位牵头)", "备注", "完成时间：*"],
            [1, "健全制度", "修订规则", "司法局", "x", date(2026, 6, 30)],
        ],
        "A1:F1",
    )
    table = read_table(data, WANTED, required=("task", "lead"))
    assert (table.sheet, table.header_row) == ("任务", 3)
    assert table.headers == {
        "heading": "任务 名称", "task": "任 务 内 容（细化）", "lead": "责任单位 (首位牵头)", "due": "完成时间：*",
    }  # fmt: skip
    assert values(table) == [(4, ["健全制度", "修订规则", "司法局", "2026-06-30"])]


def test_cells_merged_down_count_for_each_row() -> None:
    rows: list[list[object]] = [
        HEADER,
        ["健全制度", "修订规则", "司法局", "6月"],
        [None, "公布清单", "编办", None],
        [None, "清理文件", None, "9月"],
        ["规范执法", "培训", "司法局", None],
    ]
    table = read_table(workbook(rows, "A2:A4", "D2:D3"), WANTED)
    assert values(table) == [
        (2, ["健全制度", "修订规则", "司法局", "6月"]),
        (3, ["健全制度", "公布清单", "编办", "6月"]),
        (4, ["健全制度", "清理文件", "", "9月"]),
        (5, ["规范执法", "培训", "司法局", ""]),
    ]


def test_rows_merged_across_are_sections() -> None:
    rows: list[list[object]] = [
        HEADER,
        ["一、依法履职"],
        ["甲", "子", "司法局"],
        ["二、依法决策"],
        ["乙", "丑", "办公室"],
        ["合计"],
    ]
    table = read_table(workbook(rows, "A2:D2", "A4:D4"), WANTED)
    assert [(row.values["task"], row.section) for row in table.rows] == [
        ("子", "一、依法履职"),
        ("丑", "二、依法决策"),
        ("", "二、依法决策"),
    ]


def test_header_of_two_storeys_is_read_by_its_lower_one() -> None:
    rows: list[list[object]] = [
        ["表"],
        ["重点任务", "工作措施", "单位", None, "完成时限"],
        [None, None, "牵头单位", "配合单位", None],
        ["甲", "子", "司法局", "编办", "6月"],
    ]
    table = read_table(workbook(rows, "A2:A3", "B2:B3", "C2:D2", "E2:E3"), WANTED | {"support": ["配合单位"]})
    assert table.header_row == 3
    assert values(table) == [(4, ["甲", "子", "司法局", "6月", "编办"])]


def test_header_merged_down_and_repeated_and_blank_rows_are_no_data() -> None:
    rows: list[list[object]] = [HEADER, [], ["甲", "子"], [], HEADER, ["乙", "丑"]]
    table = read_table(workbook(rows, "A1:A2", "B1:B2", "C1:C2", "D1:D2"), WANTED)
    assert values(table) == [(3, ["甲", "子", "", ""]), (6, ["乙", "丑", "", ""])]


def test_values_become_the_text_people_see() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["工作任务", "完成时限"])
    day = datetime(2026, 3, 1)  # noqa: DTZ001 -- a spreadsheet knows no time zones
    shown = [
        (3.0, "3"), (2.5, "2.5"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000"), (-0.0, "0"), (100, "100"),
        (True, "是"), (" 甲\r\n乙 ", "甲\n乙"), (time(9, 5), "09:05:00"),
        (day, "2026-03-01"), (day.replace(hour=9, minute=5), "2026-03-01T09:05:00"),
    ]  # fmt: skip
    for value, _ in shown:
        sheet.append([value, "x"])
    sheet.append([0.955, "x"])
    sheet.cell(sheet.max_row, 1).number_format = "0.0%"
    table = read_table(saved(book), WANTED)
    assert [row.values["task"] for row in table.rows] == [text for _, text in shown] + ["95.5%"]


def test_table_is_found_on_a_later_sheet_and_hidden_ones_are_passed_over() -> None:
    book = Workbook()
    book.worksheets[0].append(["填表说明"])
    hidden = book.create_sheet("旧表")
    hidden.append(HEADER)
    hidden.append(["旧", "旧"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("新表")
    shown.append(HEADER)
    shown.append(["新", "新"])
    table = read_table(saved(book), WANTED, required=("task",))
    assert (table.sheet, values(table)) == ("新表", [(2, ["新", "新", "", ""])])


def test_missing_column_is_named() -> None:
    refused = refusal(workbook([["重点任务", "完成时限"], ["甲", "6月"]]), ("task", "lead"))
    assert refused.code == "missing_column"
    assert refused.say == "工作表“任务”第 1 行的表头缺少“工作措施”、“牵头单位”列。"


def test_sheet_without_header_is_refused() -> None:
    refused = refusal(workbook([["甲", "乙"]] * 10 + [HEADER, ["甲", "子"]]))
    assert (refused.code, refused.say) == ("no_header", "在前 10 行里没有找到表头。")
    assert "“工作措施”" in refused.mend


def test_header_without_rows_is_refused() -> None:
    assert refusal(workbook([["表"], HEADER])).say == "工作表“任务”第 2 行是表头，下面没有数据。"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "wrong_type"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"), "wrong_type"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (body_of(), "wrong_type"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"PK" + bytes(20 * 1024 * 1024), "too_large"),
    ],
)
def test_foreign_file_is_refused(data: bytes, code: str) -> None:
    assert refusal(data).code == code


SHEET = "xl/worksheets/sheet1.xml"


def test_malformed_sheet_is_damaged() -> None:
    assert refusal(with_part(workbook([HEADER]), SHEET, lambda part: part[:-30])).code == "damaged"


def test_entities_are_refused() -> None:
    bomb = with_part(workbook([HEADER]), SHEET, lambda part: b'<!DOCTYPE x [<!ENTITY a "b">]>' + part)
    assert refusal(bomb).code == "damaged"


def test_zip_bomb_is_refused() -> None:
    bomb = with_part(workbook([HEADER]), SHEET, lambda part: part + b" " * (50 * 1024 * 1024))
    assert refusal(bomb).code == "zip_bomb"


def test_merge_over_the_whole_sheet_and_a_cell_in_the_last_corner_do_no_harm() -> None:
    def stretch(part: bytes) -> bytes:
        far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        merge = b'<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
        return part.replace(b"</sheetData>", far + merge)

    data = with_part(workbook([HEADER, ["甲", "子"]]), SHEET, stretch)
    assert values(read_table(data, WANTED)) == [(2, ["甲", "子", "", ""])]


def test_wrong_dimension_does_not_cut_rows_off() -> None:
    rows: list[list[object]] = [HEADER, ["甲", "子", "司法局", "6月"]]
    data = with_part(workbook(rows), SHEET, lambda part: part.replace(b'ref="A1:D2"', b'ref="A1"'))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b'<dimension ref="A1"' in archive.read(SHEET)
    assert values(read_table(data, WANTED)) == [(2, ["甲", "子", "司法局", "6月"])]
