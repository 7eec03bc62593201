"""Tables inside official papers: a grid whose headings span rows and columns, as statistical tables have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Length, Mm, Pt
from docx.table import _Cell

from fazhi.documents.official_layout import (
    BODY_FONT,
    HEADING_FONT,
    TABLE_SIZE,
    new_paragraph,
    repeat_header,
    write_run,
)

TEXT_WIDTH = 156
"""Millimetres between the margins (版心)."""
SMALL_SIZE = Pt(9)  # 小五, for tables that are wider than the page would like
MOST_IN_FULL_SIZE = 6


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text, over how many columns and rows it reaches, and whether it is a heading."""

    text: str
    columns: int = 1
    rows: int = 1
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table by rows; a row leaves out the places that cells above or before reach over."""

    title: str
    rows: tuple[tuple[GridCell, ...], ...]
    head_rows: int = 1
    stub: int = 1
    """Columns that hold the titles of rows; they get more room than those of numbers."""
    note: str = ""

    def placed(self) -> Iterator[tuple[int, int, GridCell]]:
        """Each cell with the row and column where it begins. Raises ValueError where cells overlap or leave a gap."""
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (at, column) in taken:
                    column += 1
                reach = {(at + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
                if reach & taken:
                    raise ValueError(f"cells of a table overlap in row {at + 1}")
                taken |= reach
                yield at, column, cell
        width, height = self.width, len(self.rows)
        if taken != {(at, column) for at in range(height) for column in range(width)}:
            raise ValueError("a table is not a whole rectangle")

    @property
    def width(self) -> int:
        return sum(cell.columns for cell in self.rows[0]) if self.rows else 0


def write_table(out: DocumentType, table: GridTable) -> None:
    """Adds a table with its title above and its note below. Raises ValueError as `GridTable.placed`."""
    cells = list(table.placed())
    size = TABLE_SIZE if table.width <= MOST_IN_FULL_SIZE else SMALL_SIZE
    if table.title:
        title = new_paragraph(out, alignment=WD_ALIGN_PARAGRAPH.CENTER)
        title.paragraph_format.keep_with_next = True
        write_run(title, table.title, HEADING_FONT, TABLE_SIZE)
    grid = out.add_table(rows=len(table.rows), cols=table.width, style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    # Taken once: the table looks through all its cells each time that it is asked for one.
    places = [row.cells for row in grid.rows]
    for row, column, cell in cells:
        _fill(places, row, column, cell, size, numeric=row >= table.head_rows and column >= table.stub)
    for row in grid.rows[: table.head_rows]:
        repeat_header(row._tr)
    # Word reads the widths of cells, LibreOffice those of the grid.
    widths = _widths(table)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row, column, cell in cells:
        for down in range(cell.rows):
            places[row + down][column].width = Mm(sum(each.mm for each in widths[column : column + cell.columns]))
    if table.note:
        note = new_paragraph(out)
        write_run(note, table.note, BODY_FONT, TABLE_SIZE)


def _fill(places: Sequence[Sequence[_Cell]], row: int, column: int, cell: GridCell, size: Pt, *, numeric: bool) -> None:
    place = places[row][column]
    if cell.rows > 1 or cell.columns > 1:
        place = place.merge(places[row + cell.rows - 1][column + cell.columns - 1])
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = place.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if cell.is_heading or numeric else WD_ALIGN_PARAGRAPH.LEFT
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    write_run(paragraph, cell.text, HEADING_FONT if cell.is_heading else BODY_FONT, size)


def _widths(table: GridTable) -> Sequence[Length]:
    """The columns of titles take a part of the page, the innermost most of it: it holds the longest ones."""
    numbers = table.width - table.stub
    if not table.stub or not numbers:
        return [Mm(TEXT_WIDTH / table.width)] * table.width
    share = 0.5 if table.stub > 1 else 0.12 if numbers > 2 * MOST_IN_FULL_SIZE else 0.35
    titles = TEXT_WIDTH * share
    outer = titles / (table.stub * 1.6)
    innermost = titles - outer * (table.stub - 1)
    return [Mm(outer)] * (table.stub - 1) + [Mm(innermost)] + [Mm((TEXT_WIDTH - titles) / numbers)] * numbers
