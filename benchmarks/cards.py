"""Cards for the people of benchmarks: entries of the registers that say who holds them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from fazhi.government.models import Organization, Person
from fazhi.procedures.pauses import PLACE
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind

ISSUED_ON = date(2024, 1, 1)
LONG = date(2034, 1, 1)


def issue_cards(
    people: Iterable[Person], unit: Organization, *, on: date = ISSUED_ON, until: date | None = None
) -> revising.Revised:
    """Enters an enforcement card 行政执法证 of a body for each person."""
    cards = [
        {
            "person": str(person.pk),
            "body": str(unit.pk),
            "staffing": "civil",
            "card_kind": "unified",
            "card_number": f"99{person.pk:08}",
            "issued_on": on,
            "valid_until": until or LONG,
        }
        for person in people
    ]
    return _enter("enforcement_officers", cards, unit, on)


def _enter(register: str, entries: list[dict[str, Any]], unit: Organization, on: date) -> revising.Revised:
    return revising.revise(
        actor=None,
        jurisdiction=unit.jurisdiction,
        register=register,
        changes=[Change(ChangeKind.ADD, data=each) for each in entries],
        reason="测试",
        since=on,
        at=datetime.combine(on, datetime.min.time(), PLACE) + timedelta(hours=9),
    )
