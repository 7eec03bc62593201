"""What would raise a score: the smallest change that gains, the most for the least effort first."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fazhi.assessment.scoring.raising import raising
from fazhi.assessment.scoring.rules import work
from fazhi.assessment.scoring.sheet import sheet
from tests.assessment.material import BANDS, item, rate, reading, system

MADE = system(
    item("timely", 4, bands=BANDS),
    item("late", 4, deduct={"count": "late_tasks", "each": 1}),
    item("none", 2, full={"when": "late_tasks == 0"}),
    item("judged", 4),
)


def advice(readings, judged=None):
    worked = {each.id: work(each, readings, judged if each.id == "judged" else None) for each in MADE.items}
    return raising(sheet(MADE, "department", worked), readings)


def test_raising_names_the_smallest_change_and_orders_by_points_for_effort():
    found = advice({"on_time_rate": rate(24, 29), "late_tasks": reading("late_tasks", 2)}, Decimal(2))
    assert [(each.item.id, each.text, each.gain, each.records) for each in found] == [
        ("none", "逾期任务由 2项 降低到 0项", Decimal(2), 2),
        ("late", "逾期任务由 2项 降低到 1项", Decimal(1), 1),
        ("timely", "按时办结率由 82.8% 提高到 93.1%（29 件中再多 3 件）", Decimal(2), 3),
        ("judged", "达到“好”", Decimal(2), None),
    ]


def test_raising_has_nothing_for_full_points():
    found = advice({"on_time_rate": rate(29, 29), "late_tasks": reading("late_tasks", 0)}, Decimal(4))
    assert found == ()


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 40))
def test_raising_is_the_smallest_change_and_gains_what_it_says(of, to, late):
    of = min(of, to)
    readings = {"on_time_rate": rate(of, to), "late_tasks": reading("late_tasks", late)}
    found = advice(readings, Decimal(4))
    worths = [each.worth for each in found]
    assert worths == sorted(worths, reverse=True)
    assert all(each.gain > 0 for each in found)
    by_item = {each.item.id: each for each in found}
    timely = by_item.get("timely")
    if timely:
        before = work(timely.item, readings).points

        def after(more):
            return work(timely.item, {"on_time_rate": rate(of + more, to)}).points

        assert after(timely.records) - before == timely.gain
        assert all(after(more) <= before for more in range(timely.records))
