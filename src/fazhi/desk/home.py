"""我的待办: the first page after logging in."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.worklist import Work, WorkItem, WorkSource, figures_of, register, work_of
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Membership

SHOWN = 8


@page(methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """What waits for this person, the nearest deadlines first, and the overview for those who oversee."""
    groups = [
        {"source": source, "items": work.items[:SHOWN], "count": work.count, "more": work.more or source.more}
        for source, work in work_of(request.actor, request.now)
    ]
    figures = figures_of(request.actor, request.now)
    return show(request, "desk/home.html", {"title": "我的待办", "groups": groups, "figures": figures})


def seats_without_roles(actor: Actor, now: datetime) -> Work:
    """People who are seated but cannot work yet: the security administrator has to give them roles."""
    if not permissions.may(actor, permissions.ROLE_GRANT):
        return Work((), 0)
    present = Q(ended_on=None) | Q(ended_on__gt=now.date())
    waiting = Membership.objects.filter(
        permissions.within_reach(actor, permissions.ROLE_GRANT, "organization"),
        present,
        roles=[],
        person__is_active=True,
    ).select_related("person", "organization")
    items = [
        WorkItem(
            title=f"{seat.person.name}（{seat.organization}）",
            url=reverse("desk:seat-roles", args=[seat.pk]),
            colour="blue",
            words="待授角色",
            note=f"{seat.started_on:%Y-%m-%d} 任职，尚未授予角色",
        )
        for seat in waiting.order_by("started_on", "id")[:SHOWN]
    ]
    count = waiting.count() if len(items) == SHOWN else len(items)
    return Work(items, count, reverse("desk:people") + "?roles=none")


register(WorkSource("people.roles", "待授角色的人员", seats_without_roles, order=80))
