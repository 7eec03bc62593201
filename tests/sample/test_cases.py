"""What the sample logins find to do: the stories stand where they were meant to stand, on the day of loading."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from fazhi.cases.models import Act, Case, Clock, Finding, ParameterValue
from fazhi.cases.queries import outlook, visible_cases
from fazhi.catalog.sample_files import load_sample
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Person
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.pauses import PLACE
from fazhi.registers.models import Entry
from fazhi.sample import load

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sample(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """The sample, loaded once for all tests of this file, which only read; gone when they are done."""
    now = datetime(2026, 3, 2, 9, tzinfo=PLACE)
    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(HOME=home, FIXED_NOW=now.isoformat()), transaction.atomic():
        load.load(now=now, tell=lambda _: None, cases=6)
        yield now
        transaction.set_rollback(True)


def titled(words: str) -> Case:
    return Case.objects.get(title__contains=words)


def login(name: str, at: datetime) -> Actor:
    return actor_for(person=Person.objects.get(login=name), on=at.date())


def offered(case: Case, name: str, at: datetime) -> set[str]:
    seen = outlook(actor=login(name, at), case=case, at=at)
    return {option.name for option in seen.options if option.allowed}


def test_every_story_has_become_a_case(sample: datetime) -> None:
    told = Case.objects.exclude(procedure="administrative_inspection").filter(applications=None)
    assert told.count() == 6 + len(load_sample().cases.stories)
    assert not Act.objects.filter(recorded_at__gte=sample).exists()
    assert ParameterValue.objects.count() == len(load_sample().cases.parameters)


def test_disclosure_is_due_in_three_working_days(sample: datetime) -> None:
    case = titled("孙某燕")
    assert standard_calendar().count(sample.date(), case.due_on) == 3
    assert "reply" in offered(case, "zhang.minhua", sample)


def test_overdue_cases_of_the_handler(sample: datetime) -> None:
    overdue = Case.objects.filter(due_on__lt=sample.date(), closed_on=None, handler__login="zhang.minhua")
    assert {case.procedure for case in overdue} == {"administrative_penalty", "disclosure_on_request"}


def test_hearing_waits_for_its_day(sample: datetime) -> None:
    case = titled("示例市晨禾食品有限公司")
    assert case.folded.done("notify_hearing")
    assert not case.folded.done("hold_hearing")


def test_returned_penalty_is_concluded_anew_by_its_officer(sample: datetime) -> None:
    case = titled("示例区柳岸药房店")
    assert "conclude" in offered(case, "zhang.minhua", sample)
    assert "legal_review" not in offered(case, "lei.yawen", sample)


def test_head_finds_a_decision_to_take(sample: datetime) -> None:
    case = titled("示例市远丰超市有限公司")
    seen = outlook(actor=login("duan.changqing", sample), case=case, at=sample)
    decide = next(option for option in seen.options if option.name == "decide")
    assert decide.allowed
    assert next(result for result in decide.results if result.name == "penalty").allowed


def test_suspended_reconsideration_has_stopped_its_clock(sample: datetime) -> None:
    case = titled("示例市和谷建材有限公司")
    assert Clock.objects.get(case=case, limit="decision").due_on is None
    assert "resume" in offered(case, "kuang.zhengyi", sample)


def test_document_returned_by_review_is_handed_in_again(sample: datetime) -> None:
    assert "submit" in offered(titled("小餐饮登记和监督管理办法"), "zhang.minhua", sample)


def test_supervisor_finds_an_explanation_to_settle(sample: datetime) -> None:
    explained = Finding.objects.filter(state="explained")
    assert [finding.rule for finding in explained] == ["time_limits.hand_in"]
    assert visible_cases(login("cai.zhanpeng", sample)).count() == Case.objects.count()


def test_last_annual_report_was_sent_and_published_and_closed(sample: datetime) -> None:
    case = titled("示例区2024年法治政府建设情况报告")
    assert (case.outcome, case.closed_on) == ("completed", date(2025, 3, 24))
    clocks = dict(Clock.objects.filter(case=case).values_list("limit", "due_on"))
    assert (clocks["send_congress"], clocks["publish"]) == (date(2025, 2, 28), date(2025, 3, 31))
    assert not Finding.objects.filter(case=case).exists()


def test_a_report_published_in_april_is_late(sample: datetime) -> None:
    found = Finding.objects.filter(case=titled("区城市管理综合执法局2024年法治政府建设情况报告"))
    assert [finding.rule for finding in found] == ["time_limits.publish"]


def test_annual_report_waits_for_comments(sample: datetime) -> None:
    case = titled("示例区2025年法治政府建设情况报告")
    assert case.data["year_end"] == "2025-12-31"
    assert {"receive_comments", "revise"} <= offered(case, "xue.haitang", sample)
    assert "approve" not in offered(case, "xue.haitang", sample)


def test_duty_reports_stand_at_different_points(sample: datetime) -> None:
    cases = Case.objects.filter(procedure="duty_reporting")
    assert cases.count() == 6
    late = Clock.objects.filter(case__in=cases, limit="submit", met_on=None, due_on__lt=sample.date())
    assert [clock.case.data["reporter_name"] for clock in late] == ["谭春生"]
    assert [case.data["reporter_name"] for case in cases.filter(outcome="archived")] == ["赵德望"]


def test_one_of_three_problems_of_the_inspection_is_settled(sample: datetime) -> None:
    case = titled("行政执法责任落实情况专项督察")
    clocks = Clock.objects.filter(case=case, limit="rectify").order_by("thread")
    assert [clock.met_on is not None for clock in clocks] == [True, False, False]
    assert [clock.due_on < sample.date() for clock in clocks] == [True, False, True]


def test_some_cards_are_over_and_some_nearly(sample: datetime) -> None:
    cards = Entry.objects.filter(register="enforcement_officers")
    assert all(card.data["card_number"].startswith("99") for card in cards)
    assert cards.filter(valid_until__lt=sample.date()).exists()
    soon = sample.date() + timedelta(days=31)
    assert cards.filter(valid_until__range=(sample.date(), soon)).count() >= 2


def test_simulate_adds_cases_and_says_what_it_did(sample: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    before = Case.objects.count()
    with transaction.atomic():
        call_command("simulate", cases=7, seed=3)
        assert Case.objects.count() == before + 7
        transaction.set_rollback(True)
    said = capsys.readouterr().out
    assert "案件 7 件" in said
    assert "无法继续办理" not in said


def test_simulate_until_a_day_to_come_is_refused(sample: datetime) -> None:
    with pytest.raises(CommandError, match="只能模拟到今天"):
        call_command("simulate", cases=1, until="2099-01-01")
