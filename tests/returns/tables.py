"""Tables that agree with themselves, made from numbers for the cells that are not totals."""

from collections.abc import Mapping
from decimal import Decimal

from fazhi.returns.checks import Table
from fazhi.returns.filling import filled
from fazhi.returns.language.layout import CellKind
from fazhi.returns.language.library import forms

SETTLED = ("granted", "partial", "secret", "not_held", "complaint", "other_reply")
COLUMNS = ("person", "business", "research", "charity", "legal", "other")


def table_of(form: str, numbers: Mapping[str, int], *, year: int = 2025) -> Table:
    """The form with these numbers, 0 elsewhere, and its totals worked out."""
    layout = forms().layout(form)
    counted = {key: Decimal(numbers.get(key, 0)) for key, cell in layout.cells.items() if cell.kind is not CellKind.SUM}
    return Table(layout, year, {key: cell.value for key, cell in filled(layout, counted, {}).items()})


def requests_table(settled: Mapping[str, int], brought: int = 0, carried: int = 0, column: str = "person") -> Table:
    """表三 with these results in one column, and as many new requests as the equation asks for."""
    numbers = {f"{row}.{column}": number for row, number in settled.items()}
    numbers |= {f"brought.{column}": brought, f"carried.{column}": carried}
    numbers[f"received.{column}"] = sum(settled.values()) + carried - brought
    return table_of("disclosure_3", numbers)


def changed(table: Table, key: str, number: Decimal | str | None) -> Table:
    """The table with one cell written differently."""
    return Table(table.layout, table.year, {**table.cells, key: number})
