"""Recognises a token, and reads its person with their seats, in one statement.

Written by hand: every call pays for it, and the ORM took five times as long to build and run the same two queries, more
than half of the time of an act. Which seats count is the rule of `government.actors.actor_for`; a test compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from fazhi.api.models import Token
from fazhi.api.tokens import MARK, digest_of
from fazhi.government.actors import Actor, Seat
from fazhi.government.models import Person

LONGEST = 100
TOKEN = ("id", "person_id", "prefix", "name", "created_at", "expires_on", "revoked_at")
PERSON = ("id", "login", "name", "phone", "is_active", "must_change_password")
RECOGNISE = f"""
SELECT {", ".join(f"t.{name}" for name in TOKEN)}, {", ".join(f"p.{name}" for name in PERSON)},
       o.id, COALESCE(NULLIF(o.short_name, ''), o.name), o.path, o.jurisdiction_id, m.roles, m.position
FROM api_token t
JOIN government_person p ON p.id = t.person_id
LEFT JOIN (government_membership m
           JOIN government_organization o ON o.id = m.organization_id AND o.dissolved_on IS NULL)
  ON m.person_id = p.id AND m.started_on <= %s AND (m.ended_on IS NULL OR m.ended_on > %s)
WHERE t.digest = %s
ORDER BY m.id
"""  # noqa: S608 -- the names are those above


@dataclass(frozen=True)
class Caller:
    """Who calls the interface, and with which token."""

    token: Token
    actor: Actor


def caller(*, secret: str, on: date) -> Caller | None:
    """Who comes with this token on a day; None where it opens nothing."""
    if len(secret) > LONGEST or not secret.startswith(MARK) or not secret.isascii():
        return None
    with connection.cursor() as cursor:
        cursor.execute(RECOGNISE, [on, on, digest_of(secret)])
        rows = cursor.fetchall()
    if not rows:
        return None
    first, seats = rows[0], len(TOKEN) + len(PERSON)
    # Made as the ORM makes partly loaded rows: what was not read is not overwritten by a save.
    token = Token.from_db(connection.alias, TOKEN, first[: len(TOKEN)])
    person = Person.from_db(connection.alias, PERSON, first[len(TOKEN) : seats])
    if not token.is_valid(on) or not person.is_active:
        return None
    return Caller(token, Actor(person, tuple(_seat(row[seats:]) for row in rows if row[seats] is not None)))


def _seat(row: Sequence[Any]) -> Seat:
    pk, name, path, jurisdiction_id, roles, position = row
    return Seat(
        organization_id=pk,
        organization_name=name,
        path=path,
        jurisdiction_id=jurisdiction_id,
        roles=frozenset(roles),
        position=position,
    )
