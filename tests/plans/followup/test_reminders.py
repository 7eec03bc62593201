"""Reminders: raised once a level, to whom, and signed for."""

from datetime import datetime, timedelta

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans.followup import followups, reminders
from fazhi.plans.models import FollowUp, Reminder
from fazhi.plans.refusals import Refused
from fazhi.plans.supervision_queries import unread_reminders
from tests.conftest import District
from tests.plans.supervision_cases import issued


def remind(district: District, at: datetime) -> list[tuple[str, str, int]]:
    """Raises, and returns what is new as (node, level, days before)."""
    known = set(Reminder.objects.values_list("pk", flat=True))
    count = reminders.remind(jurisdiction=district.jurisdiction, at=at)
    new = Reminder.objects.exclude(pk__in=known).order_by("node__order")
    assert count == len(new)
    return [(each.node.key, each.level, each.days_before) for each in new]


def test_reminders_rise_as_the_days_pass(coordinator: Actor, district: District, at: datetime) -> None:
    issued(coordinator, district.market, at)
    days = {days: remind(district, at + timedelta(days=days)) for days in range(12)}
    assert days == {
        0: [],
        1: [("respond", "yellow", 0)],
        2: [("feedback", "near", 1)],
        3: [],
        4: [("respond", "red", 0), ("feedback", "red", 0)],
        5: [("settle_ordinary", "near", 2)],
        6: [("settle_ordinary", "near", 1)],
        7: [],
        8: [("settle_ordinary", "red", 0)],
        9: [],
        10: [],
        11: [],
    }


def test_reminding_twice_raises_nothing_new(coordinator: Actor, district: District, at: datetime) -> None:
    issued(coordinator, district.market, at)
    late = at + timedelta(days=1)
    assert remind(district, late) == [("respond", "yellow", 0)]
    assert remind(district, late + timedelta(hours=1)) == []


def test_long_sleep_raises_the_present_level_only(coordinator: Actor, district: District, at: datetime) -> None:
    issued(coordinator, district.market, at)
    assert remind(district, at + timedelta(days=20)) == [
        ("respond", "red", 0),
        ("feedback", "red", 0),
        ("settle_ordinary", "red", 0),
    ]


def test_met_node_raises_nothing(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    assert remind(district, at + timedelta(days=20)) == []


def test_coordinators_own_limit_reminds_the_coordinator(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at, rule="regular")
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    assert remind(district, at + timedelta(days=8)) == [("close", "near", 2)]
    assert remind(district, at + timedelta(days=11)) == [("close", "yellow", 0)]
    assert set(Reminder.objects.values_list("unit", flat=True)) == {district.justice.pk}
    assert unread_reminders(handler).count() == 0
    assert unread_reminders(coordinator).count() == 2


def test_moved_limit_is_reminded_of_anew(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    followups.feedback(actor=handler, followup=followup, text="正在办。", at=at)
    assert remind(district, at + timedelta(days=5)) == [("settle_ordinary", "near", 2)]
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at + timedelta(days=5))
    followups.return_(actor=coordinator, followup=followup, text="不实。", at=at + timedelta(days=7))
    assert remind(district, at + timedelta(days=7)) == [("settle_ordinary", "near", 2)]


def test_reminders_stay_in_their_district(
    coordinator: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    issued(coordinator, district.market, at)
    elsewhere = outsider.seats[0].jurisdiction_id
    other = FollowUp.objects.get().jurisdiction.__class__.objects.get(pk=elsewhere)
    assert reminders.remind(jurisdiction=other, at=at + timedelta(days=9)) == 0


def test_unit_signs_once(coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime) -> None:
    issued(coordinator, district.market, at)
    remind(district, at + timedelta(days=1))
    [reminder] = unread_reminders(handler)
    signed = reminders.read(actor=handler, reminder=reminder, at=at + timedelta(days=1))
    assert (signed.read_by, signed.read_at) == (handler.person, at + timedelta(days=1))
    assert unread_reminders(handler).count() == 0
    with pytest.raises(Refused) as refused:
        reminders.read(actor=head, reminder=reminder, at=at + timedelta(days=2))
    assert refused.value.say == "程班已于2026年3月3日9时签收，无需重复。"


@pytest.mark.parametrize("who", ["coordinator", "other_handler", "supervisor", "outsider"])
def test_nobody_else_signs(
    who: str, request: pytest.FixtureRequest, coordinator: Actor, district: District, at: datetime
) -> None:
    issued(coordinator, district.market, at)
    remind(district, at + timedelta(days=1))
    with pytest.raises(NotAllowed):
        reminders.read(actor=request.getfixturevalue(who), reminder=Reminder.objects.get(), at=at)


def test_reminder_of_a_node_met_meanwhile_needs_no_signature(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    remind(district, at + timedelta(days=1))
    followups.respond(actor=handler, followup=followup, at=at + timedelta(days=1))
    assert unread_reminders(handler).count() == 0
