"""The rows that a check found, kept until the import is done: many at once, and read back a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.importing.comparing import CellFault, Compared
from fazhi.registers.models import ImportOutcome, ImportRow, SheetImport
from fazhi.registers.sealing import is_sealed, open_, seal

COPY = """
COPY registers_importrow (sheet_import_id, number, outcome, entry_id, key, title, content) FROM STDIN
"""
SEALED_AS = "@row"
"""The name under which whole rows are sealed; no field has it."""


def keep(sheet_import: SheetImport, definition: RegisterDefinition, found: Iterable[Compared]) -> None:
    """Puts the rows in place of those of an earlier check. To be called inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registers_importrow WHERE sheet_import_id = %s", [sheet_import.pk])
        with cursor.copy(COPY) as copy:
            for each in found:
                content = json.dumps(_content(definition, each), ensure_ascii=False)
                copy.write_row(
                    (
                        sheet_import.pk,
                        each.number,
                        each.outcome.value,
                        each.entry,
                        each.key[:300],
                        each.title[:300],
                        content.replace("\\u0000", ""),
                    )
                )


def _content(definition: RegisterDefinition, found: Compared) -> dict[str, Any]:
    if found.outcome is ImportOutcome.FAULT:
        plain = {"texts": list(found.texts), "faults": [[each.column, each.say] for each in found.faults]}
        return seal(plain, register=definition.id, field=SEALED_AS) if definition.personal else plain
    if found.kind is None:
        return {}
    return {"kind": found.kind.value, "data": dict(found.data), "old": dict(found.old)}


def changes_of(rows: QuerySet[ImportRow]) -> Iterator[Change]:
    """What the rows do to their entries."""
    wanted = rows.filter(outcome__in=(ImportOutcome.ADD, ImportOutcome.CHANGE)).order_by("number", "pk")
    for entry, content in wanted.values_list("entry_id", "content").iterator(chunk_size=2000):
        yield Change(ChangeKind(content["kind"]), entry, content["data"])


def faults_of(definition: RegisterDefinition, row: ImportRow) -> tuple[Sequence[str], Sequence[CellFault]]:
    """The texts of a faulty row, and what is wrong with them."""
    content = row.content
    if is_sealed(content):
        content = open_(content, register=definition.id, field=SEALED_AS)
    return content["texts"], [CellFault(column, say) for column, say in content["faults"]]


def kind_of(row: ImportRow) -> ChangeKind:
    """What the row does to its entry."""
    return ChangeKind(row.content["kind"])


def counted(found: Sequence[Compared]) -> Mapping[str, int]:
    """How many rows would do what, and how many faults there are."""
    counts = {outcome.value: 0 for outcome in ImportOutcome}
    for each in found:
        counts[each.outcome.value] += 1
    return {"rows": len(found), **counts, "faults": sum(len(each.faults) for each in found)}
