"""One way of writing a table row as a line of text, shared by .docx and HTML."""

from collections.abc import Sequence

from fazhi.documents.document import Line


def row_line(cells: Sequence[str]) -> Line | None:
    """The line "| a | b |" for a row, or None when all its cells are blank.

    The place of a merged cell that was written before is an empty cell, so that columns still line up under their
    header. A bar inside a cell becomes a full-width one, or it would open a column.
    """
    tidy = [" ".join(cell.split()).replace("|", "｜") for cell in cells]
    if not any(tidy):
        return None
    return Line("| " + " | ".join(tidy) + " |", "table_row")
