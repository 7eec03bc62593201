"""排队 the page of whoever waits to be handed in: it renews itself without scripts, and goes on to the receipt.

It may be closed: nothing hangs on it. Whoever looks helps the queue on by a few, so that it moves even on a site where
no job runs.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.utils.timezone import localtime

from fazhi import clock
from fazhi.intake import queueing
from fazhi.portal.applying.around import to_page
from fazhi.portal.applying.state import wizard
from fazhi.portal.applying.steps import CHECK
from fazhi.portal.pages import PublicRequest, public_page, show

HELPED = 2
"""Applications that one look hands in, where nobody else is at it."""
SOONEST, LATEST = 4, 30
"""Seconds until the page renews itself: the longer, the more are ahead."""
STILL = "still"
"""The parameter of the page that does not renew itself, for whoever is read to."""


@public_page(methods=("GET", "POST"), cached=False)
def wait(request: PublicRequest, form: str) -> HttpResponseBase:
    """How many are ahead; with POST the way out of the queue, back to the form."""
    at = wizard(request, form)
    if at.draft is not None and request.method == "POST":
        at.draft = queueing.leave(at.draft, at=request.now)
    elif at.draft is not None and at.draft.waits and request.method == "GET":
        queueing.work_off(now=clock.now, most=HELPED)
        at = wizard(request, form)
    if at.draft is None:
        return to_page(at, at.pages[0].slug)
    place = queueing.place_of(at.draft) if at.draft.waits else None
    if place is None:
        return to_page(at, "sent" if at.draft.receipt else CHECK)
    seconds = renewed_after(request, place)
    context = {
        "title": "正在排队",
        "form": at.form,
        "ahead": place.ahead,
        "sent_at": localtime(place.sent_at),
        "until": localtime(at.draft.draft.until),
        "has_failed": place.tries > 0,
        "seconds": seconds,
    }
    return renewed(show(request, "portal/applying/wait.html", context), seconds)


def renewed_after(request: PublicRequest, place: queueing.Place) -> int:
    """Seconds until a page of the queue renews itself; 0 where the reader does not want it to."""
    return 0 if STILL in request.GET else min(SOONEST + place.ahead // 20, LATEST)


def renewed(response: HttpResponse, seconds: int) -> HttpResponse:
    """Has the browser renew it, without scripts."""
    if seconds:
        response["Refresh"] = str(seconds)
    return response
