"""The cast of a simulation as the database has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fazhi.cases.models import ParameterValue
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Credential, Jurisdiction, Membership, Organization, Person
from fazhi.simulation.cast import Body, Card, Officer

CASE_ROLES = frozenset({"handler", "legal_reviewer", "head"})


class Stage:
    """A jurisdiction's bodies with their people, read once. ``keys``: what the sample's files call an organization."""

    def __init__(self, *, jurisdiction: Jurisdiction, keys: Mapping[str, str], on: date) -> None:
        self.jurisdiction = jurisdiction
        self._on = on
        self._actors: dict[int, Actor] = {}
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

    def _read_bodies(self, keys: Mapping[str, str]) -> tuple[Body, ...]:
        cards: dict[int, list[Card]] = {}
        for each in Credential.objects.order_by("id"):
            card = Card(each.kind, each.number, each.valid_from, each.valid_until, each.suspended_on)
            cards.setdefault(each.person_id, []).append(card)
        seats = Membership.objects.filter(organization__in=self.units, ended_on=None, person__is_active=True)
        officers: dict[int, list[Officer]] = {}
        for seat in seats.select_related("person").order_by("person__login"):
            person, roles = seat.person, frozenset(seat.roles) & CASE_ROLES
            if roles:
                self._people[person.pk] = person
                own = tuple(cards.get(person.pk, ()))
                officers.setdefault(seat.organization_id, []).append(
                    Officer(person.pk, person.login, person.name, roles, own)
                )
        found = [
            Body(pk, keys.get(unit.name, unit.name), unit.name, unit.short_name, tuple(officers[pk]))
            for pk, unit in self.units.items()
            if pk in officers
        ]
        return tuple(sorted(found, key=lambda body: body.key))
