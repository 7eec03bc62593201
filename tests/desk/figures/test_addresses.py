from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.desk.figures.addresses import period_key
from fazhi.desk.figures.asking import read_period
from fazhi.figures.periods import Period

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("period", "key"),
    [
        (Period.year(2026), "2026"),
        (Period.half(2026, 2), "2026h2"),
        (Period.quarter(2025, 4), "2025q4"),
        (Period.month(2024, 2), "2024-02"),
        (Period(date(2026, 1, 1), date(2026, 3, 30)), "2026-01-01_2026-03-30"),
        (Period(date(2025, 12, 1), date(2026, 2, 28)), "2025-12-01_2026-02-28"),
    ],
)
def test_period_key_says_a_period_as_people_do(period: Period, key: str) -> None:
    assert period_key(period) == key


@given(DAYS, DAYS)
def test_read_period_reads_every_key(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert read_period(period_key(period)) == period


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026q5", "2026h3", "2026-13", "0001", "9999-01", "2026-02-30_2026-03-01", "2026-03-01_2026-01-01"],
)
def test_read_period_takes_nothing_else(text: str) -> None:
    assert read_period(text) is None
