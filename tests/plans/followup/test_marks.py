"""Marks: what each state of the nodes shows, and that SQL and Python never disagree."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fazhi.government.actors import Actor
from fazhi.plans.followup import followups
from fazhi.plans.followup.marks import Mark, mark_of, with_marks
from fazhi.plans.models import FollowUp
from tests.conftest import District
from tests.plans.supervision_cases import issued

HOURS = st.integers(min_value=0, max_value=24 * 50)


def shown(followup: FollowUp, at: datetime) -> str:
    return with_marks(FollowUp.objects.filter(pk=followup.pk), at).get().mark  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("days", "mark"),
    [
        (0, Mark.NORMAL),
        (1, Mark.YELLOW),  # not answered on the day of issue
        (3, Mark.YELLOW),
        (4, Mark.RED),  # the second node is missed: red by the rule's terms
    ],
)
def test_silent_unit_turns_yellow_then_red(
    days: int, mark: Mark, coordinator: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    assert shown(followup, at + timedelta(days=days)) == mark


@pytest.mark.parametrize(
    ("days", "mark"), [(1, "normal"), (2, "near"), (3, "near"), (4, "yellow"), (6, "yellow"), (7, "red")]
)
def test_answering_unit_comes_near_then_yellow_then_red_after_three_days(
    days: int, mark: str, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.respond(actor=handler, followup=followup, at=at)
    assert shown(followup, at + timedelta(days=days)) == mark


def test_mark_stays_after_a_late_answer_until_closing(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    late = at + timedelta(days=1)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=late)
    assert shown(followup, late + timedelta(days=30)) == Mark.YELLOW
    followups.close(actor=coordinator, followup=followup, text="属实。", at=late + timedelta(days=30))
    assert shown(followup, late + timedelta(days=30)) == Mark.CLOSED


def test_slow_coordinator_marks_nobody(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at, rule="regular")
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    assert shown(followup, at + timedelta(days=60)) == Mark.NORMAL


def test_withdrawn_node_no_longer_counts(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    followups.feedback(actor=handler, followup=followup, text="正在办。", at=at)
    late = at + timedelta(days=8)
    assert shown(followup, late) == Mark.YELLOW
    followups.extend(actor=coordinator, followup=followup, text="涉及多部门。", at=late)
    assert shown(followup, late) == Mark.NORMAL


def test_past_moment_is_shown_as_it_was(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at + timedelta(days=5))
    followups.close(actor=coordinator, followup=followup, text="属实。", at=at + timedelta(days=6))
    marks = [shown(followup, at + timedelta(days=days)) for days in (0, 1, 4, 6)]
    assert marks == ["normal", "yellow", "red", "closed"]


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(HOURS, st.sampled_from(["respond", "feedback", "settle", "return_", "extend", "close"]))),
    rule=st.sampled_from(["13710", "regular"]),
    difficulty=st.sampled_from(["ordinary", "hard"]),
    looks=st.lists(HOURS, min_size=1, max_size=4),
)
def test_sql_and_python_agree_whatever_happened(
    steps: list[tuple[int, str]],
    rule: str,
    difficulty: str,
    looks: list[int],
    coordinator: Actor,
    handler: Actor,
    district: District,
    at: datetime,
) -> None:
    followup = issued(coordinator, district.market, at, rule=rule, difficulty=difficulty)
    units_verbs = {"respond", "feedback", "settle"}
    for hours, name in sorted(steps):
        try:
            getattr(followups, name)(
                actor=handler if name in units_verbs else coordinator,
                followup=followup,
                text="办理",
                at=at + timedelta(hours=hours),
            )
        except followups.Refused:
            continue
    followup.refresh_from_db()
    nodes = list(followup.nodes.all())
    for hours in looks:
        moment = at + timedelta(hours=hours)
        assert shown(followup, moment) == mark_of(followup, nodes, moment)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=HOURS, second=HOURS, answered=st.booleans())
def test_mark_never_gets_better_by_waiting(
    first: int, second: int, answered: bool, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    if answered:
        followups.feedback(actor=handler, followup=followup, text="正在办。", at=at)
    worst_first = list(Mark)
    earlier, later = sorted((first, second))
    marks = [worst_first.index(Mark(shown(followup, at + timedelta(hours=hours)))) for hours in (earlier, later)]
    assert marks[0] >= marks[1]
