"""Taking persons out of free texts: whatever the case knows of a natural person is replaced wherever it is written.

A masked field does not help where the same name stands in the facts. All that a case knows of people — names, numbers,
addresses of its parties, whatever its personal fields hold — is looked for in every text that becomes public; numbers
that look like those of identity cards, telephones and bank cards go in any case. What nobody has entered as a party
(a witness named in the facts alone) cannot be found so: that is what the review before publication is for. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.language.fields import Column, Field, Format, Kind, PartyKind
from fazhi.publishing.people_names import public_name

SHORTEST = 2
"""A single character is no name that could be told from the rest of a text."""
CARD, PHONE, BANK, PLACE, BORN, MAIL = "某证件号", "某电话", "某账号", "某地", "某日", "某邮箱"
LEFT_OUT = "（略）"
_PARTS = {"id_number": CARD, "phone": PHONE, "address": PLACE, "email": MAIL}
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:(\d{17}[\dXx])|(1[3-9]\d{9})|(62\d{14,17}))(?![0-9A-Za-z])")
_CODED = {Format.ID_CARD: CARD, Format.PHONE: PHONE}


def is_natural(party: Mapping[str, Any]) -> bool:
    """Whether a party is a person; one of no kind is taken for one."""
    return party.get("kind") in (None, "", PartyKind.PERSON)


class Persons:
    """What a case knows of people, and the texts without it."""

    def __init__(self, state: CaseState) -> None:
        self._words: dict[str, str] = {}
        fields = state.definition.fields
        for kept in (state.data, *(own for _, own in state.threads.values())):
            for name, value in kept.items():
                if name in fields:
                    self._learn(fields[name], value)

    def without(self, text: str) -> str:
        """The text with every one of them replaced. Names of bodies that hold a person's name stay as they are."""
        if self._pattern is not None:
            text = self._pattern.sub(lambda found: self._words[found[0]], text)
        return _NUMBERS.sub(_number, text)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        # The longest first: 清和区王建国水果店 is kept whole before 王建国 is looked for.
        known = sorted(self._words, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, known))) if known else None

    def _learn(self, field: Field, value: Any) -> None:
        if value in (None, "", [], {}):
            return
        if field.type in (Kind.PARTY, Kind.PARTIES):
            for each in value if isinstance(value, list) else [value]:
                self._party(each)
        elif field.type is Kind.ROWS:
            for row in value:
                for name, column in field.columns.items():
                    self._coded(column, row.get(name))
        elif field.personal:
            for word in _texts(value):
                self._hide(word, public_name(word) if field.type in (Kind.PERSON, Kind.PEOPLE) else LEFT_OUT)
        else:
            self._coded(field, value)

    def _party(self, party: Mapping[str, Any]) -> None:
        name = str(party.get("name") or "")
        natural = is_natural(party)
        if natural:
            self._hide(name, public_name(name))
        else:
            self._keep(name)
        for part, word in _PARTS.items():
            # What a body is registered under is public; of whoever runs it, only the name of the body is.
            if natural or part in ("phone", "email"):
                self._hide(str(party.get(part) or ""), word)
        self._hide(str(party.get("representative") or ""), public_name(str(party.get("representative") or "")))
        if born := str(party.get("born_on") or ""):
            self._hide(born, BORN)
            self._hide(chinese_day(date.fromisoformat(born)), BORN)

    def _coded(self, column: Column | Field, value: Any) -> None:
        if column.format in _CODED and isinstance(value, str):
            self._hide(value, _CODED[column.format])

    def _hide(self, word: str, instead: str) -> None:
        word = word.strip()
        if len(word) >= SHORTEST:
            self._words.setdefault(word, instead)

    def _keep(self, word: str) -> None:
        if len(word) >= SHORTEST:
            self._words[word] = word


def _texts(value: Any) -> Iterator[str]:
    """The words of a personal value: of records their names, of lists each."""
    if isinstance(value, Mapping):
        yield str(value.get("name") or value.get("title") or "")
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    else:
        yield str(value)


def _number(found: re.Match[str]) -> str:
    card, phone, _ = found.groups()
    if card:
        return CARD if _has_birthday(card) else card
    return PHONE if phone else BANK


def _has_birthday(code: str) -> bool:
    """Whether eighteen signs are an identity number, not the credit code of a body: these have a day in the middle."""
    try:
        return 1900 <= date(int(code[6:10]), int(code[10:12]), int(code[12:14])).year <= 2100
    except ValueError:
        return False
