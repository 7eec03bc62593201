"""What differs: between two stands of an entry, along its history, between two days of a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.definitions import definition
from fazhi.registers.models import Entry, EntryState, Ledger, Revision, Version
from fazhi.registers.sealing import is_sealed

# Only what begins between the two days can make them differ: of these entries, the versions in force on both.
DIFFERENT = """
WITH touched AS (
  SELECT DISTINCT entry_id FROM registers_version
  WHERE ledger_id = %(ledger)s AND since > least(%(first)s::date, %(second)s::date)
    AND since <= greatest(%(first)s::date, %(second)s::date)
)
SELECT
  (SELECT id FROM registers_version v WHERE v.entry_id = touched.entry_id AND v.since <= %(first)s
   ORDER BY v.since DESC, v.seq DESC LIMIT 1),
  (SELECT id FROM registers_version v WHERE v.entry_id = touched.entry_id AND v.since <= %(second)s
   ORDER BY v.since DESC, v.seq DESC LIMIT 1)
FROM touched
"""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs. Values are as kept: personal ones are sealed, and differ where what they mean differs."""

    name: str
    title: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that differs between two days; None where it was not there yet."""

    entry_id: UUID
    key: str
    title: str
    before: Version | None
    after: Version | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Comparison:
    """Two days of a register. An entry that came and went in between does not show."""

    added: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    withdrawn: tuple[Difference, ...]


@dataclass(frozen=True)
class Happened:
    """One line of an entry's history: the revision, how it left the entry, and what that changed."""

    revision: Revision
    version: Version
    before: Version | None
    fields: tuple[FieldChange, ...]


def changed_fields(
    defined: RegisterDefinition, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the definition; fields that it no longer has come last."""
    names = [*defined.fields, *sorted({*before, *after} - set(defined.fields))]
    return tuple(
        FieldChange(name, _title(defined, name), before.get(name), after.get(name))
        for name in names
        if not _same(before.get(name), after.get(name))
    )


def history(entry: Entry) -> tuple[Happened, ...]:
    """Everything that happened to an entry, what was revised last first; what is entered for later days too.

    Each line is compared with the one that it follows by day. Two statements.
    """
    defined = definition(entry.register)
    versions = list(Version.objects.filter(entry_id=entry.pk).order_by("since", "seq"))
    numbers = [version.seq for version in versions]
    made = Revision.objects.filter(ledger=entry.ledger_id, seq__in=numbers).select_related("person")
    revisions = {revision.seq: revision for revision in made}
    lines = []
    before: Version | None = None
    for version in versions:
        fields = changed_fields(defined, before.data if before else {}, version.data)
        lines.append(Happened(revisions[version.seq], version, before, fields))
        before = version
    return tuple(reversed(lines))


def compare(ledger: Ledger, first: date, second: date) -> Comparison:
    """What differs between two days, entries by key. Two statements, whatever the length of the register."""
    defined = definition(ledger.register)
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT, {"ledger": ledger.pk, "first": first, "second": second})
        pairs = cursor.fetchall()
    versions = Version.objects.defer("leaf").in_bulk([pk for pair in pairs for pk in pair if pk is not None])
    added, changed, withdrawn = [], [], []
    for one, other in pairs:
        before, after = versions.get(one), versions.get(other)
        difference = _difference(defined, before, after)
        stood, stands = _stands(before), _stands(after)
        if stands and not stood:
            added.append(difference)
        elif stood and not stands:
            withdrawn.append(difference)
        elif stood and (difference.fields or (before and after and before.state != after.state)):
            changed.append(difference)
    return Comparison(_by_key(added), _by_key(changed), _by_key(withdrawn))


def _difference(defined: RegisterDefinition, before: Version | None, after: Version | None) -> Difference:
    last = after or before
    assert last is not None
    fields = changed_fields(defined, before.data if before else {}, after.data if after else {})
    return Difference(last.entry_id, last.key, last.title, before, after, fields)


def _stands(version: Version | None) -> bool:
    return version is not None and version.state != EntryState.WITHDRAWN


def _by_key(found: list[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(found, key=lambda each: (each.key, each.entry_id)))


def _title(defined: RegisterDefinition, name: str) -> str:
    field = defined.fields.get(name)
    return field.title if field else name


def _same(before: Any, after: Any) -> bool:
    if is_sealed(before) and is_sealed(after):
        return before["find"] == after["find"]
    return bool(before == after)
