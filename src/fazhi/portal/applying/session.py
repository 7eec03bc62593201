"""Half an hour in which this browser may see one application: a signed cookie that no script reads.

It names the application and nothing of the person; the query code stands in no cookie and no address.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase

from fazhi.intake.models import Application
from fazhi.portal.pages import PublicRequest

COOKIE = "fazhi_follow"
KEPT = timedelta(minutes=30)
PATH = "/open/follow/"
_SALT = "fazhi.portal.follow"


def follow(request: PublicRequest, application: Application, response: HttpResponseBase) -> HttpResponseBase:
    """Lets this browser follow an application from now on."""
    response.set_cookie(
        COOKIE,
        signing.dumps([str(application.pk), application.code[:8], int(request.now.timestamp())], salt=_SALT),
        max_age=int(KEPT.total_seconds()),
        path=PATH,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )
    return response


def followed(request: PublicRequest) -> Application | None:
    """The application that this browser may see; None once the half hour is over."""
    try:
        pk, code, since = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        wanted = UUID(pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if not 0 <= request.now.timestamp() - int(since) < KEPT.total_seconds():
        return None
    rows = Application.objects.select_related(
        "organization__jurisdiction", "case__organization", "merged_into__case__organization"
    )
    found = rows.filter(pk=wanted).first()
    return found if found is not None and found.code.startswith(str(code)) else None


def leave(response: HttpResponseBase) -> HttpResponseBase:
    """Forgets it."""
    response.delete_cookie(COOKIE, path=PATH)
    return response
