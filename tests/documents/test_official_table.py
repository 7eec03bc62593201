"""A table inside an official document, read back: spans merged, headings repeated, whole rectangles only."""

import io

import pytest
from docx import Document

from fazhi.documents.official_docx import OfficialDocument, write_official_document
from fazhi.documents.official_table import GridCell, GridTable

HEAD = GridCell("项目", 2, 2, is_heading=True), GridCell("申请人", 2, is_heading=True)
BELOW = GridCell("自然人", is_heading=True), GridCell("总计", is_heading=True)
TALL = GridCell("结果", 1, 2, is_heading=True), GridCell("公开", is_heading=True), GridCell("1"), GridCell("1")
LAST = GridCell("不予公开", is_heading=True), GridCell("0"), GridCell("0")


def test_table_stands_among_the_paragraphs_with_its_spans() -> None:
    table = GridTable("表三", (HEAD, BELOW, TALL, LAST), head_rows=2, stub=2)
    file = write_official_document(OfficialDocument(title="报告", body=["一、情况", table, "二、其他"]))
    out = Document(io.BytesIO(file))
    assert [paragraph.text for paragraph in out.paragraphs if paragraph.text] == [
        "报告",
        "一、情况",
        "表三",
        "二、其他",
    ]
    rows = [[cell.text for cell in row.cells] for row in out.tables[0].rows]
    assert rows == [
        ["项目", "项目", "申请人", "申请人"],
        ["项目", "项目", "自然人", "总计"],
        ["结果", "公开", "1", "1"],
        ["结果", "不予公开", "0", "0"],
    ]
    repeated = [row._tr.xpath("./w:trPr/w:tblHeader") != [] for row in out.tables[0].rows]
    assert repeated == [True, True, False, False]


@pytest.mark.parametrize("rows", [(HEAD, BELOW, TALL), (HEAD, BELOW, LAST)])
def test_table_that_is_no_rectangle_is_refused(rows: tuple[tuple[GridCell, ...], ...]) -> None:
    with pytest.raises(ValueError, match="table"):
        list(GridTable("", rows).placed())
