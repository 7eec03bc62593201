"""What is not there, and the size of text: small pages that belong to no other part."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from fazhi.portal.frame import LARGE, NORMAL, TEXT
from fazhi.portal.pages import PublicRequest, public_page

A_YEAR = 31_536_000


@public_page()
def nowhere(request: PublicRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 -- whatever was asked for
    """Every address below /open/ that has no page: the portal's own page says so."""
    raise Http404


@public_page(cached=False)
def text(request: PublicRequest, size: str) -> HttpResponse:
    """Keeps the size of text in a cookie and goes back to where the visitor was, on this site only."""
    back = request.GET.get("back", "")
    response = HttpResponseRedirect(back if _ours(request, back) else reverse("portal:home"))
    if size == LARGE:
        response.set_cookie(
            TEXT, LARGE, max_age=A_YEAR, path="/", samesite="Lax", httponly=True, secure=request.is_secure()
        )  # fmt: skip
    elif size == NORMAL:
        response.delete_cookie(TEXT, path="/", samesite="Lax")
    else:
        raise Http404
    return response


def _ours(request: HttpRequest, back: str) -> bool:
    """An address of this site, and not a way round it."""
    if not back.startswith("/"):
        return False
    return url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
