"""首页: two doors (what I want done, what I want to see), the search between them, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from fazhi.consultations.models import Consultation, State
from fazhi.desk.reports.open_pages import published
from fazhi.portal import registers
from fazhi.portal.frame import inside
from fazhi.portal.guides.lists import online
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import kind_of, kinds
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.procedures.applications.definition import Wish

LATEST, MOST_DRAFTS, MOST_REPORTS, MOST_FIGURES = 8, 5, 4, 5


@dataclass(frozen=True)
class Figure:
    """A number of openness; its link shows exactly what was counted."""

    label: str
    value: int
    url: str


@public_page()
def home(request: PublicRequest) -> HttpResponse:
    """The first page. Its statements do not grow with what is published."""
    today = request.now.date()
    everything = reading.public(request.jurisdiction, today)
    latest = everything.defer("search", "fields")
    context = {
        "title": "首页",
        "is_home": True,
        "apply": inside("apply/"),
        "follow": inside("follow/"),
        "wishes": _wishes(),
        "drafts_url": inside("drafts/"),
        "decisions_url": inside("decisions/"),
        "verify": inside("verify/"),
        "drafts": open_drafts(request, today),
        "latest": [(each, kind_of(each.procedure, each.publication)) for each in latest[:LATEST]],
        "figures": _figures(request, today),
        "year": today.year,
        "reports": _reports(request),
    }
    return show(request, "portal/home.html", context)


def _wishes() -> list[tuple[str, str]]:
    """What somebody may come for, with where the forms for it stand."""
    wishes = {each.wish for each, _ in online()}
    return [(each.label, f"{inside('apply/')}#{each.value}") for each in Wish if each in wishes]


def open_drafts(request: PublicRequest, today: date) -> list[tuple[Consultation, str, int]]:
    """Drafts on which opinions are taken today, the one that ends first in front, with their pages and days left."""
    base = inside("drafts/")
    if not base:
        return []
    rows: QuerySet[Consultation] = Consultation.objects.filter(
        jurisdiction=request.jurisdiction, state=State.OPEN, closes_on__gte=today
    )
    found = rows.order_by("closes_on", "pk").select_related("organization")[:MOST_DRAFTS]
    return [(each, request.frame.with_area(f"{base}{each.pk}/"), each.days_left(today)) for each in found]


def _figures(request: PublicRequest, today: date) -> list[Figure]:
    """What was published this year, the most frequent kinds first; and how many public registers are kept."""
    base = reverse("portal:notices")
    counts = reading.counts_by_kind(reading.public(request.jurisdiction, today).filter(published_on__year=today.year))
    known = sorted(((count, key) for key, count in counts.items() if key in kinds()), reverse=True)
    found = [
        Figure(kinds()[key].title, count, request.frame.with_area(base, {"kind": key, "year": today.year}))
        for count, key in known[:MOST_FIGURES]
    ]
    if counts:
        whole = Figure("今年公开", sum(counts.values()), request.frame.with_area(base, {"year": today.year}))
        found.insert(0, whole)
    entries = registers.counts(request.jurisdiction, registers.public_registers(), today)
    if entries:
        found.append(
            Figure("公开清单的条目", sum(entries.values()), request.frame.with_area(reverse("desk:open-registers")))
        )
    return found


def _reports(request: PublicRequest) -> list[tuple[str, str, date]]:
    """(title, address, day) of the latest published reports, each once."""
    rows = published().filter(report__jurisdiction=request.jurisdiction).defer("content")
    found: dict[int, tuple[str, str, date]] = {}
    for each in rows.order_by("-published_on", "-edition")[: 3 * MOST_REPORTS]:
        address = reverse("desk:open-report", args=[each.report.year, each.report_id])
        found.setdefault(each.report_id, (each.report.title, address, each.published_on))
    return list(found.values())[:MOST_REPORTS]
