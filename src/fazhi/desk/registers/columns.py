"""Columns of a register's list, made from its definition: for the page, and for the workbook that is handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import DecimalField
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi.desk.lists import Column
from fazhi.desk.registers.filters import path_of
from fazhi.desk.registers.showing import cell_of, words_of
from fazhi.desk.registers.validity import mark_of, soon_of
from fazhi.desk.templatetags.desk import mark
from fazhi.procedures.casework.entries import BLANK
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.models import Entry, Version

Row = Entry | Version
STATE, SINCE, NAME = "_state", "_since", "_name"
_UNSORTED = frozenset({Kind.ROWS, Kind.CHOICES, Kind.PEOPLE, Kind.PARTIES, Kind.ENTRIES, Kind.LONG_TEXT})
_CODES = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE})
LONGEST_CELL = 90


@dataclass(frozen=True)
class Shape:
    """What the columns of one list are made for.

    `names` the fields that may be shown; `on` the day that is shown; `link` the address of an entry; `public` whether
    everybody may read it.
    """

    definition: RegisterDefinition
    names: tuple[str, ...]
    on: date
    link: Callable[[Row], str]
    public: bool = False


def columns_of(shape: Shape) -> list[Column[Any]]:
    """The name with its code below it, the other columns of the definition, and how the entry stands."""
    definition = shape.definition
    below = [name for name in codes_of(definition) if name in shape.names]
    shown = [name for name in definition.list.columns if name in shape.names and name != definition.named_by]
    heading = Column[Any](
        NAME,
        definition.fields[definition.named_by].title,
        lambda row: row.title,
        cell=partial(_heading, shape, below),
        sort="title",
        wide=True,
        width=40,
    )
    fields = [_column(definition, name, page=name not in below) for name in shown]
    soon = soon_of(definition, shape.on)
    state = Column[Any](
        STATE,
        "状态",
        lambda row: mark_of(definition, row.state, row.data, on=shape.on, soon=soon).words,
        cell=lambda row: mark(mark_of(definition, row.state, row.data, on=shape.on, soon=soon)),
        sort="state",
        width=14,
    )
    since = Column[Any](SINCE, "现状自", lambda row: row.since, sort="since", width=12, phone=False)
    return [heading, *fields, state, *([] if shape.public else [since])]


def codes_of(definition: RegisterDefinition) -> list[str]:
    """The key fields that read as codes: they stand below the name, not in a column of their own."""
    return [name for name in definition.key if name != definition.named_by and definition.fields[name].type in _CODES]


def entry_id(row: Row) -> Any:
    """The identifier of the entry that a row of the list shows."""
    return row.entry_id if isinstance(row, Version) else row.pk


def order_of(definition: RegisterDefinition, columns: Iterable[Column[Any]]) -> str:
    """The list's own order as the key of a column, `-` for falling; by name where that column is not there."""
    asked = definition.list.order or definition.key[0]
    name = asked.removeprefix("-")
    key = NAME if name == definition.named_by else name
    if not any(column.key == key and column.sort is not None for column in columns):
        return NAME
    return f"-{key}" if asked.startswith("-") else key


def _column(definition: RegisterDefinition, name: str, *, page: bool) -> Column[Any]:
    field = definition.fields[name]
    return Column(
        name,
        field.title,
        lambda row: cell_of(definition, name, row.data.get(name)),
        cell=lambda row: _cell(definition, name, row.data),
        sort=_sort(definition, name),
        align="end" if field.type in (Kind.NUMBER, Kind.MONEY) else "start",
        width=30 if field.type in (Kind.LONG_TEXT, Kind.ROWS, Kind.CHOICES) else 16,
        page=page,
    )


def _sort(definition: RegisterDefinition, name: str) -> str | Combinable | None:
    field = definition.fields[name]
    if field.type in _UNSORTED or field.personal:
        return None
    if name == definition.key[0] and field.type is Kind.TEXT:
        return "key"
    text = KT(path_of(name, field))
    if field.type in (Kind.NUMBER, Kind.MONEY):
        return Cast(text, DecimalField(max_digits=20, decimal_places=6))
    return text


def _heading(shape: Shape, below: list[str], row: Row) -> SafeString:
    definition = shape.definition
    codes = "　".join(
        str(words_of(definition, n, row.data[n], links=False)) for n in below if row.data.get(n) not in BLANK
    )
    name = format_html('<a href="{}">{}</a>', shape.link(row), row.title or "（未命名）")
    return format_html('{}<br><span class="quiet number">{}</span>', name, codes) if codes else name


def _cell(definition: RegisterDefinition, name: str, data: Mapping[str, Any]) -> SafeString | str:
    """A value in a cell: tables only by how many rows they have, long texts cut."""
    kept, field = data.get(name), definition.fields[name]
    if kept in BLANK:
        return "—"
    if field.type is Kind.ROWS:
        return f"{len(kept or ())} 行"
    if field.type is Kind.DATE:
        return format_html("<time>{}</time>", kept)
    words = words_of(definition, name, kept, links=False)
    if field.type is Kind.LONG_TEXT:
        text = str(kept)
        return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
    return words
