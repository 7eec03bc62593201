"""行政检查: today's visits, how the plans go, and what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from fazhi.cases import queries
from fazhi.cases.models import Case, Clock
from fazhi.desk.components import Mark
from fazhi.desk.inspections.visit_words import visit_mark
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.worklist import Figure
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_VIEW, CASE_WORK, DRAW_HOLD
from fazhi.inspections import planning
from fazhi.inspections.draw_queries import waiting
from fazhi.inspections.models import Draw, DrawState
from fazhi.inspections.visits import PROCEDURE, Visit, inspections, visit_of

SHOWN = 8
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """A visit as the page lists it."""

    visit: Visit
    mark: Mark
    url: str


@page(permission=CASE_VIEW, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """What is to be done today and next, and what presses."""
    today = request.now.date()
    cases = _cases(request.actor)
    works = permissions.may(request.actor, CASE_WORK)
    context = {
        "title": "行政检查",
        "works": works,
        "holds": permissions.may(request.actor, DRAW_HOLD),
        "figures": _figures(request.actor, cases, today),
        "today_lines": _lines(_planned(cases).filter(facts__planned_on=today.isoformat()), today),
        "next_lines": _lines(_next(cases, today), today),
        "rectifications": _rectifications(request.actor, today),
        "draws": draws_to_open(request.actor),
        "progress": _progress(request.actor, today),
        "year": today.year,
    }
    return show(request, "desk/inspections/home.html", context)


def publication_overdue(actor: Actor, today: date) -> QuerySet[Clock]:
    """Results whose publication limit has passed."""
    return _clocks(actor, "publish").filter(due_on__lt=today)


def rectifications_due(actor: Actor, today: date) -> QuerySet[Clock]:
    """Corrections that are due within a fortnight or have been due: they wait for the second look 复查."""
    return _clocks(actor, "correction").filter(due_on__lte=today + AHEAD)


def draws_to_open(actor: Actor) -> list[Draw]:
    """Draws whose results are public and from which no inspection has been opened; two queries."""
    if not permissions.may(actor, CASE_WORK):
        return []
    found = list(waiting(actor, [DrawState.PUBLISHED]).order_by("-frozen_at")[:SHOWN])
    if not found:
        return []
    # Opened by the body that drew, and not before: those few are looked into, not all inspections there ever were.
    since = inspections().filter(
        jurisdiction__in={each.jurisdiction_id for each in found},
        organization__in={each.organization_id for each in found},
        opened_on__gte=min(localdate(each.frozen_at) for each in found),
    )
    ids = [str(each.pk) for each in found]
    opened = set(since.filter(data__draw__in=ids).values_list("data__draw", flat=True))
    return [each for each in found if str(each.pk) not in opened]


def _clocks(actor: Actor, limit: str) -> QuerySet[Clock]:
    cases = queries.visible_cases(actor).select_related(None).filter(procedure=PROCEDURE, closed_on=None)
    return Clock.objects.filter(case__in=cases.values("pk"), limit=limit, state="running").order_by("due_on", "pk")


def _cases(actor: Actor) -> QuerySet[Case]:
    return queries.visible_cases(actor).filter(procedure=PROCEDURE)


def _planned(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open ones that nobody has gone to yet: their visit is still to be made."""
    return cases.filter(closed_on=None).exclude(acts__step="inspect")


def _next(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    until = (today + AHEAD).isoformat()
    # ISO dates sort as text.
    return _planned(cases).filter(facts__planned_on__gt=today.isoformat(), facts__planned_on__lte=until)


def _lines(cases: QuerySet[Case], today: date) -> list[Line]:
    found = [visit_of(case) for case in cases.order_by("facts__planned_on", "pk")[:SHOWN]]
    return [Line(each, visit_mark(each, today), _address(each.case)) for each in found]


def _address(case: Case) -> str:
    return reverse("desk:cases:case", args=[case.pk])


def _figures(actor: Actor, cases: QuerySet[Case], today: date) -> Sequence[Figure]:
    ledger = reverse("desk:inspections:visits")
    year = cases.filter(acts__step="inspect", acts__performed_on__year=today.year).values("pk").distinct().count()
    late, due = publication_overdue(actor, today).count(), rectifications_due(actor, today).count()
    open_cases = cases.filter(closed_on=None).count()
    return [
        Figure("在办检查", open_cases, f"{ledger}?state=open"),
        Figure(f"{today.year}年已检查", year, f"{ledger}?state=made"),
        Figure("公示逾期", late, f"{ledger}?state=unpublished", "red" if late else ""),
        Figure("待复查", due, f"{ledger}?state=correcting", "orange" if due else ""),
    ]


def _rectifications(actor: Actor, today: date) -> list[tuple[Clock, str, bool]]:
    found = rectifications_due(actor, today).select_related("case__organization")[:SHOWN]
    return [(each, _address(each.case), each.due_on is not None and each.due_on < today) for each in found]


def _progress(actor: Actor, today: date) -> list[planning.Progress]:
    if actor.jurisdiction_id is None:
        return []
    reach = permissions.within_reach(actor, CASE_VIEW, "organization", area="jurisdiction")
    entries = planning.plan_items(actor.jurisdiction_id, today.year).filter(Q(reach))
    return planning.progress(entries[:SHOWN])
