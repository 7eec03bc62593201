"""People named in an act: chosen by their number, kept with what counts on the day of the act (name, card).

The card is an entry of the register that says who holds it: good on the day, not suspended, and of the body that
carries on the case (or of one above or below it, as an office's brigade). A field for joint work 联合执法 takes that of
any body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fazhi.cases.entries import same_line
from fazhi.government.models import Organization
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.registers.credentials import ENFORCEMENT_CARD, Held, facts_of

Asked = tuple[str | None, bool]
"""The credential that is needed, and whether that of another body is good too."""


def resolve(
    definition: Definition, given: Mapping[str, Any], *, on: date, organization: Organization
) -> tuple[dict[str, Any], list[Reason]]:
    """The given values with people filled in, and what is wrong with those that nobody is.

    A person is given by number (text or int), or as a record with ``id``; a record without one is somebody outside the
    platform and is kept as it is, with no valid card. Two statements for each kind of credential that is asked for.
    """
    values = dict(given)
    wrong: list[Reason] = []
    asked: dict[Asked, set[int]] = {}
    fields = [
        name
        for name in values
        if name in definition.fields and definition.fields[name].type in (Kind.PERSON, Kind.PEOPLE)
    ]
    for name in fields:
        numbers = {number for each in _listed(values[name]) if (number := _number(each)) is not None}
        if numbers:
            field = definition.fields[name]
            asked.setdefault((field.holds, field.joint), set()).update(numbers)
    known = {
        about: facts_of(numbers, on=on, holds=about[0], bars=None if about[1] else _elsewhere(organization))
        for about, numbers in asked.items()
    }
    for name in fields:
        field = definition.fields[name]
        people = [_filled(each, known.get((field.holds, field.joint), {})) for each in _listed(values[name])]
        if any(person is None for person in people):
            wrong.append(Reason(Code.FIELD, f"“{field.title}”里有一人不在本平台，请重新选择。", field=name))
        values[name] = people if field.type is Kind.PEOPLE else (people[0] if people else None)
    return values, wrong


def _elsewhere(body: Organization) -> Callable[[Held], str]:
    """Says why a card is not of this body; asks the database only for bodies that are not above it."""
    above = {int(each) for each in body.path.split(".") if each}

    def bars(held: Held) -> str:
        # A qualification is a person's own; a card is a body's, and good for its work.
        if held.kind != ENFORCEMENT_CARD or held.organization_id is None or held.organization_id in above:
            return ""
        path, name = Organization.objects.values_list("path", "name").get(pk=held.organization_id)
        return "" if same_line(path, body.path) else f"证件属于{name}，不能办理{body.name}的案件"

    return bars


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
