from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from fazhi.figures.counting import By, table, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.language.names import STANDING
from fazhi.figures.listing import behind
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.models import Membership, Organization, Person
from fazhi.government.roles import Role
from fazhi.plans.models import Entry, FollowUp, MonthlyReport, Plan, Problem, Task, TaskUnit
from fazhi.sample import load, logins
from tests import sample_district


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """The sample as somebody finds it who starts late in the year that its plans are about."""
    home = tmp_path_factory.mktemp("home")
    apart = override_settings(
        HOME=home,
        KEPT_FILES=home / "files",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), apart, sample_district.opened(home):
        yield sample_district.AT


@pytest.fixture
def sample(loaded: datetime, db: None) -> datetime:
    """The same, for a test that leaves no trace in it."""
    return loaded


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


def test_every_figure_is_as_long_as_its_list(sample: datetime) -> None:
    """For all figures of the catalog, over two years: what is counted is what is listed, whole and by each key."""
    today, scope = sample.date(), Scope.whole(Organization.objects.values_list("jurisdiction_id", flat=True)[0])
    for period in (Period.year(today.year), Period.year(today.year - 1)):
        asked = {"scope": scope, "period": period, "today": today}
        found = {name: value for name, value in values(shelf(), **asked).items() if listed(value.figure)}
        assert len(found) > 500
        wrong = {name for name, value in found.items() if behind(name, **asked).number != value.number}
        assert wrong == set()
    filled = [name for name, value in found.items() if value.number]
    for by in By:
        for name, cells in table(filled, **asked, by=by).items():
            if by is By.MONTH and shelf().get(name).dated in STANDING:
                continue
            for key, cell in list(cells.items())[:2]:
                assert behind(name, **asked, by=by, key=key).number == cell.number, (name, by, key)


def listed(figure: Figure) -> bool:
    """Whether it counts records one by one: neither made of others nor a total of amounts."""
    return figure.counts is not None and figure.total is None
