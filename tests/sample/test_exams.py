"""The exams of the sample district: each state is there, and nothing was made but through the verbs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from fazhi.catalog.sample_files import load_sample
from fazhi.exams import officers, trainings
from fazhi.exams.models import Answer, Candidate, Certificate, Exam, Result
from fazhi.sample import load
from fazhi.sample.exams import load_exams
from fazhi.sample.registers import load_registers
from fazhi.sample.stage import Stage

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


@pytest.fixture(scope="module")
def examined(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Stage]:
    """The district with its registers and its exams, filled once: the tests of this file only read."""
    sample = load_sample()
    founded = NOW - timedelta(days=730)
    with django_db_blocker.unblock(), transaction.atomic():
        place = load._jurisdictions(sample.district)
        units = load._organizations(sample.district, place, founded)
        people = load._people(sample.people, units, founded)
        stage = Stage(now=NOW, jurisdiction=place, units=units, people=people)
        load_registers(people=sample.people, stage=stage, tell=lambda _: None)
        load_exams(stage=stage, tell=lambda _: None)
        yield stage
        transaction.set_rollback(True)


def test_exams_stand_in_each_state(examined: Stage) -> None:
    confirmed = Exam.objects.exclude(confirmed_at=None)
    assert (Exam.objects.count(), confirmed.count()) == (3, 2)
    running = Exam.objects.get(confirmed_at=None)
    assert running.opens_at <= NOW < running.closes_at
    outcomes = set(Candidate.objects.filter(exam__in=confirmed).values_list("passed", flat=True))
    assert outcomes == {True, False, None}
    assert Certificate.objects.count() == Candidate.objects.filter(exam__in=confirmed, passed=True).count() >= 3


def test_who_passed_waits_for_a_card_and_hours_fall_short(examined: Stage) -> None:
    area = examined.jurisdiction.pk
    assert {each.candidate.name for each in officers.applications(jurisdiction_id=area)} >= {"郑雨泽", "于文博"}
    accounts = trainings.accounts(actor=examined.actor("lin.yaxi"), jurisdiction_id=area, year=NOW.year)
    assert any(each.hours and not each.missing for each in accounts)
    assert any(each.missing for each in accounts)


def test_nothing_lies_in_the_future(examined: Stage) -> None:
    assert not Answer.objects.filter(at__gt=NOW).exists()
    assert not Result.objects.filter(at__gt=NOW).exists()
