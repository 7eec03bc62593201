"""The calendar day by day against two public packages, and counting over decades."""

import warnings
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.procedures.calendar import DayKind, WorkCalendar, make_calendar, standard_calendar
from fazhi.procedures.errors import CountingError

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
CALENDAR = standard_calendar()
unhurried = settings(deadline=None)  # a busy machine must not fail what is said about dates
# From before the first notice to well beyond the last.
any_day = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def differing(works) -> set[date]:
    return {day for day in DAYS if CALENDAR.is_working(day).working != works(day)}


def test_calendar_differs_from_chinesecalendar_on_one_day():
    """Its 2005 table ends before the notice for 2006, which had this Saturday worked."""
    assert len(DAYS) == 8401
    assert differing(chinese_calendar.is_workday) == {date(2005, 12, 31)}
    assert CALENDAR.is_working(date(2005, 12, 31)).working


def test_calendar_differs_from_holidays_on_the_days_that_one_notice_moved():
    """The package has the notice for 2019 as first published, without its change of 22 March for 劳动节."""
    with warnings.catch_warnings():
        package = holidays.country_holidays("CN", years=range(2004, 2027))
    moved = {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)}
    assert differing(package.is_working_day) == moved
    assert {CALENDAR.is_working(day).notice.title for day in moved} == {
        "国务院办公厅关于调整2019年劳动节假期安排的通知"
    }


@pytest.mark.parametrize(
    ("day", "kind", "reason", "title"),
    [
        (date(2024, 9, 9), DayKind.WEEKDAY, "星期一", None),
        (date(2024, 9, 8), DayKind.WEEKEND, "星期日", None),
        (date(2024, 10, 1), DayKind.HOLIDAY, "国庆节放假（星期二）", "国务院办公厅关于2024年部分节假日安排的通知"),
        (date(2024, 9, 29), DayKind.MAKE_UP, "国庆节调休上班（星期日）", "国务院办公厅关于2024年部分节假日安排的通知"),
        (date(2005, 12, 31), DayKind.MAKE_UP, "元旦调休上班（星期六）", "国务院办公厅关于2006年部分节假日安排的通知"),
        (date(2006, 12, 31), DayKind.MAKE_UP, "元旦调休上班（星期日）", "国务院办公厅关于2007年部分节假日安排的通知"),
        (date(2018, 12, 31), DayKind.HOLIDAY, "元旦放假（星期一）", "国务院办公厅关于2019年部分节假日安排的通知"),
        (date(2020, 1, 31), DayKind.HOLIDAY, "春节放假（星期五）", "国务院办公厅关于延长2020年春节假期的通知"),
        (date(2020, 2, 1), DayKind.WEEKEND, "星期六", None),
        (date(2004, 1, 1), DayKind.HOLIDAY, "元旦放假（星期四）", "国务院办公厅关于2004年部分节假日安排的通知"),
        (date(2027, 10, 1), DayKind.WEEKDAY, "星期五，暂定", None),
        (date(2003, 10, 1), DayKind.WEEKDAY, "星期三，暂定", None),
    ],
)
def test_day_says_why_and_under_which_notice(day: date, kind: DayKind, reason: str, title: str | None):
    known = CALENDAR.is_working(day)
    assert (known.kind, known.reason, known.notice and known.notice.title) == (kind, reason, title)
    assert (known.source is None) is (title is None)
    assert known.provisional is (not FIRST <= day <= LAST)


@unhurried
@given(any_day, any_day)
def test_working_days_between_are_those_one_sees(one: date, other: date):
    first, last = min(one, other), min(max(one, other), min(one, other) + timedelta(days=900))
    seen = sum(CALENDAR.is_working(first + timedelta(days=n)).working for n in range(1, (last - first).days + 1))
    assert CALENDAR.count(first, last) == seen
    assert CALENDAR.count(last, first) == -seen


@unhurried
@given(any_day, st.integers(-3000, 3000))
def test_added_working_days_are_counted_back(day: date, amount: int):
    there = CALENDAR.add(day, amount)
    if amount > 0:
        assert CALENDAR.is_working(there).working
        assert CALENDAR.count(day, there) == amount
    elif amount < 0:
        assert CALENDAR.is_working(there).working
        assert CALENDAR.count(there, day - timedelta(days=1)) == -amount - 1
    else:
        assert there == day


@unhurried
@given(any_day)
def test_next_working_day_is_the_first_that_is_worked(day: date):
    there = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working(there).working
    assert not any(CALENDAR.is_working(day + timedelta(days=n)).working for n in range((there - day).days))


def test_last_working_day_before_a_holiday():
    assert CALENDAR.add(date(2024, 10, 1), -1) == date(2024, 9, 30)
    assert CALENDAR.add(date(2024, 9, 30), -1) == date(2024, 9, 29)


def test_count_beyond_the_last_day_is_refused():
    with pytest.raises(CountingError, match="超出可计算的日期范围"):
        CALENDAR.add(date(9999, 12, 30), 5)
    with pytest.raises(CountingError, match="超出可计算的日期范围"):
        CALENDAR.add(date(1, 1, 2), -5)


def test_years_with_a_gap_make_no_calendar():
    years = {each.year: each for each in CALENDAR.years}
    with pytest.raises(ValueError, match="consecutive"):
        make_calendar([years[2010], years[2012]])
    with pytest.raises(ValueError, match="consecutive"):
        make_calendar([])


def test_calendar_of_one_year_knows_the_december_before():
    (year,) = (each for each in CALENDAR.years if each.year == 2006)
    calendar = WorkCalendar((year,))
    assert calendar.is_working(date(2005, 12, 31)).kind is DayKind.MAKE_UP
    assert calendar.add(date(2005, 12, 30), 1) == date(2005, 12, 31)
    assert calendar.is_provisional(date(2005, 12, 31))


def test_every_notice_has_an_address():
    assert [each.year for each in CALENDAR.years] == list(range(2004, 2027))
    notices = [notice for each in CALENDAR.years for notice in each.notices]
    assert len({notice.source for notice in notices}) == len(notices) == 26
