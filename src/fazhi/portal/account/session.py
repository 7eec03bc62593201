"""Who is signed in 登录状态: a cookie of its own for /open/ alone, which has nothing to do with that of the staff.

Pages that caches may keep never ask this: they are the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from fazhi.citizens import signing_in
from fazhi.citizens.models import Account, SignedIn
from fazhi.portal.applying.session import leave
from fazhi.portal.pages import PublicRequest, public_page

Arguments = ParamSpec("Arguments")
COOKIE = "fazhi_account"
PATH = "/open/"
TO = "to"
"""The parameter that says to which page one goes once signed in."""
_INSIDE = re.compile(r"/open/(?:apply|follow)/[a-z0-9_/-]{0,80}")
_KNOWN = "_citizen"


def signed_in(request: HttpRequest) -> SignedIn | None:
    """The sign-in of this browser; asked for once a request."""
    if not hasattr(request, _KNOWN):
        at = cast("PublicRequest", request).now
        setattr(request, _KNOWN, signing_in.find(request.COOKIES.get(COOKIE, ""), at=at))
    return cast("SignedIn | None", getattr(request, _KNOWN))


def account_of(request: HttpRequest) -> Account | None:
    """The account that is signed in."""
    found = signed_in(request)
    return found.account if found else None


def admit(response: HttpResponseBase, token: str) -> HttpResponseBase:
    """Gives the browser the token of a new sign-in. It goes when the browser is closed."""
    response.set_cookie(
        COOKIE,
        token,
        path=PATH,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )
    return response


def dismiss(response: HttpResponseBase) -> HttpResponseBase:
    """Takes the token, and the matter that was open."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return leave(response)


def account_page(
    *, methods: tuple[str, ...] = ("GET",)
) -> Callable[
    [Callable[Concatenate[PublicRequest, SignedIn, Arguments], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase],
]:
    """Makes a function a page for whoever is signed in; others are asked to sign in. No cache keeps it."""

    def decorate(
        view: Callable[Concatenate[PublicRequest, SignedIn, Arguments], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
        def entered(request: PublicRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            found = signed_in(request)
            return view(request, found, *args, **kwargs) if found else to(request, "portal:account-in")

        entered.__name__ = view.__name__
        return sensitive_post_parameters()(public_page(methods=methods, cached=False)(entered))

    return decorate


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, for counting tries."""
    return str(request.META.get("REMOTE_ADDR", ""))


def asked_for(request: PublicRequest) -> str:
    """The page to which one goes once signed in; "" for one's matters. Only pages where an account is of use."""
    asked = request.POST.get(TO, "") or request.GET.get(TO, "")
    return asked if _INSIDE.fullmatch(asked) else ""


def onward(request: PublicRequest) -> HttpResponseBase:
    """To the page that was asked for, or to one's matters."""
    return HttpResponseRedirect(request.frame.with_area(asked_for(request) or reverse("portal:account")))


def to(request: PublicRequest, name: str, **parameters: str) -> HttpResponseBase:
    """To a page of the portal."""
    return HttpResponseRedirect(request.frame.with_area(reverse(name), parameters))
