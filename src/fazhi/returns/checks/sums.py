"""Sums and equations within one table, and the row that is carried on from last year's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from fazhi.returns.checks.model import Check, Failure, Table, at_cell, plain
from fazhi.returns.language.definition import Balance, Line, Part, leaves
from fazhi.returns.language.layout import Keys, across, down

Key = Callable[[str], str]


def sums(table: Table) -> Iterator[Failure]:
    """Every total against what it is the total of: down the columns, across the rows, and single cells."""
    for part in table.layout.form.parts:
        rows, columns = leaves(part.rows), leaves(part.columns)
        for row, column in product((row for row in rows if row.sum), columns):
            yield from _sum(table, part, Check.ROWS, f"{row.id}.{column.id}", *down(row, column))
        for row, column in product(rows, (column for column in columns if column.sum)):
            yield from _sum(table, part, Check.COLUMNS, f"{row.id}.{column.id}", *across(row, column))
        for key, cell in part.cells.items():
            if cell.sum:
                yield from _added(table, Check.COLUMNS, key, cell.sum, ())


def _sum(table: Table, part: Part, check: Check, key: str, of: Keys, less: Keys) -> Iterator[Failure]:
    if key not in part.cells:
        yield from _added(table, check, key, of, less)


def _added(table: Table, check: Check, key: str, of: Keys, less: Keys) -> Iterator[Failure]:
    found, more, fewer = table.number(key), _total(table, of), _total(table, less)
    if found is None or more is None or fewer is None or found == more - fewer:
        return
    expected = more - fewer
    spec = table.layout.cells[key]
    what = "本栏各项" if check is Check.ROWS else "本行各栏"
    how = "相减" if less else "相加"
    say = f"“{spec.title}”为 {plain(found)}，{what}{how}为 {plain(expected)}，{_apart(found, expected)}"
    yield at_cell(check, table, spec, say, "请核对这一格和它的各项，改正填错的一格", expected)


def balances(table: Table) -> Iterator[Failure]:
    """The equations of the form, in every column (or row)."""
    for balance in table.layout.form.balances:
        for part in table.layout.form.parts:
            yield from _balanced(table, balance, part)


def _balanced(table: Table, balance: Balance, part: Part) -> Iterator[Failure]:
    rows, columns = leaves(part.rows), leaves(part.columns)
    by_column = balance.between == "rows"
    lines = columns if by_column else rows
    if not {*balance.of, *balance.equal} <= {line.id for line in (rows if by_column else columns)}:
        return
    for line in lines:
        key: Key = _below(line) if by_column else _beside(line)
        left, right = (_total(table, [key(name) for name in names]) for names in (balance.of, balance.equal))
        if left is None or right is None or left == right:
            continue
        spec = table.layout.cells[key(balance.equal[-1])]
        where = spec.column_path if by_column else spec.row_path
        now = f"现在前者为 {plain(left)}，后者为 {plain(right)}"
        say = f"“{where}”一{'栏' if by_column else '行'}：{balance.title}；{now}"
        number = table.number(spec.key)
        expected = number + left - right if number is not None else None
        yield at_cell(Check.BALANCE, table, spec, say + f"，{_apart(right, left)}", "请核对有关各项", expected)


def _below(column: Line) -> Key:
    return lambda name: f"{name}.{column.id}"


def _beside(row: Line) -> Key:
    return lambda name: f"{row.id}.{name}"


def carried(table: Table, last: Mapping[str, Decimal | str | None] | None) -> Iterator[Failure]:
    """What is carried in against what last year's final table carried on; without one, nothing can be said."""
    if last is None:
        return
    for carry in table.layout.form.carries:
        for key, spec in table.layout.cells.items():
            row, _, column = key.partition(".")
            if row != carry.row:
                continue
            found, before = table.number(key), last.get(f"{carry.last}.{column}")
            if found is None or not isinstance(before, Decimal) or found == before:
                continue
            was = f"{table.year - 1}年度表的结转数为 {plain(before)}"
            say = f"“{spec.title}”为 {plain(found)}，{was}，{_apart(found, before)}"
            mend = "请按上年度表填列并写明理由；上年度表有误的，先更正上年度表"
            yield at_cell(Check.CARRIED, table, spec, say, mend, before)


def _total(table: Table, keys: Sequence[str]) -> Decimal | None:
    """None as soon as one cell has no number: that is said of that cell."""
    total = Decimal(0)
    for key in keys:
        number = table.number(key)
        if number is None:
            return None
        total += number
    return total


def _apart(found: Decimal, expected: Decimal) -> str:
    by = found - expected
    return f"多 {plain(by)}" if by > 0 else f"少 {plain(-by)}"
