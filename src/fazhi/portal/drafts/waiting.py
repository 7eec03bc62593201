"""排队 the page of an opinion that waits, as that of an application: it renews itself, and goes on to the receipt.

Its address is the key of the form; what was typed is shown only to the browser that has the draft's token.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from fazhi import clock
from fazhi.intake import drafts, queueing
from fazhi.portal.applying.waiting import HELPED, renewed, renewed_after
from fazhi.portal.drafts.handing_in import KIND, said_before, typed
from fazhi.portal.drafts.reading_page import found_draft
from fazhi.portal.drafts.saying import COOKIE, again, form_page, to_receipt
from fazhi.portal.pages import PublicRequest, public_page, show


@public_page(methods=("GET", "POST"), cached=False)
def wait(request: PublicRequest, pk: UUID, key: str) -> HttpResponse:
    """How many are ahead; with POST the way out of the queue, back to the form with all that was typed."""
    found = found_draft(request, pk)
    if request.method == "GET":
        queueing.work_off(now=clock.now, most=HELPED)
    if opinion := said_before(found, key):
        return to_receipt(request, found, opinion)
    written = drafts.find(request.COOKIES.get(COOKIE, ""), form=KIND, at=request.now)
    voice = typed(written, key=key) if written is not None else None
    back = request.frame.with_area(reverse("portal:draft", args=[found.pk]))
    if written is None or voice is None:
        return redirect(back)
    address = request.frame.with_area(reverse("portal:draft-wait", args=[found.pk, key]))
    if request.method == "POST":
        queueing.leave(written, at=request.now)
        return redirect(address)
    place = queueing.place_of(written) if written.waits else None
    if place is None:
        return form_page(request, found, again(request, found, voice, written.content.get("refused", {}), key))
    seconds = renewed_after(request, place)
    context = {
        "title": "正在排队",
        "trail": [("征求意见", request.frame.with_area(reverse("portal:drafts"))), (found.title, back)],
        "consultation": found,
        "ahead": place.ahead,
        "sent_at": localtime(place.sent_at),
        "has_failed": place.tries > 0,
        "seconds": seconds,
        "address": address,
        "still": request.frame.with_area(reverse("portal:draft-wait", args=[found.pk, key]), {"still": 1}),
    }
    return renewed(show(request, "portal/drafts/wait.html", context), seconds)
