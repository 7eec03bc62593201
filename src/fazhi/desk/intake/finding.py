"""Finding an application for a page, and the way to the next one that waits."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fazhi.desk.pages import DeskRequest
from fazhi.intake import reading
from fazhi.intake.models import Application

HOME = "desk:intake:home"
PAGE = "desk:intake:application"


def found(request: DeskRequest, pk: UUID) -> Application:
    """The application, if this person may see it. Raises Http404."""
    application = reading.find(request.actor, pk)
    if application is None:
        raise Http404
    return application


def to_next(request: DeskRequest, application: Application) -> HttpResponse:
    """To the next one that waits for the same person, the most pressing first; to the list after the last."""
    waiting = reading.mine(request.actor).exclude(pk=application.pk).order_by("due_on", "pk")
    following = waiting.values_list("pk", flat=True).first()
    if following is None:
        messages.info(request, "待办理的来件都办完了。")
        return redirect(HOME)
    return redirect(PAGE, following)
