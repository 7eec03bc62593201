"""年度检查计划: how far each item has got, and which items of several bodies should be one visit."""

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.inspections.ledger import page_tabs
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government.permissions import DRAW_VIEW
from fazhi.inspections import planning

FIRST_YEAR = 2000


@page(permission=DRAW_VIEW, methods=("GET",))
def plan(request: DeskRequest) -> HttpResponse:
    """The plan of a year, all bodies; overlaps on top, where there are any."""
    year = _year(request)
    area = request.actor.jurisdiction_id or 0
    context = {
        "title": f"{year}年行政检查计划",
        "trail": [("行政检查", reverse("desk:inspections:home"))],
        "tabs": page_tabs("plan"),
        "year": year,
        "years": (year - 1, year + 1),
        "progress": planning.progress(planning.plan_items(area, year)),
        "overlaps": planning.overlaps(area, year),
    }
    return show(request, "desk/inspections/plan.html", context)


def _year(request: DeskRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else request.now.year
    return max(year, FIRST_YEAR)
