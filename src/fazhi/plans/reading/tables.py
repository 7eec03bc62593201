"""Pass 6d, tables: task tables (任务分解表) become tasks, whatever parts their columns.

Rows of one line with bars, tabs or wide gaps, and rows whose cells stand one a line. A row with one filled cell is a
heading inside the table; an empty cell of a grouping column repeats the one above.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fazhi.plans.reading.celltables import find_cell_tables
from fazhi.plans.reading.columns import Column, columns_of

Span = tuple[int, int]
_SEPARATORS = (re.compile(r"\|"), re.compile(r"\t"), re.compile(r"｜"), re.compile(r"[│┃]"), re.compile(r" {2,}"))
_RULE = re.compile(r"[\s|│┃┼┬┴├┤+:=—-]*")
_NUMBER = re.compile(r"(?:\(?\d{1,3}\)?|\(?[一二三四五六七八九十]{1,3}\)?|[①-⑳])\s?[.、]?")
_SECTION_MARK = re.compile(
    r"(?P<chapter>第.{1,3}[章部])|(?P<comma>[一二三四五六七八九十]{1,3}\s?[、.])|(?P<bracket>\([一二三四五六七八九十]{1,3}\))"
)
_LEADING_MARK = re.compile(r"\s*(?P<number>\d{1,3}|\(?[一二三四五六七八九十]{1,3}\)?|[①-⑳])\s?[.、)]\s*")
_NOTE = re.compile(r"\s*(?:注|备注|说明|合计)[:：]?")
_UNIT_COLUMNS = frozenset({"lead", "support", "guide", "named"})


@dataclass(frozen=True, slots=True)
class Row:
    """One task row: its number, its cells by column, and the table's own headings above it."""

    start: int
    end: int
    number: Span
    cells: tuple[tuple[Column, str, Span], ...]
    headings: tuple[Span, ...]


@dataclass(slots=True)
class Table:
    """text[start:end] is a table with the tasks of its rows."""

    start: int
    end: int
    rows: list[Row] = field(default_factory=list)


def find_tables(text: str) -> list[Table]:
    """All task tables of a folded text whose lines are paragraphs."""
    lines = list(_lines(text))
    tables = [*_line_tables(text, lines), *_cell_tables(text, lines)]
    return sorted((t for t in tables if t.rows), key=lambda table: table.start)


def _lines(text: str) -> Iterator[Span]:
    place = 0
    for line in text.split("\n"):
        yield place, place + len(line)
        place += len(line) + 1


def _cells(text: str, line: Span, separator: re.Pattern[str]) -> list[Span]:
    """The cell spans of a line; a bar at its beginning or end opens no cell."""
    start, end = line
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    if end > start and text[start] in "|｜│┃":
        start += 1
    if end > start and text[end - 1] in "|｜│┃":
        end -= 1
    cells = []
    place = start
    for match in separator.finditer(text, start, end):
        cells.append(_bare(text, place, match.start()))
        place = match.end()
    cells.append(_bare(text, place, end))
    return cells


def _bare(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t*":
        start += 1
    while end > start and text[end - 1] in " \t*":
        end -= 1
    return start, end


def _line_tables(text: str, lines: list[Span]) -> Iterator[Table]:
    index = 0
    while index < len(lines):
        head = _head(text, lines[index])
        if not head:
            index += 1
            continue
        separator, columns, names = head
        table, index = _read_rows(text, lines, index, separator, columns, names)
        yield table


def _head(text: str, line: Span) -> tuple[re.Pattern[str], list[Column], list[str]] | None:
    if line[1] - line[0] > 300:
        return None
    for separator in _SEPARATORS:
        if separator.search(text, *line):
            cells = _cells(text, line, separator)
            names = [text[a:b] for a, b in cells]
            columns = columns_of(names) if len(cells) >= 3 or (len(cells) == 2 and separator.pattern == r"\|") else None
            if columns:
                return separator, columns, names
    return None


def _read_rows(
    text: str, lines: list[Span], head: int, separator: re.Pattern[str], columns: list[Column], names: list[str]
) -> tuple[Table, int]:
    """Read the rows under a head; returns the table and the first line after it."""
    table = Table(lines[head][0], lines[head][1])
    builder = _RowBuilder(text, table, columns, names)
    index = head + 1
    while index < len(lines):
        line = lines[index]
        if not text[line[0] : line[1]].strip():
            index += 1
            continue
        cells = _cells(text, line, separator)
        single = len(cells) == 1 or sum(1 for a, b in cells if a < b) == 1
        if len(cells) == 1 and not (separator.search(text, *line) or _SECTION_MARK.match(text, *cells[0])):
            break
        if _NOTE.match(text, *cells[0]) or (len(cells) == 1 and not _more_rows(text, lines, index, separator)):
            break
        if _RULE.fullmatch(text, *line) or [text[a:b] for a, b in cells] == names:
            pass
        elif single and not builder.continues(cells):
            builder.heading(next((c for c in cells if c[0] < c[1]), cells[0]))
        else:
            builder.row(line, cells)
        table.end = line[1]
        index += 1
    return table, index


def _more_rows(text: str, lines: list[Span], index: int, separator: re.Pattern[str]) -> bool:
    """Whether rows go on after a line without separators."""
    return any(len(_cells(text, line, separator)) >= 3 for line in lines[index + 1 : index + 3])


class _RowBuilder:
    """Collects rows, carrying headings and grouping cells down."""

    def __init__(self, text: str, table: Table, columns: list[Column], names: list[str]) -> None:
        self.text, self.table, self.columns, self.names = text, table, columns, names
        self.sections: list[tuple[str, Span]] = []
        self.carried: dict[int, Span] = {}

    def continues(self, cells: list[Span]) -> bool:
        """Whether a row with one filled cell only goes on with the cell above it."""
        filled = [i for i, (a, b) in enumerate(cells) if a < b]
        return bool(
            filled
            and filled[0] > 0
            and len(cells) == len(self.columns)
            and self.table.rows
            and not _SECTION_MARK.match(self.text, *cells[filled[0]])
        )

    def heading(self, cell: Span) -> None:
        """A row that is one heading: it closes headings of its own rank and below."""
        match = _SECTION_MARK.match(self.text, *cell)
        rank = (match.lastgroup or "plain") if match else "plain"
        order = ["chapter", "comma", "bracket"]
        if rank == "plain":
            self.sections = []
        else:
            self.sections = [s for s in self.sections if s[0] in order and order.index(s[0]) < order.index(rank)]
        self.sections.append((rank, cell))

    def row(self, line: Span, cells: list[Span]) -> None:
        """A row of cells: a new task, or the rest of the one above."""
        if len(cells) < len(self.columns):
            cells = self._aligned(cells)
        cells = cells[: len(self.columns)]
        filled = {i: cell for i, cell in enumerate(cells) if cell[0] < cell[1]}
        task = next((i for i, column in enumerate(self.columns) if column == "task"), 0)
        number = next((i for i, column in enumerate(self.columns) if column == "number"), None)
        numbered = number is not None and number in filled
        has_units = any(self.columns[i] in _UNIT_COLUMNS for i in filled)
        if self.table.rows and not numbered and (task not in filled or (number is not None and not has_units)):
            if (
                task not in filled
                and "detail" in self.columns
                and self.columns.index("detail") in filled
                and has_units
                and task in self.carried
            ):
                filled[task] = self.carried[task]
            else:
                self._append(line, filled)
                return
        if task not in filled:
            return
        self.carried[task] = filled[task]
        headings = [span for _, span in self.sections] + self._groups(filled)
        place = filled[number] if number is not None and numbered else (line[0], line[0])
        leading = _LEADING_MARK.match(self.text, *filled[task]) if number is None else None
        if leading:
            place = leading.span("number")
            filled[task] = (leading.end(), filled[task][1])
        begin = place[0] if place[0] < place[1] else filled[task][0]
        parts = tuple((self.columns[i], self.names[i], cell) for i, cell in sorted(filled.items()))
        self.table.rows.append(Row(begin, line[1], place, parts, tuple(headings)))

    def _aligned(self, cells: list[Span]) -> list[Span]:
        """Cells of a row with fewer than the head: those of merged cells at its left are missing."""
        missing = len(self.columns) - len(cells)
        groups = next((i for i, c in enumerate(self.columns) if c not in ("number", "heading")), 0)
        first = self.text[cells[0][0] : cells[0][1]] if cells else ""
        if self.columns[0] == "heading" and missing <= groups and _NUMBER.fullmatch(first):
            return [(0, 0)] * missing + cells
        return cells + [(0, 0)] * missing

    def _groups(self, filled: dict[int, Span]) -> list[Span]:
        spans = []
        for index, column in enumerate(self.columns):
            if column == "heading":
                if index in filled:
                    self.carried[index] = filled[index]
                if index in self.carried:
                    spans.append(self.carried[index])
        return spans

    def _append(self, line: Span, filled: dict[int, Span]) -> None:
        last = self.table.rows.pop()
        parts = [*last.cells, *((self.columns[i], self.names[i], cell) for i, cell in sorted(filled.items()))]
        self.table.rows.append(Row(last.start, line[1], last.number, tuple(parts), last.headings))


def _cell_tables(text: str, lines: list[Span]) -> Iterator[Table]:
    spans = [line for line in (_bare(text, *line) for line in lines) if line[0] < line[1]]
    texts = [text[a:b] for a, b in spans]
    for found in find_cell_tables(texts):
        table = Table(spans[found.head][0], spans[found.end - 1][1])
        builder = _RowBuilder(text, table, list(found.columns), texts[found.head : found.first])
        for cells in _grouped(text, spans[found.first : found.end], len(found.columns), builder):
            builder.row((cells[0][0], cells[-1][1]), _by_kind(text, cells, found.columns))
        yield table


def _grouped(text: str, cells: list[Span], width: int, builder: _RowBuilder) -> Iterator[list[Span]]:
    """Cells row by row: a row begins at the number that follows the last row's."""
    expected = 1
    row: list[Span] = []
    for cell in cells:
        words = text[cell[0] : cell[1]]
        digits = re.sub(r"\D", "", words)
        if _NUMBER.fullmatch(words) and digits and int(digits) == expected:
            if row:
                yield row
            row, expected = [cell], expected + 1
        elif _SECTION_MARK.match(words) and (not row or len(row) >= min(width, 3)):
            if row:
                yield row
            row = []
            builder.heading(cell)
        elif row:
            row.append(cell)
    if row:
        yield row


def _by_kind(text: str, cells: list[Span], columns: tuple[Column, ...]) -> list[Span]:
    """Cells under their columns when some are missing (empty cells leave no line) or more than there are columns."""
    if len(cells) == len(columns):
        return cells
    if len(cells) > len(columns):
        extra = len(cells) - len(columns)
        task = columns.index("task")
        detail = columns.index("detail") if "detail" in columns else task
        return [*cells[:detail], (cells[detail][0], cells[detail + extra][1]), *cells[detail + extra + 1 :]]
    result = [(0, 0)] * len(columns)
    rest = list(cells)
    for index, column in enumerate(columns):
        if not rest:
            break
        room = len(columns) - index
        words = text[rest[0][0] : rest[0][1]]
        if len(rest) < room and not _fits(words, column):
            continue
        result[index] = rest.pop(0)
    return result


def _fits(words: str, column: Column) -> bool:
    """Whether the words can stand in a column, judged by what is unmistakable: a time is no unit, a unit no time."""
    is_time = bool(re.search(r"年|月|季度|长期|持续|全年|每", words)) and not re.search(r"局|委|办|府|部门|单位", words)
    if column == "deadline":
        return is_time
    if column in _UNIT_COLUMNS:
        return not is_time
    return True
