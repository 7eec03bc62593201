"""How entries stand, and will stand by what was entered for later days: what changes are judged against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.registers.models import EntryState, Ledger


@dataclass(frozen=True, slots=True)
class Stand:
    """An entry from a day on, as a revision left it."""

    entry: UUID
    key: str
    title: str
    state: str
    since: date
    seq: int
    data: Mapping[str, Any]
    organization_id: int | None

    @property
    def withdrawn(self) -> bool:
        return self.state == EntryState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Timeline:
    """An entry today, and every stand that is entered for a later day, in order."""

    stands: tuple[Stand, ...]

    def on(self, day: date) -> Stand | None:
        """How it stands on a day, as far as today and later days go; None before that."""
        found = None
        for stand in self.stands:
            if stand.since <= day:
                found = stand
        return found

    def after(self, day: date) -> tuple[Stand, ...]:
        return tuple(stand for stand in self.stands if stand.since > day)

    @property
    def last(self) -> Stand:
        return self.stands[-1]


COLUMNS = "key, title, state, since, seq, data::text, organization_id"
# What holds today is in the projection; what was entered for days that it has not come to is read from the versions.
STANDS = f"""
SELECT id, {COLUMNS} FROM registers_entry WHERE ledger_id = %(ledger)s AND (id = ANY(%(ids)s) OR key = ANY(%(keys)s))
UNION ALL
SELECT entry_id, {COLUMNS} FROM registers_version
WHERE ledger_id = %(ledger)s AND since > %(settled)s AND (entry_id = ANY(%(ids)s) OR key = ANY(%(keys)s))
ORDER BY since, seq
"""  # noqa: S608 -- columns of our own


def timelines(ledger: Ledger | None, *, ids: Iterable[UUID] = (), keys: Iterable[str] = ()) -> dict[UUID, Timeline]:
    """The timelines of the entries with these ids or keys; those that nobody has are left out. One statement."""
    by_id, by_key = list(set(ids)), list(set(keys))
    if ledger is None or not (by_id or by_key):
        return {}
    asked: dict[str, Any] = {"ledger": ledger.pk, "settled": ledger.settled_on, "ids": by_id, "keys": by_key}
    with connection.cursor() as cursor:
        cursor.execute(STANDS, asked)
        rows = cursor.fetchall()
    found: dict[UUID, list[Stand]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(stand_of(row))
    return {entry: Timeline(tuple(stands)) for entry, stands in found.items()}


def stand_of(row: tuple[Any, ...]) -> Stand:
    """A row of id and COLUMNS."""
    entry, key, title, state, since, seq, data, organization_id = row
    return Stand(entry, key, title, state, since, seq, json.loads(data), organization_id)
