"""Importing a sheet, step by step: received, its columns matched, checked, applied; or dropped. All of it or nothing.

Whoever began an import goes on with it, today or next week: the file lies here, and so does what was decided.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from fazhi.documents.digest import sm3_hex
from fazhi.documents.errors import UnreadableDocument
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import within_reach
from fazhi.jobs import progress
from fazhi.jobs.models import Job
from fazhi.procedures.registers.definition import Keeper, RegisterDefinition
from fazhi.registers import keeping
from fazhi.registers.definitions import definition
from fazhi.registers.importing import rows
from fazhi.registers.importing.cells import joined
from fazhi.registers.importing.comparing import compare
from fazhi.registers.importing.headings import ENTRY, SPECIAL, How, Matched, match
from fazhi.registers.importing.sheets import Sheet, SheetRow, read_sheet
from fazhi.registers.ledgers import ledger_for
from fazhi.registers.models import (
    ColumnMatch,
    Entry,
    EntryState,
    ImportOutcome,
    ImportState,
    SheetImport,
)
from fazhi.registers.refusals import Refused
from fazhi.registers.sealing import open_, seal

# About two seconds' work; a longer sheet is checked, and applied, in the background.
MOST_AT_ONCE = 2_000
CHECK_TASK = "fazhi.registers.importing.check"
SEALED_AS = "@sheet"
CLOSED = frozenset({ImportState.DONE, ImportState.DROPPED})
BUSY = frozenset({ImportState.CHECKING, ImportState.APPLYING})
Told = Callable[[int, int], None]
STEPS = 5
SAMPLES, LONGEST_SAMPLE = 3, 60


def imports_of(actor: Actor, register: str | None = None) -> QuerySet[SheetImport]:
    """The imports that a person began, without their files."""
    mine = (
        SheetImport.objects.filter(made_by=actor.person).defer("content", "table").select_related("jurisdiction", "job")
    )
    return mine.filter(register=register) if register is not None else mine


def receive(*, actor: Actor, register: str, name: str, data: bytes, at: datetime) -> SheetImport:
    """Takes a sheet in and proposes what its columns are. Raises NotAllowed, and Refused for what cannot be read."""
    defined = definition(register)
    jurisdiction = _jurisdiction(actor)
    keeping.require_keeper(actor, defined, jurisdiction)
    name = Path(name.replace("\\", "/")).name.strip()[-200:] or "未命名"
    try:
        sheet = read_sheet(name, data, defined)
    except UnreadableDocument as fault:
        raise Refused(str(fault), field="file") from None
    kept = ColumnMatch.objects.filter(jurisdiction=jurisdiction, register=register)
    columns = match(defined, sheet.headings, dict(kept.values_list("heading", "field")))
    return SheetImport.objects.create(
        jurisdiction=jurisdiction,
        register=register,
        name=name,
        sm3=sm3_hex(data),
        content=_closed(register, base64.b64encode(data).decode()),
        table=_closed(register, [sheet.header_row, sheet.headings, [[row.number, *row.texts] for row in sheet.rows]]),
        sheet=sheet.title[:200],
        header_row=sheet.header_row,
        row_count=len(sheet.rows),
        columns=[_as_json(each, sheet, register) for each in columns],
        since=at.date(),
        made_by=actor.person,
        made_at=at,
        changed_at=at,
    )


def columns_of(sheet_import: SheetImport) -> tuple[Matched, ...]:
    """The columns as they are matched now."""
    return tuple(
        Matched(number, each["heading"], each["field"], How(each["how"]))
        for number, each in enumerate(sheet_import.columns)
    )


def samples_of(sheet_import: SheetImport) -> list[list[str]]:
    """The first few values of each column."""
    return [open_(each["samples"], register=sheet_import.register, field=SEALED_AS) for each in sheet_import.columns]


@transaction.atomic
def set_columns(
    *, actor: Actor, sheet_import: SheetImport, fields: Mapping[int, str], since: date, at: datetime
) -> SheetImport:
    """Says which field each column holds ("" for one that is not read), from which day on the changes are to hold, and
    remembers what was not plain from the headings.

    Raises Refused, its field ``column_3`` or ``since``.
    """
    found = held_for(actor, sheet_import)
    defined = definition(found.register)
    before = columns_of(found)
    chosen = tuple(_chosen(defined, each, fields.get(each.column, each.field)) for each in before)
    _check_columns(defined, chosen)
    if not 1949 <= since.year <= 2999:
        raise Refused(f"施行日期“{since}”不对，请核对年份。", field="since")
    found.columns = [
        kept | {"field": each.field, "how": each.how.value} for kept, each in zip(found.columns, chosen, strict=True)
    ]
    found.since, found.state, found.changed_at = since, ImportState.MATCHING, at
    found.save(update_fields=["columns", "since", "state", "changed_at"])
    _remember(found, chosen)
    return found


def start_check(*, actor: Actor, sheet_import: SheetImport, next_url: str, at: datetime) -> Job | None:
    """Checks every row: at once (None), or in the background where there are many, going on to ``next_url``."""
    if sheet_import.row_count <= MOST_AT_ONCE:
        check(actor=actor, sheet_import=sheet_import, at=at)
        return None
    return in_background(actor, sheet_import, ImportState.CHECKING, CHECK_TASK, {"next_url": next_url}, at)


def check(*, actor: Actor, sheet_import: SheetImport, at: datetime, told: Told = lambda *_: None) -> SheetImport:
    """Finds what each row would do, and all that is wrong, and keeps it until the import goes on.

    Raises Refused where a column of the key is missing. ``told`` hears how far it is: rows done, and in all.
    """
    defined = definition(sheet_import.register)
    columns = columns_of(sheet_import)
    _check_columns(defined, columns)
    keeping.require_keeper(actor, defined, sheet_import.jurisdiction)
    done = 0

    def step(_: str = "") -> None:
        nonlocal done
        done += 1
        told(sheet_import.row_count * done // STEPS, sheet_import.row_count)

    sheet = sheet_of(sheet_import)
    ledger = ledger_for(sheet_import.jurisdiction_id, sheet_import.register, at=at)
    found = compare(
        actor=actor,
        definition=defined,
        jurisdiction=sheet_import.jurisdiction,
        sheet=sheet,
        columns=columns,
        since=sheet_import.since,
        told=step,
    )
    with transaction.atomic():
        held = SheetImport.objects.select_for_update().defer("content", "table").get(pk=sheet_import.pk)
        rows.keep(held, defined, found)
        faulty = any(each.outcome is ImportOutcome.FAULT for each in found)
        held.state = ImportState.FAULTY if faulty else ImportState.READY
        held.based_on, held.changed_at = ledger.head_seq, at
        held.counts = {**rows.counted(found), "missing": missing(actor, held).count()}
        held.save(update_fields=["state", "based_on", "changed_at", "counts"])
    return held


def missing(actor: Actor, sheet_import: SheetImport) -> QuerySet[Entry]:
    """Entries that the person keeps, not withdrawn, of which the checked sheet has no row."""
    defined = definition(sheet_import.register)
    there = sheet_import.rows.exclude(entry_id=None).values("entry_id")
    entries = Entry.objects.filter(jurisdiction=sheet_import.jurisdiction_id, register=sheet_import.register)
    return (
        entries.filter(_kept_by(actor, defined))
        .exclude(state=EntryState.WITHDRAWN)
        .exclude(pk__in=there)
        .order_by("key")
    )


@transaction.atomic
def drop(*, actor: Actor, sheet_import: SheetImport, at: datetime) -> None:
    """Puts an import aside for good. What lay here of the sheet goes with it: it may be personal data."""
    found = held_for(actor, sheet_import)
    found.rows.all().delete()
    found.content, found.table, found.columns = b"", b"", []
    found.state, found.changed_at = ImportState.DROPPED, at
    found.save(update_fields=["content", "table", "columns", "state", "changed_at"])


def reopen(*, sheet_import: SheetImport, was: ImportState, becomes: ImportState) -> None:
    """After a background task that failed: the import can be gone on with. Done by the task itself."""
    SheetImport.objects.filter(pk=sheet_import.pk, state=was).update(state=becomes)


def sheet_of(sheet_import: SheetImport) -> Sheet:
    """The sheet as it was read. Raises Refused where it is gone with an import that was dropped."""
    header_row, headings, lines = _opened(sheet_import, sheet_import.table)
    rows_read = tuple(SheetRow(number, tuple(texts)) for number, *texts in lines)
    return Sheet(sheet_import.sheet, header_row, tuple(headings), rows_read)


def file_of(sheet_import: SheetImport) -> bytes:
    """The file as it was handed in. Raises Refused where it is gone with an import that was dropped."""
    return base64.b64decode(_opened(sheet_import, sheet_import.content))


def _closed(register: str, value: object) -> bytes:
    packed = base64.b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 1)).decode()
    return json.dumps(seal(packed, register=register, field=SEALED_AS)).encode()


def _opened(sheet_import: SheetImport, closed: bytes | memoryview[int]) -> Any:
    if not closed:
        raise Refused("这次导入已放弃，文件已删除，请重新上传。")
    packed = open_(json.loads(bytes(closed)), register=sheet_import.register, field=SEALED_AS)
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def held_for(actor: Actor, sheet_import: SheetImport, *states: ImportState) -> SheetImport:
    """The import, held until the transaction ends, if it may be gone on with. Raises Refused."""
    found = SheetImport.objects.select_for_update(of=("self",)).defer("content", "table").select_related("jurisdiction")
    held = found.get(pk=sheet_import.pk)
    if held.made_by_id != actor.person.pk:
        raise Refused("这次导入是别人开始的，请由本人继续，或者重新上传文件。")
    keeping.require_keeper(actor, definition(held.register), held.jurisdiction)
    state = ImportState(held.state)
    if state in CLOSED:
        raise Refused(f"这次导入{state.label}，不能再改。需要再导入的，请重新上传文件。")
    if states and state not in states:
        raise Refused(f"这次导入{state.label}，请先核对无误再确认。")
    if not states and state in BUSY:
        raise Refused(f"正在后台处理（{state.label}），请等它结束。")
    return held


def in_background(
    actor: Actor, sheet_import: SheetImport, state: ImportState, task: str, arguments: dict[str, object], at: datetime
) -> Job:
    with transaction.atomic():
        found = held_for(actor, sheet_import)
        if state is ImportState.APPLYING and found.state != ImportState.READY:
            raise Refused(f"这次导入{found.get_state_display()}，请先核对无误再确认。")
        words = "导入" if state is ImportState.APPLYING else "核对"
        given = arguments | {"import_id": found.pk, "person_id": actor.person.pk}
        job = progress.ask(actor=actor, title=f"{words}“{found.name}”", task=task, arguments=given, at=at)
        found.state, found.job, found.changed_at = state, job, at
        found.save(update_fields=["state", "job", "changed_at"])
    return job


def _check_columns(defined: RegisterDefinition, columns: tuple[Matched, ...]) -> None:
    seen: dict[str, Matched] = {}
    for each in columns:
        if each.field and each.field in seen:
            title = _title(defined, each.field)
            say = f"“{seen[each.field].heading}”和“{each.heading}”两列都对应到“{title}”，请把其中一列改为不导入。"
            raise Refused(say, field=f"column_{each.column}")
        seen[each.field] = each
    absent = [defined.fields[name].title for name in defined.key if name not in seen]
    if absent and ENTRY not in seen:
        raise Refused(f"没有对应到{joined(absent)}的列：凭它认定一行是哪个{defined.entry}，请选定是哪一列。")


def _chosen(defined: RegisterDefinition, column: Matched, field: str) -> Matched:
    if field and field not in defined.fields and field not in SPECIAL:
        raise Refused("没有这个要素，请重新选择。", field=f"column_{column.column}")
    if field == column.field:
        return column
    return Matched(column.column, column.heading, field, How.PERSON)


def _remember(found: SheetImport, columns: tuple[Matched, ...]) -> None:
    """Keeps what the headings alone do not say; of a heading that comes twice, the column that is read."""
    kept: dict[str, str] = {}
    for each in columns:
        if each.heading and each.how in (How.PERSON, How.NEAR):
            kept[each.heading] = kept.get(each.heading) or each.field
    ColumnMatch.objects.bulk_create(
        [
            ColumnMatch(jurisdiction=found.jurisdiction, register=found.register, heading=heading, field=field)
            for heading, field in kept.items()
        ],
        update_conflicts=True,
        unique_fields=["jurisdiction", "register", "heading"],
        update_fields=["field"],
    )


def _title(defined: RegisterDefinition, field: str) -> str:
    return SPECIAL.get(field) or defined.fields[field].title


def _as_json(column: Matched, sheet: Sheet, register: str) -> dict[str, object]:
    """A column with the first few values in it, sealed: nobody knows yet what they are."""
    texts = (row.text(column.column) for row in sheet.rows)
    samples = list(islice(dict.fromkeys(text[:LONGEST_SAMPLE] for text in texts if text), SAMPLES))
    closed = seal(samples, register=register, field=SEALED_AS)
    return {"heading": column.heading, "field": column.field, "how": column.how.value, "samples": closed}


def _kept_by(actor: Actor, defined: RegisterDefinition) -> Q:
    if defined.kept_by is Keeper.CENTRAL:
        return Q()
    return within_reach(actor, keeping.permission_for(defined), "organization", area="jurisdiction")


def _jurisdiction(actor: Actor) -> Jurisdiction:
    if actor.jurisdiction_id is None:
        raise Refused("您没有任职单位，不能导入。请联系本单位管理员。")
    return Jurisdiction.objects.get(pk=actor.jurisdiction_id)
