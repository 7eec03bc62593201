"""回执 number and query code, to be written down, printed or photographed; shown in the browser that sent it."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponseBase
from django.urls import reverse

from fazhi.intake import deadlines, drafts
from fazhi.intake.models import Application
from fazhi.portal.applying.around import to_page
from fazhi.portal.applying.session import follow
from fazhi.portal.applying.state import COOKIE, path_of, wizard
from fazhi.portal.pages import PublicRequest, public_page, show


@public_page(cached=False)
def sent(request: PublicRequest, form: str) -> HttpResponseBase:
    """The receipt; for half an hour it can be opened again."""
    at = wizard(request, form)
    receipt = at.draft.receipt if at.draft else None
    if at.draft is None or receipt is None:
        return to_page(at, "wait" if at.draft and at.draft.waits else at.pages[0].slug)
    is_first = at.draft.is_new and request.method == "GET"
    if is_first:
        drafts.seen(at.draft, at=request.now)
    due = date.fromisoformat(receipt["due"]) if receipt["due"] else None
    context = {
        "title": "提交成功",
        "form": at.form,
        "number": receipt["number"],
        "code": receipt["code"],
        "due": due,
        "lines": deadlines.first_look(at.form, at.on).explain() if due else (),
        "minutes": int(drafts.RECEIPT.total_seconds() // 60),
    }
    page = show(request, "portal/applying/sent.html", context)
    # Handed in by the queue, while no browser was there to be told that it may follow it.
    return follow(request, Application.objects.get(key=at.draft.key), page) if is_first else page


@public_page(methods=("POST",), cached=False)
def drop(request: PublicRequest, form: str) -> HttpResponseBase:
    """Empties the form: on somebody else's telephone nothing should stay behind."""
    at = wizard(request, form)
    if at.draft is not None and at.draft.waits:
        return to_page(at, "wait")
    if at.draft is not None:
        drafts.discard(at.draft)
    at.draft = None
    address = request.frame.with_area(reverse("portal:apply-form", args=[form]))
    response = to_page(at, at.pages[0].slug)
    response["Location"] = address
    response.delete_cookie(COOKIE, path=path_of(form))
    return response
