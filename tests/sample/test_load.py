from datetime import datetime

import pytest

from fazhi.government.models import Membership, Organization, Person
from fazhi.government.roles import Role
from fazhi.plans.models import Entry, FollowUp, MonthlyReport, Plan, Problem, Task, TaskUnit
from fazhi.sample import load, logins


@pytest.fixture
def sample(db: None, at: datetime, settings: object, tmp_path: object) -> datetime:
    """The sample as somebody finds it who starts late in the year that its plans are about."""
    settings.HOME = tmp_path
    now = at.replace(month=11, day=20)
    load.load(now=now, tell=lambda _: None, cases=30)
    return now


def test_sample_shows_every_stage_of_the_work(sample: datetime) -> None:
    assert Organization.objects.count() >= 40
    assert Person.objects.count() >= 120
    held = {role for roles in Membership.objects.values_list("roles", flat=True) for role in roles}
    assert held == set(Role.values)
    assert {plan.kind for plan in Plan.objects.all()} == {"annual", "five_year"}
    leaves = Task.objects.filter(children=None)
    assert leaves.count() >= 80
    assert not leaves.exclude(pk__in=TaskUnit.objects.values("task")).exists()
    assert leaves.filter(origin__isnull=False).count() == 8
    answered = set(Entry.objects.values_list("kind", flat=True))
    assert answered >= {"report", "contribution", "accept", "return", "carry"}
    assert {followup.state for followup in FollowUp.objects.all()} == {"open", "settled", "closed"}
    assert {problem.state for problem in Problem.objects.all()} == {"open", "rectified", "verified"}
    assert MonthlyReport.objects.exists()


def test_nothing_in_the_sample_lies_in_the_future(sample: datetime) -> None:
    for model in (Entry, MonthlyReport):
        assert not model.objects.filter(at__gt=sample).exists()


def test_sample_is_not_loaded_over_data(sample: datetime) -> None:
    assert not load.is_wanted()


def test_table_names_a_login_for_five_roles(sample: datetime) -> None:
    shown = logins.table()
    assert logins.password() in shown
    assert len(shown.strip().splitlines()) == 7
    person = Person.objects.get(login=shown.splitlines()[2].split()[0])
    assert person.check_password(logins.password())
    assert not person.must_change_password


@pytest.mark.parametrize("day", ["2026-01-15", "2026-12-31", "2027-02-28", "2028-02-29", "2031-07-01"])
def test_sample_loads_whenever_somebody_starts(
    db: None, settings: object, tmp_path: object, at: datetime, day: str
) -> None:
    settings.HOME = tmp_path
    load.load(now=at.fromisoformat(f"{day}T09:00:00+08:00"), tell=lambda _: None, cases=10)
    assert FollowUp.objects.exists()
    for plan in Plan.objects.all():
        assert str(plan.starts_on.year) in plan.title, plan.title
    reported = Entry.objects.filter(kind="report").latest("at").at.year
    assert Plan.objects.filter(starts_on__year__lte=reported, ends_on__year__gte=reported).exists()
