"""Statistical tables 统计报表 inside a report: what `fazhi.returns` holds for the same body and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fazhi.documents.official_table import GridCell, GridTable
from fazhi.government.models import OrganizationKind
from fazhi.reports.models import Report
from fazhi.returns.filling import Filled, fill
from fazhi.returns.language.layout import Heading, PartLayout
from fazhi.returns.language.library import forms
from fazhi.returns.models import Sheet


def sheets_of(report: Report, wanted: Iterable[str]) -> dict[str, Sheet]:
    """The sheets of the report's body and year, by form; a government's is that of the whole area."""
    whole = report.organization.kind == OrganizationKind.GOVERNMENT
    found = Sheet.objects.filter(
        jurisdiction_id=report.jurisdiction_id,
        organization=None if whole else report.organization,
        form__in=list(wanted),
        year=report.year,
    )
    return {sheet.form: sheet for sheet in found.prefetch_related("entries")}


def filled_of(report: Report, wanted: Iterable[str], *, today: date) -> dict[str, Filled]:
    """The same with their numbers."""
    return {form: fill(sheet, today=today) for form, sheet in sheets_of(report, wanted).items()}


def tables_of(filled: Filled) -> tuple[GridTable, ...]:
    """A sheet as the tables that stand in the report."""
    return tuple(_table(part, filled) for part in filled.layout.parts)


def title_of(form: str) -> str:
    """What people call the form."""
    return forms().get(form).title


def _table(part: PartLayout, filled: Filled) -> GridTable:
    head = list(_head(part))
    body = [
        (
            *(_heading(each) for each in row.headings),
            *(GridCell(filled.cells[spec.key].text.replace(",", "")) for spec in row.cells),
        )
        for row in part.rows
    ]
    return GridTable(part.title, (*head, *body), head_rows=len(head), stub=part.stub)


def _head(part: PartLayout) -> Iterator[tuple[GridCell, ...]]:
    for at, row in enumerate(part.head):
        corner = (GridCell(part.corner, part.stub, len(part.head), is_heading=True),) if at == 0 else ()
        yield (*corner, *(_heading(each) for each in row))


def _heading(heading: Heading) -> GridCell:
    return GridCell(heading.title, heading.columns, heading.rows, is_heading=True)
