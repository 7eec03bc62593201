"""Counting the nodes of a rule: the day of issue is not counted, a limit ends at 24:00 of its last day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.catalog.followup_rules import Difficulty, FollowUpRule, TimeLimit, TimeUnit
from fazhi.plans.followup import rules as followup_rules
from fazhi.plans.followup.rules import due, moment_words, nodes_for, rule_named
from fazhi.plans.refusals import Refused
from fazhi.procedures.durations import add_months

CHINA = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(CHINA))  # noqa: DTZ001 -- bounds


def limits(rule_id: str, difficulty: Difficulty, issued_at: datetime, **met: datetime) -> dict[str, str | None]:
    nodes = nodes_for(rule_named(rule_id), difficulty, issued_at, met)
    return {node.key: node.must_by.isoformat(timespec="minutes") if node.must_by else None for node in nodes}


def test_13710_of_an_ordinary_matter_counts_from_the_day_after_issue(at: datetime) -> None:
    assert limits("13710", Difficulty.ORDINARY, at) == {
        "respond": "2026-03-02T23:59+08:00",
        "feedback": "2026-03-05T23:59+08:00",
        "settle_ordinary": "2026-03-09T23:59+08:00",
        "close": None,
    }


def test_13710_of_a_hard_matter_settles_in_a_month(at: datetime) -> None:
    assert limits("13710", Difficulty.HARD, at)["settle_hard"] == "2026-04-02T23:59+08:00"


def test_node_counted_from_another_waits_for_it(at: datetime) -> None:
    settled = at + timedelta(days=4)
    assert limits("regular", Difficulty.ORDINARY, at)["close"] is None
    assert limits("regular", Difficulty.ORDINARY, at, settle=settled)["close"] == "2026-03-16T23:59+08:00"


def test_counting_is_told_in_words(at: datetime) -> None:
    nodes = {node.key: node.counted for node in nodes_for(rule_named("13710"), Difficulty.ORDINARY, at)}
    assert nodes == {
        "respond": "3月2日交办，当日办理，至2026年3月2日24时止",
        "feedback": "3月2日交办，当日不计，3个自然日，至2026年3月5日24时止",
        "settle_ordinary": "3月2日交办，当日不计，7个自然日，至2026年3月9日24时止",
        "close": "不设时限，跟踪至销号",
    }
    close = nodes_for(rule_named("regular"), Difficulty.ORDINARY, at)[-1]
    assert close.counted == "自“三十日办结”完成之日起10个自然日，尚未起算"


def test_issue_late_at_night_in_another_zone_counts_the_local_day() -> None:
    """16:30 UTC on 2 March is 0:30 on 3 March in China."""
    issued = datetime(2026, 3, 2, 16, 30, tzinfo=ZoneInfo("UTC"))
    assert limits("13710", Difficulty.ORDINARY, issued)["respond"] == "2026-03-03T23:59+08:00"


def test_working_days_step_over_holidays_and_count_made_up_days() -> None:
    """From 30 April 2026: 1 to 5 May are off, Saturday 9 May is worked for them."""
    issued = datetime(2026, 4, 30, 15, 0, tzinfo=CHINA)
    assert due(TimeLimit(amount=3, unit=TimeUnit.WORKING_DAY), issued).date() == date(2026, 5, 8)
    assert due(TimeLimit(amount=4, unit=TimeUnit.WORKING_DAY), issued).date() == date(2026, 5, 9)


def test_working_days_into_a_year_without_a_notice_say_so() -> None:
    rule = rule_named("13710")
    settle = next(node for node in rule.nodes if node.key == "settle_ordinary")
    in_working_days = settle.model_copy(update={"within": TimeLimit(amount=5, unit=TimeUnit.WORKING_DAY)})
    working = rule.model_copy(update={"nodes": tuple(in_working_days if n is settle else n for n in rule.nodes)})
    nodes = nodes_for(working, Difficulty.ORDINARY, datetime(2026, 12, 30, 9, 0, tzinfo=CHINA))
    counted = next(node.counted for node in nodes if node.key == "settle_ordinary")
    assert counted.endswith("止（2027年放假安排尚未公布，暂按周末推算）")


def test_hours_run_to_the_minute(at: datetime) -> None:
    assert due(TimeLimit(amount=36, unit=TimeUnit.HOUR), at) == at + timedelta(hours=36)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_with_a_short_month(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_turning_points_follow_the_colours_of_the_node(at: datetime) -> None:
    settle = {node.key: node for node in nodes_for(rule_named("13710"), Difficulty.HARD, at)}["settle_hard"]
    assert settle.must_by is not None
    assert settle.near_at == datetime(2026, 3, 26, tzinfo=CHINA)
    assert (settle.yellow_at, settle.red_at) == (settle.must_by, settle.must_by + timedelta(days=5))
    assert settle.remind_days == (7, 3, 1)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime.combine(date(2026, 3, 9), time.max, CHINA), "2026年3月9日24时"),
        (datetime(2026, 3, 9, 15, 30, tzinfo=CHINA), "2026年3月9日15时30分"),
        (datetime(2026, 3, 9, 15, 0, tzinfo=CHINA), "2026年3月9日15时"),
    ],
)
def test_moment_is_written_as_officials_do(moment: datetime, words: str) -> None:
    assert moment_words(moment) == words


def test_unknown_rule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused) as refused:
        rule_named("12345")
    assert refused.value.say == "没有标识为“12345”的督办规则。可选：13710 督办规则、常规督办规则。"
    assert refused.value.field == "rule"


@given(
    first=MOMENTS, second=MOMENTS, difficulty=st.sampled_from(Difficulty), rule=st.sampled_from(followup_rules.rules())
)
def test_later_issue_is_never_due_earlier(
    first: datetime, second: datetime, difficulty: Difficulty, rule: FollowUpRule
) -> None:
    first, second = sorted((first, second))
    for earlier, later in zip(nodes_for(rule, difficulty, first), nodes_for(rule, difficulty, second), strict=True):
        assert (earlier.must_by is None) == (later.must_by is None)
        assert earlier.must_by is None or later.must_by is None or earlier.must_by <= later.must_by


@given(issued_at=MOMENTS, rule=st.sampled_from(followup_rules.rules()))
def test_hard_matter_is_never_settled_earlier_than_an_ordinary_one(issued_at: datetime, rule: FollowUpRule) -> None:
    ordinary, hard = (
        max(node.must_by for node in nodes_for(rule, difficulty, issued_at) if node.must_by)
        for difficulty in Difficulty
    )
    assert ordinary <= hard


@given(issued_at=MOMENTS, difficulty=st.sampled_from(Difficulty), rule=st.sampled_from(followup_rules.rules()))
def test_marks_come_in_their_order(issued_at: datetime, difficulty: Difficulty, rule: FollowUpRule) -> None:
    for node in nodes_for(rule, difficulty, issued_at):
        if node.must_by is None:
            assert (node.near_at, node.yellow_at, node.red_at) == (None, None, None)
            continue
        assert issued_at <= node.must_by
        assert node.near_at is None or node.near_at <= node.must_by
        assert node.yellow_at is not None
        assert node.must_by <= node.yellow_at
        assert node.red_at is None or node.yellow_at <= node.red_at
