"""A filled sheet as its official table is drawn: for the page, for print, and for reports that show it.

`render` gives what the fragment ``desk/returns/_table.html`` draws::

    {% include "desk/returns/_table.html" with tables=tables %}
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fazhi.desk.returns.addresses import anchor, cell_url
from fazhi.returns.checks import Failure
from fazhi.returns.filling import Filled, FilledCell
from fazhi.returns.language.layout import CellKind, Heading, PartLayout


@dataclass(frozen=True)
class CellView:
    """A cell as it is drawn: its number, where it leads, and in words what is special about it."""

    key: str
    anchor: str
    text: str
    url: str
    classes: str
    say: str


@dataclass(frozen=True)
class RowView:
    headings: tuple[Heading, ...]
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class TableView:
    """A part of the form. ``caption`` names it for those who do not see it; ``last`` is the last column of titles."""

    caption: str
    title: str
    part: PartLayout
    rows: tuple[RowView, ...]


def render(filled: Filled, *, failures: Sequence[Failure] = (), links: bool = True) -> tuple[TableView, ...]:
    """The tables of a sheet. ``links``: whether numbers lead to their records (not on paper, not in public)."""
    wrong = {each.cell for each in failures if each.form == filled.sheet.form and each.cell}
    form = filled.layout.form
    views = []
    for part in filled.layout.parts:
        rows = tuple(
            RowView(row.headings, tuple(_cell(filled, filled.cells[spec.key], wrong, links) for spec in row.cells))
            for row in part.rows
        )
        caption = f"{form.title}（{filled.sheet.year}年度）{part.title}"
        views.append(TableView(caption, part.title, part, rows))
    return tuple(views)


def _cell(filled: Filled, cell: FilledCell, wrong: Collection[str], links: bool) -> CellView:
    key = cell.spec.key
    classes = [cell.kind.value]
    said = [cell.kind.label]
    if cell.correction and cell.kind is CellKind.MANUAL:
        said = [f"手工填报：{cell.correction.reason}（{cell.correction.by}）"]
    elif cell.correction:
        classes.append("corrected")
        was = f"记录为 {cell.counted}，" if cell.counted is not None else ""
        said = [f"已调整：{was}{cell.correction.reason}（{cell.correction.by}）"]
    if key in wrong:
        classes.append("wrong")
        said.append("核对不上，见核对结果")
    if cell.value is None:
        classes.append("blank")
        said.append("没有填")
    if not cell.value:
        classes.append("zero")
    url = cell_url(filled.sheet.pk, key) if links else ""
    return CellView(key, anchor(key), cell.text, url, " ".join(classes), "；".join(said))


def legend(filled: Filled) -> tuple[tuple[str, str], ...]:
    """The kinds of cells that the table has, as (class, words)."""
    kinds = {cell.kind for cell in filled.cells.values()}
    shown = [(kind.value, kind.label) for kind in CellKind if kind in kinds]
    adjusted = any(cell.kind is not CellKind.MANUAL for cell in filled.corrected)
    return (*shown, ("corrected", "有人调整，附理由")) if adjusted else tuple(shown)
