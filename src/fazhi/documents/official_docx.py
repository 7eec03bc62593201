"""Writes an official document (公文) as .docx in the look of GB/T 9704-2012, with python-docx and nothing else.

What the standard sets and this writes: A4; margins 37 mm above, 35 mm below, 28 mm left, 26 mm right (版心 156 × 225
mm); 22 lines of 28 characters a page, body in 三号仿宋; title in 二号小标宋, centred; headings 一、 in 黑体, （一） in
楷体, deeper ones in 仿宋; page number in 四号 between dashes, on the right of odd pages and the left of even ones.
The fonts are named with what WPS and Word hold in their place when 方正小标宋 or 仿宋_GB2312 is not installed.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
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

_FIRST_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")
_SECOND_LEVEL = re.compile(r"^（[一二三四五六七八九十]+）")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """A table on pages of its own after the text: its title, header and rows of text."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    """Widths in millimetres; equal ones when empty."""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """What stands in the document, from top to bottom; empty parts are left out.

    A paragraph of `body` that starts with 一、 or （一） is set as a heading of that level if it ends without a full
    stop, and else as a paragraph whose first sentence is one.
    """

    title: str
    body: Sequence[str]
    serial: str = ""
    """期号 or 发文字号, under the title."""
    addressees: str = ""
    signature: str = ""
    date: str = ""
    annex: AnnexTable | None = None
    made_at: datetime | None = field(default=None)
    """Kept in the file's properties; the same document at the same moment is the same file but for the zip's times."""


def write_official_document(document: OfficialDocument) -> bytes:
    """The .docx file. Raises ValueError for a document without a title or an annex row of another width."""
    if not document.title.strip():
        raise ValueError("an official document needs a title")
    out = Document()
    _set_page(out)
    _set_default_font(out)
    _properties(out, document)
    for line in document.title.splitlines():
        _title(out, line)
    if document.serial:
        _line(out, document.serial, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    _blank(out)
    if document.addressees:
        _line(out, document.addressees)
    for paragraph in document.body:
        for line in paragraph.splitlines():
            _body(out, line.strip())
    if document.signature or document.date:
        _blank(out)
    for text in filter(None, (document.signature, document.date)):
        signed = _line(out, text, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = INDENT * 2
    if document.annex is not None:
        _annex(out, document.annex)
    file = io.BytesIO()
    out.save(file)
    return file.getvalue()


def heading_level(paragraph: str) -> int:
    """1 for 一、…, 2 for （一）…, 0 for what is no heading."""
    if _FIRST_LEVEL.match(paragraph):
        return 1
    return 2 if _SECOND_LEVEL.match(paragraph) else 0


def _set_page(out: DocumentType) -> None:
    section = out.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7)  # the number's upper edge is 7 mm below the 版心
    out.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _set_default_font(out: DocumentType) -> None:
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


def _properties(out: DocumentType, document: OfficialDocument) -> None:
    properties = out.core_properties
    properties.title, properties.author, properties.comments = _clean(document.title), _clean(document.signature), ""
    if document.made_at is not None:
        properties.created = properties.modified = document.made_at


def _title(out: DocumentType, text: str) -> None:
    paragraph = _paragraph(out, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.paragraph_format.line_spacing = Pt(35)
    _run(paragraph, text.strip(), TITLE_FONT, TITLE_SIZE)


def _line(
    out: DocumentType, text: str, *, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT, font: str = BODY_FONT
) -> Paragraph:
    paragraph = _paragraph(out, alignment=alignment)
    _run(paragraph, text, font, BODY_SIZE)
    return paragraph


def _body(out: DocumentType, text: str) -> None:
    if not text:
        return
    paragraph = _paragraph(out, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = INDENT
    level = heading_level(text)
    if not level:
        _run(paragraph, text, BODY_FONT, BODY_SIZE)
        return
    heading, rest = _split_heading(text)
    if not rest:
        paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, heading, HEADING_FONT if level == 1 else SUBHEADING_FONT, BODY_SIZE)
    if rest:
        _run(paragraph, rest, BODY_FONT, BODY_SIZE)


def _split_heading(text: str) -> tuple[str, str]:
    """The heading and what follows it in the same paragraph: （一）加强督办。各单位要…"""
    stop = text.find("。")
    return (text, "") if stop < 0 or stop == len(text) - 1 else (text[: stop + 1], text[stop + 1 :])


def _blank(out: DocumentType) -> None:
    _paragraph(out)


def _paragraph(out: DocumentType, *, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT) -> Paragraph:
    paragraph = out.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = LINE
    return paragraph


def _run(paragraph: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = paragraph.add_run(_clean(text))
    run.font.size = size
    run.font.name = LATIN_FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _clean(text: str) -> str:
    """Without the control characters that XML forbids: a person's paste must not break the file."""
    return _ILLEGAL.sub("", text)


def _page_number(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号半角宋体, one character off the edge."""
    paragraph.alignment = alignment
    if alignment == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = PAGE_NUMBER_SIZE
    else:
        paragraph.paragraph_format.left_indent = PAGE_NUMBER_SIZE
    _run(paragraph, "— ", "宋体", PAGE_NUMBER_SIZE)
    number = _run(paragraph, "", "宋体", PAGE_NUMBER_SIZE)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        number._element.append(element)
    _run(paragraph, " —", "宋体", PAGE_NUMBER_SIZE)


def _annex(out: DocumentType, annex: AnnexTable) -> None:
    if any(len(row) != len(annex.header) for row in annex.rows):
        raise ValueError("an annex row is not as wide as its header")
    mark = _line(out, "附件", font=HEADING_FONT)
    mark.paragraph_format.page_break_before = True
    _title(out, annex.title)
    table = out.add_table(rows=1, cols=len(annex.header), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = annex.widths or [156 / len(annex.header)] * len(annex.header)
    for index, text in enumerate(annex.header):
        _cell(table.rows[0].cells[index].paragraphs[0], text, HEADING_FONT, WD_ALIGN_PARAGRAPH.CENTER)
    _repeat_header(table.rows[0]._tr)
    for row in annex.rows:
        cells = table.add_row().cells
        for index, text in enumerate(row):
            _cell(cells[index].paragraphs[0], text, BODY_FONT, WD_ALIGN_PARAGRAPH.LEFT)
    for row_ in table.rows:
        for index, cell in enumerate(row_.cells):
            cell.width = Mm(widths[index])


def _cell(paragraph: Paragraph, text: str, font: str, alignment: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, font, TABLE_SIZE)


def _repeat_header(row: Any) -> None:
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
