"""Whom a form may name: the people of the case's body with their cards, and the units of the jurisdiction."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from fazhi.desk.fields import living_units
from fazhi.government.actors import Actor
from fazhi.government.credentials import facts_of
from fazhi.government.models import Membership


@dataclass(frozen=True)
class Known:
    """A person to choose: `note` says how their card stands, `valid` whether it may be used."""

    pk: str
    name: str
    note: str
    valid: bool


class Roster:
    """Asked for only by forms that need it: one query for the people, one for each kind of card, one for units."""

    def __init__(self, *, actor: Actor, organization_id: int, on: date) -> None:
        self.actor, self.organization_id, self.on = actor, organization_id, on
        self._by_card: dict[str | None, list[Known]] = {}

    @cached_property
    def members(self) -> list[tuple[int, str, str]]:
        """Number, name and position of everybody who sits in the body on that day."""
        present = Q(ended_on=None) | Q(ended_on__gt=self.on)
        seats = Membership.objects.filter(present, organization_id=self.organization_id, person__is_active=True)
        rows = seats.order_by("person__name", "person_id").values_list("person_id", "person__name", "position")
        return list({row[0]: row for row in rows}.values())

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """The units of the actor's jurisdictions, by number."""
        return [(str(unit.pk), unit.name) for unit in living_units(self.actor).order_by("order", "pk")]

    def people(self, holds: str | None) -> list[Known]:
        """The people, those with a valid card of the kind first."""
        if holds not in self._by_card:
            facts = facts_of([pk for pk, _, _ in self.members], on=self.on, holds=holds) if holds else {}
            known = []
            for pk, name, position in self.members:
                about = facts.get(pk, {})
                note = _card(about.get("card_number", ""), bool(about.get("card_valid"))) if holds else position
                known.append(Known(str(pk), name, note, not holds or bool(about.get("card_valid"))))
            self._by_card[holds] = sorted(known, key=lambda each: not each.valid)
        return self._by_card[holds]


def _card(number: str, valid: bool) -> str:
    if not number:
        return "没有登记证件"
    return f"证号{number}，有效" if valid else f"证号{number}，已失效"
