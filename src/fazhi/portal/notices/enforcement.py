"""行政执法公示: before (who may do what), during (what is drawn and inspected), after (what was decided).

国办发〔2018〕118号 orders the three; each of them is made of what is public anyway, so nothing can be forgotten here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse

from fazhi.government.models import Organization
from fazhi.inspections import draw_queries
from fazhi.portal import registers
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import kind_of, kinds
from fazhi.portal.pages import PublicRequest, public_page, show

BEFORE = (
    ("enforcement_bodies", "谁可以执法：执法主体和职责权限"),
    ("enforcement_officers", "谁来执法：执法人员和证件"),
    ("power_items", "可以管什么：权责清单"),
    ("discretion_benchmarks", "罚多少：行政处罚裁量权基准"),
    ("lenient_list", "什么情形不罚、少罚"),
    ("review_catalogue", "哪些决定先经法制审核"),
    ("recording_list", "哪些环节全程音像记录"),
    ("inspection_items", "检查什么：检查事项"),
    ("inspection_plan_items", "今年检查谁：年度检查计划"),
)
YEARS = 5


@dataclass(frozen=True)
class Listed:
    """A public register with a plain word about it."""

    title: str
    about: str
    url: str
    count: int


@dataclass(frozen=True)
class Line:
    """A body's decisions of a year, kind by kind, each with the list that the number stands for."""

    name: str
    cells: list[tuple[int, str]]
    total: int


@public_page()
def enforcement(request: PublicRequest) -> HttpResponse:
    """The three parts, and the year's results by body and kind. ``year``: which year."""
    today = request.now.date()
    year = _year(request, today)
    after = [key for key, kind in kinds().items() if kind.is_enforcement]
    rows = reading.public(request.jurisdiction, today)
    counts = reading.counts_by_kind(rows)
    shown = [key for key in after if counts.get(key)]
    titles, lines = _statistics(request, shown, year)
    base = reverse("portal:notices")
    context = {
        "title": "行政执法公示",
        "trail": [("公开", request.frame.with_area(base))],
        "before": _before(request, today),
        "draws": draw_queries.public_draws().filter(organization__jurisdiction=request.jurisdiction).count(),
        "after": [
            (kind_of(*key.split(".", 1)).title, request.frame.with_area(base, {"kind": key}), counts[key])
            for key in shown
        ],
        "year": year,
        "years": range(today.year, today.year - YEARS, -1),
        "titles": titles,
        "lines": lines,
        "total": sum(each.total for each in lines),
    }
    return show(request, "portal/notices/enforcement.html", context)


def _before(request: PublicRequest, today: date) -> list[Listed]:
    public = registers.public_registers()
    counts = registers.counts(request.jurisdiction, [register for register, _ in BEFORE], today)
    return [
        Listed(
            public[register].title,
            about,
            request.frame.with_area(reverse("desk:open-register", args=[register])),
            counts.get(register, 0),
        )
        for register, about in BEFORE
        if register in public
    ]


def _year(request: PublicRequest, today: date) -> int:
    asked = request.GET.get("year", "")
    known = {str(each): each for each in range(today.year, today.year - YEARS, -1)}
    return known.get(asked, today.year)


def _statistics(request: PublicRequest, keys: list[str], year: int) -> tuple[list[str], list[Line]]:
    """What was published in a year by body and kind; two statements."""
    counted = (
        reading.public(request.jurisdiction, request.now.date())
        .filter(published_on__year=year)
        .order_by()
        .values_list("organization", "procedure", "publication")
        .annotate(count=Count("pk"))
    )
    cells = {(unit, f"{procedure}.{publication}"): count for unit, procedure, publication, count in counted}
    cells = {place: count for place, count in cells.items() if place[1] in keys}
    base = reverse("portal:notices")
    lines = []
    for unit in Organization.objects.filter(pk__in={unit for unit, _ in cells}).order_by("order", "pk"):
        found = [
            (
                cells.get((unit.pk, key), 0),
                request.frame.with_area(base, {"kind": key, "unit": unit.pk, "year": year}),
            )
            for key in keys
        ]
        lines.append(Line(unit.name, found, sum(count for count, _ in found)))
    return [kind_of(*key.split(".", 1)).title for key in keys], lines
