"""What a set of changes enters, brought into the form it is kept in: values fitted, people, bodies and entries found.

Everything that has to be looked up is looked up for all changes at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fazhi.government.models import Jurisdiction
from fazhi.procedures.casework.entries import BLANK, Unfit, fit
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import naming
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.naming import People, Units
from fazhi.registers.refusals import Fault, Refused
from fazhi.registers.sealing import is_sealed, open_

PEOPLE = frozenset({Kind.PERSON, Kind.PEOPLE})
ENTRIES = frozenset({Kind.ENTRY, Kind.ENTRIES})
LOOKED_UP = PEOPLE | ENTRIES


@dataclass
class Row:
    """One change while it is being worked on. ``plain`` has fitted values, personal ones open; None clears."""

    number: int
    change: Change
    kind: ChangeKind
    entry: UUID
    plain: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, dict[str, str]] = field(default_factory=dict)
    """Personal values that came sealed, to be kept as they are."""
    given: list[tuple[str, Field, Any]] = field(default_factory=list)
    """What is given anew: name, field, value."""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, say: str) -> None:
        self.faults.append(Fault(self.number, name, say))

    def faulty(self, name: str) -> bool:
        return any(each.field == name for each in self.faults)


def fit_rows(definition: RegisterDefinition, jurisdiction: Jurisdiction, rows: Sequence[Row]) -> None:
    """Fills ``plain`` and ``sealed`` of each row, and notes what does not fit; references are left for later."""
    personal = definition.personal
    for row in rows:
        _sort_out(definition, personal, row)
    units = Units(jurisdiction)
    for row in rows:
        for name, spec, given in row.given:
            kind = spec.type
            if kind in LOOKED_UP:
                continue
            try:
                if kind is Kind.ORGANIZATION:
                    outside = definition.beyond or name != definition.organization
                    row.plain[name] = units.record(spec.title, given, outside=outside)
                else:
                    row.plain[name] = fit(spec, given)
            except Unfit as unfit:
                row.fault(name, str(unfit))
    _fit_people(definition, jurisdiction, rows, units)


def _sort_out(definition: RegisterDefinition, personal: Collection[str], row: Row) -> None:
    """What a change gives: unknown names are faults, blanks clear their field, what came sealed is opened."""
    for name, given in row.change.data.items():
        spec = definition.fields.get(name)
        if spec is None:
            row.fault("", f"没有“{name}”这一项，请删去或者核对名称。")
        elif name in personal and is_sealed(given):
            # From a draft, or to undo a revision: it was fitted before it was sealed.
            try:
                row.plain[name] = open_(given, register=definition.id, field=name)
                row.sealed[name] = dict(given)
            except Refused as refused:
                row.fault(name, refused.say)
        elif _blank(given):
            row.plain[name] = None
        else:
            row.given.append((name, spec, given))


def _fit_people(definition: RegisterDefinition, jurisdiction: Jurisdiction, rows: Sequence[Row], units: Units) -> None:
    named = [
        (row, name, spec, naming.listed(given) if spec.type is Kind.PEOPLE else [given])
        for row in rows
        for name, spec, given in row.given
        if spec.type in PEOPLE
    ]
    if not named:
        return
    people = People(jurisdiction, units, (each for *_, given in named for each in given))
    holder = definition.credential.holder if definition.credential else None
    for row, name, spec, given in named:
        near = row.plain.get(definition.organization) if definition.organization else None
        body = int(near["id"]) if near and near.get("id") else None
        try:
            records = [people.record(spec.title, each, near=body, outside=name != holder) for each in given]
            row.plain[name] = fit(spec, records) if spec.type is Kind.PEOPLE else records[0]
        except Unfit as unfit:
            row.fault(name, str(unfit))


def given_references(rows: Iterable[Row]) -> Iterator[tuple[Row, str, Field, Any]]:
    """Every reference to an entry that is given anew."""
    for row in rows:
        for name, spec, given in row.given:
            if spec.type in ENTRIES:
                yield row, name, spec, given


def _blank(given: Any) -> bool:
    return given.isspace() or not given if isinstance(given, str) else given in BLANK
