"""What waits for a person in cases: limits that are near or past, findings to explain or to settle."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from fazhi.cases import queries
from fazhi.cases.models import Case, Finding
from fazhi.cases.models.finding import FindingState
from fazhi.desk.cases.words import case_mark, colour_rules, due_limit_title
from fazhi.desk.worklist import Figure, Work, WorkItem, WorkSource, register, register_figures
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_VIEW, CASE_WORK, FINDING_EXPLAIN, FINDING_SETTLE
from fazhi.government.roles import Role

SHOWN = 8
OVERSEERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.COORDINATOR})


def due_soon(actor: Actor, now: datetime) -> Work:
    """Open cases whose nearest limit is past or near: one's own, for a head those of the unit, the nearest first."""
    if not permissions.may(actor, CASE_WORK):
        return Work((), 0)
    today = now.date()
    reach = permissions.within_reach(actor, CASE_WORK, "organization")
    cases = Case.objects.filter(reach, closed_on=None, due_on__lte=today + timedelta(days=near_days()))
    own = Role.HEAD not in actor.roles and Role.LEGAL_REVIEWER not in actor.roles
    if own:
        cases = cases.filter(handler=actor.person)
    found = cases.defer("data", "state", "header", "search", "head_hash").order_by("due_on", "pk")
    items = [_case_item(case, now) for case in found[:SHOWN]]
    return Work(items, _count(cases.count, items), reverse(f"desk:cases:{'mine' if own else 'list'}"))


def findings_to_explain(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Open findings of the bodies for which the person answers; a handler sees those of their own cases."""
    if not permissions.may(actor, FINDING_EXPLAIN):
        return Work((), 0)
    reach = permissions.within_reach(actor, FINDING_EXPLAIN, "organization")
    found = Finding.objects.filter(reach, state=FindingState.OPEN)
    if Role.HEAD not in actor.roles:
        found = found.filter(case__handler=actor.person)
    return _findings(found, "待说明", "red", FindingState.OPEN)


def findings_to_settle(actor: Actor, now: datetime) -> Work:  # noqa: ARG001
    """Findings that were explained or put right and wait for the supervisor."""
    if Role.SUPERVISOR not in actor.roles:
        return Work((), 0)
    reach = permissions.within_reach(actor, FINDING_SETTLE, "organization")
    found = Finding.objects.filter(reach, state__in=(FindingState.EXPLAINED, FindingState.RECTIFIED))
    return _findings(found, "待核销", "blue", FindingState.EXPLAINED)


def figures(actor: Actor, now: datetime) -> list[Figure]:
    """How the cases stand, for those who oversee."""
    if not actor.roles & OVERSEERS or not permissions.may(actor, CASE_VIEW):
        return []
    cases = queries.visible_cases(actor).select_related(None).filter(closed_on=None)
    late = Q(due_on__lt=now.date())
    total, overdue = cases.count(), cases.filter(late).count()
    address = reverse("desk:cases:list")
    return [
        Figure("在办案件", total, address),
        Figure("案件逾期", overdue, f"{address}?due=late", "red" if overdue else ""),
    ]


def near_days() -> int:
    """How many days ahead a limit is near: the widest of the colours' thresholds."""
    return max(rule.within_days or 0 for rule in colour_rules().rules)


def _case_item(case: Case, now: datetime) -> WorkItem:
    shown = case_mark(case, now.date())
    note = f"{case.number}　{due_limit_title(case)}"
    return WorkItem(
        case.title, reverse("desk:cases:case", args=[case.pk]), case.due_on, shown.colour, shown.words, note
    )


def _findings(found: QuerySet[Finding], words: str, colour: str, state: FindingState) -> Work:
    shown = found.select_related("case").defer("case__data", "case__state", "case__header", "case__search")
    items = [
        WorkItem(
            each.say[:60], reverse("desk:cases:finding", args=[each.pk]), None, colour, words,
            f"{each.case.number}　{each.case.title[:30]}",
        )
        for each in shown.order_by("found_at", "pk")[:SHOWN]
    ]  # fmt: skip
    return Work(items, _count(found.count, items), f"{reverse('desk:cases:findings')}?state={state}")


def _count(count: Callable[[], int], items: list[WorkItem]) -> int:
    """Counts only where there may be more than is shown."""
    return len(items) if len(items) < SHOWN else count()


register(WorkSource("cases.due", "临期和逾期案件", due_soon, order=12))
register(WorkSource("cases.findings", "待说明的监督发现", findings_to_explain, order=14))
register(WorkSource("cases.settle", "待核销的监督发现", findings_to_settle, order=16))
register_figures("cases", figures)
