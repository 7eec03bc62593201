"""Tables as files: a workbook in the official layout, and data for machines."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, JsonResponse

from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, page
from fazhi.desk.returns.asking import sheet_for
from fazhi.government.permissions import REPORT_VIEW
from fazhi.procedures.pauses import PLACE
from fazhi.returns import machine, workbook
from fazhi.returns.filling import fill
from fazhi.returns.language.library import FAMILIES, forms
from fazhi.returns.models import Sheet


@page(permission=REPORT_VIEW, methods=("GET",))
def xlsx(request: DeskRequest, pk: UUID) -> HttpResponse:
    """All tables of the report that this one belongs to, of its body and year."""
    sheet = sheet_for(request.actor, pk)
    family = forms().get(sheet.form).family
    order = [form.id for form in forms().family(family)]
    own = Sheet.objects.filter(
        jurisdiction_id=sheet.jurisdiction_id, organization=sheet.organization, year=sheet.year, form__in=order
    )
    found = sorted(
        own.select_related("organization", "jurisdiction").prefetch_related("entries"),
        key=lambda each: order.index(each.form),
    )
    today = request.now.astimezone(PLACE).date()
    response = HttpResponse(workbook.write([fill(each, today=today) for each in found]), content_type=XLSX)
    name = quote(f"{sheet.whose}{FAMILIES[family]}{sheet.year}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@page(permission=REPORT_VIEW, methods=("GET",))
def data(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One table as JSON."""
    sheet = sheet_for(request.actor, pk)
    filled = fill(sheet, today=request.now.astimezone(PLACE).date())
    return JsonResponse(machine.as_json(filled), json_dumps_params={"ensure_ascii": False, "indent": 1})
