"""Errors that are sentences for people: refusals become pages, faults get a number that support can find in the log."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fazhi.cases.refusals import Refused as CasesRefused
from fazhi.desk.typed import without_nul
from fazhi.files.store import FileRefused
from fazhi.government.permissions import NotAllowed
from fazhi.government.refusals import Refused as GovernmentRefused
from fazhi.plans.refusals import Refused as PlansRefused
from fazhi.registers.refusals import Refused as RegistersRefused

REFUSALS = (GovernmentRefused, CasesRefused, PlansRefused, RegistersRefused, FileRefused)

logger = logging.getLogger("fazhi.desk")


class RefusalMiddleware:
    """Turns what pages raise into pages: NotAllowed 403, an unhandled refusal 422, anything else 500 with a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        reference = getattr(request, "fault_reference", "")
        if response.status_code == 500 and reference:
            # Django's own 500 page is drawn without a request; this one has the look and the number.
            return render(request, "desk/errors/fault.html", {"reference": reference}, status=500)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> None:
        """Makes what was typed fit for the database. The API reads bodies itself; the portal refuses such addresses."""
        if not getattr(view, "csrf_exempt", False):
            without_nul(request, query=getattr(request.resolver_match, "app_name", "") != "portal")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django calls this with what a view raised; None leaves it to Django's own handling."""
        if isinstance(error, NotAllowed):
            return render(request, "desk/errors/not_allowed.html", {"say": error.say}, status=403)
        if isinstance(error, REFUSALS):
            return render(request, "desk/errors/refused.html", {"say": error.say}, status=422)
        if not isinstance(error, Http404 | PermissionDenied | SuspiciousOperation):
            reference = secrets.token_hex(4).upper()
            request.fault_reference = reference  # type: ignore[attr-defined]  # read in __call__ only
            logger.error("fault %s at %s", reference, request.path)
        return None
