"""The .docx of an official document, read back with python-docx: page, fonts, headings, signature, annex."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from fazhi.documents.official_docx import AnnexTable, OfficialDocument, heading_level, write_official_document


def opened(document: OfficialDocument) -> DocumentType:
    return Document(io.BytesIO(write_official_document(document)))


def east_asian_font(run: Run) -> str:
    return run._element.rPr.rFonts.get(qn("w:eastAsia"))


def paragraph_runs(document: DocumentType) -> list[list[tuple[str, str]]]:
    """The paragraphs that hold text, each as its runs with their Chinese fonts."""
    found = [[(run.text, east_asian_font(run)) for run in paragraph.runs] for paragraph in document.paragraphs]
    return [runs for runs in found if runs]


def test_page_has_the_margins_of_the_standard() -> None:
    section = opened(OfficialDocument(title="通报", body=["正文。"])).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def test_headings_have_the_font_of_their_level() -> None:
    body = ["一、总体情况", "本期交办3件。", "（一）红牌事项", "（二）加强督办。各单位按时办理。"]
    assert paragraph_runs(opened(OfficialDocument(title="清和区督查通报", body=body))) == [
        [("清和区督查通报", "方正小标宋简体")],
        [("一、总体情况", "黑体")],
        [("本期交办3件。", "仿宋_GB2312")],
        [("（一）红牌事项", "楷体_GB2312")],
        [("（二）加强督办。", "楷体_GB2312"), ("各单位按时办理。", "仿宋_GB2312")],
    ]


def test_body_is_indented_by_two_characters_and_title_is_centred() -> None:
    title, _blank, body = opened(OfficialDocument(title="通报", body=["正文。"])).paragraphs
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert title.runs[0].font.size == Pt(22)
    assert body.paragraph_format.first_line_indent == body.runs[0].font.size * 2


def test_parts_come_in_the_order_of_a_document() -> None:
    document = OfficialDocument(
        title="清和区督查通报",
        serial="2026年第3期",
        addressees="区政府各部门：",
        body=["正文。"],
        signature="清和区司法局",
        date="2026年4月1日",
    )
    texts = [paragraph.text for paragraph in opened(document).paragraphs if paragraph.text]
    assert texts == ["清和区督查通报", "2026年第3期", "区政府各部门：", "正文。", "清和区司法局", "2026年4月1日"]


def test_page_number_stands_right_on_odd_and_left_on_even_pages() -> None:
    document = opened(OfficialDocument(title="通报", body=["正文。"]))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    fields = [element.text for element in odd._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE"]


def test_annex_is_a_table_on_its_own_page_with_a_repeated_header() -> None:
    annex = AnnexTable("逾期事项清单", ["编号", "单位"], [["1", "区城管局"], ["2", "东街街道"]])
    document = opened(OfficialDocument(title="通报", body=["正文。"], annex=annex))
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["编号", "单位"],
        ["1", "区城管局"],
        ["2", "东街街道"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    [mark] = [paragraph for paragraph in document.paragraphs if paragraph.text == "附件"]
    assert mark.paragraph_format.page_break_before is True


def test_annex_columns_fill_the_text_width() -> None:
    annex = AnnexTable("清单", ["编号", "单位", "事项"], [["1", "区城管局", "整治"]])
    [table] = opened(OfficialDocument(title="通报", body=[], annex=annex)).tables
    assert [cell.width.mm for cell in table.rows[1].cells] == pytest.approx([52, 52, 52], abs=0.1)
    assert Mm(156) == Mm(210) - Mm(28) - Mm(26)


def test_control_characters_do_not_break_the_file() -> None:
    document = opened(OfficialDocument(title="通\x00报", body=["正\x0b文。\ud800"]))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == ["通报", "正", "文。"]


def test_lines_of_a_paragraph_become_paragraphs() -> None:
    document = opened(OfficialDocument(title="通报", body=["第一段。\n\n第二段。"]))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == ["通报", "第一段。", "第二段。"]


def test_missing_fonts_have_named_substitutes() -> None:
    document = opened(OfficialDocument(title="通报", body=[]))
    [part] = [each for each in document.part.package.iter_parts() if str(each.partname) == "/word/fontTable.xml"]
    table = part.blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/></w:font>' in table
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/></w:font>' in table


def test_properties_carry_title_and_moment() -> None:
    made_at = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    properties = opened(OfficialDocument(title="通报", body=[], signature="司法局", made_at=made_at)).core_properties
    assert (properties.title, properties.author, properties.created) == ("通报", "司法局", made_at)


@pytest.mark.parametrize(
    ("text", "level"),
    [("一、总体情况", 1), ("十二、其他", 1), ("（三）红牌", 2), ("1.事项", 0), ("一是加强", 0), ("", 0)],
)
def test_heading_level_follows_the_numbering(text: str, level: int) -> None:
    assert heading_level(text) == level


def test_document_without_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        write_official_document(OfficialDocument(title=" ", body=["正文。"]))


def test_annex_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="annex"):
        write_official_document(
            OfficialDocument(title="通报", body=[], annex=AnnexTable("清单", ["编号"], [["1", "2"]]))
        )
