"""From norms to days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.plans.due_days import DueDay, due_day, last_day

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
FIVE = (date(2021, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("norm", "day"),
    [
        ("2025", date(2025, 12, 31)),
        ("2025-02", date(2025, 2, 28)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-06-15", date(2026, 6, 15)),
        ("2026-02-30", date(2026, 2, 28)),
        ("--06", date(2026, 6, 30)),
        ("--09-30", date(2026, 9, 30)),
        ("Q1", date(2026, 3, 31)),
        ("Q4", date(2026, 12, 31)),
        ("2027-Q2", date(2027, 6, 30)),
        ("H1", date(2026, 6, 30)),
        ("H2", date(2026, 12, 31)),
        ("2025-H1", date(2025, 6, 30)),
        ("year", date(2026, 12, 31)),
        ("2024/2026", date(2026, 12, 31)),
        ("2026-03/2026-10", date(2026, 10, 31)),
        ("--06/--09", date(2026, 9, 30)),
        ("--11/--03", date(2027, 3, 31)),
        ("2026-03/--05", date(2026, 5, 31)),
    ],
)
def test_due_day_of_a_norm_in_a_yearly_plan(norm: str, day: date) -> None:
    assert due_day(norm, starts_on=YEAR[0], ends_on=YEAR[1]) == DueDay(day)


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("P1M", DueDay(frequency="P1M")),
        ("P1Y", DueDay(frequency="P1Y")),
        ("P1Y@--01-31", DueDay(date(2025, 1, 31), "P1Y")),
        ("ongoing", DueDay(is_ongoing=True)),
        ("P15D", DueDay()),
        ("P20WD", DueDay()),
        ("--06", DueDay(date(2021, 6, 30), assumed=True)),
        ("year", DueDay(date(2021, 12, 31), assumed=True)),
        ("2023-06", DueDay(date(2023, 6, 30))),
        ("", DueDay(understood=False)),
        ("-", DueDay(understood=False)),
        ("2026-13", DueDay(understood=False)),
        ("年底", DueDay(understood=False)),
        ("2024/年底", DueDay(understood=False)),
        ("P1Y@--13-01", DueDay(understood=False)),
    ],
)
def test_due_day_of_a_norm_in_a_five_year_plan(norm: str, expected: DueDay) -> None:
    assert due_day(norm, starts_on=FIVE[0], ends_on=FIVE[1]) == expected


days = st.dates(date(2000, 1, 1), date(2098, 12, 31))


@given(days, st.integers(0, 5))
def test_due_day_written_in_full_is_that_day_whatever_the_plan(day: date, years: int) -> None:
    plan = {"starts_on": date(2026, 1, 1), "ends_on": date(2026 + years, 12, 31)}
    assert due_day(day.isoformat(), **plan) == DueDay(day)
    assert due_day(f"2000/{day.isoformat()}", **plan).day == day


@given(st.integers(1, 12), st.integers(2000, 2098))
def test_due_day_of_a_month_is_its_last(month: int, year: int) -> None:
    resolved = due_day(f"--{month:02d}", starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)).day
    assert resolved == last_day(year, month)
    assert resolved is not None
    assert resolved.year == year


@given(st.text(alphabet="0123456789-/QHPYMDW@year ", max_size=14), days)
def test_due_day_never_fails(norm: str, start: date) -> None:
    found = due_day(norm, starts_on=start, ends_on=date(start.year, 12, 31))
    assert found.understood or found == DueDay(understood=False)
