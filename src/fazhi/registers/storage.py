"""Writes versions and entries, under the lock of their ledger. Nothing outside this module inserts them.

Written by hand, for a list of 20,000 entries is revised in the same few statements as one entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.record.canonical import canonical
from fazhi.record.ledger import VersionLeaf
from fazhi.registers.keys import validity_of
from fazhi.registers.marks import marks_of
from fazhi.registers.models import Ledger
from fazhi.registers.words import words_of

VERSIONS = """
COPY registers_version (ledger_id, seq, number, entry_id, key, title, state, since, organization_id, data, leaf)
FROM STDIN
"""
NEW_ENTRIES = """
COPY registers_entry (id, ledger_id, jurisdiction_id, register, organization_id, key, title, state, since, valid_from,
                      valid_until, seq, data, marks, search)
FROM STDIN
"""
CHANGED_ENTRIES = """
UPDATE registers_entry e SET
  organization_id = x.organization_id, title = x.title, state = x.state, since = x.since, valid_from = x.valid_from,
  valid_until = x.valid_until, seq = x.seq, data = x.data, marks = x.marks::text[], search = x.search::tsvector
FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[], %s::date[], %s::int[],
            %s::jsonb[], %s::text[], %s::text[])
  AS x(id, organization_id, title, state, since, valid_from, valid_until, seq, data, marks, search)
WHERE e.id = x.id
"""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it is to be written. ``text`` is the canonical JSON of its fields, personal ones sealed."""

    entry: UUID
    key: str
    title: str
    state: str
    since: date
    seq: int
    number: int
    organization_id: int | None
    data: Mapping[str, Any]
    text: bytes

    def leaf(self) -> bytes:
        """What goes into the revision's Merkle root."""
        return VersionLeaf(
            self.entry, self.seq, self.number, self.key, self.title, self.state, self.since, self.organization_id
        ).canonical(self.text)


def written_text(data: Mapping[str, Any]) -> bytes:
    """The fields as they are kept, in canonical JSON. Raises RecordError where a value has no canonical form."""
    return canonical(dict(data))


def write_versions(ledger: Ledger, rows: Sequence[Written], leaves: Sequence[bytes]) -> None:
    """Adds versions; the unique (ledger, seq, number) refuses what lost a race."""
    with connection.cursor() as cursor, cursor.copy(VERSIONS) as copy:
        for row, leaf in zip(rows, leaves, strict=True):
            copy.write_row(
                (
                    ledger.pk,
                    row.seq,
                    row.number,
                    row.entry,
                    row.key,
                    row.title,
                    row.state,
                    row.since,
                    row.organization_id,
                    row.text.decode(),
                    leaf.decode(),
                )
            )


def show(
    definition: RegisterDefinition, ledger: Ledger, *, new: Sequence[Written] = (), changed: Sequence[Written] = ()
) -> None:
    """Brings the projection up to date: entries as they stand today."""
    if new:
        with connection.cursor() as cursor, cursor.copy(NEW_ENTRIES) as copy:
            for row in new:
                starts, ends = validity_of(definition, row.data)
                where = (row.entry, ledger.pk, ledger.jurisdiction_id, ledger.register, row.organization_id)
                stand = (row.key, row.title, row.state, row.since, starts, ends, row.seq)
                marks = marks_of(definition, row.data)
                copy.write_row((*where, *stand, row.text.decode(), marks, words_of(definition, row.title, row.data)))
    if changed:
        columns = zip(*(_changed(definition, row) for row in changed), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(CHANGED_ENTRIES, [list(column) for column in columns])


def _changed(definition: RegisterDefinition, row: Written) -> tuple[Any, ...]:
    starts, ends = validity_of(definition, row.data)
    stand = (row.entry, row.organization_id, row.title, row.state, row.since, starts, ends, row.seq)
    # An array of arrays must be a rectangle: the marks of an entry go in as the text of an array.
    quoted = [each.replace("\\", "\\\\").replace('"', '\\"') for each in marks_of(definition, row.data)]
    marks = "{" + ",".join(f'"{each}"' for each in quoted) + "}"
    return (*stand, row.text.decode(), marks, words_of(definition, row.title, row.data))
