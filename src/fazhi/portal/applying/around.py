"""What stands around every page of a form: its steps, the way back, and where to go from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from fazhi.portal.applying.state import Wizard
from fazhi.portal.applying.steps import Page
from fazhi.portal.pages import show


def frame_of(at: Wizard, page: Page) -> dict[str, Any]:
    """What every page of the form shows around its own."""
    number = at.pages.index(page)
    return {
        "title": page.title,
        "form": at.form,
        "page": page,
        "pages": at.pages,
        "number": number + 1,
        "before": at.pages[number - 1] if number else None,
        "is_back": bool(at.content.get("checked")),
        "trail": [
            ("我要办事", at.request.frame.with_area(reverse("portal:apply"))),
            (at.form.title, at.request.frame.with_area(reverse("portal:apply-form", args=[at.form.id]))),
        ],
        "kept": at.draft is not None,
    }


def too_many(at: Wizard, page: Page, until: datetime) -> HttpResponseBase:
    """Says when one may try again; what was typed is in the draft."""
    context = {**frame_of(at, page), "until": until, "title": "请稍后再试"}
    return show(at.request, "portal/applying/too_many.html", context, status=429)


def to_page(at: Wizard, slug: str) -> HttpResponseBase:
    """To a page of the form, to its receipt (``sent``), or to its place in the queue (``wait``)."""
    is_after = slug in ("sent", "wait")
    name, arguments = (f"portal:apply-{slug}", [at.form.id]) if is_after else ("portal:apply-step", [at.form.id, slug])
    return HttpResponseRedirect(at.request.frame.with_area(reverse(name, args=arguments)))
