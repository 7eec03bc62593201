"""The strip of numbers on the first page after logging in: cheap ones, by what a person answers for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from fazhi.cases import queries
from fazhi.cases.models import Case
from fazhi.cases.models.finding import FindingState
from fazhi.desk.figures import made
from fazhi.desk.figures.addresses import now_url
from fazhi.desk.worklist import Figure, register_figures
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK, FIGURE_VIEW
from fazhi.government.roles import Role

OVERSEERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.COORDINATOR})


def figures(actor: Actor, now: datetime) -> Sequence[Figure]:
    """For those who oversee: open findings and the month's new cases. For who handles cases: their own."""
    if not permissions.may(actor, FIGURE_VIEW):
        return ()
    if actor.roles & OVERSEERS:
        return _overseen(actor, now)
    return _own(actor, now) if permissions.may(actor, CASE_WORK) else ()


def _overseen(actor: Actor, now: datetime) -> Sequence[Figure]:
    month = now.date().replace(day=1)
    found = queries.visible_findings(actor).select_related(None).filter(state=FindingState.OPEN).count()
    opened = queries.visible_cases(actor).select_related(None).filter(opened_on__gte=month).count()
    return (
        Figure("待处理监督发现", found, now_url("findings"), "red" if found else ""),
        Figure("本月立案", opened, f"{reverse('desk:cases:all')}?opened_from={month:%Y-%m-%d}"),
    )


def _own(actor: Actor, now: datetime) -> Sequence[Figure]:
    today = now.date()
    soon = today + timedelta(days=made.NEAR.days)
    counted = Case.objects.filter(handler=actor.person, closed_on=None).aggregate(
        all=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        near=Count("pk", filter=Q(due_on__gte=today, due_on__lte=soon)),
    )
    mine = reverse("desk:cases:mine")
    return (
        Figure("我承办的", counted["all"], mine),
        Figure("已逾期", counted["late"], f"{mine}?due=late", "red" if counted["late"] else ""),
        Figure("7日内到期", counted["near"], f"{mine}?due=near", "orange" if counted["near"] else ""),
    )


register_figures("figures", figures)
