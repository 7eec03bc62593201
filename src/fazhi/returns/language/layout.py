"""The layout of a form: which cells it has, what fills each, and how headings span. Made once a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.periods import Period
from fazhi.procedures.language.basis import listed
from fazhi.returns.language.definition import Count, Form, Line, Part, Span, leaves

BEGINNING = date(1949, 10, 1)
"""From here on is counted what is counted up to a day."""


class CellKind(StrEnum):
    """Where a cell's number comes from: records 取数, other cells 合计, or a person 手工填报."""

    COUNTED = "counted"
    SUM = "sum"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        return {"counted": "由记录统计", "sum": "由本表计算", "manual": "手工填报"}[self.value]


@dataclass(frozen=True)
class CellSpec:
    """One cell: its place, and what fills it: a ``count``, or the sum ``of`` others ``less`` others, or a person
    (``manual`` says why).

    ``row_path`` and ``column_path`` name it as people read the table, headings first.
    """

    key: str
    row: Line
    column: Line
    row_path: str
    column_path: str
    kind: CellKind
    unit: str
    count: Count | None = None
    of: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    manual: str = ""
    usual: int | None = None

    @property
    def places(self) -> int:
        return max(self.row.places, self.column.places)

    @property
    def span(self) -> Span:
        """Which days place the records that it counts."""
        return (self.count.span if self.count else None) or Span.PERIOD

    @property
    def title(self) -> str:
        return f"{self.row_path}（{self.column_path}）"


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of a table's head or stub: its words, and how many columns and rows it spans."""

    title: str
    columns: int = 1
    rows: int = 1
    note: str = ""


@dataclass(frozen=True)
class BodyRow:
    """A row as it is drawn: the headings that begin at it, from the outside in, and its cells."""

    row: Line
    headings: tuple[Heading, ...]
    cells: tuple[CellSpec, ...]


@dataclass(frozen=True)
class PartLayout:
    """A table as it is drawn. ``stub`` is how many columns the titles of rows take."""

    title: str
    corner: str
    stub: int
    head: tuple[tuple[Heading, ...], ...]
    rows: tuple[BodyRow, ...]

    @property
    def width(self) -> int:
        return self.stub + len(self.rows[0].cells)


@dataclass(frozen=True)
class Layout:
    """A form ready to be filled and drawn; ``cells`` in the order of the table."""

    form: Form
    cells: dict[str, CellSpec]
    parts: tuple[PartLayout, ...]


def layout_of(form: Form) -> Layout:
    """The layout of a form. Raises ValueError for a cell that nothing fills: the checker says which beforehand."""
    cells = {spec.key: spec for spec in (_cell(form, *place) for place in form.places())}
    return Layout(form, cells, tuple(_drawn(part, cells) for part in form.parts))


def spanned(span: Span, period: Period) -> Period:
    """The days by which records are placed in cells of this span."""
    if span is Span.TO_END:
        return Period(BEGINNING, period.last)
    if span is Span.BEFORE:
        return Period(BEGINNING, period.first - timedelta(days=1))
    return period


def figure_of(cell: CellSpec, form: Form, period: Period) -> Figure:
    """The figure of a counted cell for a period. Raises ValidationError for what cannot be counted."""
    assert cell.count is not None
    said = {
        name: kept for name in Count.model_fields if name != "span" and (kept := getattr(cell.count, name)) is not None
    }
    if cell.count.counts is not Counted.ACTS:
        said.pop("step", None)
        said.pop("once", None)
    if "where" in said:
        said["where"] = dated(said["where"], period)
    said |= {name: tuple(listed(said[name])) for name in ("of", "step", "limit") if name in said}
    return Figure(title=f"{form.short} {cell.title}"[:300], unit=cell.unit, form=form.source, **said)


def dated(where: str, period: Period) -> str:
    """A condition with the days of the period in it."""
    return where.replace("{first}", period.first.isoformat()).replace("{last}", period.last.isoformat())


def _cell(form: Form, part: Part, row: Line, column: Line) -> CellSpec:
    key = f"{row.id}.{column.id}"
    own = part.cells.get(key)
    paths = _path(part.rows, row), _path(part.columns, column)
    unit = row.unit or column.unit or form.unit
    # what the other line adds up is added up, though its parts are filled in by hand
    by_hand = (row.manual if not column.sum else None) or (column.manual if not row.sum else None)
    manual = own.manual if own else by_hand
    if manual:
        given = (own.usual if own else None, row.usual, column.usual)
        usual = next((each for each in given if each is not None), None)
        return CellSpec(key, row, column, *paths, CellKind.MANUAL, unit, manual=manual, usual=usual)
    of, less = (own.sum, ()) if own else summed(row, column)
    if of:
        return CellSpec(key, row, column, *paths, CellKind.SUM, unit, of=of, less=less)
    count = _count(form, part, row, column)
    if count.counts is None:
        raise ValueError(f"单元格“{key}”没有写明如何取数")
    return CellSpec(key, row, column, *paths, CellKind.COUNTED, unit, count)


Keys = tuple[str, ...]


def summed(row: Line, column: Line) -> tuple[Keys, Keys]:
    """The cells that a total adds up, and those it takes away; none for a cell that is no total.

    A row of totals is worked out column by column, so that a table can be checked both ways.
    """
    return down(row, column) if row.sum else across(row, column)


def down(row: Line, column: Line) -> tuple[Keys, Keys]:
    """As `summed`, by the row alone."""
    of, less = ([f"{each}.{column.id}" for each in names] for names in (row.sum, row.less))
    return tuple(of), tuple(less)


def across(row: Line, column: Line) -> tuple[Keys, Keys]:
    """As `summed`, by the column alone."""
    of, less = ([f"{row.id}.{each}" for each in names] for names in (column.sum, column.less))
    return tuple(of), tuple(less)


def _count(form: Form, part: Part, row: Line, column: Line) -> Count:
    """What a cell counts: what form, part, the headings above it, row and column say, one under the other."""
    count = (form.count or Count()).under(part.count)
    for line in (*_above(part.rows, row), *_above(part.columns, column)):
        count = count.under(line.count)
    own = part.cells.get(f"{row.id}.{column.id}")
    return count.under(own.count) if own else count


def _above(lines: Sequence[Line], leaf: Line) -> tuple[Line, ...]:
    """The line with its headings, from the outside in."""
    for line in lines:
        if line is leaf:
            return (line,)
        if below := _above(line.under, leaf):
            return (line, *below)
    return ()


def _path(lines: Sequence[Line], leaf: Line) -> str:
    return " ".join(line.title for line in _above(lines, leaf))


def _drawn(part: Part, cells: dict[str, CellSpec]) -> PartLayout:
    stub = max(row.depth for row in part.rows)
    columns = leaves(part.columns)
    rows = tuple(
        BodyRow(row, headings, tuple(cells[f"{row.id}.{column.id}"] for column in columns))
        for headings, row in _stubs(part.rows, stub)
    )
    return PartLayout(part.title or "", part.corner or "", stub, _head(part), rows)


def _head(part: Part) -> tuple[tuple[Heading, ...], ...]:
    """The rows of the head: a column without columns below it reaches down to the last."""
    head = []
    level = part.columns
    for left in range(max(column.depth for column in part.columns), 0, -1):
        row = (Heading(each.title, len(each.leaves), 1 if each.under else left, each.note or "") for each in level)
        head.append(tuple(row))
        level = tuple(below for each in level for below in each.under)
    return tuple(head)


def _stubs(rows: Sequence[Line], width: int) -> Iterator[tuple[tuple[Heading, ...], Line]]:
    """The leaves with the headings that begin at them; a leaf takes the columns that are left."""
    for row in rows:
        if not row.under:
            yield (Heading(row.title, width, 1, row.note or ""),), row
            continue
        own = Heading(row.title, 1, len(row.leaves), row.note or "")
        for place, (headings, leaf) in enumerate(_stubs(row.under, width - 1)):
            yield ((own, *headings) if place == 0 else headings), leaf
