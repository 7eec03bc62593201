"""Credentials 证件、资格: who holds what on a day, as the registers say that have credentials in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.procedures.registers import library
from fazhi.registers.standing import Standing, standing

ENFORCEMENT_CARD, LEGAL_QUALIFICATION = "enforcement_card", "legal_qualification"


@dataclass(frozen=True, slots=True)
class Held:
    """A credential that somebody holds, good or not. ``why`` says why it is not good on the day."""

    kind: str
    number: str
    valid: bool
    why: str
    entry_id: UUID
    organization_id: int | None


# A holder may have changed since the day that is asked for; the versions of every entry that now names the person, or
# did so last, are looked at by `standing`.
HOLDERS = """
SELECT p.id, p.name, k.kind, k.number, e.id
FROM government_person p
LEFT JOIN (jsonb_to_recordset(%(kinds)s::jsonb) AS k(kind text, register text, number text)
           JOIN registers_entry e ON e.register = k.register)
  ON e.marks @> ARRAY['holder:' || p.id]
WHERE p.id = ANY(%(people)s)
ORDER BY p.id, e.id
"""


def facts_of(
    people: Iterable[int], *, on: date, holds: str | None, bars: Callable[[Held], str] | None = None
) -> dict[int, dict[str, Any]]:
    """What an act keeps of the people it names, by their number, in two statements.

    Each: id (text), name, card_number and card_valid (of the credential ``holds``, an enforcement card where nothing is
    said, on that day), card_why where it is not good, legal_qualified. Of several cards a good one counts. ``bars``
    says why a credential that is good does not serve here, "" where it does. Numbers that nobody has are left out.
    """
    wanted = holds or ENFORCEMENT_CARD
    names, held = _read(people, {wanted, LEGAL_QUALIFICATION}, on)
    found: dict[int, dict[str, Any]] = {}
    for pk, name in names.items():
        facts = {"id": str(pk), "name": name, "card_number": "", "card_valid": False, "legal_qualified": False}
        for each in held.get(pk, ()):
            if each.kind == LEGAL_QUALIFICATION and each.valid:
                facts["legal_qualified"] = True
            if each.kind == wanted and not facts["card_valid"]:
                why = each.why or (bars(each) if bars else "")
                if not why or not facts["card_number"]:
                    facts |= {"card_number": each.number, "card_valid": not why, "card_why": why}
        if not facts.get("card_why"):
            facts.pop("card_why", None)
        found[pk] = facts
    return found


def held_by(people: Iterable[int], *, on: date, kind: str) -> dict[int, tuple[Held, ...]]:
    """The credentials of a kind that people hold, good ones first; two statements."""
    return _read(people, {kind}, on)[1]


def _read(people: Iterable[int], kinds: set[str], on: date) -> tuple[dict[int, str], dict[int, tuple[Held, ...]]]:
    wanted = list(dict.fromkeys(people))
    if not wanted:
        return {}, {}
    defined = library.shelf().credentials
    asked = [
        {"kind": kind, "register": defined[kind].id, "number": credential.number}
        for kind in sorted(kinds & defined.keys())
        if (credential := defined[kind].credential)
    ]
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, {"kinds": json.dumps(asked), "people": wanted})
        rows = cursor.fetchall()
    stands = standing([row[4] for row in rows if row[4]], on=on)
    held: dict[int, list[Held]] = {}
    for pk, _, kind, number, entry in rows:
        # Listed only since a later day, it was no credential yet.
        if entry is not None and (stand := stands.get(entry)) is not None and stand.begun:
            held.setdefault(pk, []).append(_held(kind, number, stand))
    order = {pk: tuple(sorted(each, key=lambda one: not one.valid)) for pk, each in held.items()}
    return {pk: name for pk, name, *_ in rows}, order


def _held(kind: str, number: str, stand: Standing) -> Held:
    return Held(kind, str(stand.data.get(number, "")), stand.valid, stand.why, stand.entry_id, stand.organization_id)
