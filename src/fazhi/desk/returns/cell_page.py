"""One cell: its number, how it comes about, and the records that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from fazhi.desk.figures.record_columns import LISTINGS, Listing
from fazhi.desk.lists import Column, ListPage
from fazhi.desk.pages import Needed
from fazhi.desk.returns.addresses import cell_url, sheet_url
from fazhi.desk.returns.asking import sheet_for
from fazhi.desk.returns.sheet_page import heading
from fazhi.figures.language.definition import Figure
from fazhi.figures.listing import Behind, behind
from fazhi.figures.meaning import meaning_of
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.permissions import REPORT_VIEW
from fazhi.procedures.pauses import PLACE
from fazhi.returns import sheets
from fazhi.returns.bodies import scope_of
from fazhi.returns.checks.model import plain
from fazhi.returns.filling import Filled, FilledCell, fill
from fazhi.returns.language.layout import CellKind, figure_of, spanned
from fazhi.returns.models import Sheet, SheetEntry


class CellPage(ListPage[Any]):
    """The records behind a cell, narrowed to what the reader may see; without records, what the cell is made of."""

    permission: ClassVar[Needed] = REPORT_VIEW
    template_name: ClassVar[str] = "desk/returns/cell.html"

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_for(self.actor, UUID(str(self.kwargs["pk"])))

    @cached_property
    def filled(self) -> Filled:
        return fill(self.sheet, today=self.now.astimezone(PLACE).date())

    @cached_property
    def one(self) -> FilledCell:
        found = self.filled.cells.get(f"{self.kwargs['row']}.{self.kwargs['column']}")
        if found is None:
            raise Http404
        return found

    @cached_property
    def figure(self) -> Figure | None:
        if self.one.kind is not CellKind.COUNTED:
            return None
        return figure_of(self.one.spec, self.filled.layout.form, Period.year(self.sheet.year))

    @cached_property
    def behind(self) -> Behind | None:
        """The records, as far as the reader may look into them."""
        if self.figure is None:
            return None
        whose = self.sheet.organization
        wanted = scope_of(whose, self.sheet.year) if whose else Scope.whole(self.sheet.jurisdiction_id)
        return behind(
            self.one.spec.key,
            scope=_narrowed(wanted, Scope.of(self.actor)),
            period=spanned(self.one.spec.span, Period.year(self.sheet.year)),
            today=self.now.astimezone(PLACE).date(),
            figure=self.figure,
        )

    @property
    def listing(self) -> Listing | None:
        return LISTINGS[self.behind.counts] if self.behind else None

    # --- as a list ------------------------------------------------------------------------------------------------

    def rows(self) -> QuerySet[Any]:
        return self.behind.records if self.behind else Sheet.objects.none()

    def dressed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.listing.rows(rows) if self.listing else rows

    def shown_columns(self) -> Sequence[Column[Any]]:
        return self.listing.columns if self.listing else ()

    @property
    def order(self) -> str:  # type: ignore[override]  # one for each kind of record
        return self.listing.order if self.listing else ""

    @property
    def search_fields(self) -> Sequence[str]:  # type: ignore[override]  # as above
        return self.listing.words if self.listing else ()

    @property
    def search_label(self) -> str:  # type: ignore[override]  # as above
        return self.listing.label if self.listing else ""

    @property
    def unit_word(self) -> str:  # type: ignore[override]  # as above
        return self.listing.unit_word if self.listing else "条"

    @property
    def empty(self) -> str:  # type: ignore[override]  # as above
        return "没有计入这一格的记录。"

    def heading(self) -> str:
        return f"{self.filled.layout.form.short} {self.one.spec.title}"

    def trail(self) -> Sequence[tuple[str, str]]:
        own = heading(self.sheet)
        return [*own["trail"], (own["title"], sheet_url(self.sheet.pk, self.one.spec.key))]

    def extra(self) -> Mapping[str, Any]:
        key = self.one.spec.key
        seen = self.behind.total if self.behind else 0
        return {
            "sheet": self.sheet,
            "cell": self.one,
            "counted": "" if self.one.counted is None else plain(self.one.counted),
            "meaning": meaning_of(self.figure) if self.figure else (),
            "lists": self.behind is not None,
            "hidden": _hidden(self.one, self.figure, seen),
            "made_of": [(self.filled.cells[each], cell_url(self.sheet.pk, each)) for each in self.one.spec.of],
            "parts": self._parts(key),
            "history": [entry for entry in self.sheet.entries.all() if entry.cell == key],
            "restored": SheetEntry.Kind.RESTORED,
            "may_work": self._may_work,
            "correct_url": reverse("desk:returns:correct", args=[self.sheet.pk, *key.split(".")]),
            "restore_url": reverse("desk:returns:restore", args=[self.sheet.pk, *key.split(".")]),
            "back": sheet_url(self.sheet.pk, key),
        }

    @property
    def _may_work(self) -> bool:
        fixed = self.sheet.final or self.one.kind is CellKind.SUM
        return not fixed and sheets.may_work(self.actor, self.sheet)

    def _parts(self, key: str) -> list[tuple[str, str, str, str]]:
        """What each body adds to a cell of the whole: name, number, state, where it stands."""
        found = []
        for part in self.filled.parts:
            number = part.numbers.get(key)
            if number:
                url = cell_url(part.sheet.pk, key) if part.sheet else ""
                found.append((str(part.body), plain(number), part.state, url))
        return found


def _hidden(cell: FilledCell, figure: Figure | None, seen: int) -> bool:
    """Whether the table counts records that the reader may not look into."""
    plainly_counted = figure is not None and figure.total is None
    return plainly_counted and cell.counted is not None and cell.counted > seen


def _narrowed(wanted: Scope, seen: Scope) -> Scope:
    if wanted.jurisdiction_id != seen.jurisdiction_id:
        return Scope(wanted.jurisdiction_id, frozenset())
    if seen.organizations is None or wanted.organizations is None:
        return wanted if seen.organizations is None else seen
    return Scope(wanted.jurisdiction_id, wanted.organizations & seen.organizations)
