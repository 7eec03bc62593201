"""The .docx of an instrument, read back with python-docx: title, number, seal, forms, lists, places to write."""

import io

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from fazhi.documents.instrument_docx import (
    Form,
    Grid,
    InstrumentDocument,
    Line,
    Part,
    Seal,
    Signature,
    Writing,
    write_instrument,
)

TITLE = ("清和区城市管理局", "行政处罚决定书")


def opened(*parts: Part, number: str = "", large: bool = True) -> DocumentType:
    document = InstrumentDocument(title=TITLE, parts=parts, number=number, large=large)
    return Document(io.BytesIO(write_instrument(document)))


def texts(document: DocumentType) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_body_the_kind_of_paper_and_the_number_head_it_centred() -> None:
    document = opened(Line("正文。"), number="清城管罚决〔2026〕7号")
    heads = document.paragraphs[:3]
    assert [each.text for each in heads] == [*TITLE, "清城管罚决〔2026〕7号"]
    assert {each.alignment for each in heads} == {WD_ALIGN_PARAGRAPH.CENTER}
    assert heads[0].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"


@pytest.mark.parametrize(("large", "points"), [(True, 16), (False, 14)])
def test_papers_that_go_out_are_set_larger_than_forms(large: bool, points: int) -> None:
    line = next(each for each in opened(Line("正文。"), large=large).paragraphs if each.text == "正文。")
    assert line.runs[0].font.size == Pt(points)
    assert line.paragraph_format.first_line_indent == Pt(2 * points)


def test_the_addressee_stands_flush() -> None:
    line = next(each for each in opened(Line("张某：", flush=True)).paragraphs if each.text == "张某：")
    assert line.paragraph_format.first_line_indent is None


def test_the_lines_of_a_text_become_paragraphs() -> None:
    assert texts(opened(Line("第一段。\n\n第二段。")))[2:] == ["第一段。", "第二段。"]


def test_the_seal_stands_on_the_right_and_people_sign_on_lines() -> None:
    document = opened(Seal(("清和区城市管理局（印章）", "2026年3月2日")), Signature("执法人员"))
    *_, seal, day, signature = [each for each in document.paragraphs if each.text]
    assert [seal.alignment, day.alignment] == [WD_ALIGN_PARAGRAPH.RIGHT] * 2
    assert signature.text == "执法人员：＿＿＿＿＿＿＿＿　　年　　月　　日"


def test_a_list_repeats_its_header_and_keeps_its_rows_whole() -> None:
    table = opened(Grid(("序号", "名称", "数量"), [("1", "电子秤", "3台")])).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "名称", "数量"],
        ["1", "电子秤", "3台"],
    ]
    header, row = table.rows
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert round(sum(cell.width.mm for cell in row.cells)) == 156


def test_an_empty_list_keeps_rows_to_be_filled_in_by_hand() -> None:
    assert len(opened(Grid(("名称", "数量"), [])).tables[0].rows) == 4


def test_a_form_has_pairs_in_a_row_and_places_to_sign() -> None:
    table = opened(Form([("案号", "7号", "日期", "3月2日"), ("案由", "占道经营"), ("负责人审批", None)])).tables[0]
    assert [len({id(cell._tc) for cell in row.cells}) for row in table.rows] == [4, 2, 2]
    assert "签名：" in table.rows[2].cells[1].text
    assert [round(column.width.mm) for column in table.columns] == [32, 46, 32, 46]


def test_lines_to_write_on_are_ruled() -> None:
    document = opened(Writing("现场情况：", 3))
    ruled = [each for each in document.paragraphs if each._element.pPr.find(qn("w:pBdr")) is not None]
    assert len(ruled) == 3
    order = [child.tag.rpartition("}")[2] for child in ruled[0]._element.pPr]
    assert order.index("pBdr") < order.index("spacing")


def test_every_page_is_numbered() -> None:
    footer = opened(Line("正文。")).sections[0].footer
    assert "PAGE" in footer._element.xml


def test_several_papers_begin_on_pages_of_their_own() -> None:
    papers = [InstrumentDocument(title=(title,), parts=()) for title in ("案卷", "卷内文件目录")]
    document = Document(io.BytesIO(write_instrument(*papers)))
    breaks = {each.text: each.paragraph_format.page_break_before for each in document.paragraphs if each.text}
    assert breaks == {"案卷": False, "卷内文件目录": True}


def test_a_paper_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        write_instrument(InstrumentDocument(title=("",), parts=()))
