"""办事指南: what can be applied for: forms that are filled in here, service items of all bodies, procedures."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from fazhi.portal import registers
from fazhi.portal.frame import inside
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.library import forms
from fazhi.procedures.language.definition import Begins, Definition
from fazhi.procedures.language.library import library
from fazhi.statutes.searching import bigrams

REGISTER = "service_items"
FILTERS = ("kind", "service_targets", "case_type")


@public_page()
def guides(request: PublicRequest) -> HttpResponse:
    """``q`` words; the filters are choices of the register."""
    today, text = request.now.date(), request.GET.get("q", "").strip()[:100]
    definition = registers.public_registers().get(REGISTER)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    context: dict[str, Any] = {
        "title": "办事指南",
        "query": text,
        "words": bigrams.words_of(text),
        "forms": online(text),
        "procedures": procedures(text),
        "is_narrowed": bool(text or any(asked.values())),
    }
    if definition is not None:
        rows = registers.rows(definition, request.jurisdiction, today, text)
        for name, value in asked.items():
            field = definition.fields[name]
            if value in field.options:
                many = name == "service_targets"
                rows = rows.filter(data__contains={name: [value] if many else value})
        page = paged(request, rows.order_by("title", "pk").select_related("organization"))
        context |= {
            "paged": page,
            "items": [(each, request.frame.with_area(reverse("portal:guide", args=[each.pk]))) for each in page.rows],
            "choices": [
                (name, definition.fields[name].title, definition.fields[name].options.items(), asked[name])
                for name in FILTERS
            ],
        }
    return show(request, "portal/guides/list.html", context)


def online(text: str = "") -> list[tuple[ApplicationForm, str]]:
    """The forms that can be filled in here, with their pages; those whose title or explanation has every word."""
    base = inside("apply/")
    if not base:
        return []
    return [(each, f"{base}{each.id}/") for each in forms() if _has(text, each.title, each.about.who)]


def procedures(text: str = "") -> list[Definition]:
    """The procedures that begin with an application; those whose title or explanation has every word."""
    known = (each for each in library().latest() if each.begins is Begins.ON_APPLICATION)
    return [each for each in known if _has(text, each.title, each.about)]


def _has(text: str, *told: str) -> bool:
    whole = bigrams.fold(" ".join(told))
    return all(word in whole for word in bigrams.words_of(text))
