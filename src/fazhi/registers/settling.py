"""Brings entries to the day: what was revised for a later day shows when that day has come."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from fazhi.procedures.pauses import day_of
from fazhi.registers.definitions import definition
from fazhi.registers.ledgers import lock
from fazhi.registers.models import Entry, Ledger, Version
from fazhi.registers.storage import Written, show, written_text


def settle(ledger: Ledger, *, on: date) -> int:
    """Shows the versions whose day has come since the ledger was last settled; returns how many entries changed.

    The ledger must be locked. A day before the one it has been settled for changes nothing.
    """
    if on <= ledger.settled_on:
        return 0
    waiting = Version.objects.filter(ledger=ledger, since__gt=ledger.settled_on, since__lte=on)
    come = list(waiting.order_by("entry_id", "-since", "-seq").distinct("entry_id"))
    if come:
        rows = [_written(version) for version in come]
        there = set(Entry.objects.filter(pk__in=[row.entry for row in rows]).values_list("pk", flat=True))
        show(
            definition(ledger.register),
            ledger,
            new=[row for row in rows if row.entry not in there],
            changed=[row for row in rows if row.entry in there],
        )
    ledger.settled_on = on
    ledger.save(update_fields=["settled_on"])
    return len(come)


def settle_all(*, at: datetime) -> int:
    """Settles every ledger for the day, each in its own transaction; returns how many entries changed."""
    on, changed = day_of(at), 0
    for ledger in Ledger.objects.filter(settled_on__lt=on).order_by("pk"):
        with transaction.atomic():
            changed += settle(lock(ledger), on=on)
    return changed


def _written(version: Version) -> Written:
    return Written(
        entry=version.entry_id,
        key=version.key,
        title=version.title,
        state=version.state,
        since=version.since,
        seq=version.seq,
        number=version.number,
        organization_id=version.organization_id,
        data=version.data,
        text=written_text(version.data),
    )
