"""公开: published reports as everybody may read them, each figure with its definition and what proves it.

What is shown is what was put before the public that day, from the publication alone: nothing is counted anew here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path, reverse

from fazhi.desk.pages import show
from fazhi.desk.reports.files import attached
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.reports.language.library import shelf
from fazhi.reports.models import Publication

HOME_TITLE = "公开的年度报告"


def published() -> QuerySet[Publication]:
    """Every publication, the newest year first."""
    rows = Publication.objects.select_related("report__jurisdiction", "report__organization")
    return rows.order_by("-report__year", "report__template", "report__organization__order", "report_id", "-edition")


@open_page
def home(request: OpenRequest, year: int | None = None) -> HttpResponse:
    """Published reports by year."""
    rows = published().defer("content")
    if year is not None:
        rows = rows.filter(report__year=year)
    years: dict[int, list[tuple[Publication, str]]] = {}
    seen: set[int] = set()
    for each in rows:
        if each.report_id not in seen:
            seen.add(each.report_id)
            years.setdefault(each.report.year, []).append((each, _address(each)))
    if year is not None and not years:
        raise Http404
    title = HOME_TITLE if year is None else f"{year}年度报告"
    trail = [] if year is None else [(HOME_TITLE, reverse("desk:open-reports"))]
    return show(request, "desk/reports/open_home.html", {"title": title, "trail": trail, "years": years.items()})


@open_page
def report(request: OpenRequest, year: int, pk: int) -> HttpResponse:
    """A published report, the newest edition unless another is asked for."""
    editions = _editions(year, pk)
    found = _asked(request, editions)
    content = found.content
    context = {
        "title": content["title"],
        "trail": [(HOME_TITLE, reverse("desk:open-reports"))],
        "publication": found,
        "newest": editions[0],
        "is_newest": found == editions[0],
        "editions": editions,
        "content": content,
        "sections": [_section(section, content["figures"]) for section in content["sections"]],
        "figures": [each | {"taken_at": _moment(each["taken_at"])} for each in content["figures"]],
        "data_url": reverse("desk:open-report-data", args=[year, pk]),
        "signed_on": date.fromisoformat(content["signed_on"]) if content["signed_on"] else None,
        "closing_note": _closing_note(found),
    }
    return show(request, "desk/reports/open_report.html", context)


@open_page
def data(request: OpenRequest, year: int, pk: int) -> HttpResponse:
    """The same as JSON: text, every figure with its definition, its records' root, when it was taken."""
    found = _asked(request, _editions(year, pk))
    facts = {
        "published_on": found.published_on.isoformat(),
        "edition": found.edition,
        "correction": found.reason,
        "text_sm3": found.digest,
    }
    response = JsonResponse(found.content | facts, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return attached(response, f"{found.content['title']}.json")


def _editions(year: int, pk: int) -> list[Publication]:
    """The publications of a report, the newest first. Raises Http404."""
    found = list(published().filter(report=pk, report__year=year))
    if not found:
        raise Http404
    return found


def _asked(request: OpenRequest, editions: list[Publication]) -> Publication:
    asked = request.GET.get("edition", "")
    if not asked:
        return editions[0]
    found = next((each for each in editions if str(each.edition) == asked), None)
    if found is None:
        raise Http404
    return found


def _section(section: dict[str, Any], figures: list[dict[str, Any]]) -> dict[str, Any]:
    """A section with the figures of its text put in place."""
    by_place = {figure["place"]: figure for figure in figures}
    paragraphs = [
        [run | {"figure": by_place.get(run.get("figure", 0))} for run in runs] for runs in section["paragraphs"]
    ]
    return section | {"paragraphs": paragraphs}


def _moment(said: str | None) -> datetime | None:
    """When a figure was frozen; the content keeps it as text, in no particular time zone."""
    return datetime.fromisoformat(said) if said else None


def _closing_note(found: Publication) -> str:
    template = shelf().find(found.report.template)
    return (template.closing_note or "") if template else ""


def _address(found: Publication) -> str:
    return reverse("desk:open-report", args=[found.report.year, found.report_id])


urls_open = [
    path("open/reports/", home, name="open-reports"),
    path("open/reports/<int:year>/", home, name="open-reports-year"),
    path("open/reports/<int:year>/<int:pk>/", report, name="open-report"),
    path("open/reports/<int:year>/<int:pk>/data.json", data, name="open-report-data"),
]
"""Included by `fazhi.desk.urls`: these need no sign-in."""
