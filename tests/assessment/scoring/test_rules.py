"""Points of an item with their working; properties that hold for all values."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fazhi.assessment.scoring.rules import holds, work
from tests.assessment.material import BANDS, item, rate, reading, system

BANDED = system(item("a", 4, bands=BANDS)).items[0]
SHARED = system(item("a", 4, formula={"share": "on_time_rate / 100"})).items[0]
DEDUCTED = system(item("a", 4, deduct={"count": "late_tasks", "each": 0.5, "floor": 1})).items[0]
FULL = system(item("a", 4, full={"when": "late_tasks == 0"})).items[0]
JUDGED = system(item("a", 4)).items[0]


def test_work_shows_value_rule_and_points():
    found = work(BANDED, {"on_time_rate": rate(27, 29)})
    assert found.points == 3
    assert found.lines == ("按时办结率：93.1%（27／29）", "达到“不低于 90”一档：3 分", "得 3 分（分值 4 分）")


def test_work_formula_shows_the_share():
    found = work(SHARED, {"on_time_rate": rate(27, 29)})
    assert found.points == Decimal("3.72")
    assert found.lines[1] == "得分率＝按时办结率÷100＝93.1%；4 × 93.1%"


def test_work_deduction_stops_at_its_floor():
    assert work(DEDUCTED, {"late_tasks": reading("late_tasks", 3)}).points == Decimal("2.5")
    assert work(DEDUCTED, {"late_tasks": reading("late_tasks", 30)}).points == 1


def test_work_all_or_nothing():
    assert work(FULL, {"late_tasks": reading("late_tasks", 0)}).points == 4
    found = work(FULL, {"late_tasks": reading("late_tasks", 1)})
    assert (found.points, found.lines[1]) == (0, "得分条件：逾期任务等于0项。不符合")


def test_work_nothing_to_divide_by_does_not_apply():
    found = work(BANDED, {"on_time_rate": rate(0, 0)})
    assert (found.points, found.applicable) == (None, False)


def test_work_figure_that_was_not_taken_waits_for_a_reviewer():
    found = work(BANDED, {})
    assert (found.points, found.applicable) == (None, True)


def test_work_judged_waits_and_then_shows_its_level():
    assert work(JUDGED, {}).points is None
    assert work(JUDGED, {}, Decimal(2)).lines[0] == "评审档次：一般"


def test_holds_veto():
    made = system(
        item("a", 4),
        vetoes=[{"id": "v", "title": "逾期", "standard": "有逾期任务", "when": "late_tasks > 5", "cap": 2}],
    )
    assert holds(made.vetoes[0], {"late_tasks": reading("late_tasks", 6)})[0] is True
    assert holds(made.vetoes[0], {}) is None


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 200))
def test_work_is_bounded_and_never_falls_when_a_rate_rises(one, other, to):
    low, high = sorted((min(one, to), min(other, to)))
    for rule in (BANDED, SHARED):
        before, after = (work(rule, {"on_time_rate": rate(each, to)}).points for each in (low, high))
        assert 0 <= before <= after <= rule.points


@given(st.integers(0, 100), st.integers(0, 100))
def test_work_never_rises_when_there_is_more_to_deduct(one, other):
    low, high = sorted((one, other))
    for rule in (DEDUCTED, FULL):
        few, many = (work(rule, {"late_tasks": reading("late_tasks", each)}).points for each in (low, high))
        assert 0 <= many <= few <= rule.points
