"""What every page of the portal does before its own work: what time is it, for which place, may it be kept in a cache.

    @public_page()
    def home(request: PublicRequest) -> HttpResponse: ...

A page of the portal knows nobody: whoever is signed in at the desk sees here what everybody sees. What goes wrong
(nothing there, a request that cannot be read, something closed) becomes a page of the portal that shows a way on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django_htmx.middleware import HtmxDetails

from fazhi import clock
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import NotAllowed
from fazhi.portal.frame import Frame, frame_of

Arguments = ParamSpec("Arguments")
KEPT_SECONDS = 60
"""How long a page may be kept by caches on the way: what became public is seen a minute later at most."""
LONGEST_QUERY = 2_000
"""Characters of an address's parameters; a longer one was not made by any of our forms."""


class PublicRequest(HttpRequest):
    """A request as pages of the portal see it."""

    now: datetime
    jurisdiction: Jurisdiction
    frame: Frame
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
            # A message waits for one person: the page that tells it is nobody else's.
            told = len(get_messages(request)) > 0
            try:
                response = view(_readable(seen), *args, **kwargs)
            except (Http404, SuspiciousOperation, PermissionDenied, NotAllowed) as error:
                response = _problem(seen, error)
            return _kept(request, response) if cached and not told else _not_kept(response)

        return cast("Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]", entered)

    return decorate


def enter(request: HttpRequest) -> PublicRequest:
    """Sets moment, place and size of text. Raises Http404 on a site that serves no place yet."""
    seen = cast("PublicRequest", request)
    seen.now = clock.now()
    seen.frame = frame_of(request, seen.now)
    seen.is_large = seen.frame.is_large
    seen.jurisdiction = jurisdiction_of(request)
    return seen


def jurisdiction_of(request: HttpRequest) -> Jurisdiction:
    """The one whose code is in the address (``area``), else the first by code. Raises Http404 where there is none."""
    found = frame_of(request, clock.now()).jurisdiction
    if found is None:
        raise Http404
    return found


def show(request: PublicRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Renders a page of the portal. The frame is ``portal/base.html``: ``title``, ``trail`` as [(label, address)]."""
    return render(request, template, {"portal": request.frame, "query": "", **context}, status=status)


def _readable(request: PublicRequest) -> PublicRequest:
    """Raises SuspiciousOperation for parameters that PostgreSQL cannot take or that nobody types."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or any("\x00" in value for values in request.GET.lists() for value in values[1]):
        raise SuspiciousOperation
    return request


def _problem(request: PublicRequest, error: Exception) -> HttpResponse:
    """The page for what went wrong. It says nothing of the request, which may hold what a citizen typed."""
    if isinstance(error, NotAllowed):
        return show(request, "portal/problems/closed.html", {"title": "不能办理", "say": error.say}, status=403)
    if isinstance(error, PermissionDenied):
        return show(request, "portal/problems/closed.html", {"title": "不能办理"}, status=403)
    if isinstance(error, SuspiciousOperation):
        return show(request, "portal/problems/unreadable.html", {"title": "看不懂这次请求"}, status=400)
    return show(request, "portal/problems/missing.html", {"title": "没有这个页面"}, status=404)


def _kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return response
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    patch_vary_headers(response, ["Cookie"])
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return cast("HttpResponseBase", get_conditional_response(request, etag=etag, response=response))


def _not_kept(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_store=True)
    return response
