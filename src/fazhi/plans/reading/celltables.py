"""Tables whose cells stand one a line: a head of column names, then the cells of each row in the same order.

Such text comes out of web pages and copied Word tables. Lines inside it must not be joined to paragraphs, and empty
cells are lost, so rows are found by their running number.
"""

import re
from dataclasses import dataclass

from fazhi.plans.reading.columns import Column, column_of, columns_of
from fazhi.plans.reading.mapped import Mapped
from fazhi.plans.reading.noise import Line

_NUMBER = re.compile(r"\(?\d{1,3}\)?[.、]?")
_ENDS_TABLE = re.compile(r"(?:注|备注|说明)[::]|附件\d?")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)).{2,40}")
_MAX_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class CellTable:
    """lines[head:first] are the column names, lines[first:end] the cells."""

    head: int
    first: int
    end: int
    columns: tuple[Column, ...]


def find_cell_tables(texts: list[str]) -> list[CellTable]:
    """All such tables in a list of lines."""
    tables = []
    index = 0
    while index < len(texts):
        table = _table_at(texts, index)
        if table:
            tables.append(table)
            index = table.end
        else:
            index += 1
    return tables


def cell_table_lines(text: Mapped, lines: list[Line]) -> set[int]:
    """The indexes of lines that are cells of such tables."""
    texts = [text.folded[line.start : line.end] for line in lines]
    return {index for table in find_cell_tables(texts) for index in range(table.head, table.end)}


def _table_at(texts: list[str], head: int) -> CellTable | None:
    first = head
    while first < len(texts) and first - head < _MAX_COLUMNS and column_of(texts[first]) and "|" not in texts[first]:
        first += 1
    columns = columns_of(texts[head:first]) if first - head >= 3 else None
    if not columns or columns[0] != "number" or first >= len(texts):
        return None
    start = first
    while start < len(texts) and start - first < 3 and _SECTION.fullmatch(texts[start]):
        start += 1
    if start >= len(texts) or not _NUMBER.fullmatch(texts[start]):
        return None
    return CellTable(head, first, _end_of(texts, first, len(columns)), tuple(columns))


def _end_of(texts: list[str], first: int, width: int) -> int:
    """Where the table stops: at a note, or where no further row number comes for longer than a row can be."""
    since = 0
    end = first
    for index in range(first, len(texts)):
        if _ENDS_TABLE.match(texts[index]):
            return index
        since = 0 if _NUMBER.fullmatch(texts[index]) else since + 1
        if since > width * 4 + 6:
            return end
        if since == 0 or since < width:
            end = index + 1
    return end
