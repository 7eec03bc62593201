"""What a citizen wishes is offered while a step of the case can take it, and becomes that step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fazhi.cases.taking import Given, take
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.intake import accepting, applying, handling, seen, speaking
from fazhi.intake.applying import Handed
from fazhi.intake.cleaning import clean
from fazhi.intake.models import Application
from fazhi.intake.refusals import Refused
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.intake.office import CITIZEN

COMPLAINT = {"act_kind": "inspection", "problems": ["procedure"], "matter": "不出示证件", "facts": "没有出示证件。"}


@pytest.fixture
def clerk(join: Callable[..., Actor], district: District) -> Actor:
    return join("jian.cha", "简察", district.justice, Role.HANDLER, Role.HEAD)


def handed_in(form: str, data: dict[str, Any], clerk: Actor, district: District, at: datetime) -> Application:
    """With its case, opened this morning."""
    named = {"respondent": {"id": str(district.market.pk), "name": district.market.name}}
    files = [Handed("身份证明", clean(name="a.txt", data=b"x", title="身份证明", number=1))]
    application = applying.submit(
        form=forms().get(form), organization=district.justice, applicant=CITIZEN | {"address": "东街12号"},
        data=named | data, attachments=files, at=at,
    ).application  # fmt: skip
    accepting.accept(actor=clerk, application_id=application.pk, at=at)
    return Application.objects.select_related("organization", "case__organization", "merged_into").get(
        pk=application.pk
    )


def act(application: Application, clerk: Actor, step: str, at: datetime, result: str = "", **data: Any) -> None:
    assert application.case is not None
    take(actor=clerk, case_id=application.case.pk, given=Given(step, at.date(), result=result, data=data), at=at)
    application.case.refresh_from_db()


def test_complaint_is_looked_into_again_while_its_case_is_open(clerk: Actor, district: District, at: datetime) -> None:
    application = handed_in("enforcement_complaint", COMPLAINT, clerk, district, at)
    assert seen.seen(application, at=at).may.reopen is False
    act(application, clerk, "screen", at, "accepted")
    officers = [{"id": str(clerk.person.pk), "name": clerk.person.name}, {"name": "简尔"}]
    act(application, clerk, "investigate", at, officers=officers, id_shown=True, ways=["file"], found="出示了。")
    act(application, clerk, "conclude", at, "unfounded", finding_text="出示了证件。")
    act(application, clerk, "answer", at, answer_text="出示了。", answer_way="online", remedy_told=True)
    later = at + timedelta(days=30)
    may = seen.seen(application, at=later).may
    assert (may.reopen, may.reopens_until, may.rate) == (True, later.date(), True)
    speaking.urge(application_id=application.pk, at=later)
    speaking.reopen(application_id=application.pk, text="请看监控。", at=later)
    application.refresh_from_db()
    step = accepting.step_for(application, at=later)
    assert (step, accepting.words_of(application, "reopening")) == ("ask_recheck", "请看监控。")


@pytest.mark.parametrize(("accepted", "step"), [(False, "withdraw_early"), (True, "withdraw")])
def test_withdrawal_becomes_the_step_whose_turn_it_is(
    clerk: Actor, district: District, at: datetime, accepted: bool, step: str
) -> None:
    data = {
        "act": "处罚决定书", "scope": "penalty", "challenge": "act", "known_on": "2026-02-20", "requests": ["revoke"],
        "facts_and_reasons": "罚错人了。",
    }  # fmt: skip
    application = handed_in("reconsideration", data, clerk, district, at)
    if accepted:
        met = ["parties", "interest", "claims", "in_time", "scope", "venue", "not_repeated"]
        act(application, clerk, "examine", at, conditions_met=met, venue_ground="own_department")
        act(application, clerk, "accept", at)
    speaking.withdraw(application_id=application.pk, text="和解了。", at=at)
    application.refresh_from_db()
    assert accepting.step_for(application, at=at) == step


MATTER = {"kind": "help", "title": "路灯不亮", "facts": "三盏路灯不亮。", "urgency": "ordinary", "wants_reply": True}
REPLY = {"disposal": "solved", "reply_text": "修好了。", "told": True}


@pytest.fixture
def answered(clerk: Actor, district: District, at: datetime) -> Application:
    """A matter of the hotline that was answered on Tuesday, and not closed."""
    application = handed_in("hotline", MATTER, clerk, district, at)
    act(application, clerk, "dispatch", at, lead={"name": "清和区城管局"}, lead_kind="department")
    assert not seen.seen(application, at=at).may.rate
    with pytest.raises(Refused, match="答复以后才能评价"):
        speaking.rate(application_id=application.pk, satisfaction=1, at=at)
    act(application, clerk, "reply", at + timedelta(days=1), **REPLY)
    return application


def test_hotline_matter_is_done_again_before_it_is_closed(answered: Application, clerk: Actor, at: datetime) -> None:
    later = at + timedelta(days=2)
    may = seen.seen(answered, at=later).may
    assert (may.rate, may.reopen, may.reopens_until) == (True, True, (at + timedelta(days=31)).date())
    speaking.rate(application_id=answered.pk, satisfaction=1, at=later, text="还有一盏不亮。", again=True)
    answered.refresh_from_db()
    assert (answered.attention, answered.satisfaction) == ("reopening", 1)
    assert accepting.step_for(answered, at=later) == "call_back"
    assert accepting.result_for(answered, "call_back") == "rework"
    data = accepting.values_for_step(answered, "call_back")
    assert data == {"callback": "online", "satisfaction": "unsatisfied", "rework_reason": "还有一盏不亮。"}
    given = Given("call_back", later.date(), result="rework", data=data)
    accepting.attach_to_case(actor=clerk, application_id=answered.pk, given=given, at=later)
    assert answered.case is not None
    answered.case.refresh_from_db()
    answered.refresh_from_db()
    now = seen.seen(answered, at=later)
    assert (now.says, now.may.rate, now.may.reopen) == ("您不满意或者没有办到位，已退回重办", False, False)
    # Answered anew it may be rated anew, and the thirty days run from the new answer.
    act(answered, clerk, "reply_again", at + timedelta(days=5), **REPLY)
    may = seen.seen(answered, at=at + timedelta(days=5)).may
    assert (may.rate, may.reopen, may.reopens_until) == (True, True, (at + timedelta(days=35)).date())
    speaking.rate(application_id=answered.pk, satisfaction=5, at=at + timedelta(days=5, hours=1))
    answered.refresh_from_db()
    assert accepting.values_for_step(answered, "call_back") == {"callback": "online", "satisfaction": "very"}
    assert accepting.result_for(answered, "call_back") == ""
    act(answered, clerk, "call_back", at + timedelta(days=6), "settled", callback="online", satisfaction="very")
    may = seen.seen(answered, at=at + timedelta(days=6)).may
    assert (may.rate, may.reopen) == (False, True)


def test_rating_does_not_hide_the_wish_that_it_be_done_again(answered: Application, clerk: Actor, at: datetime) -> None:
    later = at + timedelta(days=2)
    speaking.reopen(application_id=answered.pk, text="还是不亮。", at=later)
    speaking.rate(application_id=answered.pk, satisfaction=2, at=later)
    answered.refresh_from_db()
    assert answered.attention == "reopening"
    assert accepting.values_for_step(answered, "call_back")["rework_reason"] == "还是不亮。"
    with pytest.raises(Refused, match="已经评价过"):
        speaking.rate(application_id=answered.pk, satisfaction=5, at=later)


def test_wish_without_words_is_not_taken_with_the_rating(answered: Application, at: datetime) -> None:
    with pytest.raises(Refused, match="哪里不满意"):
        speaking.rate(application_id=answered.pk, satisfaction=1, at=at + timedelta(days=2), again=True)
    answered.refresh_from_db()
    assert (answered.attention, answered.satisfaction) == ("", None)


def test_rating_that_was_seen_gives_the_step_nothing_old(answered: Application, clerk: Actor, at: datetime) -> None:
    later = at + timedelta(days=2)
    speaking.rate(application_id=answered.pk, satisfaction=3, text="慢了。", at=later)
    answered.refresh_from_db()
    assert (answered.attention, accepting.step_for(answered, at=later)) == ("rating", "call_back")
    handling.seen(actor=clerk, application_id=answered.pk, at=later)
    answered.refresh_from_db()
    assert (answered.attention, accepting.step_for(answered, at=later)) == ("", None)
