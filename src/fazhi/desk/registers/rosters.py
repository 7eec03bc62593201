"""Whom and which bodies the form of an entry may name."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db.models import Q

from fazhi.desk.fields import living_units
from fazhi.desk.fieldwork.people import Roster
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Membership
from fazhi.procedures.registers.definition import Keeper, RegisterDefinition
from fazhi.registers.keeping import permission_for

MOST_TICKS = 40
MOST_OFFERED = 1_000


class RegisterRoster(Roster):
    """Everybody with a seat in a body whose entries the actor may keep, not only those of one body."""

    def __init__(self, *, actor: Actor, definition: RegisterDefinition, on: date) -> None:
        first = actor.seats[0].organization_id if actor.seats else 0
        super().__init__(actor=actor, organization_id=first, on=on)
        self.definition = definition

    @cached_property
    def members(self) -> list[tuple[int, str, str]]:
        """Number, name, and body: a register may name people of many bodies, whose names are told apart by it."""
        present = Q(ended_on=None) | Q(ended_on__gt=self.on)
        reached = permissions.within_reach(self.actor, permission_for(self.definition), "organization")
        seats = Membership.objects.filter(present, reached, person__is_active=True, organization__dissolved_on=None)
        rows = seats.order_by("person__name", "person_id").values_list(
            "person_id", "person__name", "organization__short_name"
        )
        return list({row[0]: row for row in rows[:MOST_OFFERED]}.values())

    @cached_property
    def kept_units(self) -> list[tuple[str, str]]:
        """The bodies whose entries the actor may keep, by number."""
        units = living_units(self.actor)
        if self.definition.kept_by is Keeper.UNIT:
            units = units.filter(permissions.within_reach(self.actor, permission_for(self.definition)))
        return [(str(unit.pk), unit.name) for unit in units.order_by("order", "pk")]

    @property
    def many(self) -> bool:
        """Whether there are too many people to be ticked one by one: they are then named in writing."""
        return len(self.members) > MOST_TICKS
