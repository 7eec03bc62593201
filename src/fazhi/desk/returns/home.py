"""统计报表: which tables of a report each body has for a year, in what state, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.components import Mark, Tab
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.returns.addresses import home_url, sheet_url
from fazhi.desk.returns.asking import family_of, year_of
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import REPORT_VIEW
from fazhi.procedures.pauses import PLACE
from fazhi.returns import sheets
from fazhi.returns.checks import Table, failures
from fazhi.returns.filling import Part, filled, parts_of
from fazhi.returns.language.definition import FilledBy, Form
from fazhi.returns.language.library import FAMILIES, forms
from fazhi.returns.models import Sheet


@dataclass(frozen=True)
class Entry:
    """A table of a body: its state, where it is, how many places in it do not agree (0 for none)."""

    form: Form
    sheet: Sheet | None
    mark: Mark
    wrong: int = 0

    @property
    def url(self) -> str:
        return sheet_url(self.sheet.pk) if self.sheet else ""


@dataclass(frozen=True)
class BodyRow:
    """A body (None: the whole district) with its tables of the year."""

    body: Organization | None
    name: str
    entries: tuple[Entry, ...]
    own: bool
    may_open: bool

    @property
    def complete(self) -> bool:
        return all(entry.sheet is not None and entry.sheet.final for entry in self.entries)

    @property
    def progress(self) -> str:
        """complete, begun, or none."""
        if self.complete:
            return "complete"
        return "begun" if any(entry.sheet for entry in self.entries) else "none"

    @property
    def lacking(self) -> bool:
        return any(entry.sheet is None for entry in self.entries)


@page(permission=REPORT_VIEW, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """A year of one report: the district's tables first, then the bodies', the reader's own on top."""
    family, year = family_of(request.GET), year_of(request.GET, request.now)
    area = Jurisdiction.objects.get(pk=request.actor.jurisdiction_id or 0)
    today = request.now.astimezone(PLACE).date()
    rows = _rows(request.actor, area, family, year, today)
    bodies = [row for row in rows if row.body is not None]
    shown = request.GET.get("show", "")
    context = {
        "title": "统计报表",
        "tabs": [Tab(title, home_url(name, year), name == family) for name, title in FAMILIES.items()],
        "family": family,
        "family_title": FAMILIES[family],
        "year": year,
        "years": [other for other in (year - 1, year + 1) if sheets.EARLIEST <= other <= today.year],
        "forms": forms().family(family),
        "known": [form for form in forms().family(family) if form.known],
        "whole": next((row for row in rows if row.body is None), None),
        "rows": [row for row in bodies if shown in ("", row.progress)],
        "strip": _strip(bodies, home_url(family, year), shown),
        "may_open_all": sheets.may_open(request.actor, area.pk, None) and any(row.lacking for row in bodies),
        "finalise_url": f"{reverse('desk:returns:finalise')}?family={family}&year={year}",
    }
    return show(request, "desk/returns/home.html", context)


@dataclass(frozen=True)
class Tile:
    """How many bodies are so far; leads to those."""

    label: str
    count: int
    url: str
    colour: str
    current: bool


def _strip(rows: list[BodyRow], here: str, shown: str) -> list[Tile]:
    if not rows:
        return []
    kinds = (
        ("", "应填报单位", ""),
        ("complete", "全部定稿", "green"),
        ("begun", "填报中", "blue"),
        ("none", "还没有建表", ""),
    )
    return [
        Tile(
            label,
            sum(kind in ("", row.progress) for row in rows),
            f"{here}&show={kind}" if kind else here,
            colour,
            kind == shown,
        )
        for kind, label, colour in kinds
    ]


def _rows(actor: Actor, area: Jurisdiction, family: str, year: int, today: date) -> list[BodyRow]:
    wholes = {
        sheet.form: sheet
        for sheet in Sheet.objects.filter(jurisdiction=area, organization=None, year=year)
        .select_related("jurisdiction")
        .prefetch_related("entries")
    }
    own_forms = forms().family(family)
    by_form = {
        form.id: {part.body.pk: part for part in parts_of(forms().layout(form.id), area.pk, year, today)[0]}
        for form in own_forms
        if form.filled_by is FilledBy.BODIES
    }
    whole = tuple(Entry(form, wholes.get(form.id), _mark(wholes.get(form.id))) for form in own_forms)
    rows = [BodyRow(None, f"{area}汇总", whole, False, sheets.may_open(actor, area.pk, None))]
    first: Mapping[int, Part] = next(iter(by_form.values()), {})
    for pk, part in first.items():
        entries = tuple(_entry(form, by_form[form.id].get(pk), year) for form in own_forms if form.id in by_form)
        may_open = sheets.may_open(actor, area.pk, part.body)
        rows.append(BodyRow(part.body, str(part.body), entries, pk in actor.organization_ids, may_open))
    return sorted(rows, key=lambda row: (row.body is not None, not row.own))


def _entry(form: Form, part: Part | None, year: int) -> Entry:
    if part is None or part.sheet is None:
        return Entry(form, None, _mark(None))
    layout = forms().layout(form.id)
    numbers = filled(layout, part.numbers, {})
    table = Table(layout, year, {key: cell.value for key, cell in numbers.items()})
    return Entry(form, part.sheet, _mark(part.sheet), 0 if part.final else len(failures([table])))


def _mark(sheet: Sheet | None) -> Mark:
    if sheet is None:
        return Mark("grey", "没有建表")
    return Mark("green" if sheet.final else "blue", sheet.get_state_display())
