"""The inspections of the sample district: what the pages of inspections, draws and codes have to show."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from fazhi.cases.models import Act, Case, Clock, Finding
from fazhi.catalog.sample_files import load_sample
from fazhi.inspections import ratings, visits
from fazhi.inspections.draw_entries import history_of
from fazhi.inspections.models import Draw, EnterpriseCode, Rating
from fazhi.inspections.visits import Visit, visit_of
from fazhi.sample import load
from fazhi.sample.inspections import load_inspections
from fazhi.sample.registers import load_registers
from fazhi.sample.stage import Stage

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
"""Soon after a long holiday: working days and days of the calendar lie furthest apart."""


@pytest.fixture(scope="module")
def inspected(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The district with its registers and its inspections, filled once: the tests of this file only read."""
    sample = load_sample()
    founded = NOW - timedelta(days=730)
    with django_db_blocker.unblock(), transaction.atomic():
        place = load._jurisdictions(sample.district)
        units = load._organizations(sample.district, place, founded)
        people = load._people(sample.people, units, founded)
        stage = Stage(now=NOW, jurisdiction=place, units=units, people=people)
        load_registers(people=sample.people, stage=stage, tell=lambda _: None)
        load_inspections(stage=stage, tell=lambda _: None)
        yield stage
        transaction.set_rollback(True)


def made() -> list[Visit]:
    return [visit_of(case) for case in visits.inspections()]


def test_one_draw_is_published_and_one_waits_for_its_number(inspected: Stage) -> None:
    states = [history_of(draw).state for draw in Draw.objects.order_by("frozen_at")]
    assert states == ["published", "announced"]


def test_inspections_stand_where_they_were_meant_to(inspected: Stage) -> None:
    results = Counter(each.result for each in made())
    assert results == {"clean": 6, "rectify": 2, "": 2}
    assert sum(each.published_on is not None for each in made()) == 7
    assert Counter(Case.objects.values_list("outcome", flat=True)) == {"clean": 5, "rectified": 1, "": 4}


def test_two_are_announced_for_the_next_days(inspected: Stage) -> None:
    coming = [each for each in made() if each.pending]
    assert len(coming) == 2
    assert all(each.announced_on and each.planned_on and each.planned_on > NOW.date() for each in coming)


def test_one_recheck_is_still_due(inspected: Stage) -> None:
    (clock,) = Clock.objects.filter(limit="correction", case__closed_on=None)
    assert clock.due_on is not None
    assert clock.due_on >= NOW.date()


def test_nothing_is_found_against_these_cases(inspected: Stage) -> None:
    assert list(Finding.objects.values_list("breach", "rule")) == []


def test_nothing_lies_in_the_future(inspected: Stage) -> None:
    assert not Act.objects.filter(recorded_at__gt=NOW).exists()
    assert not Rating.objects.filter(given_on__gt=NOW.date()).exists()


def test_every_enterprise_has_a_code_and_ratings_give_averages(inspected: Stage) -> None:
    assert EnterpriseCode.objects.count() == Case.objects.count() == 10
    (own,) = ratings.figures(inspected.actor("duan.changqing"))
    assert (own.count, own.lawful, own.courteous, own.helpful) == (6, 4.7, 4.7, 4.3)
