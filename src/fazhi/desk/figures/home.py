"""数据: the first page answers what a person asks first; then come the boards of all domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from fazhi.desk.cases.words import case_mark, due_limit_title
from fazhi.desk.figures import first
from fazhi.desk.figures.addresses import board_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.board import leads_of
from fazhi.desk.figures.stats import Stat, stats
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.figures.language.definition import Domain, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.meaning import meaning_of
from fazhi.government import permissions
from fazhi.government.permissions import FIGURE_FREEZE, FIGURE_VIEW

ON_CARD = 4


@dataclass(frozen=True)
class Card:
    """A domain on the first page: its title, its board, what leads it and has anything to say."""

    domain: Domain
    url: str
    stats: Sequence[Stat]


@page(permission=FIGURE_VIEW, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """What stands open and late now; for those over a district, which bodies stand out; for a body, its own month."""
    asked = Asked.of(request.actor, request.now, request.GET, page="home")
    oversees = asked.scope.organizations is None or len(asked.units) > 1
    domains = shelf().domains
    numbers = stats([name for domain in domains for name in leads_of(domain)[:ON_CARD]], asked, compare=False)
    cards = [_card(domain, asked, numbers) for domain in domains]
    nearest = first.nearest(asked, asked.today) if asked.unit or not oversees else []
    context = {
        "title": "数据",
        "asked": asked,
        "pressing": first.pressing(asked),
        "bodies": first.bodies(asked) if oversees and not asked.unit else [],
        "body_heads": first.BODY_HEADS,
        "missing": first.missing_reports(request.actor, request.now) if not asked.unit else [],
        "deadlines": first.report_deadlines(request.actor, request.now) if not asked.unit else [],
        "month": first.month_beside(asked) if asked.unit or not oversees else [],
        "nearest": [(case, case_mark(case, asked.today), due_limit_title(case)) for case in nearest],
        "cards": [card for card in cards if card.stats],
        "quiet_cards": [card for card in cards if not card.stats],
        "count": len(shelf()),
        "may_freeze": permissions.may(request.actor, FIGURE_FREEZE),
        "printing": "print" in request.GET,
    }
    asked.keep()
    return show(request, "desk/figures/home.html", context)


@page(permission=FIGURE_VIEW, methods=("GET",))
def catalog(request: DeskRequest) -> HttpResponse:
    """Every figure by domain, and what it counts: what one reads before quoting a number."""
    asked = Asked.of(request.actor, request.now, request.GET)
    words = request.GET.get("q", "").strip()[:40]
    shown = [(domain, _found(domain, words)) for domain in shelf().domains]
    context = {
        "title": "数据目录",
        "asked": asked,
        "q": words,
        "domains": [(domain, board_url(domain.domain), figures) for domain, figures in shown if figures],
        "count": sum(len(figures) for _, figures in shown),
    }
    return show(request, "desk/figures/catalog.html", context)


def _card(domain: Domain, asked: Asked, numbers: dict[str, Stat]) -> Card:
    url = board_url(domain.domain, asked.period, asked.unit_id)
    leads = [numbers[name] for name in leads_of(domain)[:ON_CARD]]
    return Card(domain, url, [stat for stat in leads if not stat.is_idle])


def _found(domain: Domain, words: str) -> list[tuple[str, Figure, str]]:
    """The figures whose title or wording has the words."""
    return [
        (name, figure, meaning_of(figure)[0][1])
        for name, figure in domain.figures.items()
        if not words or any(words in each for each in figure.words)
    ]
