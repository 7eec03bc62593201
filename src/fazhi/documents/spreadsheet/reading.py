"""Reading a table out of a workbook that was made elsewhere: its header row is found by the names in it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.spreadsheet.grid import Grid, read_grids

_HEADER_WITHIN_ROWS = 10
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_DECORATION = re.compile(r"[\s*:、,.。]+")

_Rows = dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number in the sheet (from 1), the text under each wanted key ("" where there is none).

    `section` is the text of the last row above that was merged across the table (一、…), "" where there was none.
    """

    number: int
    values: Mapping[str, str]
    section: str


_SHORTEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the header that was found. `headers` gives, by key, the header as written in the sheet.

    `heading` is the title that stands alone in a row above the header; empty where there is none.
    """

    sheet: str
    header_row: int
    headers: Mapping[str, str]
    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    columns: dict[str, int]  # key -> 0-based column
    titles: dict[str, str]


def read_table(data: bytes, wanted: Mapping[str, Sequence[str]], required: Collection[str] = ()) -> Table:
    """The first table in a visible sheet whose header has all `required` keys.

    `wanted` gives for each key the headers it may go by; white space, notes in brackets and full- or half-width forms
    do not matter. Title rows above the header are skipped, blank rows and repeated headers left out. A cell merged down
    over several rows counts for each of them. Raises UnreadableDocument: no_header, missing_column, no_rows, and what
    broken or foreign files give.
    """
    names = {key: [_plain(name) for name in options] for key, options in wanted.items()}
    best: tuple[Grid, _Header] | None = None
    for grid in read_grids(data):
        header = _header(grid, names)
        if header is None or (best and len(header.columns) <= len(best[1].columns)):
            continue
        best = (grid, header)
        if all(key in header.columns for key in required):
            break
    if best is None:
        raise _no_header(wanted, required)
    grid, header = best
    if absent := [key for key in required if key not in header.columns]:
        raise _missing(grid, header, [wanted[key][0] for key in absent])
    rows = tuple(_table_rows(grid, header, tuple(wanted)))
    if not rows:
        raise UnreadableDocument(
            "no_rows", f"工作表“{grid.title}”第 {header.row} 行是表头，下面没有数据。", "请填写内容后再上传。"
        )
    return Table(grid.title, header.row, header.titles, rows, _heading(grid, header))


def _heading(grid: Grid, header: _Header) -> str:
    """The first row above the header that holds one cell only, and more than a label (附件1)."""
    for number, texts in grid.rows:
        alone = [text for text in texts if text]
        if number < header.row and len(alone) == 1 and len(alone[0]) >= _SHORTEST_HEADING:
            return " ".join(alone[0].split())
    return ""


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return _DECORATION.sub("", _BRACKETED.sub("", text)).casefold()


def _header(grid: Grid, names: Mapping[str, list[str]]) -> _Header | None:
    """The header among the first rows. One in two storeys counts as its lower one, where columns have their names."""
    top = [(number, texts) for number, texts in grid.rows if number <= _HEADER_WITHIN_ROWS]
    filled = dict(top)
    for merge in grid.merges:
        anchor = filled.get(merge.top)
        if anchor is None or merge.left > len(anchor):
            continue
        for number in range(merge.top + 1, min(merge.bottom, _HEADER_WITHIN_ROWS) + 1):
            if number in filled:
                filled[number] = _with(filled[number], merge.left - 1, anchor[merge.left - 1])
    best: _Header | None = None
    enough = min(2, len(names))
    for number in sorted(filled):
        found = _matched(number, filled[number], names)
        if len(found.columns) < enough or (best is not None and not _continues(best, found)):
            continue
        best = found
    return best


def _continues(best: _Header, found: _Header) -> bool:
    if len(found.columns) != len(best.columns):
        return len(found.columns) > len(best.columns)
    # The lower storey of a header merged down shows the same names; so does a header repeated further below.
    return found.row == best.row + 1 and found.columns == best.columns


def _matched(number: int, texts: Sequence[str], names: Mapping[str, list[str]]) -> _Header:
    plain = [_plain(text) for text in texts]
    columns: dict[str, int] = {}
    for key, options in names.items():
        places = (plain.index(option) for option in options if option and option in plain)
        column = next((place for place in places if place not in columns.values()), None)
        if column is not None:
            columns[key] = column
    return _Header(number, columns, {key: " ".join(texts[column].split()) for key, column in columns.items()})


def _with(texts: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    if at < len(texts) and texts[at]:
        return texts
    padded = texts + ("",) * (at + 1 - len(texts))
    return (*padded[:at], text, *padded[at + 1 :])


def _table_rows(grid: Grid, header: _Header, keys: Iterable[str]) -> Iterable[Row]:
    body: _Rows = {number: texts for number, texts in grid.rows if number > header.row}
    across = _across(grid, header)
    section = ""
    _fill_down(body, grid, header)
    for number, texts in body.items():
        if number in across and sum(map(bool, texts)) == 1:
            section = next(filter(None, texts))
            continue
        values = {key: _at(texts, header.columns.get(key)) for key in keys}
        if any(values.values()) and not _repeats(values, header):
            yield Row(number, values, section)


def _at(texts: Sequence[str], column: int | None) -> str:
    return texts[column] if column is not None and column < len(texts) else ""


def _repeats(values: Mapping[str, str], header: _Header) -> bool:
    return all(_plain(values[key]) == _plain(title) for key, title in header.titles.items())


def _across(grid: Grid, header: _Header) -> frozenset[int]:
    """Rows of one merged cell over at least half of the table's columns: headings between the rows."""
    half = (max(header.columns.values()) + 2) // 2
    return frozenset(
        merge.top for merge in grid.merges if merge.top == merge.bottom and merge.right - merge.left + 1 >= max(2, half)
    )


def _fill_down(body: _Rows, grid: Grid, header: _Header) -> None:
    width = max(header.columns.values()) + 1
    numbers = sorted(body)
    for merge in grid.merges:
        if merge.bottom == merge.top or merge.left > width or merge.top not in body:
            continue
        text = _at(body[merge.top], merge.left - 1)
        if text:
            for number in numbers[bisect_right(numbers, merge.top) : bisect_right(numbers, merge.bottom)]:
                body[number] = _with(body[number], merge.left - 1, text)


def _no_header(wanted: Mapping[str, Sequence[str]], required: Collection[str]) -> UnreadableDocument:
    titles = "、".join(f"“{wanted[key][0]}”" for key in (required or wanted))
    return UnreadableDocument(
        "no_header",
        f"在前 {_HEADER_WITHIN_ROWS} 行里没有找到表头。",
        f"请确认表格第一页有一行列名，至少包括{titles}，再上传。",
    )


def _missing(grid: Grid, header: _Header, titles: Sequence[str]) -> UnreadableDocument:
    listed = "、".join(f"“{title}”" for title in titles)
    return UnreadableDocument(
        "missing_column",
        f"工作表“{grid.title}”第 {header.row} 行的表头缺少{listed}列。",
        "请补上这些列，或把列名改成上面的写法，再上传。",
    )
