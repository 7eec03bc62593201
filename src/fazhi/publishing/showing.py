"""The content of a notice: fields in the order of the `publish` block, as people read them, masked. Pure.

Masked are what the block names, every field that is personal, and of every party all that tells of a natural person;
names of bodies stay. What is masked keeps no value beside its text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fazhi.procedures.casework.formats import Malformed, fit_format
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.instruments.values import written
from fazhi.procedures.language.definition import Definition, Publication
from fazhi.procedures.language.fields import Field, Format, Kind
from fazhi.procedures.registers.masking import masked
from fazhi.publishing.people_names import public_name
from fazhi.publishing.scrubbing import Persons, is_natural

LONGEST_TITLE = 300
YUAN = "元"
NUMBER, NUMBER_TITLE = ".number", "文号"
"""The number of the paper that the act made; a name no field can have."""
_PARTIES = (Kind.PARTY, Kind.PARTIES)
_PEOPLE = (Kind.PERSON, Kind.PEOPLE)
Shown = dict[str, Any]
"""``{"name", "title", "text", "value"}``; ``value`` is None for what is masked."""


@dataclass(frozen=True)
class Content:
    """What everybody reads."""

    title: str
    fields: tuple[Shown, ...]


def content(
    state: CaseState,
    name: str,
    *,
    thread: int = 0,
    case_number: str = "",
    papers: Sequence[str] = (),
    persons: Persons | None = None,
) -> Content:
    """The notice that a case makes by its block ``name``, from what it holds; empty fields are left out.

    ``persons``: whom the case knows by now, where ``state`` is that of an earlier day.
    """
    definition = state.definition
    block = definition.publish[name]
    facts, persons = state.facts_of(thread), persons or Persons(state)
    shown = [_shown(definition.fields[each], each, facts.get(each), block, persons) for each in block.fields]
    if papers:
        shown.insert(0, _plain(NUMBER, NUMBER_TITLE, persons.without("、".join(papers))))
    return Content(
        _title(definition, block, facts, persons, case_number), tuple(each for each in shown if each["text"])
    )


def withheld(definition: Definition, block: Publication) -> tuple[str, ...]:
    """The titles of the fields that the notice shows masked."""
    return tuple(
        definition.fields[each].title for each in block.fields if is_masked(definition.fields[each], each, block)
    )


def is_masked(field: Field, name: str, block: Publication) -> bool:
    """Whether a field is shown masked: the block says so, or it is personal data, whatever the block says."""
    return name in block.masked or field.personal or field.format is Format.ID_CARD


def _shown(field: Field, name: str, kept: Any, block: Publication, persons: Persons) -> Shown:
    hides = is_masked(field, name, block)
    if kept in (None, "", [], {}):
        return _plain(name, field.title, "")
    if field.type in _PARTIES:
        return _parties(field, name, kept, persons)
    if field.type in _PEOPLE:
        names = [str(each.get("name", "")) for each in (kept if isinstance(kept, list) else [kept])]
        text = "、".join(public_name(each) for each in names) if hides else persons.without("、".join(names))
        return {"name": name, "title": field.title, "text": text, "value": None if hides else text}
    if hides:
        return {"name": name, "title": field.title, "text": masked(field, kept), "value": None}
    if field.type is Kind.ROWS:
        return _rows(field, name, kept, persons)
    full = written(field, kept) + _unit(field)
    if field.format is not None:
        # A code that the block names and that is nobody's own: the telephone for opinions, the code of a body.
        return _plain(name, field.title, full)
    text = persons.without(full)
    return {
        "name": name,
        "title": field.title,
        "text": text,
        "value": _value(field, kept, text) if text == full else None,
    }


def _plain(name: str, title: str, text: str) -> Shown:
    return {"name": name, "title": title, "text": text, "value": text}


def _unit(field: Field) -> str:
    return field.unit or (YUAN if field.type is Kind.MONEY else "")


def _value(field: Field, kept: Any, text: str) -> Any:
    """What programs read: as kept where that is a plain value, else the text."""
    plain = (Kind.NUMBER, Kind.MONEY, Kind.BOOLEAN, Kind.DATE, Kind.MOMENT, Kind.CHOICE, Kind.CHOICES)
    return kept if field.type in plain else text


def _parties(field: Field, name: str, kept: Any, persons: Persons) -> Shown:
    parties = kept if isinstance(kept, list) else [kept]
    text = "；".join(_party(each, persons) for each in parties)
    bodies = [
        {"name": persons.without(str(each.get("name", ""))), "kind": each["kind"], "code": _code(each)}
        for each in parties
        if not is_natural(each)
    ]
    value = None if len(bodies) < len(parties) else (bodies if isinstance(kept, list) else bodies[0])
    return {"name": name, "title": field.title, "text": text, "value": value}


def _party(party: Mapping[str, Any], persons: Persons) -> str:
    """木某某; 清和区某某有限公司（统一社会信用代码：91…)."""
    if is_natural(party):
        return public_name(str(party.get("name", "")))
    code = _code(party)
    text = persons.without(str(party.get("name", "")))
    return f"{text}（统一社会信用代码：{code}）" if code else text


def _code(party: Mapping[str, Any]) -> str:
    """The credit code of a body; "" for anything else that stands there, such as the number of whoever runs it."""
    try:
        return fit_format(Format.USCC, str(party.get("id_number") or ""))
    except Malformed:
        return ""


def _rows(field: Field, name: str, kept: Any, persons: Persons) -> Shown:
    """A table: its text one line a row, its value headings and cells."""
    columns = {key: each for key, each in field.columns.items() if each.format not in (Format.ID_CARD, Format.PHONE)}
    cells = [[persons.without(written(each, row.get(key))) for key, each in columns.items()] for row in kept]
    titles = [each.title for each in columns.values()]
    lines = ["，".join(f"{title}：{cell}" for title, cell in zip(titles, row, strict=True) if cell) for row in cells]
    return {"name": name, "title": field.title, "text": "\n".join(lines), "value": {"columns": titles, "rows": cells}}


def _title(definition: Definition, block: Publication, facts: Mapping[str, Any], persons: Persons, number: str) -> str:
    """What the notice goes by: whom or what it concerns, as far as the block makes that public; else the number."""
    named = [
        _named(definition.fields[each], each, facts[each], block, persons)
        for each in (definition.subject, definition.cause)
        if each and each in block.fields and facts.get(each)
    ]
    subject = "：".join(each for each in named if each) or number
    return f"{block.title}：{subject}"[:LONGEST_TITLE] if subject else block.title


def _named(field: Field, name: str, kept: Any, block: Publication, persons: Persons) -> str:
    if field.type in _PARTIES:
        parties = kept if isinstance(kept, list) else [kept]
        first = parties[0]
        text = (
            public_name(str(first.get("name", "")))
            if is_natural(first)
            else persons.without(str(first.get("name", "")))
        )
        return f"{text}等{len(parties)}" if len(parties) > 1 else text
    if is_masked(field, name, block):
        return ""
    return persons.without(written(field, kept))[:120]
