"""What can be taken away from a case: its papers, and the whole record for a court."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from fazhi.desk.cases.case_page import found_case
from fazhi.desk.pages import DeskRequest, done, page
from fazhi.government.permissions import CASE_VIEW


@page(permission=CASE_VIEW)
def paper(request: DeskRequest, pk: UUID, seq: int, instrument: str) -> HttpResponse:
    """A paper 文书: one that is kept is handed out, one that is not is made when somebody posts."""
    case = found_case(request, pk)
    found = get_object_or_404(case.papers, seq=seq, instrument=instrument)
    if found.file_id is None and request.method == "POST":
        made = _module("fazhi.cases.papers").issue(
            actor=request.actor, case_id=case.pk, seq=seq, instrument=instrument, at=request.now
        )
        return redirect("desk:file", made.file_id)
    if found.file_id is None:
        return done(request, "这份文书还没有制作，请点“制作文书”。", "desk:cases:case", case.pk)
    return redirect("desk:file", found.file_id)


@page(permission=CASE_VIEW, methods=("GET",))
def export(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The record of the case as one .zip that can be verified without this site."""
    case = found_case(request, pk)
    response = HttpResponse(_module("fazhi.cases.exporting").export_case(case), content_type="application/zip")
    name = content_disposition_header(as_attachment=True, filename=f"{case.number}.zip")
    response["Content-Disposition"] = name or "attachment"
    return response


def _module(name: str) -> Any:
    if find_spec(name) is None:
        raise Http404
    return import_module(name)
