"""What must hold of every counted limit, whatever the facts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fazhi.catalog.calendar_years import CalendarYear, Holiday, Notice
from fazhi.procedures.calendar import WorkCalendar, make_calendar, standard_calendar
from fazhi.procedures.counting import CountingError, Extension, Pause, Unit, due
from fazhi.procedures.due_dates import DueDate, DueState
from fazhi.procedures.durations import Duration

CALENDAR = standard_calendar()
ONE = timedelta(days=1)
unhurried = settings(deadline=None)  # a busy machine must not fail what is said about dates

starts = st.dates(date(2003, 6, 1), date(2028, 12, 31))
lengths = st.one_of(
    st.builds(Duration, st.integers(0, 200), st.just(Unit.DAY)),
    st.builds(Duration, st.integers(1, 120), st.just(Unit.WORKING_DAY)),
    st.builds(Duration, st.integers(1, 24), st.just(Unit.MONTH)),
    st.builds(Duration, st.integers(1, 3), st.just(Unit.YEAR)),
)
extensions = st.lists(st.builds(Extension, lengths.filter(lambda each: each.amount > 0)), max_size=2)


@st.composite
def pauses_after(draw: st.DrawFn, start: date, *, open_ended: bool = False) -> list[Pause]:
    """Pauses around the time that follows a day."""
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        first = start + timedelta(days=draw(st.integers(-20, 150)))
        end = first + timedelta(days=draw(st.integers(0, 60)))
        why = draw(st.sampled_from(["听证", "鉴定", ""]))
        pauses.append(Pause(first, None if open_ended and draw(st.booleans()) else end, why))
    return pauses


@st.composite
def facts(draw: st.DrawFn, *, open_ended: bool = False) -> tuple[date, list[Pause]]:
    """A day of an event, and pauses around the time that follows it."""
    start = draw(starts)
    return start, draw(pauses_after(start, open_ended=open_ended))


def count(start: date, within: Duration, **more: object) -> DueDate:
    return due(start, within, calendar=CALENDAR, **more)


def later(result: DueDate) -> date:
    """The due day for comparing; suspended is later than any day."""
    return result.on or date.max


@unhurried
@given(facts(open_ended=True), lengths, extensions, st.booleans())
def test_counted_days_number_exactly_the_amount(told, within, more, rolls):
    start, pauses = told
    result = count(start, within, pauses=pauses, extensions=more, rolls=rolls)
    days = result.days
    numbers = [day.number for day in days if day.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [day.date for day in days] == [start + n * ONE for n in range(len(days))]
    if result.state is DueState.SET:
        assert len(numbers) == result.total
        assert days[-1].date == result.on
        assert {day.date for day in days if day.number == result.total} <= {result.ends_on}
    else:
        assert len(numbers) <= result.total
        assert any(each.end is None and each.covers(days[-1].date) for each in pauses)
    assert all(day.number is None for day in days if any(each.covers(day.date) for each in pauses))


@unhurried
@given(facts(), st.integers(1, 120), st.sampled_from([Unit.DAY, Unit.WORKING_DAY]))
def test_amount_without_extension_is_the_amount_counted(told, amount, unit):
    start, pauses = told
    days = count(start, Duration(amount, unit), pauses=pauses).days
    assert sum(day.number is not None for day in days) == amount
    if unit is Unit.WORKING_DAY:
        assert all(CALENDAR.is_working(day.date).working for day in days if day.number)


@unhurried
@given(facts(open_ended=True), lengths, extensions, st.booleans(), st.data())
def test_pause_never_makes_the_due_date_earlier(told, within, more, rolls, data):
    start, pauses = told
    further = data.draw(pauses_after(start, open_ended=True))
    before = count(start, within, pauses=pauses, extensions=more, rolls=rolls)
    after = count(start, within, pauses=[*pauses, *further], extensions=more, rolls=rolls)
    assert later(after) >= later(before)


@unhurried
@given(facts(open_ended=True), lengths, extensions, st.booleans(), st.randoms())
def test_order_of_pauses_does_not_matter(told, within, more, rolls, random):
    start, pauses = told
    result = count(start, within, pauses=pauses, extensions=more, rolls=rolls)
    shuffled = list(pauses)
    random.shuffle(shuffled)
    again = count(start, within, pauses=shuffled, extensions=more, rolls=rolls)
    assert again == result
    assert again.to_json(days=True) == result.to_json(days=True)


@unhurried
@given(facts(), lengths, st.booleans())
def test_one_more_is_later(told, within, rolls):
    start, pauses = told
    more = Duration(within.amount + 1, within.unit)
    assert count(start, more, pauses=pauses).on > count(start, within, pauses=pauses).on
    assert count(start, more, pauses=pauses, rolls=rolls).on >= count(start, within, pauses=pauses, rolls=rolls).on


@unhurried
@given(facts(), st.integers(1, 90), st.integers(1, 90), st.sampled_from([Unit.DAY, Unit.WORKING_DAY]))
def test_counting_is_additive(told, first, second, unit):
    """Counting on from the last day is counting both, and so is an extension."""
    start, pauses = told
    whole = count(start, Duration(first + second, unit), pauses=pauses).on
    middle = count(start, Duration(first, unit), pauses=pauses).on
    assert count(middle, Duration(second, unit), pauses=pauses).on == whole
    extended = count(start, Duration(first, unit), pauses=pauses, extensions=[Extension(Duration(second, unit))])
    assert extended.on == whole


def with_day_off(day: date) -> WorkCalendar:
    """The standard calendar with one more weekday off."""
    years = {year.year: year for year in CALENDAR.years}
    notice = Notice(title="增加一天", source="https://www.example.com", holidays=(Holiday(name="假", off=(day,)),))
    changed = CalendarYear(year=day.year, notices=(*years[day.year].notices, notice))
    return make_calendar([*(year for year in years.values() if year.year != day.year), changed])


@settings(max_examples=50, deadline=None)  # each builds a calendar of 23 years
@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)), st.integers(0, 200), st.integers(1, 90), st.data())
def test_another_day_off_never_moves_a_limit_earlier(off, before, amount, data):
    known = CALENDAR.is_working(off)
    assume(known.working and off.weekday() < 5)
    start = off - timedelta(days=before)
    pauses = data.draw(pauses_after(start))
    calendar = with_day_off(off)
    for within, rolls in ((Duration(amount, Unit.WORKING_DAY), False), (Duration(amount, Unit.DAY), True)):
        usual = count(start, within, pauses=pauses, rolls=rolls)
        assert due(start, within, calendar=calendar, pauses=pauses, rolls=rolls).on >= usual.on
        if not rolls and start < off <= usual.on and not any(each.covers(off) for each in pauses):
            assert due(start, within, calendar=calendar, pauses=pauses).on > usual.on


@unhurried
@given(facts(), lengths, extensions, st.booleans())
def test_provisional_exactly_when_an_unknown_day_mattered(told, within, more, rolls):
    """A day mattered when the calendar was asked for it: the days of a count of working days, the last if it rolls."""
    start, pauses = told
    result = count(start, within, pauses=pauses, extensions=more, rolls=rolls)
    asked = set()
    for stretch in result.stretches:
        if stretch.works:
            asked |= {date.fromordinal(n) for n in range(stretch.after + 1, stretch.end + 1)}
    if rolls:
        asked |= {result.ends_on + n * ONE for n in range((result.on - result.ends_on).days + 1)}
    asked = {day for day in asked if day == result.ends_on or not any(each.covers(day) for each in pauses)}
    assert result.provisional is any(not 2004 <= day.year <= 2026 for day in asked)
    assert (result.explain()[-1].startswith("暂定：")) is result.provisional


@unhurried
@given(facts(open_ended=True), lengths, extensions, st.booleans())
def test_rolled_day_is_a_working_day_and_not_paused(told, within, more, rolls):
    start, pauses = told
    result = count(start, within, pauses=pauses, extensions=more, rolls=rolls)
    assume(result.on is not None)
    if rolls:
        assert CALENDAR.is_working(result.on).working
    if result.rolled:
        assert not any(each.covers(result.on) for each in pauses)
        assert not CALENDAR.is_working(result.ends_on).working


@unhurried
@given(facts(open_ended=True), lengths, extensions)
def test_day_number_agrees_with_the_days(told, within, more):
    start, pauses = told
    result = count(start, within, pauses=pauses, extensions=more)
    so_far = 0
    for day in result.days:
        so_far = day.number or so_far
        assert result.day_number(day.date) == so_far


def test_day_number_goes_on_past_the_end():
    result = count(date(2024, 9, 9), Duration(90, Unit.DAY))
    assert [result.day_number(date(2024, 12, day)) for day in (8, 9, 11)] == [90, 91, 93]
    assert result.judge(date(2024, 12, 11)) == "2024年12月11日是第93日（期限90日），已逾期3天。"
    assert result.judge(date(2024, 12, 8)) == "2024年12月8日是第90日（期限90日），在期限内。"
    assert result.judge(date(2024, 9, 8)) == "2024年9月8日早于起算日2024年9月9日，请核对日期。"


def test_limit_that_begins_within_an_open_pause_shows_the_first_day_it_lost():
    result = count(date(2024, 9, 9), Duration(90, Unit.DAY), pauses=[Pause(date(2024, 9, 1), None, "听证")])
    assert [(day.date, day.reason) for day in result.days] == [
        (date(2024, 9, 9), "起算当日，不计入"),
        (date(2024, 9, 10), "中止：听证"),
    ]
    assert result.explain()[-1] == "中止前已计0日，还剩90日，恢复后继续计算；届满日待恢复后确定。"


def test_units_counted_one_after_the_other_end_with_the_last():
    more = [Extension(Duration(1, Unit.MONTH)), Extension(Duration(3, Unit.WORKING_DAY))]
    result = count(date(2024, 1, 1), Duration(30, Unit.DAY), extensions=more)
    assert result.on == date(2024, 3, 5)  # 31 January, 29 February, then Friday, Monday, Tuesday
    assert "1个月合29个自然日。" in result.explain()


def test_moment_of_a_database_counts_by_the_day_in_china():
    late_evening = datetime(2024, 9, 8, 17, 0, tzinfo=UTC)
    assert count(late_evening, Duration(90, Unit.DAY)).on == date(2024, 12, 8)


@pytest.mark.parametrize(
    ("start", "within", "more", "said"),
    [
        (date(2024, 9, 9), Duration(24, Unit.HOUR), {}, "以小时计的期限要从时刻起算"),
        (datetime(2024, 9, 9, 9), Duration(24, Unit.HOUR), {"rolls": True}, "不能遇节假日顺延"),  # noqa: DTZ001 -- local
        (
            datetime(2024, 9, 9, 9),  # noqa: DTZ001 -- local
            Duration(24, Unit.HOUR),
            {"extensions": [Extension(Duration(1, Unit.DAY))]},
            "以小时计的期限只能按小时延长",
        ),
        (date(9999, 12, 1), Duration(90, Unit.DAY), {}, "超出可计算的日期范围"),
        (date(9999, 12, 1), Duration(90, Unit.WORKING_DAY), {}, "超出可计算的日期范围"),
        (date(9999, 12, 1), Duration(1, Unit.YEAR), {}, "超出可计算的日期"),
        (date(9999, 12, 31), Duration(0, Unit.DAY), {"rolls": True}, None),
    ],
)
def test_what_cannot_be_counted_is_refused(start, within, more, said):
    if said is None:
        assert count(start, within, **more).on == date(9999, 12, 31)
        return
    with pytest.raises(CountingError, match=said):
        count(start, within, **more)


def test_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(CountingError, match="暂停的结束日2024-10-07早于开始日2024-10-08"):
        Pause(date(2024, 10, 8), date(2024, 10, 7), "听证")


@unhurried
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2024, 2, 1)),  # noqa: DTZ001 -- local
    st.integers(1, 200),
    st.lists(st.tuples(st.integers(-50, 400), st.integers(0, 90)), max_size=4),
)
def test_hours_counted_are_the_hours_asked_for(start, hours, gaps):
    """Against a count hour by hour: every pause begins and ends a whole number of hours from the start."""
    start = start.replace(second=0, microsecond=0)
    pauses = [Pause(start + timedelta(hours=a), start + timedelta(hours=a + b)) for a, b in gaps]
    result = count(start, Duration(hours, Unit.HOUR), pauses=pauses)
    at, left = start, hours
    while left:
        left -= not any(each.start <= at < each.end for each in pauses)
        at += timedelta(hours=1)
    assert result.at.replace(tzinfo=None) == at
    counted = [day.reason for day in result.days if day.reason != "不计入"]
    assert sum(minutes(reason) for reason in counted) == hours * 60


def minutes(reason: str) -> int:
    hours, _, rest = reason.removeprefix("计入").partition("小时")
    return int(hours) * 60 + int(rest.removesuffix("分") or 0)
