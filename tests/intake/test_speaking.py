"""What a citizen says after the handing in, and what they see of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from fazhi.cases.taking import Given, open_case, take
from fazhi.government.actors import Actor
from fazhi.intake import casework, handling, seen, speaking
from fazhi.intake.models import Application, MessageKind, State
from fazhi.intake.refusals import Refused
from tests.conftest import District
from tests.intake.office import HandIn
from tests.intake.office import example_form as example_form
from tests.intake.office import hand_in as hand_in


@pytest.fixture
def application(hand_in: HandIn) -> Application:
    return hand_in()


@pytest.fixture
def opened(application: Application, handler: Actor, at: datetime) -> Application:
    """With its case, registered this morning."""
    values = casework.values_for_case(application) | {"received_on": at.date(), "confirmed_on": at.date()}
    taken = open_case(
        actor=handler,
        procedure="disclosure_on_request",
        organization=application.organization,
        given=Given("register", at.date(), data=values),
        at=at,
    )
    application.case, application.state = taken.case, State.ACCEPTED
    application.save()
    return application


def again(application: Application) -> Application:
    """As it stands now, as pages read it."""
    return Application.objects.select_related("organization", "case__organization", "merged_into__case").get(
        pk=application.pk
    )


def kinds(application: Application) -> list[str]:
    return list(application.messages.values_list("kind", flat=True))


def test_received_application_as_it_is_seen(application: Application, at: datetime) -> None:
    shown = seen.seen(again(application), at=at)
    assert (shown.says, shown.body) == ("已经收到，等待工作人员查看", "清和区市场监督管理局")
    assert shown.due is not None
    assert (shown.due.on, shown.due.is_late) == (date(2026, 3, 11), False)
    assert shown.due.lines[0] == "2026年3月2日（星期一）起算，当日不计，从次日开始计日；期限7个工作日。"
    assert [each.says for each in shown.history] == ["已经收到您提交的内容"]
    late = seen.seen(again(application), at=at + timedelta(days=10))
    assert late.due is not None
    assert late.due.is_late
    assert late.remedy.startswith("到期没有答复的")


def test_supplement_answers_a_correction(application: Application, handler: Actor, at: datetime, head: Actor) -> None:
    handling.return_for_correction(
        actor=handler, application_id=application.pk, text="请写明是哪一年的清单。", until=date(2026, 3, 20), at=at
    )
    wanted = seen.seen(again(application), at=at).wanted
    assert wanted is not None
    assert (wanted.text, wanted.due and wanted.due.on) == ("请写明是哪一年的清单。", date(2026, 3, 20))
    later = at + timedelta(days=2)
    message = speaking.supplement(application_id=application.pk, text="2025年，钱知行。", at=later)
    now = again(application)
    assert (now.state, now.attention, now.due_on) == (State.RECEIVED, MessageKind.SUPPLEMENT, date(2026, 3, 13))
    assert message.said == "2025年，钱知行。"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM intake_message m WHERE id = %s", [message.pk])
        assert "钱知行" not in cursor.fetchone()[0]
    assert speaking.supplement(application_id=application.pk, text="2025年，钱知行。", at=later).pk == message.pk
    assert kinds(application) == ["correction", "supplement"]


def test_supplement_without_anything(application: Application, at: datetime) -> None:
    with pytest.raises(Refused, match="请写下要补充的内容"):
        speaking.supplement(application_id=application.pk, text="  ", at=at)


def test_urging_once_in_its_time(application: Application, at: datetime) -> None:
    speaking.urge(application_id=application.pk, at=at)
    with pytest.raises(Refused, match="2026年3月8日起可以再催"):
        speaking.urge(application_id=application.pk, at=at + timedelta(days=5))
    speaking.urge(application_id=application.pk, at=at + timedelta(days=6))
    assert kinds(application) == ["urging", "urging"]
    shown = seen.seen(again(application), at=at + timedelta(days=6))
    assert (shown.may.urge, shown.may.urged_until) == (False, date(2026, 3, 13))


def test_withdrawal_before_there_is_a_case(application: Application, at: datetime) -> None:
    speaking.withdraw(application_id=application.pk, at=at)
    now = again(application)
    assert (now.state, now.closed_at) == (State.WITHDRAWN, at)
    assert seen.seen(now, at=at).may == seen.May(
        supplement=False, urge=False, urged_until=None, withdraw=False, rate=False, reopen=False, reopens_until=None
    )
    for verb in (speaking.urge, speaking.withdraw):
        with pytest.raises(Refused, match="已经办结"):
            verb(application_id=application.pk, at=at)


def test_rating_and_reopening_after_an_answer(application: Application, handler: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="答复以后才能评价"):
        speaking.rate(application_id=application.pk, satisfaction=5, at=at)
    handling.answer(
        actor=handler, application_id=application.pk, text="已在网站公开。", remedies="可以申请行政复议。", at=at
    )
    answer = seen.seen(again(application), at=at).answers[0]
    assert (answer.text, answer.remedies) == ("已在网站公开。", "可以申请行政复议。")
    speaking.rate(application_id=application.pk, satisfaction=1, text="网站上没有", at=at)
    with pytest.raises(Refused, match="已经评价过"):
        speaking.rate(application_id=application.pk, satisfaction=5, at=at)
    speaking.reopen(application_id=application.pk, text="网站上只有目录，没有清单。", at=at)
    now = again(application)
    assert (now.state, now.closed_at, now.attention) == (State.RECEIVED, None, MessageKind.REOPENING)
    assert now.due_on == date(2026, 3, 11)


@pytest.mark.parametrize(("days", "is_taken"), [(60, True), (61, False)])
def test_reopening_within_its_time(
    application: Application, handler: Actor, at: datetime, days: int, is_taken: bool
) -> None:
    handling.answer(actor=handler, application_id=application.pk, text="已公开。", remedies="可以复议。", at=at)
    moment = at + timedelta(days=days)
    assert seen.seen(again(application), at=moment).may.reopen is is_taken
    if is_taken:
        speaking.reopen(application_id=application.pk, text="不对。", at=moment)
        return
    with pytest.raises(Refused, match="已经过了"):
        speaking.reopen(application_id=application.pk, text="不对。", at=moment)


def test_case_as_it_is_seen(opened: Application, at: datetime) -> None:
    shown = seen.seen(again(opened), at=at)
    assert (shown.says, shown.next) == ("已登记，正在查找", "查找以后作出答复。")
    assert shown.due is not None
    assert (shown.due.title, shown.due.on) == ("答复期限", date(2026, 3, 30))
    assert [each.says for each in shown.history] == ["已登记，正在查找", "已经收到您提交的内容"]


def test_case_that_asks_and_is_given(opened: Application, handler: Actor, at: datetime) -> None:
    asked: dict[str, Any] = {
        "lacks": ["description"],
        "clarify_items": "请写明年份。",
        "clarify_within": "15 working days",
        "guided": True,
    }
    assert opened.case is not None
    take(actor=handler, case_id=opened.case.pk, given=Given("notice_to_clarify", at.date(), data=asked), at=at)
    wanted = seen.seen(again(opened), at=at).wanted
    assert wanted is not None
    assert [(field.title, value) for field, value in wanted.facts] == [("需要补正的事项", "请写明年份。")]
    assert (wanted.due and wanted.due.on, wanted.is_given) == (date(2026, 3, 23), False)
    speaking.supplement(application_id=opened.pk, text="2025年。", at=at)
    shown = seen.seen(again(opened), at=at)
    assert shown.wanted is not None
    assert shown.wanted.is_given
    assert again(opened).attention == MessageKind.SUPPLEMENT
    given = Given("clarify", at.date(), data={"clarification": "2025年。"})
    take(actor=handler, case_id=opened.case.pk, given=given, at=at)
    assert seen.seen(again(opened), at=at).wanted is None


def test_withdrawal_of_a_case_is_the_clerks(opened: Application, at: datetime) -> None:
    speaking.withdraw(application_id=opened.pk, text="不需要了", at=at)
    now = again(opened)
    assert (now.state, now.attention, now.closed_at) == (State.ACCEPTED, MessageKind.WITHDRAWAL, None)
    with pytest.raises(Refused, match="已经收到您的撤回申请"):
        speaking.withdraw(application_id=opened.pk, at=at)


def test_many_messages_in_a_day(application: Application, at: datetime) -> None:
    for number in range(speaking.MOST_A_DAY):
        speaking.supplement(application_id=application.pk, text=f"第{number}次", at=at)
    with pytest.raises(Refused, match="请明天再来"):
        speaking.supplement(application_id=application.pk, text="再来", at=at)
    speaking.supplement(application_id=application.pk, text="第二天", at=at + timedelta(days=1, minutes=1))


def test_page_of_progress_costs_few_statements(
    opened: Application, at: datetime, django_assert_max_num_queries: Callable[[int], Any], district: District
) -> None:
    now = again(opened)
    with django_assert_max_num_queries(9):
        seen.seen(now, at=at)
