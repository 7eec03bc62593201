"""Steps that the law takes as done: entered by the clock in cases where nobody acts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from fazhi.cases import background
from fazhi.cases.models import Act, Case, Clock
from fazhi.cases.settling import Settled, settle_passed
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.cases.walks import applied
from tests.conftest import District


@pytest.fixture
def clerk(join: Callable[..., Actor], district: District) -> Actor:
    return join("fu.yi", "傅议", district.justice, Role.HANDLER)


@pytest.fixture
def case(clerk: Actor, district: District, at: datetime) -> Case:
    return applied(clerk, district.justice, district.market, at).case


def test_an_application_that_nobody_answers_is_accepted_by_law(case: Case, at: datetime) -> None:
    due = Clock.objects.get(case=case, limit="examination").due_on
    assert due == date(2026, 3, 9)
    assert settle_passed(at=at + timedelta(days=7)) == Settled()
    assert settle_passed(at=at + timedelta(days=8)) == Settled(cases=1, steps=1)
    act = Act.objects.get(case=case, seq=2)
    assert (act.kind, act.step, act.person, act.performed_on) == ("deemed", "accept", None, due)
    assert act.recorded_at == at + timedelta(days=8)
    assert settle_passed(at=at + timedelta(days=9)) == Settled()


def test_an_application_that_was_answered_is_left_alone(case: Case, at: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(closed_on=at.date())
    assert settle_passed(at=at + timedelta(days=30)) == Settled()


def test_a_fault_in_one_case_leaves_the_others_theirs(
    case: Case, clerk: Actor, district: District, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    other = applied(clerk, district.justice, district.urban, at).case
    Case.objects.filter(pk=case.pk).update(edition=date(1999, 1, 1))
    assert settle_passed(at=at + timedelta(days=8)) == Settled(cases=1, steps=1, failed=(case.number,))
    assert (case.acts.count(), other.acts.count()) == (1, 2)
    assert f"settling failed in {case.pk}" in caplog.text


def test_command_and_planned_job_settle(
    case: Case, at: datetime, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FIXED_NOW = (at + timedelta(days=8)).isoformat()  # type: ignore[attr-defined]
    call_command("tick")
    assert "依法视为办理 1 步（1 件案件）。" in capsys.readouterr().out
    assert background.settle_passed(timestamp=0) == "依法视为办理 0 步（0 件案件）。"
