"""The cast of a simulation as the database has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from fazhi.cases.entries import same_line
from fazhi.cases.models import ParameterValue
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Jurisdiction, Membership, Organization, Person
from fazhi.procedures.registers import library
from fazhi.registers.models import Entry, EntryState
from fazhi.simulation.cast import ENFORCEMENT_CARD, Body, Card, Listed, Officer

MOST_ENTRIES = 500
CASE_ROLES = frozenset({"handler", "legal_reviewer", "head"})


class Stage:
    """A jurisdiction's bodies with their people, read once. ``keys``: what the sample's files call an organization."""

    def __init__(self, *, jurisdiction: Jurisdiction, keys: Mapping[str, str], on: date) -> None:
        self.jurisdiction = jurisdiction
        self._on = on
        self._actors: dict[int, Actor] = {}
        self._entries: dict[str, Sequence[Listed]] = {}
        self._parameters: dict[tuple[str, date], dict[str, Any]] = {}
        self._lines = list(ParameterValue.objects.filter(jurisdiction=jurisdiction).order_by("since", "id"))
        units = Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None).select_related("jurisdiction")
        self.units = {unit.pk: unit for unit in units}
        self._people: dict[int, Person] = {}
        self.bodies = self._read_bodies(keys)

    def actor(self, officer: Officer) -> Actor:
        """The person as permissions see them, with the seats they hold at the end of the simulated time."""
        if officer.id not in self._actors:
            self._actors[officer.id] = actor_for(person=self._people[officer.id], on=self._on)
        return self._actors[officer.id]

    def parameters(self, procedure: str, on: date) -> dict[str, Any]:
        """The jurisdiction's own values on a day, as `cases.parameters.values_for` gives them."""
        found = self._parameters.get((procedure, on))
        if found is None:
            lines = [line for line in self._lines if line.procedure == procedure and line.since <= on]
            found = self._parameters[procedure, on] = {line.name: line.value for line in lines}
        return found

    def entries(self, register: str) -> Sequence[Listed]:
        """The entries of a register that are in force, read when the first is wanted."""
        if register not in self._entries:
            rows = Entry.objects.filter(
                jurisdiction=self.jurisdiction, register=register, state=EntryState.IN_FORCE, valid_until=None
            )
            rows = rows.select_related("organization").order_by("key")[:MOST_ENTRIES]
            self._entries[register] = [
                Listed({"id": str(each.pk), "key": each.key, "title": each.title, "valid": True}, each.data, path)
                for each, path in ((row, row.organization.path if row.organization else "") for row in rows)
            ]
        return self._entries[register]

    def _read_cards(self) -> dict[int, list[tuple[Card, str]]]:
        """The credentials of everybody, as the registers have them at the end of the simulated time.

        Each with the path of the body whose it is; empty for one that is good anywhere.
        """
        cards: dict[int, list[tuple[Card, str]]] = {}
        for register in library.shelf().credentials.values():
            credential = register.credential
            assert credential is not None
            kept = Entry.objects.filter(jurisdiction=self.jurisdiction, register=register.id)
            for entry in kept.select_related("organization").order_by("key"):
                holder = entry.data.get(credential.holder, {}).get("id")
                if holder:
                    over = None if entry.state == EntryState.IN_FORCE else entry.since
                    number = str(entry.data.get(credential.number, ""))
                    begun = entry.valid_from or date.min
                    card = Card(credential.kind, number, begun, entry.valid_until, over)
                    body = entry.organization if credential.kind == ENFORCEMENT_CARD else None
                    cards.setdefault(int(holder), []).append((card, body.path if body else ""))
        return cards

    def _read_bodies(self, keys: Mapping[str, str]) -> tuple[Body, ...]:
        cards = self._read_cards()
        seats = Membership.objects.filter(organization__in=self.units, ended_on=None, person__is_active=True)
        officers: dict[int, list[Officer]] = {}
        for seat in seats.select_related("person").order_by("person__login"):
            person, roles = seat.person, frozenset(seat.roles) & CASE_ROLES
            if roles:
                self._people[person.pk] = person
                own = _cards_at(self.units[seat.organization_id].path, cards.get(person.pk, ()))
                officers.setdefault(seat.organization_id, []).append(
                    Officer(person.pk, person.login, person.name, roles, own)
                )
        found = [
            Body(pk, keys.get(unit.name, unit.name), unit.name, unit.short_name, tuple(officers[pk]), unit.path)
            for pk, unit in self.units.items()
            if pk in officers
        ]
        return tuple(sorted(found, key=lambda body: body.key))


def _cards_at(path: str, cards: Iterable[tuple[Card, str]]) -> tuple[Card, ...]:
    """Somebody's credentials as they count for the body at a path: the card of one body is no card in another."""
    return tuple(replace(card, elsewhere=bool(whose) and not same_line(whose, path)) for card, whose in cards)
