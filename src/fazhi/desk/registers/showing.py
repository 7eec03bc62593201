"""Values of entries as people read them: personal ones masked, references as links, changes as old beside new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.values import shown
from fazhi.desk.registers import personal
from fazhi.documents.spreadsheet import CellValue
from fazhi.procedures.casework.entries import BLANK
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.models import EntryState

STATE_COLOURS = {EntryState.IN_FORCE: "green", EntryState.SUSPENDED: "orange", EntryState.WITHDRAWN: "grey"}


@dataclass(frozen=True)
class Fact:
    """A field of an entry: its words; `sealed`: personal data, of which only the mask is shown."""

    name: str
    label: str
    words: str | SafeString
    sealed: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Difference:
    """A field whose value changed; a dash where there was, or is, none."""

    label: str
    before: str | SafeString
    after: str | SafeString


def words_of(
    definition: RegisterDefinition, name: str, kept: Any, *, links: bool = True, public: bool = False
) -> str | SafeString:
    """A kept value as a page shows it. `links` makes references links, on a `public` page to public pages."""
    field = definition.fields[name]
    if kept in BLANK:
        return "—"
    hidden = definition.publish.masked if public and definition.publish else ()
    if name in definition.personal or name in hidden:
        return personal.masked(definition, name, kept)
    if field.type in (Kind.ENTRY, Kind.ENTRIES):
        entries = kept if isinstance(kept, list) else [kept]
        return format_html_join(
            "、", "{}", ((_reference(field, each, links=links, public=public),) for each in entries)
        )
    return shown(field, kept)


def _reference(field: Field, kept: Mapping[str, Any], *, links: bool, public: bool) -> str | SafeString:
    title = str(kept.get("title") or kept.get("key") or "")
    if not links or public or not kept.get("id"):
        return title
    return format_html(
        '<a href="{}">{}</a>', reverse("desk:registers:entry", args=[field.refers_to, kept["id"]]), title
    )


def facts_of(
    definition: RegisterDefinition, data: Mapping[str, Any], *, only: Iterable[str] | None = None, public: bool = False
) -> list[Fact]:
    """Every field that has a value, in the order of the definition; `only` leaves out all others."""
    allowed = set(definition.fields if only is None else only)
    return [
        Fact(
            name,
            field.title,
            words_of(definition, name, data[name], public=public),
            name in definition.personal,
            field.type in (Kind.LONG_TEXT, Kind.ROWS),
        )
        for name, field in definition.fields.items()
        if name in allowed and data.get(name) not in BLANK
    ]


def difference(
    definition: RegisterDefinition, name: str, before: Any, after: Any, *, public: bool = False
) -> Difference:
    """A field that changed, in words; one that the definition no longer has goes by its name."""
    if name not in definition.fields:
        return Difference(name, "—", "—")
    words = [words_of(definition, name, each, public=public) for each in (before, after)]
    return Difference(definition.fields[name].title, words[0], words[1])


def cell_of(definition: RegisterDefinition, name: str, kept: Any) -> CellValue:
    """A kept value for a workbook: days and numbers as such, everything else in words, personal data masked."""
    field = definition.fields[name]
    if kept in BLANK:
        return None
    if name in definition.personal:
        return personal.masked(definition, name, kept)
    match field.type:
        case Kind.DATE:
            return date.fromisoformat(kept)
        case Kind.NUMBER | Kind.MONEY:
            return Decimal(str(kept))
        case Kind.LONG_TEXT:
            return str(kept)
        case Kind.ENTRY | Kind.ENTRIES:
            return "、".join(str(each.get("title", "")) for each in (kept if isinstance(kept, list) else [kept]))
        case Kind.ROWS:
            return "\n".join("；".join(_row_cells(field, row)) for row in kept)
    return str(words_of(definition, name, kept, links=False))


def _row_cells(field: Field, row: Mapping[str, Any]) -> list[str]:
    return [str(shown(column, row[name])) for name, column in field.columns.items() if row.get(name) not in BLANK]


def state_mark(
    state: str, *, starts: date | None = None, ends: date | None = None, on: date, soon: date | None = None
) -> Mark:
    """How an entry stands on a day: its state, and for one in force whether its time has begun, or is nearly over."""
    if state == EntryState.IN_FORCE:
        if ends is not None and ends < on:
            return Mark("red", "已过有效期")
        if starts is not None and starts > on:
            return Mark("blue", f"{starts:%Y-%m-%d}起有效")
        if ends is not None and soon is not None and ends <= soon:
            left = (ends - on).days
            return Mark("yellow", "今天到期" if left == 0 else f"还有 {left} 天到期")
    found = EntryState(state)
    return Mark(STATE_COLOURS[found], found.label)
