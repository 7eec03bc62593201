"""Watching long work: a progress bar until it is done, then its result."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from fazhi.desk.pages import DeskRequest, page, show
from fazhi.jobs.models import Job


@page(methods=("GET",))
def job(request: DeskRequest, pk: int) -> HttpResponse:
    """A job of one's own. htmx asks again each second; without JavaScript the page reloads itself."""
    asked = get_object_or_404(Job.objects.select_related("result"), pk=pk, asked_by=request.actor.person)
    context = {"job": asked, "title": asked.title, "running": asked.state in (Job.State.WAITING, Job.State.RUNNING)}
    return show(request, "desk/job_state.html" if request.htmx else "desk/job.html", context)
