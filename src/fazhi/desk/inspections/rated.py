"""企业评价: averages for everybody who may look into a body's cases; single ratings for those who oversee."""

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.inspections.ledger import page_tabs
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government.permissions import CASE_VIEW
from fazhi.inspections import ratings

SHOWN = 100


@page(permission=CASE_VIEW, methods=("GET",))
def rated(request: DeskRequest) -> HttpResponse:
    """What enterprises say of inspections."""
    context = {
        "title": "企业评价",
        "trail": [("行政检查", reverse("desk:inspections:home"))],
        "tabs": page_tabs("ratings"),
        "figures": ratings.figures(request.actor),
        "single": ratings.visible_ratings(request.actor)[:SHOWN],
        "questions": ratings.QUESTIONS,
        "fewest": ratings.FEWEST,
    }
    return show(request, "desk/inspections/ratings.html", context)
