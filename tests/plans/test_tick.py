"""The clock's own work: rounds, reminders, one district's fault, the command and the planned job."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from fazhi.government.actors import Actor
from fazhi.plans import background
from fazhi.plans.models import FollowUp, MonthlyRound, Reminder
from fazhi.plans.tick import Ticked, tick
from tests.conftest import District
from tests.plans.supervision_cases import issued, planned


def test_tick_opens_the_round_and_raises_reminders_once(coordinator: Actor, district: District, at: datetime) -> None:
    planned(coordinator, at, district.market)
    issued(coordinator, district.market, at)
    assert tick(at=at) == Ticked(rounds=1)
    assert tick(at=at + timedelta(days=2)) == Ticked(reminders=2, monthly_reminders=1)
    assert tick(at=at + timedelta(days=2)) == Ticked()


def test_fault_in_one_district_leaves_the_others_their_reminders(
    coordinator: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    """A limit at the beginning of all days cannot be counted back from."""
    broken = issued(outsider, outsider.person.memberships.get().organization, at)
    broken.nodes.update(must_by=datetime(1, 1, 3, tzinfo=at.tzinfo), remind_days=[30], near_at=at, yellow_at=None)
    district.jurisdiction.code = "990199"  # comes after the broken one
    district.jurisdiction.save()
    issued(coordinator, district.market, at)
    assert tick(at=at + timedelta(days=1)) == Ticked(reminders=1, failed=("望江区",))
    assert Reminder.objects.get().unit == district.market


def test_tick_says_what_it_did() -> None:
    assert str(Ticked(rounds=1, reminders=2)) == "开放月报 1 期，督办提醒 2 条，月报提醒 0 条。"
    assert str(Ticked(failed=("望江区",))) == (
        "开放月报 0 期，督办提醒 0 条，月报提醒 0 条。未完成：望江区，详见日志。"
    )


def test_command_ticks_at_the_sites_clock(
    coordinator: Actor, district: District, at: datetime, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(coordinator, at, district.market)
    settings.FIXED_NOW = at.isoformat()  # type: ignore[attr-defined]
    call_command("tick")
    assert capsys.readouterr().out == (
        "开放月报 1 期，督办提醒 0 条，月报提醒 0 条。依法视为办理 0 步（0 件案件）。"
        "清单条目 0 条到施行日；到时收卷 0 份。\n"
    )
    assert MonthlyRound.objects.get().opened_at == at


def test_planned_job_ticks(coordinator: Actor, district: District, at: datetime, settings: object) -> None:
    followup = issued(coordinator, district.market, at)
    settings.FIXED_NOW = (at + timedelta(days=1)).isoformat()  # type: ignore[attr-defined]
    said = background.look_at_the_clock(timestamp=0)
    assert said == "开放月报 0 期，督办提醒 1 条，月报提醒 0 条。"
    assert Reminder.objects.get().node.followup == FollowUp.objects.get(pk=followup.pk)


def test_job_is_planned_for_the_working_day() -> None:
    """procrastinate reads cron in UTC: 23 is 07:00 in China, 11 is 19:00."""
    assert background.HOURS == "0 23,0-11 * * *"
