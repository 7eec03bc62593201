"""Periods of tasks with a frequency."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.plans.periods import spans


@pytest.mark.parametrize(
    ("frequency", "labels"),
    [
        ("", []),
        ("P3M", ["2026年第1季度", "2026年第2季度", "2026年第3季度", "2026年第4季度"]),
        ("P6M", ["2026年上半年", "2026年下半年"]),
        ("P1Y", ["2026年"]),
    ],
)
def test_spans_of_a_year(frequency: str, labels: list[str]) -> None:
    found = spans(frequency=frequency, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    assert [span.label for span in found] == labels


def test_spans_every_month_are_due_on_the_last_day() -> None:
    found = spans(frequency="P1M", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    assert len(found) == 12
    assert (found[1].label, found[1].starts_on, found[1].due_on) == ("2026年2月", date(2026, 2, 1), date(2026, 2, 28))


def test_spans_every_year_on_a_named_day() -> None:
    found = spans(frequency="P1Y", starts_on=date(2021, 1, 1), ends_on=date(2023, 12, 31), yearly_on=(1, 31))
    assert [span.due_on for span in found] == [date(2021, 1, 31), date(2022, 1, 31), date(2023, 1, 31)]


@given(
    st.sampled_from(["P1M", "P3M", "P6M", "P1Y"]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 2000),
)
def test_spans_follow_each_other_and_stay_inside(frequency: str, start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    found = spans(frequency=frequency, starts_on=start, ends_on=end)
    assert found
    assert len({span.label for span in found}) == len(found)
    assert all(start <= span.due_on <= end for span in found)
    assert [span.due_on for span in found] == sorted(span.due_on for span in found)
