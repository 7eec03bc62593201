"""A statistical form 统计报表 as data: its rows and columns as the official table has them, and what each cell counts.

A cell is a figure of its own. What it counts is said once by the form, its part, its row and its column together: a row
may say "replies that grant in full" and a column "where the applicant is a natural person"; the cell counts what is
both. A row or column that is a ``sum`` is computed from other cells, and ``manual`` ones are filled in by hand, because
their records are kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.figures.language.definition import Counted
from fazhi.procedures.language.basis import Condition, Name, OneOrMore, Said

CellKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""``row.column``."""

Word = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Span(StrEnum):
    """Which days place a record in a cell: those of the period; all up to its end; all before it 上年结转."""

    PERIOD = "period"
    TO_END = "to_end"
    BEFORE = "before"


class Count(CatalogModel):
    """What is counted, in the words of figures (`fazhi.figures.language.definition`); what is left out is inherited.

    In ``where``, ``{first}`` and ``{last}`` stand for the first and the last day of the period: what was not settled by
    the end of the year is ``settled_on == null || settled_on > date('{last}')``.
    """

    counts: Counted | None = None
    of: OneOrMore | None = None
    step: OneOrMore | None = None
    limit: OneOrMore | None = None
    dated: Name | None = None
    where: Condition | None = None
    span: Span | None = None
    total: Said | None = None
    per: int | None = None
    once: bool | None = None

    def under(self, inner: Count | None) -> Count:
        """This with what ``inner`` adds: its words take the place of these, its condition holds besides."""
        if inner is None:
            return self
        kept = {name: getattr(self, name) for name in Count.model_fields}
        said = {name: value for name in Count.model_fields if (value := getattr(inner, name)) is not None}
        if self.where and inner.where:
            said["where"] = f"({self.where}) && ({inner.where})"
        return Count(**(kept | said))


class Line(CatalogModel):
    """A row or a column: a leaf has an ``id`` and holds numbers, a heading has the lines ``under`` it.

    ``sum`` adds up other leaves, ``less`` takes from the sum: 其他 is the total less what is told apart.
    ``places``: decimals of its numbers. ``usual``: what a cell filled in by hand holds until somebody says otherwise.
    """

    title: Said
    id: Name | None = None
    under: tuple[Line, ...] = ()
    count: Count | None = None
    sum: tuple[Name, ...] = ()
    less: tuple[Name, ...] = ()
    manual: Said | None = None
    usual: int | None = None
    unit: Said | None = None
    places: int = 0
    note: Said | None = None

    @property
    def leaves(self) -> tuple[Line, ...]:
        """The lines that hold numbers, in order; one that is not a heading is its own."""
        return tuple(leaf for each in self.under for leaf in each.leaves) or (self,)

    @property
    def depth(self) -> int:
        """How many levels of headings it takes, itself included."""
        return 1 + max((each.depth for each in self.under), default=0)

    @model_validator(mode="after")
    def _is_leaf_or_heading(self) -> Self:
        if bool(self.id) == bool(self.under):
            raise refuse("每一行（列）要么有 id，要么有下级（under）", "请补 id，或补下级")
        if self.under and (self.sum or self.manual):
            raise refuse("有下级的行（列）不填数", "请删去 sum、manual，另设“总计”行（列）")
        if self.less and not self.sum:
            raise refuse("写了 less 就要写 sum", "请写明从哪一项中减去")
        if self.sum and self.manual:
            raise refuse("一行（列）不能既是合计又是手工填报", "请只留一项")
        return self


class Cell(CatalogModel):
    """A cell that is not what its row and column make of it."""

    count: Count | None = None
    sum: tuple[CellKey, ...] = ()
    manual: Said | None = None
    usual: int | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if [self.count is not None, bool(self.sum), self.manual is not None].count(True) != 1:
            raise refuse("单元格只能是 count、sum、manual 之一", "请只留一项")
        return self


class Part(CatalogModel):
    """A table of the form. ``corner`` stands over the titles of its rows."""

    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    title: Said | None = None
    corner: Said | None = None
    count: Count | None = None
    cells: dict[CellKey, Cell] = {}


class Balance(CatalogModel):
    """An equation between rows that every column must satisfy (or between columns, every row): both sides add up."""

    title: Said
    between: Literal["rows", "columns"] = "rows"
    of: tuple[Name, ...] = Field(min_length=1)
    equal: tuple[Name, ...] = Field(min_length=1)


class Carry(CatalogModel):
    """The row that carries last year's row on 结转."""

    row: Name
    last: Name


class Stated(CatalogModel):
    """What the prose of the report says of these cells, added up: by the words of what is counted.

    A number of the prose is held against them when its subject has all of ``words`` and none of ``without``; a word may
    give alternatives: ``新收|收到``. ``either``: other cells that the same words may mean, when they are used loosely.
    """

    cells: tuple[CellKey, ...] = Field(min_length=1)
    either: tuple[CellKey, ...] = ()
    title: Said
    words: tuple[Word, ...] = Field(min_length=1)
    without: tuple[Word, ...] = ()


class FilledBy(StrEnum):
    """Who fills in a form: every body its own, which the district adds up; or one office for all."""

    BODIES = "bodies"
    JURISDICTION = "jurisdiction"


class Form(CatalogModel):
    """One statutory table. ``family``: the report or the return it belongs to, in ``order``.

    ``known``: what of the form could not be held against the official text; shown beside it.
    """

    id: Name
    title: Said
    short: Said
    family: Literal["disclosure", "reconsideration", "litigation"]
    order: int
    unit: Said = "件"
    source: Said
    known: Said | None = None
    note: Said | None = None
    count: Count | None = None
    filled_by: FilledBy = FilledBy.BODIES
    parts: tuple[Part, ...] = Field(min_length=1)
    balances: tuple[Balance, ...] = ()
    carries: tuple[Carry, ...] = ()
    stated: tuple[Stated, ...] = ()
    paid: CellKey | None = None
    """The cell of fees that were charged: when it is not zero, the report must say so in its sixth part."""

    def places(self) -> Iterator[tuple[Part, Line, Line]]:
        """Every cell of the form as its part, row and column: part by part, row by row."""
        for part in self.parts:
            for row in leaves(part.rows):
                yield from ((part, row, column) for column in leaves(part.columns))

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        keys = [f"{row.id}.{column.id}" for _, row, column in self.places()]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise refuse(f"单元格“{twice}”出现两次", "行标识在全表中不能重复", ("parts",))
        named = {row.id for _, row, _ in self.places()} | {column.id for _, _, column in self.places()}
        for place, name in self._named_lines():
            if name not in named:
                raise refuse(f"没有行（列）“{name}”", "请核对标识", place)
        for place, key in self._named_cells():
            if key not in keys:
                raise refuse(f"没有单元格“{key}”", "请核对 行.列 标识", place)
        for number, part in enumerate(self.parts):
            self._sums_agree(number, part)
        return self

    def _named_lines(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for number, balance in enumerate(self.balances):
            yield from ((("balances", number), name) for name in (*balance.of, *balance.equal))
        for number, carry in enumerate(self.carries):
            yield from ((("carries", number), name) for name in (carry.row, carry.last))

    def _named_cells(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for number, stated in enumerate(self.stated):
            yield from ((("stated", number, "cells"), key) for key in (*stated.cells, *stated.either))
        if self.paid:
            yield ("paid",), self.paid
        for number, part in enumerate(self.parts):
            for key, cell in part.cells.items():
                yield ("parts", number, "cells", key), key
                yield from ((("parts", number, "cells", key), each) for each in cell.sum)

    def _sums_agree(self, number: int, part: Part) -> None:
        """Sums name leaves of their own part, and none of them a sum that leads back."""
        for kind, lines in (("columns", part.columns), ("rows", part.rows)):
            found = {leaf.id: leaf for leaf in leaves(lines)}
            for leaf in found.values():
                for name in (*leaf.sum, *leaf.less):
                    if name not in found:
                        wrong = f"“{leaf.title}”的合计项“{name}”不在本表"
                        raise refuse(wrong, "请核对标识", ("parts", number, kind))
                    if leaf.id in _all_below(found, name):
                        raise refuse(f"“{leaf.title}”的合计项绕回了自身", "请断开", ("parts", number, kind))


def leaves(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of rows or columns that hold numbers, in order."""
    return tuple(leaf for line in lines for leaf in line.leaves)


def _all_below(found: dict[str | None, Line], name: str) -> set[str]:
    below, waiting = set(), [name]
    while waiting:
        each = waiting.pop()
        if each not in below:
            below.add(each)
            waiting += (*found[each].sum, *found[each].less) if each in found else ()
    return below
