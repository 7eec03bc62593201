"""办事 what somebody can ask for, in plain words, and what one should know before beginning."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.fieldwork.articles import articles_of
from fazhi.portal.applying.state import wizard
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.procedures.applications.library import forms


@public_page()
def choose(request: PublicRequest) -> HttpResponse:
    """我想……: every form, by what one comes for."""
    return show(request, "portal/applying/choose.html", {"title": "我要办事", "wishes": forms().by_wish()})


@public_page()
def start(request: PublicRequest, form: str) -> HttpResponse:
    """Who may, what it costs, how long it takes, what one needs; then the first page."""
    at = wizard(request, form)
    context = {
        "title": at.form.title,
        "form": at.form,
        "trail": [("我要办事", request.frame.with_area(reverse("portal:apply")))],
        "basis": articles_of(at.form.basis, at.form.sources),
        "pages": at.pages,
    }
    return show(request, "portal/applying/start.html", context)
