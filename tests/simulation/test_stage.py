"""The cast as the database has it: a card is good in the body whose it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fazhi.government.actors import Actor
from fazhi.government.models import Membership
from fazhi.government.roles import Role
from fazhi.simulation.stage import Stage
from tests.cards import issue_cards

ON = date(2026, 2, 27)


def test_card_of_another_body_is_no_card_for_the_officer_it_lends(district: Any, join: Callable[..., Actor]) -> None:
    lent = join("pai.zhu", "派驻", district.urban, Role.HANDLER).person
    own = join("ben.di", "本地", district.street, Role.HANDLER).person
    Membership.objects.create(person=lent, organization=district.street, roles=["handler"], started_on=date(2025, 1, 1))
    issue_cards([lent], district.urban, on=date(2024, 1, 1))
    issue_cards([own], district.street, on=date(2024, 1, 1))
    stage = Stage(jurisdiction=district.jurisdiction, keys={}, on=ON)
    bodies = {body.name: body for body in stage.bodies}
    assert [each.login for each in bodies[district.urban.name].carded(ON)] == ["pai.zhu"]
    assert [each.login for each in bodies[district.street.name].carded(ON)] == ["ben.di"]
    seconded = next(each for each in bodies[district.street.name].officers if each.login == "pai.zhu")
    assert seconded.facts(on=ON, holds="enforcement_card")["card_valid"] is False
