"""Each cell by itself: filled in, with a number that can be one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fazhi.returns.checks.model import Check, Failure, Table, at_cell, plain


def blanks(table: Table) -> Iterator[Failure]:
    """Cells without a number. The official form allows neither a blank nor a stroke: none is 0."""
    for key, spec in table.layout.cells.items():
        kept = table.cells.get(key)
        if isinstance(kept, Decimal):
            continue
        stands = f"填的是“{kept}”" if isinstance(kept, str) and kept.strip() else "是空的"
        mend = spec.manual or "没有的填0"
        yield at_cell(Check.BLANK, table, spec, f"“{spec.title}”{stands}", f"请填数字：{mend}")


def numbers(table: Table) -> Iterator[Failure]:
    """Numbers below zero, and parts of a thing that only comes whole."""
    for key, spec in table.layout.cells.items():
        number = table.number(key)
        if number is None:
            continue
        if number < 0:
            yield at_cell(Check.NUMBER, table, spec, f"“{spec.title}”为 {plain(number)}，小于零", "请核对")
        elif number != round(number, spec.places):
            allowed = f"最多{spec.places}位小数" if spec.places else "应当是整数"
            yield at_cell(Check.NUMBER, table, spec, f"“{spec.title}”为 {plain(number)}，{allowed}", "请核对")
