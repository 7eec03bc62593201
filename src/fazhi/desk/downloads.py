"""Handing out kept files, always as a download."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from fazhi.desk.pages import DeskRequest, page
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.jobs.models import Job


@page(methods=("GET",))
def download(request: DeskRequest, pk: int) -> HttpResponse:
    """A file of the actor's own jurisdiction; what a job made goes to the person who asked for it only.

    Always an attachment and never sniffed: a web page that somebody handed in must not run as one of ours.
    """
    areas = {seat.jurisdiction_id for seat in request.actor.seats}
    kept = get_object_or_404(KeptFile, pk=pk, jurisdiction__in=areas)
    if Job.objects.filter(result=kept).exclude(asked_by=request.actor.person).exists():
        raise Http404
    response = HttpResponse(store.content(kept), content_type=kept.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
