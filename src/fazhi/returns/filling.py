"""Filling a sheet 取数: counted cells from records, corrections over them, totals from the cells as they then stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fazhi.figures.counting import By, table, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.models import Organization
from fazhi.returns.bodies import Homes, bodies, scope_of
from fazhi.returns.checks import Table
from fazhi.returns.checks.model import plain
from fazhi.returns.language.definition import FilledBy, Span
from fazhi.returns.language.layout import CellKind, CellSpec, Layout, figure_of, spanned
from fazhi.returns.language.library import forms
from fazhi.returns.models import Sheet, SheetEntry

Numbers = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Correction:
    """调整: a number that a person put in the place of what was counted or added up, and why."""

    value: Decimal
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FilledCell:
    """A cell with its number. ``counted`` is what records (or the cells it adds up) say; None where there is nothing.

    ``value`` is what the table shows: the correction, where there is one.
    """

    spec: CellSpec
    counted: Decimal | None
    value: Decimal | None
    correction: Correction | None = None

    @property
    def text(self) -> str:
        return "" if self.value is None else plain(self.value)

    @property
    def kind(self) -> CellKind:
        return self.spec.kind

    @property
    def apart(self) -> bool:
        """Whether a person's number differs from the records'."""
        return self.correction is not None and self.counted is not None and self.counted != self.value


@dataclass(frozen=True)
class Part:
    """What a body adds to a table of the whole: its sheet, None where it has none and its records were counted."""

    body: Organization
    sheet: Sheet | None
    numbers: Numbers

    @property
    def final(self) -> bool:
        return self.sheet is not None and self.sheet.final

    @property
    def state(self) -> str:
        return self.sheet.get_state_display() if self.sheet else "没有建表，按记录统计"


@dataclass(frozen=True)
class Filled:
    """A sheet with its numbers. ``parts``: the bodies that a table of the whole adds up."""

    sheet: Sheet
    layout: Layout
    cells: Mapping[str, FilledCell]
    parts: tuple[Part, ...] = ()

    @property
    def table(self) -> Table:
        """As checks take it."""
        return Table(self.layout, self.sheet.year, {key: cell.value for key, cell in self.cells.items()})

    @property
    def missing(self) -> tuple[Part, ...]:
        """The bodies whose table is not final yet."""
        return tuple(part for part in self.parts if not part.final)

    @property
    def corrected(self) -> tuple[FilledCell, ...]:
        return tuple(cell for cell in self.cells.values() if cell.correction)


def fill(sheet: Sheet, *, today: date) -> Filled:
    """The sheet's numbers as of a day; those of a final one are what was frozen."""
    layout = forms().layout(sheet.form)
    corrections = corrections_of(sheet)
    if sheet.final:
        return Filled(sheet, layout, _frozen(sheet, layout, corrections), _added_up(sheet, layout))
    if sheet.organization is not None:
        counted: Numbers = count(layout, scope_of(sheet.organization, sheet.year), sheet.year, today)
        return Filled(sheet, layout, filled(layout, counted, corrections))
    if layout.form.filled_by is FilledBy.JURISDICTION:
        counted = count(layout, Scope.whole(sheet.jurisdiction_id), sheet.year, today)
        return Filled(sheet, layout, filled(layout, counted, corrections))
    parts, rest = parts_of(layout, sheet.jurisdiction_id, sheet.year, today)
    added = _added([*(part.numbers for part in parts), rest])
    return Filled(sheet, layout, filled(layout, added, corrections), parts)


def corrections_of(sheet: Sheet) -> dict[str, Correction]:
    """The corrections that stand, by cell; one statement, or none where the entries were fetched before."""
    found: dict[str, Correction] = {}
    for entry in sheet.entries.all():
        if entry.kind == SheetEntry.Kind.CORRECTED:
            value = Decimal(str(entry.body["value"]))
            found[entry.cell] = Correction(value, entry.reason, str(entry.body.get("name", "")), entry.at)
        elif entry.kind == SheetEntry.Kind.RESTORED:
            found.pop(entry.cell, None)
    return found


def figures_of(layout: Layout, year: int) -> dict[Span, dict[str, Figure]]:
    """The figures of the counted cells, by the days that place their records."""
    period = Period.year(year)
    found: dict[Span, dict[str, Figure]] = defaultdict(dict)
    for key, cell in layout.cells.items():
        if cell.kind is CellKind.COUNTED:
            found[cell.span][key] = figure_of(cell, layout.form, period)
    return found


def count(layout: Layout, scope: Scope, year: int, today: date) -> dict[str, Decimal | None]:
    """The counted cells of some bodies' records."""
    counted: dict[str, Decimal | None] = {}
    for span, figures in figures_of(layout, year).items():
        found = values(figures, scope=scope, period=spanned(span, Period.year(year)), today=today)
        counted |= {key: value.number for key, value in found.items()}
    return counted


def filled(layout: Layout, counted: Numbers, corrections: Mapping[str, Correction]) -> dict[str, FilledCell]:
    """Every cell: what is counted, corrected where a person did, and the totals of what then stands.

    Cells that are filled in by hand take from ``counted`` what bodies have added up.
    """
    cells: dict[str, FilledCell] = {}

    def of(key: str) -> FilledCell:
        if key not in cells:
            spec = layout.cells[key]
            correction = corrections.get(key)
            number = _own(spec)
            cells[key] = FilledCell(spec, number, correction.value if correction else number, correction)
        return cells[key]

    def _own(spec: CellSpec) -> Decimal | None:
        if spec.kind is CellKind.SUM:
            more, less = ([of(each).value for each in keys] for keys in (spec.of, spec.less))
            return None if None in (*more, *less) else _total(more) - _total(less)
        if spec.kind is CellKind.MANUAL and counted.get(spec.key) is None:
            return None if spec.usual is None else Decimal(spec.usual)
        return counted.get(spec.key)

    for key in layout.cells:
        of(key)
    return {key: cells[key] for key in layout.cells}


def _total(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def parts_of(layout: Layout, jurisdiction_id: int, year: int, today: date) -> tuple[tuple[Part, ...], Numbers]:
    """What every body adds to the table of the whole, and what the records of no reporting body add."""
    sheets = {
        sheet.organization_id: sheet
        for sheet in Sheet.objects.filter(
            jurisdiction_id=jurisdiction_id, form=layout.form.id, year=year, organization__isnull=False
        )
        .select_related("organization", "jurisdiction")
        .prefetch_related("entries")
    }
    reporting = bodies(jurisdiction_id, year)
    known = {body.pk for body in reporting}
    reporting += [
        sheet.organization for sheet in sheets.values() if sheet.organization_id not in known and sheet.organization
    ]
    counted, rest = _by_body(layout, Homes.of(jurisdiction_id, reporting), jurisdiction_id, year, today)
    zero: Numbers = {key: Decimal(0) for key, cell in layout.cells.items() if cell.kind is CellKind.COUNTED}
    parts = []
    for body in reporting:
        sheet = sheets.get(body.pk)
        own = {**zero, **counted.get(body.pk, {})}
        parts.append(Part(body, sheet, _numbers(layout, sheet, own)))
    return tuple(parts), {**zero, **rest}


def _added_up(sheet: Sheet, layout: Layout) -> tuple[Part, ...]:
    """The final tables that a final one of the whole added up; they cannot change while it stands."""
    if sheet.organization is not None:
        return ()
    found = Sheet.objects.filter(
        jurisdiction_id=sheet.jurisdiction_id,
        form=sheet.form,
        year=sheet.year,
        state="final",
        organization__isnull=False,
    )
    return tuple(
        Part(each.organization, each, _numbers(layout, each, {}))
        for each in found.select_related("organization", "jurisdiction")
        .prefetch_related("entries")
        .order_by("organization__order", "organization_id")
        if each.organization is not None
    )


def _numbers(layout: Layout, sheet: Sheet | None, counted: Numbers) -> Numbers:
    """A body's cells, but for the totals: those are worked out anew from the sums."""
    if sheet is None:
        return counted
    corrections = corrections_of(sheet)
    cells = _frozen(sheet, layout, corrections) if sheet.final else filled(layout, counted, corrections)
    return {key: cell.value for key, cell in cells.items() if cell.kind is not CellKind.SUM}


def _by_body(
    layout: Layout, homes: Homes, jurisdiction_id: int, year: int, today: date
) -> tuple[dict[int, dict[str, Decimal]], dict[str, Decimal]]:
    counted: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    rest: dict[str, Decimal] = defaultdict(Decimal)
    for span, figures in figures_of(layout, year).items():
        period = spanned(span, Period.year(year))
        found = table(figures, scope=Scope.whole(jurisdiction_id), period=period, today=today, by=By.UNIT)
        for key, units in found.items():
            for unit, value in units.items():
                home = homes.of_unit.get(unit) if isinstance(unit, int) else None
                into = rest if home is None else counted[home]
                into[key] += value.number or Decimal(0)
    return counted, rest


def _added(numbers: Iterable[Numbers]) -> dict[str, Decimal | None]:
    """Cell by cell; one that nobody has filled in stays empty."""
    total: dict[str, Decimal | None] = {}
    for each in numbers:
        for key, number in each.items():
            if number is not None:
                total[key] = (total.get(key) or Decimal(0)) + number
    return total


def _frozen(sheet: Sheet, layout: Layout, corrections: Mapping[str, Correction]) -> dict[str, FilledCell]:
    found = {}
    for key, spec in layout.cells.items():
        kept = sheet.cells.get(key, {})
        counted, value = (Decimal(kept[name]) if kept.get(name) is not None else None for name in ("counted", "value"))
        found[key] = FilledCell(spec, counted, value, corrections.get(key))
    return found
