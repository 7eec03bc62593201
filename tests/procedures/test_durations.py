"""Lengths of time: how they may be written, and what is not accepted."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.procedures.durations import Duration, Unit, add_months, parse_duration
from fazhi.procedures.errors import CountingError

unhurried = settings(deadline=None)  # a busy machine must not fail what is said about dates


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("90 days", 90, Unit.DAY),
        ("1 day", 1, Unit.DAY),
        ("90 natural days", 90, Unit.DAY),
        ("90个自然日", 90, Unit.DAY),
        ("0 days", 0, Unit.DAY),
        ("7 working days", 7, Unit.WORKING_DAY),
        ("  7  Working   Days ", 7, Unit.WORKING_DAY),
        ("7个工作日", 7, Unit.WORKING_DAY),
        ("7 工作日", 7, Unit.WORKING_DAY),
        ("3 months", 3, Unit.MONTH),
        ("3个月", 3, Unit.MONTH),
        ("2 years", 2, Unit.YEAR),
        ("2年", 2, Unit.YEAR),
        ("24 hours", 24, Unit.HOUR),
        ("24小时", 24, Unit.HOUR),
        ("24 个小时", 24, Unit.HOUR),
    ],
)
def test_duration_is_read(text: str, amount: int, unit: Unit):
    assert parse_duration(text) == Duration(amount, unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7日", "期限“7日”没有写明日的种类。请写“7个自然日”或“7个工作日”。"),
        ("7 天", "期限“7 天”没有写明日的种类。请写“7个自然日”或“7个工作日”。"),
        ("3月", "“3月”会被读成月份。请写“3个月”。"),
        ("0 working days", "0个工作日不能作为期限：工作日数应在1到25000之间；当日办理请写 0 days。"),
        ("99999 days", "99999个自然日不能作为期限：自然日数应在0到36500之间；当日办理请写 0 days。"),
    ],
)
def test_duration_in_doubt_is_refused(text: str, said: str):
    with pytest.raises(CountingError) as caught:
        parse_duration(text)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "text", ["", "days", "七个工作日", "-3 days", "3.5 days", "3 weeks", "3 days 4 hours", "٣ days"]
)
def test_other_words_are_refused_with_examples(text: str):
    with pytest.raises(CountingError, match="请写成：90 days、7 working days"):
        parse_duration(text)


@unhurried
@given(st.sampled_from(Unit), st.integers(1, 100))
def test_written_duration_is_read_back(unit: Unit, amount: int):
    duration = Duration(amount, unit)
    assert parse_duration(str(duration)) == duration
    assert parse_duration(duration.chinese) == duration


@unhurried
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 600))
def test_added_months_keep_the_day_or_the_month(day: date, months: int):
    there = add_months(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or date.fromordinal(there.toordinal() + 1).day == 1


def test_months_beyond_the_last_year_are_refused():
    with pytest.raises(CountingError, match="超出可计算的日期"):
        add_months(date(9999, 12, 1), 1)
