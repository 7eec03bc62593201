"""What waits for people because of inspections: today's visits, results to publish, corrections to look at again."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from fazhi.cases import queries
from fazhi.cases.models import Clock
from fazhi.desk.cases.words import days_left
from fazhi.desk.inspections.home import publication_overdue, rectifications_due
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK
from fazhi.government.roles import Role
from fazhi.inspections.visits import PROCEDURE, visit_of

SHOWN = 8


def to_visit(actor: Actor, now: datetime) -> Work:
    """The officer's own visits of today, each with the way to its record."""
    if not permissions.may(actor, CASE_WORK):
        return Work((), 0)
    today = now.date().isoformat()
    cases = queries.visible_cases(actor).filter(procedure=PROCEDURE, closed_on=None, facts__planned_on=today)
    own = cases.filter(data__officers__contains=[{"id": str(actor.person.pk)}]).exclude(acts__step="inspect")
    items = [
        WorkItem(
            title=case.title,
            url=reverse("desk:inspections:record", args=[case.pk]),
            due=now.date(),
            colour="blue",
            words="今天检查",
            note=f"{case.number}　{visit_of(case).ground_title}",
        )
        for case in own.order_by("pk")[:SHOWN]
    ]
    return Work(items, len(items), reverse("desk:inspections:home"))


def to_recheck(actor: Actor, now: datetime) -> Work:
    """Corrections whose day is near or past."""
    if not _inspects(actor):
        return Work((), 0)
    return _clocks(rectifications_due(actor, now.date()).select_related("case")[:SHOWN], now, "orange")


def to_publish(actor: Actor, now: datetime) -> Work:
    """Results that should have been published."""
    if not _inspects(actor):
        return Work((), 0)
    return _clocks(publication_overdue(actor, now.date()).select_related("case")[:SHOWN], now, "red")


def _inspects(actor: Actor) -> bool:
    """A coordinator sees the cases of the whole district, and what waits there waits for others."""
    return permissions.may(actor, CASE_WORK) and bool(actor.roles - {Role.COORDINATOR})


def _clocks(found: Iterable[Clock], now: datetime, colour: str) -> Work:
    items = [
        WorkItem(
            title=each.case.title,
            url=reverse("desk:cases:case", args=[each.case.pk]),
            due=each.due_on,
            colour="red" if each.due_on and each.due_on < now.date() else colour,
            words=days_left(each.due_on, now.date()) if each.due_on else "",
            note=each.case.number,
        )
        for each in found
    ]
    return Work(items, len(items), reverse("desk:inspections:home"))


register(WorkSource("inspections.today", "今天的检查", to_visit, order=8))
register(WorkSource("inspections.recheck", "整改到期，待复查", to_recheck, order=18))
register(WorkSource("inspections.publish", "检查结果公示逾期", to_publish, order=19))
