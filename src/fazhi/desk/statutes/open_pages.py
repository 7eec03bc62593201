"""Pages that need no sign-in. A person who is signed in sees the frame of the desk around them, a guest does not."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from fazhi import clock
from fazhi.desk.pages import actor_of, as_private
from fazhi.government.actors import Actor

Arguments = ParamSpec("Arguments")
METHODS = ("GET", "HEAD")


class OpenRequest(HttpRequest):
    """A request as open pages see it; `actor` is None for a guest."""

    actor: Actor | None
    now: datetime
    htmx: HtmxDetails


def open_page(
    view: Callable[Concatenate[OpenRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """Makes a function a page that everybody may read and nobody can post to."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return as_seen(request, view(enter(request), *args, **kwargs))

    return cast("Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]", entered)


def enter(request: HttpRequest) -> OpenRequest:
    """Sets actor and moment."""
    entered = cast("OpenRequest", request)
    entered.now = clock.now()
    entered.actor = actor_of(request)
    return entered


def as_seen(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What a signed-in person sees holds their name and stays in no cache; a guest's page differs by its cookie."""
    known: Any = getattr(request, "actor", None)
    if known is not None:
        return as_private(response)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response
