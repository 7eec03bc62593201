"""Officers' cards: good on the day, of this body, not suspended; the register says so, and why not."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from fazhi.cases import people
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, OrganizationKind
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Entry
from tests.cards import issue_cards
from tests.cases.listing import change
from tests.conftest import plant


def facts(actor: Actor, body: Organization, on: date, definition: Definition | None = None) -> dict[str, Any]:
    """What an act of the body keeps of the officer."""
    used = definition or library().editions("administrative_penalty_summary")[-1]
    values, wrong = people.resolve(used, {"officers": [actor.person.pk]}, on=on, organization=body)
    assert wrong == []
    return values["officers"][0]


def test_a_card_is_kept_with_its_number(officers: list[Actor], district: Any, at: datetime) -> None:
    kept = facts(officers[0], district.market, at.date())
    assert (kept["card_number"], kept["card_valid"]) == (f"99{officers[0].person.pk:08}", True)
    assert "card_why" not in kept


def test_a_suspended_card_stops_the_act_and_says_whose(
    opened: Callable[..., Taken], officers: list[Actor], district: Any
) -> None:
    card = Entry.objects.get(register="enforcement_officers", data__person__id=str(officers[1].person.pk))
    change(district.market, "enforcement_officers", ChangeKind.SUSPEND, card.pk, on=date(2026, 2, 1))
    with pytest.raises(ActRefused, match="秦法：自2026-02-01起暂停"):
        opened()
    assert opened(on=date(2026, 1, 30)).seq == 1


def test_a_card_of_another_body_does_not_serve(
    opened: Callable[..., Taken], officers: list[Actor], other_handler: Actor, district: Any
) -> None:
    issue_cards([other_handler.person], district.urban)
    with pytest.raises(ActRefused, match="程静：证件属于清和区城市管理局，不能办理清和区市场监督管理局的案件"):
        opened(officers=[officers[0].person.pk, other_handler.person.pk])


def test_in_joint_work_the_card_of_another_body_serves(other_handler: Actor, district: Any, at: datetime) -> None:
    issue_cards([other_handler.person], district.urban)
    plain = library().editions("administrative_penalty_summary")[-1]
    joint = plain.fields["officers"].model_copy(update={"joint": True})
    definition = plain.model_copy(update={"fields": {**plain.fields, "officers": joint}})
    assert facts(other_handler, district.market, at.date(), definition)["card_valid"] is True


def test_a_card_of_a_brigade_serves_its_bureau_and_the_other_way_round(
    handler: Actor, other_handler: Actor, district: Any, at: datetime
) -> None:
    brigade = plant(district.jurisdiction, district.market, OrganizationKind.DEPARTMENT, "执法大队", "大队")
    issue_cards([handler.person], brigade)
    issue_cards([other_handler.person], district.market)
    assert facts(handler, district.market, at.date())["card_valid"] is True
    assert facts(other_handler, brigade, at.date())["card_valid"] is True
