"""The look of official papers 公文 (GB/T 9704-2012): page, fonts, title, lines, cells. Writers of .docx build on it."""

import re
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE_FONT, TITLE_FALLBACK = "方正小标宋简体", "宋体"
BODY_FONT, BODY_FALLBACK = "仿宋_GB2312", "仿宋"
HEADING_FONT = "黑体"
SUBHEADING_FONT, SUBHEADING_FALLBACK = "楷体_GB2312", "楷体"
LATIN_FONT = "Times New Roman"

TITLE_SIZE = Pt(22)  # 二号
BODY_SIZE = Pt(16)  # 三号
PAGE_NUMBER_SIZE = Pt(14)  # 四号
TABLE_SIZE = Pt(12)  # 小四
# 版心 225 mm over 22 lines is 28.98 pt a line; Word is given the whole point above half, as offices do.
LINE = Pt(28.95)
INDENT = Pt(32)  # two characters of 三号

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def set_page(out: DocumentType) -> None:
    section = out.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7)  # the number's upper edge is 7 mm below the 版心
    out.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def set_default_font(out: DocumentType) -> None:
    style = out.styles["Normal"]
    style.font.name, style.font.size = LATIN_FONT, BODY_SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    # Word asks this table what to take for a font that the machine lacks.
    for font, instead in (
        (TITLE_FONT, TITLE_FALLBACK),
        (BODY_FONT, BODY_FALLBACK),
        (SUBHEADING_FONT, SUBHEADING_FALLBACK),
    ):
        _name_substitute(out, font, instead)


def write_title(out: DocumentType, text: str) -> None:
    paragraph = new_paragraph(out, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.paragraph_format.line_spacing = Pt(35)
    write_run(paragraph, text.strip(), TITLE_FONT, TITLE_SIZE)


def write_blank(out: DocumentType) -> None:
    new_paragraph(out)


def new_paragraph(out: DocumentType, *, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT) -> Paragraph:
    paragraph = out.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = LINE
    return paragraph


def write_run(paragraph: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = paragraph.add_run(clean(text))
    run.font.size = size
    run.font.name = LATIN_FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def clean(text: str) -> str:
    """Without the control characters that XML forbids: a person's paste must not break the file."""
    return _ILLEGAL.sub("", text)


def _page_number(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号半角宋体, one character off the edge."""
    paragraph.alignment = alignment
    if alignment == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = PAGE_NUMBER_SIZE
    else:
        paragraph.paragraph_format.left_indent = PAGE_NUMBER_SIZE
    write_run(paragraph, "— ", "宋体", PAGE_NUMBER_SIZE)
    number = write_run(paragraph, "", "宋体", PAGE_NUMBER_SIZE)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        number._element.append(element)
    write_run(paragraph, " —", "宋体", PAGE_NUMBER_SIZE)


def write_cell(paragraph: Paragraph, text: str, font: str, alignment: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(0)
    write_run(paragraph, text, font, TABLE_SIZE)


def repeat_header(row: Any) -> None:
    """Repeats a header row on each page (w:tblHeader)."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _name_substitute(out: DocumentType, font: str, instead: str) -> None:
    """Adds w:font/w:altName to the font table, which says what stands in for a font."""
    part = next((each for each in out.part.package.iter_parts() if str(each.partname) == "/word/fontTable.xml"), None)
    if part is None:
        return
    table = parse_xml(part.blob)
    entry: Any = OxmlElement("w:font")
    entry.set(qn("w:name"), font)
    name: Any = OxmlElement("w:altName")
    name.set(qn("w:val"), instead)
    entry.append(name)
    table.append(entry)
    part._blob = serialize_part_xml(table)
