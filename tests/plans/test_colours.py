"""The five-colour warning: the same in Python and in SQL."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.plans.colours import all_rules, colour_of, rule_of, with_colour
from fazhi.plans.models import Plan, Task
from tests.conftest import AT, District

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("days", "status", "colour"),
    [
        (None, "open", "blue"),
        (31, "open", "blue"),
        (30, "open", "yellow"),
        (8, "open", "yellow"),
        (7, "open", "orange"),
        (0, "open", "orange"),
        (-1, "open", "red"),
        (-1, "done", "green"),
        (-1, "dropped", "grey"),
    ],
)
def test_colour_by_days_left(days: int | None, status: str, colour: str) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert colour_of(today=TODAY, due_on=due_on, status=status, percent=50) == colour


def test_every_colour_has_its_own_words() -> None:
    words = {rule.word for rule in all_rules()}
    assert len(words) == len(all_rules())
    assert rule_of("red").label == "已逾期"
    with pytest.raises(KeyError):
        rule_of("pink")


facts = st.tuples(
    st.none() | st.integers(-40, 40),
    st.sampled_from(list(Task.Status.values)),
    st.integers(0, 100),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(facts, min_size=1, max_size=30))
def test_colour_in_sql_is_the_colour_in_python(plan: Plan, cases: list[tuple[int | None, str, int]]) -> None:
    Task.objects.all().delete()
    for order, (days, status, percent) in enumerate(cases):
        due_on = None if days is None else TODAY + timedelta(days=days)
        Task.objects.create(
            jurisdiction=plan.jurisdiction,
            plan=plan,
            order=order,
            title="x",
            due_on=due_on,
            status=status,
            percent=percent,
        )
    found = with_colour(Task.objects.all(), TODAY)
    assert len(found) == len(cases)
    for task in found:
        expected = colour_of(today=TODAY, due_on=task.due_on, status=task.status, percent=task.percent)
        assert task.colour == expected


@pytest.fixture
def plan(district: District, coordinator: object) -> Plan:
    return Plan.objects.create(
        jurisdiction=district.jurisdiction,
        kind="annual",
        title="要点",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        series="00000000-0000-0000-0000-000000000001",
        made_by=coordinator.person,
        made_at=AT,
    )
