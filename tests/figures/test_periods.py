"""Spans of days."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.figures.periods import Period

DAYS = st.dates(date(2004, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.year(2026), "2026年"),
        (Period.quarter(2026, 1), "2026年第一季度"),
        (Period.half(2026, 2), "2026年下半年"),
        (Period.month(2028, 2), "2028年2月"),
        (Period(date(2026, 1, 1), date(2026, 3, 15)), "2026年1月1日至3月15日"),
        (Period(date(2025, 12, 1), date(2026, 1, 31)), "2025年12月1日至2026年1月31日"),
    ],
)
def test_a_period_is_named_as_reports_name_it(period: Period, label: str) -> None:
    assert period.label == label


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="不能早于"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


def test_february_of_a_leap_year_is_compared_with_the_whole_february_before() -> None:
    assert Period.month(2028, 2).before() == Period.month(2027, 2)


@given(DAYS, DAYS)
def test_the_months_of_a_period_cover_it_once(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    months = list(period.months())
    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert all((after.first - before.last).days == 1 for before, after in pairwise(months))
