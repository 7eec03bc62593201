"""What waits for a person in applications 来件: new ones, those due or late, what citizens wrote since."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from fazhi.desk.intake import case_block, files
from fazhi.desk.intake.words import address_of, due_mark, form_title, news_mark, state_mark
from fazhi.desk.worklist import Figure, Work, WorkItem, WorkSource, register, register_figures
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import INTAKE_HANDLE, INTAKE_VIEW, within_reach
from fazhi.government.roles import Role
from fazhi.intake import reading, reminding
from fazhi.intake.models import Application

SHOWN = 8
OVERSEERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.COORDINATOR})


def waiting(actor: Actor, now: datetime) -> Work:
    """What is to be looked at, the late ones first."""
    if not permissions.may(actor, INTAKE_HANDLE):
        return Work((), 0)
    return _work(reading.mine(actor).order_by("due_on", "pk"), now, reverse("desk:intake:home"))


def written(actor: Actor, now: datetime) -> Work:
    """Supplements, urgings, wishes to have it done again: nobody has looked at them yet."""
    if not permissions.may(actor, INTAKE_HANDLE):
        return Work((), 0)
    rows = Application.objects.filter(within_reach(actor, INTAKE_HANDLE, "organization")).exclude(attention="")
    return _work(rows.order_by("-pk"), now, reverse("desk:intake:list", args=["news"]))


def late(actor: Actor, now: datetime) -> Work:
    """For the head: what was not looked at in time, and what nobody mended in time."""
    if Role.HEAD not in actor.roles:
        return Work((), 0)
    today = now.date()
    rows = reading.held(actor).filter(reading.late(today) | reminding.run_out(today))
    return _work(rows.order_by("due_on", "pk"), now, f"{reverse('desk:intake:list', args=['all'])}?due=late")


def figures(actor: Actor, now: datetime) -> list[Figure]:
    """How applications stand, for those who oversee."""
    if not actor.roles & OVERSEERS or not permissions.may(actor, INTAKE_VIEW):
        return []
    held = reading.held(actor)
    overdue = held.filter(reading.late(now.date())).count()
    address = reverse("desk:intake:home")
    return [
        Figure("待办来件", held.filter(state="received").count(), address),
        Figure("来件逾期", overdue, f"{address}?due=late", "red" if overdue else ""),
    ]


def _work(rows: QuerySet[Application], now: datetime, more: str) -> Work:
    shown = rows.select_related("organization").defer("applicant", "data", "likeness")[:SHOWN]
    items = [_item(each, now) for each in shown]
    return Work(items, _count(rows.count, items), more)


def _item(application: Application, now: datetime) -> WorkItem:
    mark = news_mark(application) or due_mark(application, now.date()) or state_mark(application)
    note = f"{application.number}　{form_title(application)}"
    return WorkItem(application.title, address_of(application), application.due_on, mark.colour, mark.words, note)


def _count(count: Callable[[], int], items: list[WorkItem]) -> int:
    """Counts only where there may be more than is shown."""
    return len(items) if len(items) < SHOWN else count()


register(WorkSource("intake.waiting", "待办理的来件", waiting, order=8))
register(WorkSource("intake.written", "群众来文", written, order=9))
register(WorkSource("intake.late", "逾期未办的来件", late, order=7))
register_figures("intake", figures)
case_block.install()
files.install()
