"""What numbers as written stand for, and whether they agree with a record."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.figures.reading import ReadFigure, read_report_text
from fazhi.scrutiny.rounding import band_of
from fazhi.scrutiny.verdicts import compare


def figure(text: str) -> ReadFigure:
    (found,) = read_report_text(text).figures
    return found


@pytest.mark.parametrize(
    ("text", "recorded", "unit", "agrees"),
    [
        ("办结案件312件。", "312", "件", True),
        ("办结案件312件。", "313", "件", False),
        ("办结案件300余件。", "312", "件", True),
        ("办结案件300余件。", "290", "件", False),
        ("办结案件300余件。", "480", "件", False),
        ("办结案件近300件。", "296", "件", True),
        ("办结案件近300件。", "305", "件", False),
        ("办结案件约300件。", "310", "件", True),
        ("按时办结率93.1%。", "93.08", "%", True),
        ("按时办结率93.1%。", "93.16", "%", True),
        ("按时办结率93.1%。", "93.31", "%", False),
        ("按时办结率93%。", "93.4", "%", True),
        ("按时办结率达到九成。", "92", "%", True),
        ("受理诉求1.86万件。", "18612", "件", True),
        ("受理诉求1.86万件。", "18700", "件", False),
        ("罚没金额326.48万元。", "326.478", "万元", True),
        ("罚没金额326.48万元。", "3264780", "元", True),
        ("罚没金额326.48万元。", "328", "万元", False),
        ("办理时限20—50天。", "35", "天", True),
        ("满意率达到95%以上。", "97.2", "%", True),
        ("合格率百分之九十五点二。", "95.23", "%", True),
    ],
)
def test_stated_number_against_a_record(text: str, recorded: str, unit: str, *, agrees: bool) -> None:
    assert compare(figure(text), Decimal(recorded), unit).agrees is agrees


def test_cut_off_number_agrees_and_says_so() -> None:
    comparison = compare(figure("按时办结率93.1%。"), Decimal("93.19"), "%")
    assert (comparison.agrees, comparison.say) == (True, "记录为 93.19，文中没有四舍五入（截去了尾数）。")


@given(st.integers(min_value=1, max_value=10**7))
def test_whole_count_stands_for_itself_only(count: int) -> None:
    band = band_of(figure(f"办结案件{count}件。"))
    assert (band.low, band.high) == (count, count)


@given(st.decimals(min_value=0, max_value=100, places=4))
def test_rate_rounded_to_a_place_agrees_with_its_source(rate: Decimal) -> None:
    written = f"{rate:.1f}"
    assert compare(figure(f"按时办结率{written}%。"), rate, "%").agrees
