"""Credentials: what registers say of people on a day."""

from datetime import date, datetime
from typing import Any

import pytest

from fazhi.government.actors import Actor
from fazhi.registers import credentials
from fazhi.registers.changes import Change, ChangeKind
from tests.registers.conftest import Revise, amend, to

pytestmark = pytest.mark.usefixtures("small_shelf")


def card(actor: Actor, number: str, **otherwise: Any) -> Change:
    data = {"holder": actor.person.pk, "body": "区市场监管局", "number": number} | otherwise
    return Change(ChangeKind.ADD, data=data)


def facts(actor: Actor, on: date, holds: str | None = None) -> tuple[str, bool]:
    found = credentials.facts_of([actor.person.pk], on=on, holds=holds)[actor.person.pk]
    assert (found["id"], found["name"], found["legal_qualified"]) == (str(actor.person.pk), actor.person.name, False)
    return found["card_number"], found["card_valid"]


def test_a_card_is_good_while_its_entry_is(revise: Revise, handler: Actor, at: datetime) -> None:
    entry = revise([card(handler, "C-1", until="2026-12-31")], register="cards").entries[0]
    revise([to(ChangeKind.SUSPEND, entry)], register="cards", since=date(2026, 5, 1))
    assert facts(handler, date(2026, 3, 1)) == ("", False)
    assert facts(handler, at.date()) == ("C-1", True)
    assert facts(handler, date(2026, 4, 30), "enforcement_card") == ("C-1", True)
    assert facts(handler, date(2026, 5, 1)) == ("C-1", False)
    held = credentials.held_by([handler.person.pk], on=date(2026, 5, 1), kind="enforcement_card")
    assert [(each.number, each.valid, each.why) for each in held[handler.person.pk]] == [
        ("C-1", False, "自2026-05-01起暂停（年度核对）")
    ]
    revise([to(ChangeKind.RESUME, entry)], register="cards", since=date(2026, 6, 1))
    assert facts(handler, date(2026, 12, 31)) == ("C-1", True)
    assert facts(handler, date(2027, 1, 1)) == ("C-1", False)


def test_of_two_cards_the_good_one_counts(revise: Revise, handler: Actor, at: datetime) -> None:
    revise([card(handler, "C-1", until="2026-01-31"), card(handler, "C-2")], register="cards")
    assert facts(handler, at.date()) == ("C-2", True)


def test_people_without_a_card_and_numbers_of_nobody(
    revise: Revise, handler: Actor, other_handler: Actor, at: datetime, django_assert_num_queries: Any
) -> None:
    revise([card(handler, "C-1")], register="cards")
    with django_assert_num_queries(2):
        found = credentials.facts_of([handler.person.pk, other_handler.person.pk, 0], on=at.date(), holds=None)
    assert {pk: each["card_valid"] for pk, each in found.items()} == {
        handler.person.pk: True, other_handler.person.pk: False
    }  # fmt: skip
    assert credentials.facts_of([], on=at.date(), holds=None) == {}


def test_a_credential_that_no_register_has_is_held_by_nobody(revise: Revise, handler: Actor, at: datetime) -> None:
    revise([card(handler, "C-1")], register="cards")
    assert facts(handler, at.date(), "pilot_licence") == ("", False)


def test_a_corrected_number_holds_from_its_day(revise: Revise, handler: Actor, other_handler: Actor) -> None:
    entry = revise([card(handler, "C-1")], register="cards").entries[0]
    revise([amend(entry, holder=other_handler.person.pk)], register="cards", since=date(2026, 5, 1))
    assert facts(other_handler, date(2026, 5, 1)) == ("", False)
