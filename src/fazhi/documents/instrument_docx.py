"""Writes an instrument 文书 as .docx: decisions, notices, records, forms and lists as enforcement bodies print them.

The page is that of `official_layout`. Papers that go out are set in 三号, records and forms in 四号; a form is a table
of labels and contents; a body signs on the right with a place for its seal, people on a line of their own with a date.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from fazhi.documents.official_layout import (
    BODY_FONT,
    BODY_SIZE,
    HEADING_FONT,
    PAGE_NUMBER_SIZE,
    clean,
    new_paragraph,
    repeat_header,
    set_default_font,
    set_page,
    write_cell,
    write_run,
    write_title,
)

FORM_SIZE = PAGE_NUMBER_SIZE  # 四号
FORM_LINE = Pt(26)
TABLE_LINE = Pt(20)
TEXT_WIDTH = 156.0  # 版心, mm
LABEL_WIDTH = 32.0
OPINION_HEIGHT = Mm(26)
SIGNED = "签名：　　　　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, indented by two characters; ``flush`` for the one who is addressed."""

    text: str
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header. An empty one keeps three rows to be filled in by hand."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """Rows of label, content (label, content). Contents that are None are places for an opinion and a signature."""

    rows: Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Writing:
    """A label and empty lines, to be written by hand."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Seal:
    """The signature of the body: its name with a place for the seal, and the day."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line for people to sign."""

    label: str


Part = Line | Grid | Form | Writing | Seal | Signature


@dataclass(frozen=True, slots=True)
class InstrumentDocument:
    """A paper from top to bottom. ``title`` are its lines: the body, the kind of paper."""

    title: Sequence[str]
    parts: Sequence[Part]
    number: str = ""
    large: bool = False
    """Set in 三号, as papers that go out."""
    author: str = ""
    made_at: datetime | None = None


def write_instrument(*documents: InstrumentDocument) -> bytes:
    """The .docx file; of several documents each begins on a new page. Raises ValueError for none, or no title."""
    if not documents or not all(any(line.strip() for line in each.title) for each in documents):
        raise ValueError("an instrument needs a title")
    out = Document()
    set_page(out)
    set_default_font(out)
    first = documents[0]
    properties = out.core_properties
    properties.title, properties.author, properties.comments = clean("".join(first.title)), clean(first.author), ""
    if first.made_at is not None:
        properties.created = properties.modified = first.made_at
    for document in documents:
        begins = len(out.paragraphs)
        _Writer(out, document).write()
        out.paragraphs[begins].paragraph_format.page_break_before = document is not first
    file = io.BytesIO()
    out.save(file)
    return file.getvalue()


class _Writer:
    def __init__(self, out: DocumentType, document: InstrumentDocument) -> None:
        self._out, self._document = out, document
        self._size = BODY_SIZE if document.large else FORM_SIZE

    def write(self) -> None:
        for text in self._document.title:
            write_title(self._out, text)
        if self._document.number:
            self._line(self._document.number, WD_ALIGN_PARAGRAPH.CENTER)
        self._gap()
        for part in self._document.parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        match part:
            case Line():
                self._text(part)
            case Grid():
                self._grid(part)
            case Form():
                self._form(part)
            case Writing():
                self._writing(part)
            case Seal():
                self._seal(part)
            case Signature():
                self._signature(part)

    def _line(self, text: str, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT) -> Paragraph:
        paragraph = new_paragraph(self._out, alignment=alignment)
        if not self._document.large:
            paragraph.paragraph_format.line_spacing = FORM_LINE
        if text:
            write_run(paragraph, text, BODY_FONT, self._size)
        return paragraph

    def _gap(self) -> None:
        paragraph = self._line("")
        paragraph.paragraph_format.line_spacing = Pt(12)

    def _text(self, part: Line) -> None:
        for text in part.text.splitlines():
            if text.strip():
                paragraph = self._line(text.strip(), WD_ALIGN_PARAGRAPH.JUSTIFY)
                if not part.flush:
                    paragraph.paragraph_format.first_line_indent = self._size * 2

    def _writing(self, part: Writing) -> None:
        self._line(part.label).paragraph_format.first_line_indent = self._size * 2
        for _ in range(part.lines):
            _ruled(self._line(""))

    def _seal(self, part: Seal) -> None:
        self._gap()
        for text in part.lines:
            paragraph = self._line(text, WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.right_indent = self._size * 2
            paragraph.paragraph_format.keep_together = True

    def _signature(self, part: Signature) -> None:
        paragraph = self._line(f"{part.label}：" if part.label[-1:] not in "：:" else part.label)
        paragraph.paragraph_format.space_before = Pt(6)
        write_run(paragraph, "＿＿＿＿＿＿＿＿　　年　　月　　日", BODY_FONT, self._size)

    def _table(self, columns: int) -> Any:
        table = self._out.add_table(rows=0, cols=columns, style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        return table

    def _grid(self, part: Grid) -> None:
        table = self._table(len(part.header))
        header = table.add_row()
        for index, text in enumerate(part.header):
            write_cell(header.cells[index].paragraphs[0], text, HEADING_FONT, WD_ALIGN_PARAGRAPH.CENTER)
        repeat_header(header._tr)
        for row in part.rows or [[""] * len(part.header)] * 3:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                _fill(cell, text)
        _set_widths(table, _widths(part))
        for each in table.rows:
            _whole(each)
        self._gap()

    def _form(self, part: Form) -> None:
        table = self._table(4)
        widths = (LABEL_WIDTH, TEXT_WIDTH / 2 - LABEL_WIDTH, LABEL_WIDTH, TEXT_WIDTH / 2 - LABEL_WIDTH)
        for _ in part.rows:
            table.add_row()
        _set_widths(table, widths)
        for row, pairs in zip(table.rows, part.rows, strict=True):
            row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
            row.height = Mm(9)
            cells = list(row.cells)
            if len(pairs) == 2:
                cells = [cells[0], cells[1].merge(cells[3])]
            for index, (cell, content) in enumerate(zip(cells, pairs, strict=True)):
                if content is None:
                    row.height = OPINION_HEIGHT
                    _opinion(cell)
                elif index % 2 == 0:
                    write_cell(cell.paragraphs[0], content, HEADING_FONT, WD_ALIGN_PARAGRAPH.CENTER)
                else:
                    _fill(cell, content)
        self._gap()


def _set_widths(table: Any, widths: Sequence[float]) -> None:
    """Millimetres of the columns, in the grid and in every cell: of programs some heed the one, some the other."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _fill(cell: _Cell, text: str) -> None:
    for index, line in enumerate(text.splitlines() or [""]):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        paragraph.paragraph_format.line_spacing = TABLE_LINE
        write_cell(paragraph, line, BODY_FONT, WD_ALIGN_PARAGRAPH.LEFT)


def _opinion(cell: _Cell) -> None:
    cell.paragraphs[0].paragraph_format.space_after = Mm(10)
    paragraph = cell.add_paragraph()
    write_cell(paragraph, SIGNED, BODY_FONT, WD_ALIGN_PARAGRAPH.RIGHT)


def _whole(row: Any) -> None:
    """A row is not broken between pages (w:cantSplit)."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _ruled(paragraph: Paragraph) -> None:
    """An empty line with a rule below it (w:pBdr)."""
    properties = paragraph._element.get_or_add_pPr()
    border: Any = OxmlElement("w:pBdr")
    # Word takes two neighbouring paragraphs of one border for one box: only a rule between shows each line.
    for side in ("bottom", "between"):
        rule: Any = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "808080")):
            rule.set(qn(f"w:{name}"), value)
        border.append(rule)
    # The schema wants it before spacing and alignment.
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")


def _widths(part: Grid) -> list[float]:
    """Millimetres by how much stands in each column, none below a sixth of an equal share; 序号 stays narrow."""
    longest = [
        max([len(title) * 1.2, *(min(len(row[index]), 40) for row in part.rows)], default=1.0)
        for index, title in enumerate(part.header)
    ]
    weights = [max(value, 4.0) for value in longest]
    narrow = [14.0 if title == "序号" else 0.0 for title in part.header]
    left = TEXT_WIDTH - sum(narrow)
    total = sum(weight for weight, fixed in zip(weights, narrow, strict=True) if not fixed) or 1.0
    return [fixed or left * weight / total for weight, fixed in zip(weights, narrow, strict=True)]
