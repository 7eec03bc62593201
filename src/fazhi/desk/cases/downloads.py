"""What can be taken away from a case: its papers, its dossier, and the whole record for a court."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from fazhi.cases import dossiers, exporting, papers
from fazhi.desk.cases.case_page import found_case
from fazhi.desk.pages import DeskRequest, done, page
from fazhi.government.permissions import CASE_VIEW

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(permission=CASE_VIEW)
def paper(request: DeskRequest, pk: UUID, seq: int, instrument: str) -> HttpResponse:
    """A paper 文书: one that is kept is handed out, one that is not is made when somebody posts."""
    case = found_case(request, pk)
    found = get_object_or_404(case.papers, seq=seq, instrument=instrument)
    if found.file_id is None and request.method == "POST":
        papers.issue(actor=request.actor, case_id=case.pk, seq=seq, instrument=instrument, at=request.now)
        return done(request, "文书已制作入卷，可以下载。", "desk:cases:case", case.pk)
    if found.file_id is None:
        return done(request, "这份文书还没有制作，请点“制作文书”。", "desk:cases:case", case.pk)
    return redirect("desk:file", found.file_id)


@page(permission=CASE_VIEW, methods=("GET",))
def dossier(request: DeskRequest, pk: UUID) -> HttpResponse:
    """案卷封面、卷内文件目录、备考表."""
    case = found_case(request, pk)
    return _attached(dossiers.dossier(case, at=request.now), DOCX, f"{case.number}卷宗.docx")


@page(permission=CASE_VIEW, methods=("GET",))
def export(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The record of the case as one .zip that can be verified without this site."""
    case = found_case(request, pk)
    return _attached(exporting.export_case(case), "application/zip", exporting.file_name(case))


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
