"""What waits for a person in publication: what their body has to make public, the latest first."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse

from fazhi.desk.publishing.words import kind_of, notice_mark
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import NOTICE_MANAGE, within_reach
from fazhi.publishing.models import Notice, NoticeState

SHOWN = 8
SOON = timedelta(days=7)


def due(actor: Actor, now: datetime) -> Work:
    """Notices of one's own body that are late, or will be within a week."""
    if not permissions.may(actor, NOTICE_MANAGE):
        return Work((), 0)
    reach = within_reach(actor, NOTICE_MANAGE, "organization", area="jurisdiction")
    found = Notice.objects.filter(reach, state=NoticeState.DUE, due_on__lte=now.date() + SOON)
    found = found.select_related("organization").defer("search", "fields")
    items = [_item(each, now) for each in found.order_by(F("due_on"), "pk")[:SHOWN]]
    count = len(items) if len(items) < SHOWN else found.count()
    return Work(items, count, reverse("desk:publishing:home") if count > SHOWN else "")


def _item(notice: Notice, now: datetime) -> WorkItem:
    mark = notice_mark(notice, now.date())
    address = reverse("desk:publishing:notice", args=[notice.pk])
    return WorkItem(
        notice.title, address, notice.due_on, mark.colour, mark.words, f"{kind_of(notice)}　{notice.organization}"
    )


register(WorkSource("publishing.due", "到期和临期的公开事项", due, order=24))
