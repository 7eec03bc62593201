"""What waits for a person in registers: entries that have run out or soon will, drafts that are not handed in."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from fazhi.desk.cases.words import colour_until, days_left
from fazhi.desk.registers.asking import visible_drafts
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_KEEP_OWN, within_reach
from fazhi.procedures.registers import library
from fazhi.registers import reading
from fazhi.registers.keeping import permission_for
from fazhi.registers.models import Entry, EntryState
from fazhi.registers.models.draft import DraftState

SHOWN = 8


def expiring(actor: Actor, now: datetime) -> Work:
    """Entries of the bodies that the person keeps whose time is over or nearly so, the nearest first."""
    if not permissions.may(actor, REGISTER_KEEP_OWN):
        return Work((), 0)
    near = Q(pk=None)
    for each in library.shelf():
        if each.validity.ends and each.validity.warn:
            reach = within_reach(actor, permission_for(each), "organization", area="jurisdiction")
            near |= Q(reach, register=each.id, valid_until__lte=reading.warned_until(each, now.date()))
    found = Entry.objects.filter(near, state=EntryState.IN_FORCE).select_related("organization")
    items = [_item(entry, now) for entry in found.order_by("valid_until", "pk").defer("search")[:SHOWN]]
    return Work(items, _count(found.count, items))


def drafts(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Drafts that are still being prepared, of one's own hand."""
    if not permissions.may(actor, REGISTER_KEEP_OWN):
        return Work((), 0)
    found = visible_drafts(actor).filter(state=DraftState.OPEN, made_by=actor.person).defer("changes")
    items = [
        WorkItem(
            each.title, reverse("desk:registers:draft", args=[each.pk]), None, "blue", "编制中",
            f"新增{each.added}　变更{each.changed}　取消{each.withdrawn}",
        )
        for each in found[:SHOWN]
    ]  # fmt: skip
    return Work(items, _count(found.count, items))


def _item(entry: Entry, now: datetime) -> WorkItem:
    definition = library.shelf().get(entry.register)
    address = reverse("desk:registers:entry", args=[definition.id, entry.pk])
    until = entry.valid_until
    assert until is not None  # that is what was asked for
    words = days_left(until, now.date()).replace("逾期", "已过期")
    note = f"{definition.title}　{entry.organization or ''}"
    return WorkItem(entry.title or definition.entry, address, until, colour_until(until, now.date()), words, note)


def _count(count: Callable[[], int], items: list[WorkItem]) -> int:
    """Counts only where there may be more than is shown."""
    return len(items) if len(items) < SHOWN else count()


register(WorkSource("registers.expiring", "到期和临期的清单条目", expiring, order=26))
register(WorkSource("registers.drafts", "编制中的清单拟调整", drafts, order=28))
