"""Values that go from one place to another without being typed again: entry to case, case to register, case to case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.procedures.instruments.values import written
from fazhi.procedures.language.fields import Field, Kind, PartyKind
from fazhi.procedures.language.following import PARTS, part

_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_WRITTEN = _TEXTS | {
    Kind.CHOICE, Kind.CHOICES, Kind.NUMBER, Kind.ORGANIZATION, Kind.PERSON, Kind.PARTY, Kind.ENTRY, Kind.ENTRIES,
    Kind.DATE, Kind.DURATION,
}  # fmt: skip
"""What can be put down as words."""

_LISTS = {Kind.PERSON: Kind.PEOPLE, Kind.PARTY: Kind.PARTIES, Kind.ENTRY: Kind.ENTRIES, Kind.CHOICE: Kind.CHOICES}


def goes_into(source: Field, target: Field) -> bool:
    """Whether a value of one field can stand in another."""
    if target.type in _TEXTS:
        return source.type in _WRITTEN
    if source.type is Kind.MOMENT and target.type is Kind.DATE:
        return True
    if _LISTS.get(source.type) is not target.type and source.type is not target.type:
        return False
    if source.type in (Kind.CHOICE, Kind.CHOICES):
        return source.options.keys() <= target.options.keys()
    if source.type is Kind.ROWS:
        columns = {name: column.type for name, column in target.columns.items()}
        return all(columns.get(name) is column.type for name, column in source.columns.items())
    return source.refers_to == target.refers_to


def converted(source: Field, target: Field, kept: Any) -> Any:
    """A kept value of ``source`` as ``target`` keeps it; None for one that is not filled in."""
    if kept in (None, "", [], {}):
        return None
    if target.type in _TEXTS:
        return str(kept) if source.type in _TEXTS else written(source, kept)
    if source.type is Kind.MOMENT and target.type is Kind.DATE:
        return str(kept)[:10]
    if _LISTS.get(source.type) is target.type:
        return [kept]
    return kept


def taken_from(fields: Mapping[str, Field], data: Mapping[str, Any], path: str) -> Any:
    """What stands at a path (``fine``, ``party.name``); None where nothing does."""
    name, dot, inner = path.partition(".")
    value = data.get(name)
    if not dot:
        return value
    return value.get(inner) if isinstance(value, Mapping) and inner in PARTS.get(fields[name].type, {}) else None


def carried(
    links: Mapping[str, str],
    *,
    source: Mapping[str, Field],
    values: Mapping[str, Any],
    target: Mapping[str, Field],
) -> dict[str, Any]:
    """Values for the fields of ``target``, by ``links`` from target path to source path; parts make one party.

    A link that leads nowhere or does not fit is left out: `linking` blames it in the catalog.
    """
    made: dict[str, Any] = {}
    for where, whence in links.items():
        gives, takes = part(source, whence), part(target, where)
        if gives is None or takes is None or not goes_into(gives, takes):
            continue
        value = converted(gives, takes, taken_from(source, values, whence))
        if value is None:
            continue
        name, dot, inner = where.partition(".")
        if dot:
            made.setdefault(name, {})[inner] = value
        else:
            made[name] = value
    for name, value in made.items():
        if target[name].type is Kind.PARTY and isinstance(value, dict) and "kind" not in value:
            value["kind"] = PartyKind.LEGAL_PERSON.value
    return {name: value for name, value in made.items() if target[name].type is not Kind.PARTY or value.get("name")}
