import pytest

from fazhi.plans.reading.numerals import chinese_value, half_width
from fazhi.plans.reading.quantities import scan_quantities


@pytest.mark.parametrize(
    ("run", "value"),
    [("十", 10), ("二十五", 25), ("一百零三", 103), ("两千", 2000), ("三万五千", 35_000), ("一亿二千万", 120_000_000)],
)
def test_chinese_numeral_has_its_value(run: str, value: float) -> None:
    assert chinese_value(run) == value


@pytest.mark.parametrize("run", ["", "三四", "一一", "十百", "二〇二四"])
def test_run_that_is_no_number_has_no_value(run: str) -> None:
    assert chinese_value(run) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,200余户", 1200, "户"),
        ("1.2亿元", 120_000_000, "元"),
        ("３万人次", 30_000, "人次"),
        ("326.48万元", 3_264_800, "元"),
        ("20 个工作日", 20, "工作日"),
        ("百分之九十五点二", 95.2, "%"),
        ("三分之二", 66.6667, "%"),
        ("九成半", 95, "%"),
        ("百余人", 100, "人"),
        ("5‰", 0.5, "%"),
    ],
)
def test_quantity_is_read_whole(text: str, value: float, unit: str) -> None:
    (quantity,) = scan_quantities(half_width(text))
    assert (quantity.value, quantity.unit, quantity.start, quantity.end) == (value, unit, 0, len(text))


def test_range_keeps_both_ends() -> None:
    (quantity,) = scan_quantities("3至5场")
    assert (quantity.value, quantity.high, quantity.unit) == (3, 5, "场")


@pytest.mark.parametrize(
    "text", ["12345热线", "7×24小时", "1+3+N", "第3次", "千名律师", "3部门", "五处罚", "1:1", "12·4", "二成立", "2级"]
)
def test_name_ordinal_and_ratio_are_no_quantities(text: str) -> None:
    assert scan_quantities(text) == []
