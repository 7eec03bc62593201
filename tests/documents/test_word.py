import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes
from tests.documents.word_files import add_property, body_of, saved, with_part


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def text_of(*elements: str) -> str:
    return read_bytes("a.docx", body_of(*elements)).text


def refusal(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes("a.docx", data)
    return refused.value


def test_headings_paragraphs_and_tables_keep_their_order() -> None:
    word = docx.Document()
    word.add_heading("2026年法治政府建设工作要点", 0)
    word.add_heading("一、总体要求", 1)
    word.add_paragraph("　　深入推进依法行政。")
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ["序号", "任务", "1", "健全|制度"], strict=True):
        cell.text = text
    word.add_paragraph("")
    word.add_paragraph("附件")
    document = read_bytes("要点.docx", saved(word))
    assert [(document.text[block.start : block.end], block.kind) for block in document.blocks] == [
        ("2026年法治政府建设工作要点", "heading"),
        ("一、总体要求", "heading"),
        ("深入推进依法行政。", "paragraph"),
        ("| 序号 | 任务 |", "table_row"),
        ("| 1 | 健全｜制度 |", "table_row"),
        ("附件", "paragraph"),
    ]
    assert document.text == "\n".join(document.text[block.start : block.end] for block in document.blocks)


def test_heading_by_outline_level_and_by_a_style_based_on_a_heading() -> None:
    word = docx.Document()
    own = word.styles.add_style("单位标题", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = word.styles["Heading 2"]
    word.add_paragraph("甲", own)
    outlined = word.add_paragraph("乙")
    add_property(outlined, '<w:outlineLvl w:val="0"/>')
    body = word.add_paragraph("丙", own)
    add_property(body, '<w:outlineLvl w:val="9"/>')
    kinds = [block.kind for block in read_bytes("a.docx", saved(word)).blocks]
    assert kinds == ["heading", "heading", "paragraph"]


def test_merged_cells_are_written_once_and_columns_stay_in_line() -> None:
    word = docx.Document()
    table = word.add_table(4, 3)
    for at, text in enumerate(["序号", "任务", "单位", "1", "任务甲", "司法局", "2", "", "公安局", "合计", "", ""]):
        table._cells[at].text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(3, 0).merge(table.cell(3, 2))
    assert read_bytes("a.docx", saved(word)).text.split("\n") == [
        "| 序号 | 任务 | 单位 |",
        "| 1 | 任务甲 | 司法局 |",
        "| 2 |  | 公安局 |",
        "| 合计 |",
    ]


def test_table_of_one_column_is_running_text() -> None:
    word = docx.Document()
    cell = word.add_table(1, 1).cell(0, 0)
    cell.text = "第一段"
    cell.add_paragraph("第二段")
    document = read_bytes("a.docx", saved(word))
    assert (document.text, {block.kind for block in document.blocks}) == ("第一段\n第二段", {"paragraph"})


def test_inserted_text_is_taken_and_deleted_text_dropped() -> None:
    assert (
        text_of(
            "<w:p><w:r><w:t>办结率</w:t></w:r><w:del w:id='1'><w:r><w:delText>90%</w:delText></w:r></w:del>"
            "<w:ins w:id='2'><w:r><w:t>95%</w:t></w:r></w:ins>"
            "<w:moveFrom w:id='3'><w:r><w:t>走</w:t></w:r></w:moveFrom>"
            "<w:moveTo w:id='4'><w:r><w:t>以上</w:t></w:r></w:moveTo></w:p>"
        )
        == "办结率95%以上"
    )


def test_paragraph_whose_end_was_deleted_runs_on() -> None:
    deleted_end = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p>"
    assert text_of(deleted_end, paragraph("后半句。")) == "前半句，后半句。"


def test_deleted_table_row_is_dropped() -> None:
    cell = "<w:tc>" + paragraph("x") + "</w:tc>"
    kept = f"<w:tr>{cell}{cell}</w:tr>"
    deleted = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell}{cell}</w:tr>"
    assert text_of(f"<w:tbl>{kept}{deleted}</w:tbl>") == "| x | x |"


def test_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框中文字')}</w:txbxContent>"
    alternatives = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(f"<w:p><w:r>{alternatives}<w:t>正文</w:t></w:r></w:p>", paragraph("下文")) == "正文\n框中文字\n下文"


def test_breaks_fields_hidden_text_and_pinyin() -> None:
    assert (
        text_of(
            "<w:p><w:r><w:t>关于印发</w:t><w:br/><w:t>的通知</w:t></w:r></w:p>",
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/><w:t>3</w:t><w:fldChar w:fldCharType='end'/></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
            "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r>"
            "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>",
            "<w:p><w:ruby><w:rt><w:r><w:t>fǎ</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>法</w:t></w:r></w:rubyBase></w:ruby></w:p>",
        )
        == "关于印发\n的通知\n3可见链接\n法"
    )


def test_content_control_is_read_and_table_of_contents_left_out() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("控件") + "</w:sdtContent></w:sdt>"
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('一、总体要求 1')}</w:sdtContent></w:sdt>"
    )
    assert text_of(contents, control) == "控件"


def test_strict_file_is_read_like_a_common_one() -> None:
    strict = with_part(
        body_of(paragraph("一、总体要求")),
        "word/document.xml",
        lambda part: part.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    assert read_bytes("a.docx", strict).text == "一、总体要求"


def test_malformed_xml_is_damaged() -> None:
    assert refusal(with_part(body_of(), "word/document.xml", lambda part: part[:-20])).code == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_expansion_is_refused(encoding: str) -> None:
    entities = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "哈"}">' for at in range(12))
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [{entities}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert refusal(with_part(body_of(), "word/document.xml", lambda _: bomb.encode(encoding))).code == "damaged"


def test_zip_bomb_is_refused() -> None:
    bomb = with_part(body_of(), "word/document.xml", lambda part: part + b" " * (30 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert refusal(bomb).code == "zip_bomb"


def test_zip_bomb_that_lies_about_its_size_is_stopped() -> None:
    size = 30 * 1024 * 1024
    bomb = with_part(body_of(), "word/document.xml", lambda _: b" " * size)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert archive.getinfo("word/document.xml").file_size == size
    lying = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refusal(lying).code == "damaged"


def test_archive_of_too_many_members_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for at in range(5001):
            archive.writestr(f"word/{at}", b"")
    assert refusal(file.getvalue()).code == "zip_bomb"


def test_encrypted_archive_is_refused() -> None:
    data = bytearray(body_of(paragraph("x")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 1
    assert refusal(bytes(data)).code == "encrypted"


def test_package_without_its_document_is_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/other.xml", b"<a/>")
    assert refusal(file.getvalue()).code == "damaged"


def test_deep_nesting_does_not_break_reading() -> None:
    depth = 3000
    document = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + "<w:sdt>" * depth + "</w:sdt>" * depth + "</w:body></w:document>"
    )  # fmt: skip
    assert refusal(with_part(body_of(), "word/document.xml", lambda _: document.encode())).code == "damaged"
