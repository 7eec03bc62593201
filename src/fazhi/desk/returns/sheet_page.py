"""A table in its official layout: every number leads to its records, what does not agree is said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.components import Mark, Moment, Tab
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.returns.addresses import cell_url, home_url, sheet_url
from fazhi.desk.returns.asking import sheet_for
from fazhi.desk.returns.rendering import legend, render
from fazhi.figures.freezing import differences
from fazhi.government.permissions import REPORT_VIEW
from fazhi.procedures.pauses import PLACE
from fazhi.returns import sheets
from fazhi.returns.bodies import scope_of
from fazhi.returns.checked import last_final, wrong_with
from fazhi.returns.checks import Failure
from fazhi.returns.filling import Filled, fill
from fazhi.returns.language.library import FAMILIES, forms
from fazhi.returns.models import Sheet, SheetEntry

COLOURS = {"opened": "grey", "corrected": "yellow", "restored": "grey", "finalised": "green", "reopened": "orange"}


@page(permission=REPORT_VIEW, methods=("GET",))
def sheet_page(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The table, the checks with a way to each place, the corrections with their reasons, and what was done."""
    sheet = sheet_for(request.actor, pk)
    filled = fill(sheet, today=request.now.astimezone(PLACE).date())
    failures = () if sheet.final else wrong_with(filled)
    context = {
        **heading(sheet),
        "tabs": _tabs(sheet),
        "sheet": sheet,
        "form": filled.layout.form,
        "tables": render(filled, failures=failures),
        "legend": legend(filled),
        "failures": [(each, _place(sheet, each)) for each in failures],
        "corrected": [(cell, cell_url(sheet.pk, cell.spec.key)) for cell in filled.corrected],
        "parts": [(part, sheet_url(part.sheet.pk) if part.sheet else "") for part in filled.parts],
        "moments": _moments(sheet, filled),
        "since": _since(sheet, request),
        "root": bytes(sheet.root).hex() if sheet.root else "",
        "may_work": not sheet.final and sheets.may_work(request.actor, sheet),
        "may_finalise": sheets.may_finalise(request.actor, sheet),
        "carries": bool(filled.layout.form.carries) and not sheet.final and last_final(sheet) is not None,
        "finalise_url": finalise_url(sheet),
        "carry_url": reverse("desk:returns:carry", args=[sheet.pk]),
    }
    return show(request, "desk/returns/sheet.html", context)


@page(permission=REPORT_VIEW, methods=("GET",))
def paper(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The table alone, as it is printed."""
    sheet = sheet_for(request.actor, pk)
    filled = fill(sheet, today=request.now.astimezone(PLACE).date())
    context = {**heading(sheet), "sheet": sheet, "form": filled.layout.form, "tables": render(filled, links=False)}
    return show(request, "desk/returns/paper.html", context)


def heading(sheet: Sheet) -> dict[str, Any]:
    """Title and breadcrumbs of the pages of a sheet."""
    form = forms().get(sheet.form)
    trail = [
        ("统计报表", reverse("desk:returns:home")),
        (f"{FAMILIES[form.family]} {sheet.year}年度", home_url(form.family, sheet.year)),
    ]
    return {"title": f"{form.title}（{sheet.year}年度）", "trail": trail}


def finalise_url(sheet: Sheet) -> str:
    """Where the tables of this body and year are made final together."""
    form = forms().get(sheet.form)
    unit = f"&unit={sheet.organization_id}" if sheet.organization_id else ""
    return f"{reverse('desk:returns:finalise')}?family={form.family}&year={sheet.year}{unit}"


def _tabs(sheet: Sheet) -> list[Tab]:
    """The other tables of the same report, body and year."""
    own = forms().family(forms().get(sheet.form).family)
    found = {
        each.form: each
        for each in Sheet.objects.filter(
            jurisdiction_id=sheet.jurisdiction_id,
            organization=sheet.organization,
            year=sheet.year,
            form__in=[form.id for form in own],
        )
    }
    tabs = [
        Tab(f"{form.short}　{form.title}", sheet_url(found[form.id].pk), form.id == sheet.form)
        for form in own
        if form.id in found
    ]
    return tabs if len(tabs) > 1 else []


def _place(sheet: Sheet, failure: Failure) -> str:
    return sheet_url(sheet.pk, failure.cell) if failure.cell else "#bodies"


def _moments(sheet: Sheet, filled: Filled) -> list[Moment]:
    made = []
    for entry in reversed(list(sheet.entries.all())):
        spec = filled.layout.cells.get(entry.cell)
        value = entry.body.get("value")
        title = entry.get_kind_display()
        if spec is not None:
            title += f"“{spec.title}”" + (f"为 {value}" if value is not None else "")
        mark = Mark(COLOURS[entry.kind], SheetEntry.Kind(entry.kind).label)
        made.append(Moment(title, entry.at, entry.by, text=entry.reason, mark=mark))
    return made


def _since(sheet: Sheet, request: DeskRequest) -> Sequence[tuple[str, str, str, str]]:
    """What the records of a final sheet say now, where it is not what was frozen: cell, frozen, now, address."""
    if not sheet.final or sheet.organization is None:
        return ()
    scope, layout = scope_of(sheet.organization, sheet.year), forms().layout(sheet.form)
    today = request.now.astimezone(PLACE).date()
    found = []
    for snapshot in sheet.snapshots.all():
        for each in differences(snapshot, today, scope=scope):
            spec = layout.cells.get(each.figure)
            if spec is not None and not each.same:
                was = "" if each.frozen.number is None else f"{each.frozen.number.normalize():f}"
                found.append((spec.title, was, each.now.plain, cell_url(sheet.pk, spec.key)))
    return found
