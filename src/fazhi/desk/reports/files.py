"""A report as files: the official document as .docx, and the data of what is written so far as JSON."""

from datetime import date

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from fazhi.desk.pages import DeskRequest, page
from fazhi.desk.reports.finding import report_or_404
from fazhi.documents.official_docx import write_official_document
from fazhi.government.permissions import REPORT_VIEW
from fazhi.reports.contents import content_of
from fazhi.reports.papers import document_of
from fazhi.reports.whole import whole_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(permission=REPORT_VIEW, methods=("GET",))
def docx(request: DeskRequest, pk: int) -> HttpResponse:
    """The report in the layout of GB/T 9704; a draft says that it is one."""
    report = report_or_404(request.actor, pk)
    whole = whole_of(report, today=_today(request))
    response = HttpResponse(write_official_document(document_of(whole, made_at=request.now)), content_type=DOCX)
    return attached(response, f"{report.title}{'' if report.is_frozen else '（草稿）'}.docx")


@page(permission=REPORT_VIEW, methods=("GET",))
def data(request: DeskRequest, pk: int) -> HttpResponse:
    """Text and figures as JSON, as they stand now."""
    report = report_or_404(request.actor, pk)
    content = content_of(whole_of(report, today=_today(request))) | {"state": report.state}
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return attached(response, f"{report.title}.json")


def attached(response: HttpResponse, name: str) -> HttpResponse:
    """The response as a file of this name."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _today(request: DeskRequest) -> date:
    return timezone.localtime(request.now).date()
