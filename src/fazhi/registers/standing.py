"""How an entry stands on a day, and why it is not good then. What acts, cases and other entries ask."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.registers.definitions import definition
from fazhi.registers.keys import validity_of
from fazhi.registers.models import EntryState

# The version in force on the day, and with it the day from which it has been in that state without a break; of an entry
# that came later its first version, which says so by its day.
STANDING = """
SELECT v.entry_id, l.register, v.key, v.title, v.state, v.since, v.seq, v.data::text, v.organization_id,
       r.reason, r.document,
       CASE WHEN v.state = 'in_force' THEN v.since ELSE (
         SELECT min(w.since) FROM registers_version w
         WHERE w.entry_id = v.entry_id AND (w.since, w.seq) <= (v.since, v.seq) AND NOT EXISTS (
           SELECT 1 FROM registers_version x WHERE x.entry_id = w.entry_id AND x.state <> v.state
             AND (x.since, x.seq) > (w.since, w.seq) AND (x.since, x.seq) < (v.since, v.seq)
         ) AND w.state = v.state
       ) END
FROM unnest(%(entries)s::uuid[]) AS asked(id)
CROSS JOIN LATERAL (
  SELECT * FROM (
    (SELECT * FROM registers_version b WHERE b.entry_id = asked.id AND b.since <= %(on)s
     ORDER BY b.since DESC, b.seq DESC LIMIT 1)
    UNION ALL
    (SELECT * FROM registers_version c WHERE c.entry_id = asked.id AND c.since > %(on)s
     ORDER BY c.since, c.seq LIMIT 1)
  ) either ORDER BY either.since LIMIT 1
) v
JOIN registers_ledger l ON l.id = v.ledger_id
JOIN registers_revision r ON r.ledger_id = v.ledger_id AND r.seq = v.seq
"""


@dataclass(frozen=True)
class Standing:
    """An entry on a day. ``why`` is the Chinese sentence why it is not good then, "" where it is.

    ``data`` has the fields by name, personal ones still sealed. ``ended``: it is not good, and not only because its
    time has yet to come.
    """

    entry_id: UUID
    register: str
    key: str
    title: str
    state: str
    valid: bool
    why: str
    data: Mapping[str, Any]
    organization_id: int | None
    seq: int
    ended: bool = False
    begun: bool = True
    """Whether it was listed on that day at all."""


def standing(entry_ids: Iterable[UUID], *, on: date) -> dict[UUID, Standing]:
    """How entries stand on a day, by id, as far as there are such entries; one statement for all of them.

    Raises Refused for a register that the catalog no longer has.
    """
    wanted = list(dict.fromkeys(entry_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"entries": wanted, "on": on})
        return {row[0]: _standing(row, on) for row in cursor.fetchall()}


def _standing(row: tuple[Any, ...], on: date) -> Standing:
    entry, register, key, title, state, since, seq, data, organization_id, reason, document, state_since = row
    kept = json.loads(data)
    if since > on:
        why, ended = f"自{since}起列入，{on}尚未列入", False
    elif state != EntryState.IN_FORCE:
        why, ended = not_in_force(state, state_since, reason, document), True
    else:
        why, ended = out_of_time(register, kept, on)
    return Standing(entry, register, key, title, state, not why, why, kept, organization_id, seq, ended, since <= on)


def not_in_force(state: str, since: date, reason: str, document: str) -> str:
    """Says that an entry is withdrawn or suspended, since when, and on what ground."""
    ground = f"（依据：{document}）" if document else f"（{reason}）" if reason else ""
    return f"已于{since}取消{ground}" if state == EntryState.WITHDRAWN else f"自{since}起暂停{ground}"


def out_of_time(register: str, data: Mapping[str, Any], on: date) -> tuple[str, bool]:
    """Says that a day is before or after the days between which an entry is good, and whether it is after."""
    starts, ends = validity_of(definition(register), data)
    if ends is not None and on > ends:
        return f"有效期至{ends}，已过期", True
    if starts is not None and on < starts:
        return f"自{starts}起有效", False
    return "", False
