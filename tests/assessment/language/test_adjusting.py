"""A copy for a place: other weights and thresholds, refused for what the loader refuses."""

from decimal import Decimal

import pytest

from fazhi.assessment.language.adjusting import AdjustmentRefused, adjusted, parameters
from tests.assessment.material import BANDS, FIGURES, item, system

MADE = system(item("a", 4, bands=BANDS), item("b", 2), item("c", 2, full={"when": "late_tasks == 0"}))
POINTS = "parts.0.indicators.0.items.{}.points"


def change(given):
    return adjusted(MADE, given, figures=FIGURES, systems={MADE.id: MADE})


def test_adjusted_points_move_between_items_and_bands_grow_with_them():
    made, changes = change({POINTS.format(0): "2", POINTS.format(1): "4"})
    assert [step.points for step in made.items[0].bands.steps] == [Decimal("2"), Decimal("1.5"), Decimal("0.5"), 0]
    assert [level.points for level in made.items[1].judged.scale] == [Decimal(4), Decimal(2), 0]
    assert [(each.before, each.after) for each in changes] == [("4", "2"), ("2", "4")]


def test_adjusted_threshold():
    made, _ = change({"parts.0.indicators.0.items.0.bands.steps.1.at_least": "95"})
    assert made.items[0].bands.steps[1].at_least == 95


def test_adjusted_refuses_points_that_do_not_add_up():
    with pytest.raises(AdjustmentRefused) as caught:
        change({POINTS.format(0): "3"})
    assert [fault.wrong for fault in caught.value.faults] == ["“指标”为 8 分，所属项目合计 7 分"]


def test_adjusted_refuses_what_is_no_number():
    with pytest.raises(AdjustmentRefused, match="“a 项”分值“多”不是数字"):
        change({POINTS.format(0): "多"})


def test_adjusted_refuses_bands_out_of_order():
    with pytest.raises(AdjustmentRefused, match="各档没有按从好到差排列"):
        change({"parts.0.indicators.0.items.0.bands.steps.1.at_least": "101"})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("parts.0.indicators.0.items.0.points", "-1", "“a 项”分值：不能小于 0，现为“-1”"),
        ("parts.0.indicators.0.items.0.bands.steps.1.points", "5", "“a 项”：较差的一档分值反而较高"),
    ],
)
def test_adjusted_names_the_field_that_is_wrong_and_no_other(key, value, said):
    with pytest.raises(AdjustmentRefused) as caught:
        change({key: value})
    assert [fault.wrong for fault in caught.value.faults] == [said]


def test_parameters_name_every_number_once():
    keys = [each.key for each in parameters(MADE)]
    assert len(keys) == len(set(keys)) == 16
