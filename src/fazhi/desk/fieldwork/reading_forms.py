"""What people typed into a case form, read back in two steps: as it was typed, and as the engine takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.fieldwork.values import PARTY_LABELS
from fazhi.procedures.casework.entries import MOST_ROWS
from fazhi.procedures.language.fields import Field, Kind, PartyKind

MORE = "more"
"""Name of the button 再加几行; its value is the name of the input that grows."""

ROWS_ADDED = {Kind.ROWS: 3, Kind.PARTIES: 1}
_BETWEEN_NAMES = re.compile(r"[、，,;；\s]+")


def read(spec: Field, post: QueryDict, name: str) -> Any:
    """What was typed, in the shape that the input shows again."""
    match spec.type:
        case Kind.CHOICES:
            return post.getlist(name)
        case Kind.PERSON | Kind.PEOPLE:
            return {"chosen": post.getlist(name), "others": post.get(f"{name}.others", "")}
        case Kind.ORGANIZATION:
            return {"chosen": post.get(name, ""), "other": post.get(f"{name}.other", "")}
        case Kind.ENTRY | Kind.ENTRIES:
            chosen = [each for each in post.getlist(name) if each]
            return {"chosen": chosen, "find": post.get(f"{name}.find", "")}
        case Kind.DURATION:
            return {"amount": post.get(f"{name}.amount", ""), "unit": post.get(f"{name}.unit", "day")}
        case Kind.PARTY:
            return _party(post, name)
        case Kind.PARTIES:
            count = _count(spec, post, name)
            return [_party(post, f"{name}.{number}") for number in range(count)]
        case Kind.ROWS:
            count = _count(spec, post, name)
            return [{key: post.get(f"{name}.{row}.{key}", "") for key in spec.columns} for row in range(count)]
    return post.get(name, "")


def given(spec: Field, typed: Any, roster: Roster) -> Any:
    """The same for the engine; None for an input that was left blank."""
    match spec.type:
        case Kind.PERSON | Kind.PEOPLE:
            return _people(spec, typed)
        case Kind.ORGANIZATION:
            return _organization(typed, roster)
        case Kind.ENTRY | Kind.ENTRIES:
            return _entries(spec, typed)
        case Kind.DURATION:
            return f"{typed['amount'].strip()} {typed['unit']}" if typed["amount"].strip() else None
        case Kind.PARTY:
            return _given_party(typed)
        case Kind.PARTIES:
            return [party for each in typed if (party := _given_party(each))] or None
        case Kind.ROWS:
            return [row for row in typed if any(value.strip() for value in row.values())] or None
        case Kind.CHOICES:
            return typed or None
    return typed.strip() or None


def _count(spec: Field, post: QueryDict, name: str) -> int:
    """How many rows were on the page, and those asked for with the button."""
    pattern = re.compile(rf"{re.escape(name)}\.([0-9]{{1,4}})\.")
    numbers = [int(found[1]) for key in post if (found := pattern.match(key))]
    added = ROWS_ADDED[spec.type] if post.get(MORE) == name else 0
    return min(max(numbers, default=-1) + 1 + added, MOST_ROWS)


def _party(post: QueryDict, name: str) -> dict[str, str]:
    return {key: post.get(f"{name}.{key}", "") for key in ("kind", "name", *PARTY_LABELS)}


def _given_party(typed: Mapping[str, str]) -> dict[str, str] | None:
    party = {key: value.strip() for key, value in typed.items() if value.strip()}
    # What the chosen kind does not have is hidden on the page, but keeps what was typed under another kind.
    party.pop("representative" if party.get("kind") == PartyKind.PERSON else "born_on", None)
    return party if set(party) - {"kind"} else None


def _people(spec: Field, typed: Mapping[str, Any]) -> Any:
    others = [] if spec.holds else [name for name in _BETWEEN_NAMES.split(typed["others"]) if name]
    people: list[Any] = [*typed["chosen"], *({"name": name} for name in others)]
    if spec.type is Kind.PEOPLE:
        return people or None
    return people[0] if people and people[0] else None


def _entries(spec: Field, typed: Mapping[str, Any]) -> Any:
    """The ids that were chosen; else what was typed, which may be a key or a title."""
    found: list[str] = typed["chosen"] or [word for word in [typed["find"].strip()] if word]
    if spec.type is Kind.ENTRIES:
        return found or None
    return found[0] if found else None


def _organization(typed: Mapping[str, str], roster: Roster) -> dict[str, str] | None:
    known = dict(roster.units)
    if typed["chosen"] in known:
        return {"id": typed["chosen"], "name": known[typed["chosen"]]}
    return {"name": typed["other"].strip()} if typed["other"].strip() else None
