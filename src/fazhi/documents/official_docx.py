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

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from fazhi.documents.official_layout import (
    BODY_FONT,
    BODY_SIZE,
    HEADING_FONT,
    INDENT,
    SUBHEADING_FONT,
    clean,
    new_paragraph,
    repeat_header,
    set_default_font,
    set_page,
    write_blank,
    write_cell,
    write_run,
    write_title,
)
from fazhi.documents.official_table import GridTable, write_table
from fazhi.documents.title_lines import title_lines

_FIRST_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")
_SECOND_LEVEL = re.compile(r"^（[一二三四五六七八九十]+）")


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
    stop, and else as a paragraph whose first sentence is one. A table stands where it comes among the paragraphs.
    """

    title: str
    body: Sequence[str | GridTable]
    serial: str = ""
    """期号 or 发文字号, under the title."""
    addressees: str = ""
    signature: str = ""
    date: str = ""
    closing_note: str = ""
    """附注, in round brackets below the date: 此件公开发布."""
    annex: AnnexTable | None = None
    made_at: datetime | None = field(default=None)
    """Kept in the file's properties; the same document at the same moment is the same file but for the zip's times."""


def write_official_document(document: OfficialDocument) -> bytes:
    """The .docx file. Raises ValueError for a document without a title or an annex row of another width."""
    if not document.title.strip():
        raise ValueError("an official document needs a title")
    out = Document()
    set_page(out)
    set_default_font(out)
    _properties(out, document)
    for line in document.title.splitlines():
        for each in title_lines(line):
            write_title(out, each)
    if document.serial:
        _line(out, document.serial, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    write_blank(out)
    if document.addressees:
        _line(out, document.addressees)
    for part in document.body:
        if isinstance(part, GridTable):
            write_table(out, part)
            continue
        for line in part.splitlines():
            _body(out, line.strip())
    _sign(out, document)
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


def _sign(out: DocumentType, document: OfficialDocument) -> None:
    """署名 and 成文日期 stay together and with the line above: no page begins with a signature alone."""
    lines = [text for text in (document.signature, document.date) if text]
    if lines:
        if out.paragraphs:
            out.paragraphs[-1].paragraph_format.keep_with_next = True
        write_blank(out)
        out.paragraphs[-1].paragraph_format.keep_with_next = True
    for text in lines:
        signed = _line(out, text, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = INDENT * 2
        signed.paragraph_format.keep_with_next = text != lines[-1] or bool(document.closing_note)
    if document.closing_note:
        note = _line(out, f"（{document.closing_note}）")
        note.paragraph_format.left_indent = INDENT


def _properties(out: DocumentType, document: OfficialDocument) -> None:
    properties = out.core_properties
    properties.title, properties.author, properties.comments = clean(document.title), clean(document.signature), ""
    if document.made_at is not None:
        properties.created = properties.modified = document.made_at


def _line(
    out: DocumentType, text: str, *, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT, font: str = BODY_FONT
) -> Paragraph:
    paragraph = new_paragraph(out, alignment=alignment)
    write_run(paragraph, text, font, BODY_SIZE)
    return paragraph


def _body(out: DocumentType, text: str) -> None:
    if not text:
        return
    paragraph = new_paragraph(out, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = INDENT
    level = heading_level(text)
    if not level:
        write_run(paragraph, text, BODY_FONT, BODY_SIZE)
        return
    heading, rest = _split_heading(text)
    if not rest:
        paragraph.paragraph_format.keep_with_next = True
    write_run(paragraph, heading, HEADING_FONT if level == 1 else SUBHEADING_FONT, BODY_SIZE)
    if rest:
        write_run(paragraph, rest, BODY_FONT, BODY_SIZE)


def _split_heading(text: str) -> tuple[str, str]:
    """The heading and what follows it in the same paragraph: （一）加强督办。各单位要…"""
    stop = text.find("。")
    return (text, "") if stop < 0 or stop == len(text) - 1 else (text[: stop + 1], text[stop + 1 :])


def _annex(out: DocumentType, annex: AnnexTable) -> None:
    if any(len(row) != len(annex.header) for row in annex.rows):
        raise ValueError("an annex row is not as wide as its header")
    mark = _line(out, "附件", font=HEADING_FONT)
    mark.paragraph_format.page_break_before = True
    write_title(out, annex.title)
    table = out.add_table(rows=1, cols=len(annex.header), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = annex.widths or [156 / len(annex.header)] * len(annex.header)
    for index, text in enumerate(annex.header):
        write_cell(table.rows[0].cells[index].paragraphs[0], text, HEADING_FONT, WD_ALIGN_PARAGRAPH.CENTER)
    repeat_header(table.rows[0]._tr)
    for row in annex.rows:
        cells = table.add_row().cells
        for index, text in enumerate(row):
            write_cell(cells[index].paragraphs[0], text, BODY_FONT, WD_ALIGN_PARAGRAPH.LEFT)
    for row_ in table.rows:
        for index, cell in enumerate(row_.cells):
            cell.width = Mm(widths[index])
