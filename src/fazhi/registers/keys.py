"""What an entry is known by: its key, its title, its body, the days between which it is good."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition

# Folding to half width leaves no full-width bar in a part, so that parts never run into one another.
BETWEEN = "｜"
LONGEST_KEY = 300
LONGEST_TITLE = 300
_BLANK = re.compile(r"[\s\u200b\u2060\ufeff]+")


def key_of(definition: RegisterDefinition, data: Mapping[str, Any]) -> str:
    """The values of the key fields, joined. Half width and without doubled blanks, for 粤A－1 and 粤A-1 are one.

    A person or a body goes in by number (人员12, 单位7): names change. A choice goes in by its name in the definition.
    """
    return BETWEEN.join(_part(definition.fields[name], data.get(name)) for name in definition.key)


def title_of(definition: RegisterDefinition, data: Mapping[str, Any]) -> str:
    """What people call the entry."""
    return shown(definition.fields[definition.named_by], data.get(definition.named_by))[:LONGEST_TITLE]


def organization_of(definition: RegisterDefinition, data: Mapping[str, Any]) -> int | None:
    """The number of the body that the entry belongs to; None where it belongs to none, or to one outside."""
    kept = data.get(definition.organization) if definition.organization else None
    number = kept.get("id") if isinstance(kept, Mapping) else None
    return int(number) if number else None


def validity_of(definition: RegisterDefinition, data: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """The first and the last day on which the entry is good; None where nothing bounds it."""
    return (_day(data, definition.validity.starts), _day(data, definition.validity.ends))


def shown(field: Field, kept: Any) -> str:
    """A kept value as a word in Chinese, for titles and for search; "" for none. Sealed values show nothing."""
    if kept is None or field.personal:
        return ""
    match field.type:
        case Kind.CHOICE:
            return str(field.options.get(kept, kept))
        case Kind.CHOICES:
            return "、".join(str(field.options.get(each, each)) for each in kept)
        case Kind.BOOLEAN:
            return "是" if kept else "否"
        case Kind.PERSON | Kind.ORGANIZATION | Kind.PARTY:
            return str(kept.get("name", ""))
        case Kind.PEOPLE | Kind.PARTIES:
            return "、".join(str(each.get("name", "")) for each in kept)
        case Kind.ENTRY:
            return str(kept.get("title", ""))
        case Kind.ENTRIES:
            return "、".join(str(each.get("title", "")) for each in kept)
        case Kind.ROWS:
            return "；".join(_row(field, row) for row in kept)
    return str(kept)


def _row(field: Field, row: Mapping[str, Any]) -> str:
    words = []
    for name, column in field.columns.items():
        kept = row.get(name)
        if kept is not None:
            words.append(str(column.options.get(kept, kept)) if column.options else str(kept))
    return "，".join(words)


def _part(field: Field, kept: Any) -> str:
    if kept is None:
        return ""
    if field.type in (Kind.PERSON, Kind.ORGANIZATION):
        number = kept.get("id")
        if number:
            return f"{'人员' if field.type is Kind.PERSON else '单位'}{number}"
        kept = kept.get("name", "")
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", str(kept))).strip()


def _day(data: Mapping[str, Any], name: str | None) -> date | None:
    kept = data.get(name) if name else None
    return date.fromisoformat(kept) if isinstance(kept, str) else None
