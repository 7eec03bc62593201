"""Monthly reporting: the round opens by itself, who is missing, requests and replies, urging."""

from datetime import date, datetime, timedelta

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import monthly
from fazhi.plans.models import MonthlyReminder, MonthlyReport, MonthlyRound, Task
from fazhi.plans.refusals import Refused
from fazhi.plans.supervision_queries import reports_owed, units_in_round, unread_monthly_reminders, visible_rounds
from tests.conftest import District
from tests.plans.supervision_cases import planned


@pytest.fixture
def february(coordinator: Actor, district: District, at: datetime) -> MonthlyRound:
    """The round of February with market and urban in it, opened on 2 March."""
    planned(coordinator, at, district.market, district.urban, district.court)
    opened = monthly.open_round(jurisdiction=district.jurisdiction, at=at)
    assert opened is not None
    return opened


def test_round_opens_for_units_of_the_government_with_tasks(february: MonthlyRound, district: District) -> None:
    assert (february.month, february.due_on) == (date(2026, 2, 1), date(2026, 3, 5))
    assert set(february.units.all()) == {district.market, district.urban}


def test_round_opens_once(february: MonthlyRound, district: District, at: datetime) -> None:
    assert monthly.open_round(jurisdiction=district.jurisdiction, at=at + timedelta(days=1)) is None
    assert MonthlyRound.objects.count() == 1


@pytest.mark.parametrize(("day", "opens"), [(1, True), (5, True), (6, False), (28, False)])
def test_round_opens_between_opening_and_due_day(
    day: int, opens: bool, coordinator: Actor, district: District, at: datetime
) -> None:
    planned(coordinator, at, district.market)
    opened = monthly.open_round(jurisdiction=district.jurisdiction, at=at.replace(day=day))
    assert (opened is not None) == opens


def test_january_reports_on_december_of_the_year_before(coordinator: Actor, district: District, at: datetime) -> None:
    task = planned(coordinator, at, district.market)
    task.plan.starts_on = date(2025, 1, 1)
    task.plan.save()
    opened = monthly.open_round(jurisdiction=district.jurisdiction, at=at.replace(month=1))
    assert opened is not None
    assert opened.month == date(2025, 12, 1)


def test_no_round_for_a_month_before_the_plan(coordinator: Actor, district: District, at: datetime) -> None:
    planned(coordinator, at, district.market)
    assert monthly.open_round(jurisdiction=district.jurisdiction, at=at.replace(month=1)) is None


@pytest.mark.parametrize(
    "given", [{"status": Task.Status.DROPPED}, {"status": Task.Status.DONE, "done_on": date(2026, 1, 31)}]
)
def test_no_report_is_owed_for_tasks_that_were_over(
    given: dict[str, object], coordinator: Actor, district: District, at: datetime
) -> None:
    planned(coordinator, at, district.market, **given)
    assert monthly.open_round(jurisdiction=district.jurisdiction, at=at) is None


def test_report_and_its_correction_are_both_kept(
    february: MonthlyRound, coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    monthly.report(actor=handler, round=february, unit=district.market, progress="完成3次检查。", at=at)
    corrected = monthly.report(actor=head, round=february, unit=district.market, progress="完成4次检查。", at=at)
    [missing, standing] = units_in_round(coordinator, february)
    assert (missing.unit, missing.report) == (district.urban, None)
    assert (standing.report, standing.reports, standing.is_late) == (corrected, 2, False)


def test_late_report_is_taken_and_shown_as_late(
    february: MonthlyRound, handler: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    late = at.replace(day=6)
    monthly.report(actor=handler, round=february, unit=district.market, progress="补报。", at=late)
    standing = {each.unit: each.is_late for each in units_in_round(coordinator, february)}
    assert standing == {district.urban: False, district.market: True}


def test_report_needs_progress(february: MonthlyRound, handler: Actor, district: District, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        monthly.report(actor=handler, round=february, unit=district.market, progress=" ", at=at)
    assert (refused.value.field, refused.value.say) == ("progress", "请填写本月进展。")


def test_unit_outside_the_round_need_not_report(
    february: MonthlyRound, street_handler: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        monthly.report(actor=street_handler, round=february, unit=district.street, progress="有。", at=at)
    assert refused.value.say == "“东街街道”不在2026年2月月报的应报单位之列，无需填报。"


def test_request_is_answered_by_the_coordinator(
    february: MonthlyRound, handler: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    report = monthly.report(
        actor=handler, round=february, unit=district.market, progress="有。", requests="请协调数据共享。", at=at
    )
    answer = monthly.reply(actor=coordinator, report=report, text="已商数据局。", at=at)
    assert (answer.unit, list(report.replies.all())) == (district.justice, [answer])


def test_report_without_requests_is_not_answered(
    february: MonthlyRound, handler: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    report = monthly.report(actor=handler, round=february, unit=district.market, progress="有。", at=at)
    with pytest.raises(Refused, match="没有提出需协调事项"):
        monthly.reply(actor=coordinator, report=report, text="好。", at=at)


def test_missing_units_are_reminded_before_and_after_the_due_day(
    february: MonthlyRound, handler: Actor, district: District, at: datetime
) -> None:
    monthly.report(actor=handler, round=february, unit=district.market, progress="有。", at=at)
    counts = {
        day: monthly.remind_missing(jurisdiction=district.jurisdiction, at=at.replace(day=day)) for day in range(2, 9)
    }
    assert counts == {2: 0, 3: 0, 4: 1, 5: 0, 6: 1, 7: 0, 8: 0}
    told = MonthlyReminder.objects.order_by("id").values_list("unit__short_name", "level")
    assert list(told) == [("区城管局", "near"), ("区城管局", "missing")]


def test_reminder_signed_for_does_not_rise_again(
    february: MonthlyRound, handler: Actor, district: District, at: datetime
) -> None:
    assert monthly.remind_missing(jurisdiction=district.jurisdiction, at=at.replace(day=4)) == 2
    [reminder] = unread_monthly_reminders(handler)
    monthly.read(actor=handler, reminder=reminder, at=at)
    assert monthly.remind_missing(jurisdiction=district.jurisdiction, at=at.replace(day=5)) == 0


def test_reporting_clears_the_reminder(
    february: MonthlyRound, handler: Actor, district: District, at: datetime
) -> None:
    monthly.remind_missing(jurisdiction=district.jurisdiction, at=at.replace(day=4))
    assert unread_monthly_reminders(handler).count() == 1
    monthly.report(actor=handler, round=february, unit=district.market, progress="有。", at=at)
    assert unread_monthly_reminders(handler).count() == 0


def test_coordinator_urges_those_who_are_missing(
    february: MonthlyRound, coordinator: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    assert len(monthly.urge(actor=coordinator, round=february, at=at)) == 2
    assert monthly.urge(actor=coordinator, round=february, at=at) == []
    [reminder] = unread_monthly_reminders(handler)
    monthly.read(actor=handler, reminder=reminder, at=at)
    assert [each.unit for each in monthly.urge(actor=coordinator, round=february, at=at)] == [district.market]
    for actor, unit in ((handler, district.market), (other_handler, district.urban)):
        monthly.report(actor=actor, round=february, unit=unit, progress="有。", at=at)
    with pytest.raises(Refused, match="已全部报送"):
        monthly.urge(actor=coordinator, round=february, at=at)


def test_owed_reports_are_those_of_the_own_unit(
    february: MonthlyRound, handler: Actor, supervisor: Actor, district: District, at: datetime
) -> None:
    assert reports_owed(handler) == [(february, district.market)]
    assert reports_owed(supervisor) == []


def test_rounds_count_what_is_within_reach(
    february: MonthlyRound, coordinator: Actor, handler: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    monthly.report(actor=handler, round=february, unit=district.market, progress="有。", at=at)
    assert [(each.expected, each.reported) for each in visible_rounds(coordinator)] == [(2, 1)]
    assert [(each.expected, each.reported) for each in visible_rounds(handler)] == [(1, 1)]
    assert list(visible_rounds(outsider)) == []


@pytest.mark.parametrize("who", ["coordinator", "other_handler", "supervisor", "unit_admin", "outsider"])
def test_nobody_else_reports_for_a_unit(
    who: str, request: pytest.FixtureRequest, february: MonthlyRound, district: District, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        monthly.report(
            actor=request.getfixturevalue(who), round=february, unit=district.market, progress="代报。", at=at
        )
    assert MonthlyReport.objects.count() == 0


@pytest.mark.parametrize("who", ["handler", "head", "supervisor", "outsider"])
def test_nobody_but_the_coordinator_urges_and_answers(
    who: str, request: pytest.FixtureRequest, february: MonthlyRound, handler: Actor, district: District, at: datetime
) -> None:
    actor = request.getfixturevalue(who)
    report = monthly.report(
        actor=handler, round=february, unit=district.market, progress="有。", requests="请协调。", at=at
    )
    with pytest.raises(NotAllowed):
        monthly.urge(actor=actor, round=february, at=at)
    with pytest.raises(NotAllowed):
        monthly.reply(actor=actor, report=report, text="好。", at=at)
