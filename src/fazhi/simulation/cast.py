"""The cast of a simulation: bodies and the people in them, as plain values, so that a walk can be planned anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ENFORCEMENT_CARD = "enforcement_card"
LEGAL_QUALIFICATION = "legal_qualification"


@dataclass(frozen=True)
class Card:
    """A credential 证件 and when it is good."""

    kind: str
    number: str
    valid_from: date
    valid_until: date | None = None
    suspended_on: date | None = None
    elsewhere: bool = False
    """It is that of another body than the one in which its holder works here 派驻: no good for this body's cases."""

    def good_on(self, day: date) -> bool:
        begun = self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        return begun and not self.elsewhere and (self.suspended_on is None or day < self.suspended_on)


@dataclass(frozen=True)
class Officer:
    """A person with the roles they hold in one body."""

    id: int
    login: str
    name: str
    roles: frozenset[str]
    cards: tuple[Card, ...] = ()

    def holds(self, kind: str, on: date) -> bool:
        return any(card.kind == kind and card.good_on(on) for card in self.cards)

    def facts(self, *, on: date, holds: str | None) -> dict[str, Any]:
        """What an act keeps of the person, as `registers.credentials.facts_of` gives it."""
        wanted = [card for card in self.cards if card.kind == (holds or ENFORCEMENT_CARD)]
        shown = next((card for card in wanted if card.good_on(on)), wanted[0] if wanted else None)
        return {
            "id": str(self.id),
            "name": self.name,
            "card_number": shown.number if shown else "",
            "card_valid": bool(shown and shown.good_on(on)),
            "legal_qualified": self.holds(LEGAL_QUALIFICATION, on),
        }


@dataclass(frozen=True)
class Listed:
    """An entry of a register 清单条目, as an act keeps it, with its fields, and the path of the body it belongs to."""

    record: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True)
class Body:
    """A body 办理单位 that carries on cases. ``key`` is what the sample's files call it."""

    id: int
    key: str
    name: str
    short_name: str
    officers: tuple[Officer, ...] = field(default=())
    path: str = ""

    def with_role(self, roles: Iterable[str]) -> tuple[Officer, ...]:
        """Those who hold one of the roles, always in the same order."""
        wanted = frozenset(roles)
        return tuple(officer for officer in self.officers if officer.roles & wanted)

    def carded(self, on: date) -> tuple[Officer, ...]:
        """The handlers whose enforcement card is good on a day."""
        return tuple(each for each in self.with_role(("handler",)) if each.holds(ENFORCEMENT_CARD, on))
