"""What a citizen wishes is offered while a step of the case can take it, and becomes that step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fazhi.cases.taking import Given, take
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.intake import accepting, applying, seen, speaking
from fazhi.intake.applying import Handed
from fazhi.intake.cleaning import clean
from fazhi.intake.models import Application
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
    assert (may.reopen, may.reopens_until, may.rate) == (True, later.date(), False)
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
