"""A sheet as somebody hands it in, .xlsx or .csv: its headings and the rows below them, each with its number."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fazhi.documents.encoding import decode
from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.limits import MAX_FILE_BYTES, MAX_TABLE_COLUMNS, MAX_TABLE_ROWS, MEGABYTE
from fazhi.documents.spreadsheet.grid import Grid, Merge, read_grids
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.importing.headings import known_names, plain

EXTENSIONS = (".xlsx", ".csv")
HEADER_WITHIN_ROWS = 10
LONGEST_HEADING = 200
# A program that opens a CSV would take a cell that begins so for a formula; an export puts ' before it.
GUARDED = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number as the sheet counts (from 1), and the text of each column."""

    number: int
    texts: tuple[str, ...]

    def text(self, column: int) -> str:
        return self.texts[column] if column < len(self.texts) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of a file. ``headings`` are by column, "" for one without a heading."""

    title: str
    header_row: int
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(name: str, data: bytes, definition: RegisterDefinition) -> Sheet:
    """The table that looks most like this register. Raises UnreadableDocument: what is wrong and how to mend it."""
    extension = Path(name).suffix.lower()
    if extension == ".csv":
        grids = [_csv_grid(data)]
    elif extension == ".xlsx":
        grids = list(read_grids(data))
    else:
        raise UnreadableDocument(
            "wrong_type", f"不能导入“{extension or name}”类型的文件。", "请用 WPS 或 Excel 另存为 .xlsx 后再上传。"
        )
    known = known_names(definition)
    found = [_headed(grid, known.__contains__) for grid in grids if grid.rows]
    if not found:
        raise UnreadableDocument("no_rows", "文件里没有内容。", "请填写内容后再上传。")
    score, grid, number = max(found, key=lambda each: each[0])
    return _sheet(grid, number, score)


def _headed(grid: Grid, is_known: Callable[[str], bool]) -> tuple[int, Grid, int]:
    """How many headings of the best header row are known, the grid, and the row's number.

    Where none is known the header is the first row with most cells: the person says what its columns are.
    """
    filled = _filled_down(grid, within=HEADER_WITHIN_ROWS)
    top = [(number, texts) for number, texts in filled[:HEADER_WITHIN_ROWS] if number <= HEADER_WITHIN_ROWS] or [
        filled[0]
    ]
    scores = {number: sum(is_known(plain(text)) for text in texts if text) for number, texts in top}
    best = max(scores.values())
    if best:
        first = next(number for number, score in scores.items() if score == best)
        # Of a header merged down over two rows the lower one; the same headings further below are only repeated.
        return best, grid, first + 1 if scores.get(first + 1) == best else first
    most = max(sum(map(bool, texts)) for _, texts in top)
    return 0, grid, next(number for number, texts in top if sum(map(bool, texts)) == most)


def _sheet(grid: Grid, header: int, score: int) -> Sheet:
    filled = _filled_down(grid)
    texts = dict(filled)[header]
    headings = tuple(" ".join(text.split())[:LONGEST_HEADING] for text in texts)
    rows = tuple(
        SheetRow(number, tuple(cells[: len(headings)]))
        for number, cells in filled
        if number > header and any(cells[: len(headings)]) and cells[: len(headings)] != texts
    )
    if not rows:
        what = f"第 {header} 行是表头，" if score else ""
        raise UnreadableDocument("no_rows", f"工作表“{grid.title}”{what}下面没有数据。", "请填写内容后再上传。")
    return Sheet(grid.title, header, headings, rows)


def _filled_down(grid: Grid, within: int = MAX_TABLE_ROWS * 2) -> list[tuple[int, tuple[str, ...]]]:
    """The rows, a cell merged down over several of them counting for each."""
    down = [merge for merge in grid.merges if merge.bottom > merge.top and merge.top <= within]
    if not down:
        return list(grid.rows)
    rows = {number: list(texts) for number, texts in grid.rows}
    numbers = sorted(rows)
    for merge in down:
        _fill(rows, numbers, merge)
    return [(number, tuple(rows[number])) for number in numbers]


def _fill(rows: dict[int, list[str]], numbers: Sequence[int], merge: Merge) -> None:
    anchor = rows.get(merge.top, [])
    at = merge.left - 1
    text = anchor[at] if at < len(anchor) else ""
    if not text:
        return
    for number in numbers[bisect_right(numbers, merge.top) : bisect_right(numbers, merge.bottom)]:
        row = rows[number]
        row.extend([""] * (at + 1 - len(row)))
        row[at] = row[at] or text


def _csv_grid(data: bytes) -> Grid:
    if not data:
        raise UnreadableDocument("empty", "文件是空的（0 字节）。", "请重新保存或重新下载文件后再上传。")
    if len(data) > MAX_FILE_BYTES:
        size = MAX_FILE_BYTES // MEGABYTE
        raise UnreadableDocument("too_large", f"文件超过 {size} MB，超出读取上限。", "请分成几份再上传。")
    text = decode(data).removeprefix("\ufeff")
    first = text[: text.find("\n")] if "\n" in text else text
    mark = max(",\t;", key=first.count)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1):
            texts = tuple(_unguarded(cell.replace("\r\n", "\n").strip()) for cell in cells[:MAX_TABLE_COLUMNS])
            if any(texts):
                rows.append((number, texts))
    except csv.Error as fault:
        raise UnreadableDocument(
            "damaged", "CSV 文件的引号不配对或者一格太长。", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"
        ) from fault
    if len(rows) > MAX_TABLE_ROWS:
        raise UnreadableDocument("too_large", f"表格超过 {MAX_TABLE_ROWS} 行。", "请分成几份再上传。")
    return Grid("CSV", tuple(rows), ())


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARDED) else text
