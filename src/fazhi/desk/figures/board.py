"""数据板: the board of a domain. What leads stands first; then months, bodies and outcomes; then every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.figures.addresses import freeze_url, funnel_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.breakdowns import Breakdown, breakdown
from fazhi.desk.figures.stats import Stat, dimensions, stats
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.figures.counting import By
from fazhi.figures.language.definition import OF_PROCEDURES, Domain
from fazhi.figures.language.library import shelf
from fazhi.government import permissions
from fazhi.government.permissions import FIGURE_FREEZE, FIGURE_VIEW
from fazhi.procedures.language.library import library

LEADS = 6
CHARTS = (By.MONTH, By.UNIT, By.OUTCOME, By.KIND)
MOST_CHARTS = 4


@page(permission=FIGURE_VIEW, methods=("GET",))
def board(request: DeskRequest, domain: str) -> HttpResponse:
    """The board of a domain, in the period and for the body asked for."""
    found = domain_named(domain)
    asked = Asked.of(request.actor, request.now, request.GET, page=f"board/{found.domain}")
    numbers = stats(found.figures, asked)
    chosen = _chosen(found, numbers, request.GET.get("figure", ""))
    context = {
        "title": found.title,
        "trail": [("数据", reverse("desk:figures:home"))],
        "asked": asked,
        "domain": found,
        "domains": shelf().domains,
        "leads": [numbers[name] for name in leads_of(found)],
        "stats": [each for each in numbers.values() if not each.is_idle],
        "idle": [each for each in numbers.values() if each.is_idle],
        "chosen": numbers[chosen] if chosen else None,
        "choices": [(name, figure.title) for name, figure in found.figures.items()],
        "breakdowns": _breakdowns(chosen, asked) if chosen else [],
        "procedures": [(title, funnel_url(name, asked.period, asked.unit_id)) for name, title in procedures_of(found)],
        "freeze_url": freeze_url(leads_of(found), asked.period, asked.unit_id)
        if permissions.may(request.actor, FIGURE_FREEZE)
        else "",
        "printing": "print" in request.GET,
    }
    asked.keep()
    return show(request, "desk/figures/board.html", context)


def domain_named(name: str) -> Domain:
    """Raises Http404."""
    found = next((each for each in shelf().domains if each.domain == name), None)
    if found is None:
        raise Http404
    return found


def leads_of(domain: Domain) -> list[str]:
    """The figures that stand first; the first ones of the file where it names none."""
    return list(domain.leads or list(domain.figures)[:LEADS])


def procedures_of(domain: Domain) -> list[tuple[str, str]]:
    """The procedures whose records the domain counts, with their titles, in the order of its figures."""
    names = [name for figure in domain.figures.values() if figure.counts in OF_PROCEDURES for name in figure.sources]
    return [(name, library().editions(name)[-1].title) for name in dict.fromkeys(names)]


def _chosen(domain: Domain, numbers: Mapping[str, Stat], asked: str) -> str:
    """The figure whose charts are shown: the one asked for, else the first lead that is no share and not nought."""
    if asked in domain.figures:
        return asked
    leads = leads_of(domain)
    whole = [name for name in leads if domain.figures[name].ratio is None and numbers[name].value.number]
    return next(iter(whole or leads), "")


def _breakdowns(name: str, asked: Asked) -> Sequence[Breakdown]:
    possible = dimensions(name)
    found = [breakdown(name, asked, by, compare=by is By.MONTH) for by in CHARTS if by in possible]
    return [each for each in found if each is not None][:MOST_CHARTS]
