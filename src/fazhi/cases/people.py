"""People named in an act: chosen by their number, kept with what counts on the day of the act (name, body, card)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fazhi.government.credentials import facts_of
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind


def resolve(definition: Definition, given: Mapping[str, Any], *, on: date) -> tuple[dict[str, Any], list[Reason]]:
    """The given values with people filled in, and what is wrong with those that nobody is.

    A person is given by number (text or int), or as a record with ``id``; a record without one is somebody outside the
    platform and is kept as it is, with no valid card.
    """
    values = dict(given)
    wrong: list[Reason] = []
    by_credential: dict[str | None, set[int]] = {}
    fields = [
        name
        for name in values
        if name in definition.fields and definition.fields[name].type in (Kind.PERSON, Kind.PEOPLE)
    ]
    for name in fields:
        for each in _listed(values[name]):
            number = _number(each)
            if number is not None:
                by_credential.setdefault(definition.fields[name].holds, set()).add(number)
    known = {holds: facts_of(numbers, on=on, holds=holds) for holds, numbers in by_credential.items()}
    for name in fields:
        field = definition.fields[name]
        people = [_filled(each, known.get(field.holds, {})) for each in _listed(values[name])]
        if any(person is None for person in people):
            wrong.append(Reason(Code.FIELD, f"“{field.title}”里有一人不在本平台，请重新选择。", field=name))
        values[name] = people if field.type is Kind.PEOPLE else (people[0] if people else None)
    return values, wrong


def _listed(value: Any) -> list[Any]:
    if value in (None, "", [], {}):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _number(value: Any) -> int | None:
    kept = value.get("id") if isinstance(value, Mapping) else value
    return int(kept) if isinstance(kept, int) or (isinstance(kept, str) and kept.isascii() and kept.isdigit()) else None


def _filled(value: Any, known: Mapping[int, Mapping[str, Any]]) -> Any:
    number = _number(value)
    if number is not None:
        facts = known.get(number)
        return dict(facts) if facts is not None else None
    if isinstance(value, Mapping):
        # What an act says about a card has to come from the register, never from the form.
        return {"name": str(value.get("name", "")), "card_number": "", "card_valid": False, "legal_qualified": False}
    return None
