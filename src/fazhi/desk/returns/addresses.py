"""Addresses of statutory tables: a sheet, one of its cells, the report that it is part of."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse


def sheet_url(sheet: UUID, cell: str = "") -> str:
    """The table; with a cell, the place of the cell in it."""
    address = reverse("desk:returns:sheet", args=[sheet])
    return f"{address}#{anchor(cell)}" if cell else address


def cell_url(sheet: UUID, cell: str) -> str:
    """A cell with the records that it counts."""
    return reverse("desk:returns:cell", args=[sheet, *cell.split(".")])


def anchor(cell: str) -> str:
    """The id of a cell in the page."""
    return f"c-{cell.replace('.', '-')}"


def home_url(family: str, year: int) -> str:
    """All bodies' tables of a report and year."""
    return f"{reverse('desk:returns:home')}?family={family}&year={year}"
