"""What every page of the portal does before its own work: what time is it, for which place, may it be kept in a cache.

    @public_page()
    def home(request: PublicRequest) -> HttpResponse: ...

A page of the portal knows nobody: whoever is signed in at the desk sees here what everybody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.middleware import HtmxDetails

from fazhi import clock
from fazhi.government.models import Jurisdiction

Arguments = ParamSpec("Arguments")
KEPT_SECONDS = 60
"""How long a page may be kept by caches on the way: what became public is seen a minute later at most."""
LARGE = "large"
TEXT = "text"
"""The parameter, and the cookie, that ask for large text."""


class PublicRequest(HttpRequest):
    """A request as pages of the portal see it."""

    now: datetime
    jurisdiction: Jurisdiction
    is_large: bool
    htmx: HtmxDetails


def public_page(
    *, methods: Sequence[str] = ("GET",), cached: bool = True
) -> Callable[
    [Callable[Concatenate[PublicRequest, Arguments], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase],
]:
    """Makes a function a page of the portal. ``cached``: everybody gets the same, and caches may keep it."""

    def decorate(
        view: Callable[Concatenate[PublicRequest, Arguments], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
        @wraps(view)
        def entered(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if request.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            seen = enter(request)
            response = view(seen, *args, **kwargs)
            wanted = request.GET.get(TEXT)
            if wanted is not None:
                response.set_cookie(TEXT, wanted if wanted == LARGE else "", max_age=31_536_000, samesite="Lax")
            return _kept(response) if cached and wanted is None else _not_kept(response)

        return cast("Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]", entered)

    return decorate


def enter(request: HttpRequest) -> PublicRequest:
    """Sets moment, place and size of text."""
    seen = cast("PublicRequest", request)
    seen.now = clock.now()
    seen.jurisdiction = jurisdiction_of(request)
    seen.is_large = (request.GET.get(TEXT) or request.COOKIES.get(TEXT)) == LARGE
    return seen


def jurisdiction_of(request: HttpRequest) -> Jurisdiction:
    """The one whose code is in the address (``area``), else the first by code. Raises Http404 where there is none."""
    known = list(Jurisdiction.objects.order_by("code"))
    if not known:
        raise Http404
    return next((each for each in known if each.code == request.GET.get("area")), known[0])


def show(request: PublicRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page of the portal; the frame is ``portal/base.html``."""
    frame = {"jurisdiction": request.jurisdiction, "is_large": request.is_large, "now": request.now}
    return render(request, template, {"portal": frame, **context}, status=status)


def _kept(response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code == 200 and not response.cookies:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        patch_vary_headers(response, ["Cookie"])
    return response


def _not_kept(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_store=True)
    return response
