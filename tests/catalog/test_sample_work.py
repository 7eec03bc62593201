"""The sample district's work: alive at every stage, in an order that could have happened."""

from collections import Counter

import pytest
from pydantic import ValidationError

from fazhi.catalog.sample_files import load_sample
from fazhi.catalog.sample_work import Moment, SampleFollowUp, SampleMonth, SampleProblem, SampleProgress, SampleWork


@pytest.fixture(scope="module")
def work() -> SampleWork:
    return load_sample().work


def test_twenty_tasks_are_reported_on(work):
    assert len({progress.task for progress in work.progress}) >= 20
    reviews = Counter(progress.review.result if progress.review else "waiting" for progress in work.progress)
    assert reviews == {"accepted": len(work.progress) - 5, "returned": 3, "waiting": 2}


def test_follow_ups_stand_at_different_stages(work):
    last = {followup.key: followup.entries[-1].kind.value for followup in work.followups}
    assert last == {
        "arrears": "close",
        "centre": "feedback",
        "delegation": "feedback",
        "parking": "settle",
        "fees": "return",
        "assets": "feedback",
    }


def test_one_ordinary_follow_up_is_overdue(work):
    """Under 13710 an ordinary matter is to be settled within seven days."""
    overdue = [
        followup.key
        for followup in work.followups
        if followup.rule == "13710"
        and followup.difficulty == "ordinary"
        and followup.issued.days_ago > 7
        and "settle" not in {entry.kind for entry in followup.entries}
    ]
    assert overdue == ["delegation"]


def test_problems_stand_in_every_state_and_come_from_every_source(work):
    assert Counter(problem.state for problem in work.problems) == {"open": 4, "verified": 3, "rectified": 1}
    assert {problem.source for problem in work.problems} == {"report", "inspection", "assessment"}


def test_each_month_misses_some_reports(work):
    assert {month.months_ago: month.missing for month in work.monthly} == {
        2: ("yjj",),
        1: ("fgj", "cgj", "yjj", "tapo"),
    }


def moment(days_ago: int, **more: str) -> dict[str, object]:
    return {"by": "li.yi", "days_ago": days_ago, **more}


def step(kind: str, days_ago: int) -> dict[str, object]:
    return {"kind": kind, "text": "说明", **moment(days_ago)}


def follow_up(*entries: dict[str, object]) -> dict[str, object]:
    return {
        "key": "a",
        "rule": "13710",
        "source": "来源",
        "matter": "事项",
        "unit": "sfj",
        "difficulty": "ordinary",
        "issued": moment(9),
        "entries": list(entries),
    }


def problem(*entries: dict[str, object]) -> dict[str, object]:
    return {
        "text": "问题",
        "source": "report",
        "source_note": "报告",
        "category": "类别",
        "measure": "措施",
        "unit": "sfj",
        "registered": moment(9),
        "due_in_days": 5,
        "entries": list(entries),
    }


def complaints(model, data) -> list[tuple[str, tuple[object, ...]]]:
    """What is wrong, and at which place below the checked object."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data, strict=False)
    return [(error["ctx"]["wrong"], tuple(error["ctx"]["at"])) for error in caught.value.errors()]


def test_moments_are_ordered_by_day_and_time():
    moments = [
        Moment(by="li.yi", days_ago=days, time=time) for days, time in [(3, "10:00"), (2, "09:00"), (2, "09:30")]
    ]
    assert sorted(moments, key=lambda each: each.order, reverse=True) == moments[::-1]


@pytest.mark.parametrize("days_ago", [0, 367])
def test_moment_lies_within_the_last_year_but_not_today(days_ago):
    with pytest.raises(ValidationError):
        Moment(by="li.yi", days_ago=days_ago)


@pytest.mark.parametrize(
    ("entries", "wrong", "place"),
    [
        ([step("respond", 10)], "时间早于上一条记录", ("entries", 0, "days_ago")),
        ([step("feedback", 5), step("settle", 6)], "时间早于上一条记录", ("entries", 1, "days_ago")),
        ([step("close", 5)], "没有申请办结就退回或销号", ("entries", 0, "kind")),
        ([step("settle", 5), step("close", 4), step("feedback", 3)], "销号之后还有记录", ("entries", 2)),
    ],
)
def test_follow_up_that_could_not_have_happened_is_refused(entries, wrong, place):
    assert complaints(SampleFollowUp, follow_up(*entries)) == [(wrong, place)]


@pytest.mark.parametrize(
    ("entries", "wrong", "place"),
    [
        ([step("rectify", 10)], "时间早于上一条记录", ("entries", 0, "days_ago")),
        ([step("verify", 5)], "没有申请销号就退回或核验", ("entries", 0, "kind")),
        ([step("rectify", 5), step("verify", 4), step("progress", 3)], "核验销号之后还有记录", ("entries", 2)),
    ],
)
def test_problem_that_could_not_have_happened_is_refused(entries, wrong, place):
    assert complaints(SampleProblem, problem(*entries)) == [(wrong, place)]


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], "open"),
        ([step("progress", 8)], "open"),
        ([step("rectify", 8)], "rectified"),
        ([step("rectify", 8), step("return", 7)], "open"),
        ([step("rectify", 8), step("verify", 7)], "verified"),
    ],
)
def test_state_of_a_problem_follows_from_its_entries(entries, state):
    assert SampleProblem.model_validate(problem(*entries), strict=False).state == state


def test_review_before_the_report_is_refused():
    data = {"task": "1", "unit": "sfj", "text": "进展", **moment(5)}
    review = {**moment(6), "result": "accepted"}
    assert complaints(SampleProgress, {**data, "review": review}) == [("审核早于填报", ("review", "days_ago"))]


def test_return_without_a_reason_is_refused():
    data = {"task": "1", "unit": "sfj", "text": "进展", **moment(5)}
    review = {**moment(4), "result": "returned"}
    assert complaints(SampleProgress, {**data, "review": review}) == [("退回没有写原因", ("result",))]


def test_report_of_a_unit_that_was_not_asked_is_refused():
    report = {"unit": "scj", "by": "li.yi", "days_after_opening": 1, "progress": "进展"}
    data = {"months_ago": 1, "units": ["sfj"], "reports": [report]}
    assert complaints(SampleMonth, data) == [("单位“scj”不在应报单位中，或报了两次", ("reports", 0, "unit"))]
