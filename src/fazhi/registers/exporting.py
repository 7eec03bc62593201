"""Handing a register out 导出: as a workbook with every field, which can be imported again; as open data, CSV or JSON.

Personal data is masked, unless it is asked for openly: then for a purpose, by somebody who may, and every value that
leaves is recorded as one that was shown.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_UNMASK, NotAllowed, require
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers import masking
from fazhi.procedures.registers.definition import Publishing, RegisterDefinition
from fazhi.registers import unmasking
from fazhi.registers.definitions import definition
from fazhi.registers.importing import cells
from fazhi.registers.importing.headings import ENTRY, SPECIAL, STATE
from fazhi.registers.importing.sheets import GUARDED
from fazhi.registers.models import Entry, EntryState, Unmasking
from fazhi.registers.refusals import Refused
from fazhi.registers.sealing import is_sealed, open_

MOST_OPEN = 2_000
"""Entries whose personal data may leave at once: more than a task of one person ever needs."""
LONGEST_CELL = 32_767
FONT, FILL = Font(name="黑体", size=11, bold=True), PatternFill("solid", fgColor="E8EEF7")
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
BOM = "\ufeff"
Told = Callable[[int], None]
Shown = Callable[[str, Any], Any]


class Standing(Protocol):
    """What is handed out: an entry as it stands, or a version of one."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class OpenData:
    """A file of open data."""

    content: bytes
    media_type: str
    extension: str


def workbook(defined: RegisterDefinition, rows: Iterable[Standing], *, told: Told = lambda _: None) -> bytes:
    """Every field of the rows as .xlsx, with their state and number: imported again it changes nothing. Personal data
    is masked; its mask counts as unchanged. ``told`` hears after each row how many are written.
    """
    return _workbook(defined, rows, lambda name, kept: _masked(defined, name, kept), told)


@transaction.atomic
def open_workbook(*, actor: Actor, register: str, entries: QuerySet[Entry], purpose: str, at: datetime) -> bytes:
    """The same with personal data open, each value recorded with the purpose, before any leaves.

    Raises NotAllowed where one of the entries is of a body whose personal data the actor may not see; Refused for a
    purpose that is none, or more than MOST_OPEN entries.
    """
    defined = definition(register)
    purpose = purpose.strip()
    if not unmasking.SHORTEST_PURPOSE <= len(purpose) <= unmasking.LONGEST_PURPOSE:
        least, most = unmasking.SHORTEST_PURPOSE, unmasking.LONGEST_PURPOSE
        raise Refused(f"请写明导出个人信息的用途，{least}至{most}字。", field="purpose")
    found = list(entries.filter(register=register).select_related("organization")[: MOST_OPEN + 1])
    if len(found) > MOST_OPEN:
        raise Refused(f"未遮盖的个人信息一次最多导出{MOST_OPEN}条，请先筛选，只导出用得到的。")
    for body in {each.organization_id: each for each in found}.values():
        _may_open(actor, defined, body)
    Unmasking.objects.bulk_create(
        Unmasking(
            jurisdiction_id=each.jurisdiction_id,
            register=register,
            entry_id=each.pk,
            field=name,
            person=actor.person,
            at=at,
            purpose=purpose,
        )
        for each in found
        for name in sorted(defined.personal)
        if each.data.get(name) is not None
    )
    return _workbook(defined, found, lambda name, kept: _opened(defined, name, kept), lambda _: None)


def open_data(defined: RegisterDefinition, rows: Iterable[Standing], *, form: str, day: date, place: str) -> OpenData:
    """The published fields of the rows. ``form`` is csv or json; ``place`` the jurisdiction, ``day`` the day shown.

    Raises Refused for a register that is not public, or another form.
    """
    if defined.publish is None:
        raise Refused(f"《{defined.title}》不公开。")
    if form not in MEDIA:
        raise Refused("开放数据只有 csv 和 json 两种格式。")
    names = tuple(name for name in defined.fields if name in defined.publish.fields)
    make = _csv if form == "csv" else _json
    return OpenData(make(defined, defined.publish, names, rows, day, place), MEDIA[form], form)


def _workbook(defined: RegisterDefinition, rows: Iterable[Standing], shown: Shown, told: Told) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(defined.title[:31])
    sheet.freeze_panes = "B2"
    heads = [*(field.title for field in defined.fields.values()), SPECIAL[STATE], SPECIAL[ENTRY]]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}1"
    for at, field in enumerate(defined.fields.values(), 1):
        sheet.column_dimensions[get_column_letter(at)].width = _width(field)
    sheet.append([_heading(sheet, head) for head in heads])
    for number, row in enumerate(rows, 1):
        values = [_cell(sheet, shown(name, row.data.get(name))) for name in defined.fields]
        sheet.append([*values, EntryState(row.state).label, str(_id(row))])
        told(number)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _masked(defined: RegisterDefinition, name: str, kept: Any) -> Any:
    return (
        masking.masked(defined.fields[name], _open(defined, name, kept))
        if name in defined.personal
        else _plain(defined.fields[name], kept)
    )


def _opened(defined: RegisterDefinition, name: str, kept: Any) -> Any:
    return _plain(defined.fields[name], _open(defined, name, kept))


def _open(defined: RegisterDefinition, name: str, kept: Any) -> Any:
    return open_(kept, register=defined.id, field=name) if is_sealed(kept) else kept


def _plain(field: Field, kept: Any) -> Any:
    """A kept value for a cell: days and numbers as such, everything else as an import reads it."""
    if kept is None:
        return None
    match field.type:
        case Kind.DATE:
            return date.fromisoformat(kept)
        case Kind.NUMBER | Kind.MONEY:
            return Decimal(str(kept))
    return cells.written(field, kept)


def _cell(sheet: Worksheet, value: Any) -> Any:
    """Text stays text: openpyxl would take a leading = for a formula."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    if not text.startswith("="):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _heading(sheet: Worksheet, title: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font, cell.fill = FONT, FILL
    return cell


def _width(field: Field) -> float:
    return 40 if field.type in (Kind.LONG_TEXT, Kind.ROWS) else max(12, 2 * len(field.title) + 4)


def _id(row: Any) -> UUID:
    """The number of the entry, of which a version is one state."""
    found: UUID = row.entry_id if hasattr(row, "entry_id") else row.pk
    return found


def _may_open(actor: Actor, defined: RegisterDefinition, entry: Entry) -> None:
    if unmasking.may_unmask(actor, entry):
        return
    if entry.organization is not None:
        require(actor, REGISTER_UNMASK, organization=entry.organization)
    raise NotAllowed(REGISTER_UNMASK, f"您没有查看《{defined.title}》个人信息的权限，请联系本单位管理员。")


def _csv(
    defined: RegisterDefinition,
    publish: Publishing,
    names: tuple[str, ...],
    rows: Iterable[Standing],
    _day: date,
    _place: str,
) -> bytes:
    """With a byte order mark, without which spreadsheet programs take UTF-8 for something else."""
    file = io.StringIO(newline="")
    file.write(BOM)
    lines = csv.writer(file)
    lines.writerow([defined.fields[name].title for name in names])
    for row in rows:
        lines.writerow([_guarded(_text(defined, publish, name, row.data.get(name))) for name in names])
    return file.getvalue().encode()


def _text(defined: RegisterDefinition, publish: Publishing, name: str, kept: Any) -> str:
    if kept is None:
        return ""
    if name in publish.masked or name in defined.personal:
        return masking.masked(defined.fields[name], _open(defined, name, kept))
    return cells.written(defined.fields[name], kept)


def _guarded(text: str) -> str:
    """A cell that a spreadsheet program would take for a formula gets a ' in front; an import takes it off again."""
    return f"'{text}" if text.startswith(GUARDED) else text


def _json(
    defined: RegisterDefinition,
    publish: Publishing,
    names: tuple[str, ...],
    rows: Iterable[Standing],
    day: date,
    place: str,
) -> bytes:
    whole = {
        "register": defined.id,
        "title": publish.title,
        "jurisdiction": place,
        "as_of": day.isoformat(),
        "fields": {name: defined.fields[name].title for name in names},
        "entries": [dict(_values(defined, publish, names, row)) for row in rows],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _values(
    defined: RegisterDefinition, publish: Publishing, names: tuple[str, ...], row: Standing
) -> Iterator[tuple[str, Any]]:
    yield "id", str(_id(row))
    yield "since", row.since.isoformat()
    for name in names:
        kept = row.data.get(name)
        if kept is None:
            continue
        if name in publish.masked or name in defined.personal:
            yield name, _text(defined, publish, name, kept)
        else:
            yield name, _value(defined.fields[name], kept)


def _value(field: Field, kept: Any) -> Any:
    """As programs read it: options by their words, people and bodies by name, tables as lists of records."""
    match field.type:
        case Kind.BOOLEAN | Kind.NUMBER:
            return kept
        case Kind.CHOICES:
            return [field.options.get(each, each) for each in kept]
        case Kind.PEOPLE | Kind.PARTIES:
            return [each.get("name", "") for each in kept]
        case Kind.PARTY:
            return kept.get("name", "")
        case Kind.ENTRIES:
            return [each.get("title", "") for each in kept]
        case Kind.ROWS:
            return [{name: cells.written(field.columns[name], each) for name, each in row.items()} for row in kept]
    return cells.written(field, kept)
