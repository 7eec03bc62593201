"""Entries for any register of the catalog: a value for every field, each to be told apart in the text of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from fazhi.government.models import Organization, Person
from fazhi.procedures.language.fields import Column, Field, Format, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import Shelf
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from tests.conftest import District

# An area that is none, and nobody is of that age.
ID_CARDS = (
    "119999180001010012",
    "119999180001010020",
    "119999180001010039",
    "119999180001010047",
    "119999180001010055",
    "119999180001010063",
    "119999180001010071",
)
FIXED = {Kind.BOOLEAN: True, Kind.MOMENT: "2024-05-06T09:30", Kind.DURATION: "7 working days"}
CODES = {Format.USCC: "91440101MA59P3AX0A", Format.DIVISION: "110101", Format.POSTCODE: "510000"}
SHORT = 4
PLAIN = (Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY)


@dataclass
class Filling:
    """Makes entries. `said` has, by register, what stands in each field, as a page would show it were it not masked."""

    shelf: Shelf
    district: District
    people: Callable[[str], Person]
    at: datetime
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    entries: dict[str, UUID] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(7_100_001, 11))

    def entry(self, register: str) -> UUID:
        """The entry of a register, made with those that it refers to."""
        if register not in self.entries:
            self.entries[register] = UUID(int=0)  # a register that refers to itself gets no reference
            definition = self.shelf.get(register)
            given = self.values(definition)
            revised = revising.revise(
                actor=None, jurisdiction=self.district.jurisdiction, register=register,
                changes=[Change(ChangeKind.ADD, data=given)], reason="事由暗语甲乙丙", document="依据文件一号",
                since=self.at.date(), at=self.at,
            )  # fmt: skip
            self.entries[register] = revised.entries[0]
        return self.entries[register]

    def values(self, definition: RegisterDefinition) -> dict[str, Any]:
        """A value for every field; the words of those that can be told apart go into `said`."""
        said = self.said.setdefault(definition.id, {})
        given = {}
        for name, spec in definition.fields.items():
            value, words = self.value(definition, name, spec)
            if value is not None:
                given[name] = value
            if words:
                said[name] = words
        return given

    def value(self, definition: RegisterDefinition, name: str, spec: Field) -> tuple[Any, str]:
        """What is entered, and how a page would show it ("" for what others may have too)."""
        if name == definition.organization:
            return {"id": str(self.district.market.pk)}, ""
        if name in (definition.validity.starts, definition.validity.ends):
            days = -30 if name == definition.validity.starts else 300
            return (self.at.date() + timedelta(days)).isoformat(), ""
        match spec.type:
            case Kind.ENTRY | Kind.ENTRIES:
                return self._reference(spec)
            case Kind.PERSON | Kind.PEOPLE:
                person = self.people(f"某{chr(0x4E00 + next(self.numbers) % 20_000)}名")
                one = {"id": str(person.pk)}
                return (one if spec.type is Kind.PERSON else [one]), person.name
            case Kind.PARTY | Kind.PARTIES:
                name = f"当事人{next(self.numbers)}"
                one = {"kind": "other", "name": name}
                return (one if spec.type is Kind.PARTY else [one]), name
            case Kind.ORGANIZATION:
                return {"id": str(self._unit().pk)}, ""
            case Kind.ROWS:
                row = {key: self._plain(column) for key, column in spec.columns.items()}
                texts = [value for key, value in row.items() if spec.columns[key].type in (Kind.TEXT, Kind.LONG_TEXT)]
                return [row], texts[0] if texts else ""
        value = self._plain(spec)
        told_apart = spec.personal or (spec.type in PLAIN and not spec.format and len(value) > SHORT)
        return value, str(value) if told_apart else ""

    def _plain(self, spec: Field | Column) -> Any:
        number = next(self.numbers)
        if spec.type in (Kind.NUMBER, Kind.MONEY):
            least, most = getattr(spec, "least", None), getattr(spec, "most", None)
            return str(number if most is None else max(least or 0, most - 1))
        if spec.type in (Kind.CHOICE, Kind.CHOICES):
            option = next(iter(spec.options))
            return option if spec.type is Kind.CHOICE else [option]
        if spec.type is Kind.DATE:
            return (date(1960, 1, 1) + timedelta(number % 20_000)).isoformat()
        if spec.type in FIXED:
            return FIXED[spec.type]
        if spec.format is Format.ID_CARD:
            return ID_CARDS[number % len(ID_CARDS)]
        if spec.format is Format.PHONE:
            return f"138{number:08d}"
        return CODES[spec.format] if spec.format else f"标{number}记"

    def _reference(self, spec: Field) -> tuple[Any, str]:
        pk = self.entry(str(spec.refers_to))
        if not pk.int:
            return None, ""
        return ({"id": str(pk)} if spec.type is Kind.ENTRY else [{"id": str(pk)}]), ""

    def _unit(self) -> Organization:
        return self.district.urban
