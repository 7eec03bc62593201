"""What clerks do with an application before there is a case."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.intake import accepting, handling, reading, reminding, revealing, speaking
from fazhi.intake.models import Message, MessageKind, State
from fazhi.intake.refusals import Refused
from fazhi.registers.models import Unmasking
from tests.conftest import District
from tests.intake.office import OTHER, HandIn, example_form, hand_in

__all__ = ["example_form", "hand_in"]
REMEDIES = "可以自收到本答复之日起六十日内申请行政复议。"


def kinds(application: Any) -> list[str]:
    return [each.kind for each in application.messages.order_by("id")]


def test_correction_gives_the_citizen_a_day_and_what_is_missing(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    application = hand_in()
    told = handling.return_for_correction(
        actor=handler, application_id=application.pk, text="请写明是哪一年的清单。", until=date(2026, 3, 16), at=at
    )
    application.refresh_from_db()
    assert (application.state, application.due_on, told.until) == (State.RETURNED, date(2026, 3, 16), date(2026, 3, 16))
    assert (told.text, told.organization) == ("请写明是哪一年的清单。", application.organization)
    assert application.handler == handler.person


@pytest.mark.parametrize(
    ("text", "until", "field"),
    [
        ("", date(2026, 3, 16), "text"),
        ("请补正：〔需要补正的事项〕", date(2026, 3, 16), "text"),
        ("请补正文号。", date(2026, 3, 2), "until"),
    ],
)
def test_correction_is_refused_where_unfinished_or_without_time(
    hand_in: HandIn, handler: Actor, at: datetime, text: str, until: date, field: str
) -> None:
    application = hand_in()
    with pytest.raises(Refused) as refused:
        handling.return_for_correction(actor=handler, application_id=application.pk, text=text, until=until, at=at)
    assert refused.value.field == field
    assert kinds(application) == []


def test_supplement_after_a_correction_comes_back_to_the_clerk(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    application = hand_in()
    handling.return_for_correction(
        actor=handler, application_id=application.pk, text="请写明年份。", until=date(2026, 3, 16), at=at
    )
    speaking.supplement(application_id=application.pk, text="2025年的。", at=at + timedelta(days=1))
    assert list(reading.mine(handler)) == [application]
    application.refresh_from_db()
    assert (application.attention, application.due_on) == (MessageKind.SUPPLEMENT, date(2026, 3, 12))
    handling.seen(actor=handler, application_id=application.pk, at=at + timedelta(days=1))
    application.refresh_from_db()
    assert application.attention == ""


def test_declining_needs_ground_and_remedies(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    application = hand_in()
    with pytest.raises(Refused, match="救济途径") as refused:
        handling.decline(
            actor=handler,
            application_id=application.pk,
            ground="不属于本机关",
            text="请向住建局申请。",
            remedies=" ",
            at=at,
        )
    assert refused.value.field == "remedies"
    told = handling.decline(
        actor=handler,
        application_id=application.pk,
        ground="不属于本机关",
        text="请向住建局申请。",
        remedies=REMEDIES,
        at=at,
    )
    application.refresh_from_db()
    assert (application.state, application.closed_at, application.due_on) == (State.DECLINED, at, None)
    assert (told.text, told.remedies) == ("理由：不属于本机关\n请向住建局申请。", REMEDIES)


def test_answer_without_a_case_tells_of_the_remedies_where_the_form_says_so(
    hand_in: HandIn, handler: Actor, at: datetime
) -> None:
    application = hand_in()
    with pytest.raises(Refused, match="须告知救济途径"):
        handling.answer(actor=handler, application_id=application.pk, text="清单见区政府网站。", at=at)
    handling.answer(actor=handler, application_id=application.pk, text="清单见区政府网站。", remedies=REMEDIES, at=at)
    with pytest.raises(Refused, match="已直接答复，不能再这样办理"):
        handling.answer(actor=handler, application_id=application.pk, text="再答一次。", remedies=REMEDIES, at=at)
    assert kinds(application) == ["answer"]


def test_transfer_keeps_the_promised_day_and_both_bodies_see_it(
    hand_in: HandIn, handler: Actor, other_handler: Actor, street_handler: Actor, district: District, at: datetime
) -> None:
    application = hand_in()
    due = application.due_on
    told = handling.transfer(
        actor=handler, application_id=application.pk, to=district.urban, reason="由城管局保存。", at=at
    )
    application.refresh_from_db()
    assert (application.organization, application.due_on, application.handler) == (district.urban, due, None)
    assert (told.organization, told.text) == (district.market, "转由清和区城市管理局办理。由城管局保存。")
    assert [list(reading.visible(each)) for each in (handler, other_handler, street_handler)] == [
        [application], [application], [],
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        handling.note(actor=handler, application_id=application.pk, text="记一笔", at=at)


def test_transfer_within_the_same_body_or_to_another_place_is_refused(
    hand_in: HandIn, handler: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    application = hand_in()
    elsewhere = outsider.person.memberships.get().organization
    for to in (district.market, elsewhere):
        with pytest.raises(Refused) as refused:
            handling.transfer(actor=handler, application_id=application.pk, to=to, reason="转办", at=at)
        assert refused.value.field == "to"


def test_merging_tells_the_citizen_and_answers_reach_both(
    hand_in: HandIn, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    first, second, stranger = hand_in(days_ago=1), hand_in(), hand_in(who=OTHER)
    elsewhere = hand_in(to=district.urban)
    told = handling.merge(actor=handler, application_id=second.pk, into_id=first.pk, at=at)
    assert told.text == f"与您2026年3月1日提出的来件（{first.number}）合并办理，办理结果一并告知。"
    told = handling.merge(actor=handler, application_id=stranger.pk, into_id=first.pk, at=at)
    assert told.text == f"与已经收到的同一事项来件（{first.number}）合并办理，办理结果一并告知。"
    with pytest.raises(Refused, match="先转办"):
        handling.merge(actor=other_handler, application_id=elsewhere.pk, into_id=first.pk, at=at)
    with pytest.raises(Refused, match="并案办理，不能并入"):
        handling.merge(actor=handler, application_id=first.pk, into_id=second.pk, at=at)
    handling.answer(
        actor=handler, application_id=first.pk, text="清单见区政府网站。", remedies=REMEDIES, merged=True, at=at
    )
    assert [kinds(each) for each in (first, second, stranger)] == [
        ["answer"],
        ["merged", "answer"],
        ["merged", "answer"],
    ]


def test_only_the_handling_body_acts_on_it(
    hand_in: HandIn, other_handler: Actor, supervisor: Actor, at: datetime
) -> None:
    application = hand_in()
    for actor in (other_handler, supervisor):
        with pytest.raises(NotAllowed):
            handling.note(actor=actor, application_id=application.pk, text="记一笔", at=at)
    assert Message.objects.count() == 0


def test_seeing_the_applicant_is_recorded_with_its_purpose(
    hand_in: HandIn, handler: Actor, supervisor: Actor, other_handler: Actor, at: datetime
) -> None:
    application = hand_in()
    opened = revealing.reveal(actor=handler, application=application, at=at)
    assert (opened.applicant["name"], opened.applicant["phone"]) == ("钱知行", "13812345678")
    with pytest.raises(Refused, match="用途"):
        revealing.reveal(actor=supervisor, application=application, at=at)
    revealing.reveal(actor=supervisor, application=application, purpose="核对逾期情况", at=at)
    with pytest.raises(NotAllowed):
        revealing.reveal(actor=other_handler, application=application, purpose="看看", at=at)
    seen = [(each.person, each.purpose) for each in Unmasking.objects.order_by("id")]
    assert seen == [(handler.person, f"办理来件{application.number}"), (supervisor.person, "核对逾期情况")]


def test_late_applications_are_noted_once(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    late, fresh = hand_in(days_ago=30), hand_in()
    assert reminding.record_late(at=at) == 1
    assert reminding.record_late(at=at + timedelta(days=1)) == 0
    assert [each.text for each in late.messages.all()] == [reminding.LATE_NOTE]
    assert not fresh.messages.exists()


def test_new_words_are_not_hidden_by_the_daily_note(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    late = hand_in(days_ago=30)
    speaking.urge(application_id=late.pk, text="请快一点。", at=at)
    reminding.record_late(at=at + timedelta(minutes=1))
    assert accepting.new_words(late) == "请快一点。"
