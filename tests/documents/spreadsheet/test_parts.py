"""Cells read straight from the XML say what openpyxl says of them."""

import io
from datetime import date, datetime, time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from fazhi.documents.spreadsheet.grid import read_grids
from fazhi.documents.spreadsheet.parts import cell_text

TEXTS = some.text(alphabet=some.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0xFFFF), max_size=12)
VALUES = some.one_of(
    some.none(),
    TEXTS,
    some.booleans(),
    some.integers(-(10**14), 10**14),
    some.floats(-(10.0**12), 10.0**12, allow_nan=False).map(lambda number: float(format(number, ".12g"))),
    some.dates(date(1950, 1, 1), date(2099, 1, 1)),
    some.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
)


def saved(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = book.worksheets[0].cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@settings(max_examples=40, deadline=None)
@given(some.lists(some.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=5))
def test_grid_says_what_a_workbook_library_says(rows: list[list[Any]]) -> None:
    data = saved(rows)
    sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    expected = {}
    for row in sheet.iter_rows():
        texts = [cell_text(cell.value) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            expected[row[0].row] = texts
    (grid,) = read_grids(data)
    found = {}
    for number, texts in grid.rows:
        shown = list(texts)
        while shown and not shown[-1]:
            shown.pop()
        found[number] = shown
    assert found == expected


def test_runs_escapes_and_days_of_the_old_epoch_are_read() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # type: ignore[assignment]  # noqa: DTZ001 -- a spreadsheet knows no time zones
    page = book.worksheets[0]
    page.append([date(2026, 3, 2), time(9, 30), "甲_x0041_乙", 0.5])
    page["D1"].number_format = "0%"
    file = io.BytesIO()
    book.save(file)
    (grid,) = read_grids(file.getvalue())
    assert grid.rows[0][1] == ("2026-03-02", "09:30:00", "甲A乙", "50%")
