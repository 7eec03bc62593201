"""历年数据: what earlier reports stated of each figure, beside what the records say of the same years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.figures.addresses import figure_url
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.scrutiny.words import PAGE, figure_title, trail
from fazhi.figures.counting import Value
from fazhi.figures.language import library
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.permissions import REPORT_MANAGE, REPORT_VIEW, reaches_jurisdiction
from fazhi.scrutiny import recorded, series
from fazhi.scrutiny.verdicts import in_stated_unit, plain

TITLE = "历年数据"


@dataclass(frozen=True)
class Row:
    """A figure with one cell a year: what was stated, or several values that differ."""

    title: str
    domain: str
    url: str
    cells: list[list[str]]


@dataclass(frozen=True)
class YearLine:
    """A year of one figure. `recorded` is '' where nothing may or can be shown beside."""

    year: int
    stated: str
    value: Decimal
    source: str
    source_url: str
    recorded: str
    recorded_url: str
    apart: str


@page(permission=REPORT_VIEW, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """Every figure that some earlier report stated, by year."""
    area = request.actor.jurisdiction_id or 0
    found = series.all_stated(area)
    years = sorted({each.year for one in found.values() for each in one.values})
    shelf = library.shelf()
    rows = [
        Row(
            figure_title(name), shelf.domain_of(name).title if name in shelf else "",
            reverse("desk:scrutiny:series-figure", args=[name]),
            [[each.source.text for each in one.values if each.year == year] for year in years],
        )
        for name, one in found.items()
    ]  # fmt: skip
    context = {
        "title": TITLE, "trail": trail(), "years": years, "rows": rows, "reports": series.reports_by_year(area),
    }  # fmt: skip
    return show(request, "desk/scrutiny/series.html", context)


@page(permission=REPORT_VIEW, methods=("GET",))
def figure(request: DeskRequest, figure: str) -> HttpResponse:
    """One figure through the years."""
    area = request.actor.jurisdiction_id or 0
    shelf = library.shelf()
    stated = series.stated(area, figure)
    if figure not in shelf and not stated:
        raise Http404
    beside: Mapping[recorded.Asked, Value] = {}
    if figure in shelf and reaches_jurisdiction(request.actor, REPORT_MANAGE):
        asked = [(figure, Period.year(year)) for year in sorted({each.year for each in stated})[-12:]]
        beside = recorded.recorded(asked, scope=Scope.whole(area), today=request.now.date())
    context = {
        "title": f"{figure_title(figure)}（历年）",
        "trail": [*trail(), (TITLE, reverse("desk:scrutiny:series"))],
        "lines": [_line(each, figure, beside.get((figure, Period.year(each.year)))) for each in stated],
        "definition": figure_url(figure) if figure in shelf else "",
        "shows_recorded": bool(beside),
    }
    return show(request, "desk/scrutiny/series_figure.html", context)


def _line(each: series.StatedValue, name: str, value: Value | None) -> YearLine:
    number = None if value is None or value.number is None else in_stated_unit(value.number, value.figure.unit)
    return YearLine(
        each.year,
        each.source.text,
        each.value,
        each.source.title,
        f"{reverse(PAGE, args=[each.source.draft_id])}?show=all#t-{each.source.order}",
        "" if value is None else value.text,
        figure_url(name, Period.year(each.year)),
        "" if number is None else plain(each.value - number),
    )
