"""Whom a form may name: the people of the case's body with their cards, and the units of the jurisdiction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from fazhi.desk.fields import living_units
from fazhi.desk.fieldwork.entries import KnownEntry, drafts_to_carry, entries_to_choose
from fazhi.government.actors import Actor
from fazhi.government.models import Membership, Organization
from fazhi.procedures.language.fields import Field
from fazhi.registers.credentials import facts_of


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

    @cached_property
    def body(self) -> Organization:
        """The body that the form is filled in for."""
        return Organization.objects.get(pk=self.organization_id)

    def entries(self, spec: Field, *, words: str, chosen: Sequence[str]) -> list[KnownEntry]:
        """Entries of the register that a field speaks of: those chosen, and those that have the words."""
        return entries_to_choose(
            self.actor, str(spec.refers_to), body=self.body, own=spec.own, on=self.on, words=words, chosen=chosen
        )

    def drafts(self, register: str, chosen: str) -> list[tuple[str, str]]:
        """Submitted drafts of the register that no case carries yet, and the chosen one."""
        return drafts_to_carry(self.actor, register, jurisdiction_id=self.body.jurisdiction_id, chosen=chosen)

    def people(self, holds: str | None) -> list[Known]:
        """The people, those with a valid card of the kind first."""
        if holds not in self._by_card:
            facts = facts_of([pk for pk, _, _ in self.members], on=self.on, holds=holds) if holds else {}
            known = []
            for pk, name, position in self.members:
                about = facts.get(pk, {})
                note = _card(about) if holds else position
                known.append(Known(str(pk), name, note, not holds or bool(about.get("card_valid"))))
            self._by_card[holds] = sorted(known, key=lambda each: not each.valid)
        return self._by_card[holds]


def _card(about: Mapping[str, Any]) -> str:
    number = about.get("card_number")
    if not number:
        return "没有登记证件"
    return f"证号{number}，有效" if about.get("card_valid") else f"证号{number}，{about.get('card_why') or '已失效'}"
