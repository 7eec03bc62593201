"""Nothing of a person reaches a notice: every publication of every procedure, field by field, with tell-tale values."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Column, Field, Format, Kind
from fazhi.procedures.language.library import library
from fazhi.publishing.people_names import public_name
from fazhi.publishing.showing import content, is_masked

BLOCKS = [(definition.id, name) for definition in library().latest() for name in definition.publish]
ID, PHONE = "650204199003072312", "13899001234"
SECRET = (ID, PHONE, "1990-03-07")
ACCOUNT = "6222021234567890123"
DAY = date(2026, 3, 2)


def telltale(name: str) -> str:
    """A word that stands in one field alone, in signs that no other text has."""
    return f"暗{name.upper()}语"


def party(name: str, kind: str) -> dict[str, Any]:
    """A party each part of which gives it away."""
    return {
        "kind": kind,
        "name": telltale(f"{name}名"),
        "id_number": ID,
        "address": telltale(f"{name}住"),
        "phone": PHONE,
        "representative": telltale(f"{name}代"),
        "born_on": "1990-03-07",
        "email": f"{name}@example.org",
    }


def filled(field: Field | Column, name: str, kind: str) -> Any:
    """A tell-tale value of the field's type; of types that hold no words, one that says nothing."""
    word = telltale(name)
    record = {"id": word, "key": word, "name": word, "title": word, "card_number": word, "organization": word}
    columns = field.columns if isinstance(field, Field) else {}
    plain: dict[Kind, Any] = {
        Kind.PARTY: party(name, kind),
        Kind.PARTIES: [party(name, kind)],
        Kind.PEOPLE: [record],
        Kind.ENTRIES: [record],
        Kind.PERSON: record,
        Kind.ORGANIZATION: record,
        Kind.ENTRY: record,
        Kind.CHANGES: {"draft": word, "title": word, "added": 1},
        Kind.ROWS: [{key: filled(column, f"{name}_{key}", kind) for key, column in columns.items()}],
        Kind.CHOICE: next(iter(field.options), ""),
        Kind.CHOICES: list(field.options),
        Kind.NUMBER: 1,
        Kind.MONEY: "1.00",
        Kind.BOOLEAN: True,
        Kind.DATE: "2026-01-01",
        Kind.MOMENT: "2026-01-01T09:00:00+08:00",
        Kind.DURATION: "77 days",
    }
    return plain.get(field.type) or (ID if field.format is Format.ID_CARD else word)


def told(value: Any) -> set[str]:
    """Every tell-tale word within a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(told, value)) if value else set()
    return {value} if isinstance(value, str) and (value in SECRET or "暗" in value or "@" in value) else set()


def shown(definition: Definition, block: str, data: dict[str, Any]) -> str:
    """All that the notice of a case says, title and values too."""
    event = Event(1, next(iter(definition.steps)), "", 0, "7", DAY)
    made = content(CaseState(definition, (event,), data), block, case_number="清和罚〔2026〕1号")
    return json.dumps([made.title, list(made.fields)], ensure_ascii=False)


@pytest.mark.parametrize("kind", ["person", "sole_trader", "legal_person", "other", ""])
@pytest.mark.parametrize(("procedure", "block"), BLOCKS)
def test_what_is_personal_masked_or_not_listed_is_in_no_form_in_the_notice(
    procedure: str, block: str, kind: str
) -> None:
    definition = library().editions(procedure)[-1]
    publication = definition.publish[block]
    data = {name: filled(field, name, kind) for name, field in definition.fields.items()}
    text = shown(definition, block, data)
    public = {name for name in publication.fields if not is_masked(definition.fields[name], name, publication)}
    secret = {name: told(kept) for name, kept in data.items() if name not in public}
    if kind not in ("person", ""):
        for name in secret.keys() & set(publication.fields):
            secret[name] -= {telltale(f"{name}名")}  # the name of a body is public
    leaks = {(name, word) for name, words in secret.items() for word in words if word in text}
    assert leaks == set()
    silent = {name for name in public if told(data[name]) and not any(word in text for word in told(data[name]))}
    assert silent == set()


@pytest.mark.parametrize(("procedure", "block"), BLOCKS)
def test_persons_are_taken_out_of_every_free_text(procedure: str, block: str) -> None:
    definition = library().editions(procedure)[-1]
    people = [name for name, field in definition.fields.items() if field.type in (Kind.PARTY, Kind.PARTIES)]
    data = {name: filled(definition.fields[name], name, "person") for name in people}
    secret = {word for name in people for word in told(data[name]) if word != "person"}
    kinds = (Kind.TEXT, Kind.LONG_TEXT)
    texts = [name for name in definition.publish[block].fields if definition.fields[name].type in kinds]
    written = f"查明：{'，又'.join(sorted(secret))}，另有证人号码{ID}、{PHONE}，账号{ACCOUNT}"
    text = shown(definition, block, data | dict.fromkeys(texts, written))
    assert {word for word in {*secret, *SECRET, ACCOUNT} if word in text} == set()
    assert not texts or "查明" in text


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        *[("木子雨", "木某某"), ("钱某", "钱某"), ("欧阳修", "欧阳某"), ("欧阳", "欧某"), ("司马相如", "司马某某")],
        *[("买买提·艾力", "买某某"), ("王", "王某"), (" 木 子 雨 ", "木某某"), ("", "")],
    ],
)
def test_a_natural_person_keeps_the_family_name(name: str, shown_as: str) -> None:
    assert public_name(name) == shown_as
