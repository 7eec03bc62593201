"""立案: the case has everything that the citizen gave, and what they send later becomes its acts."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.intake import accepting, handling, speaking
from fazhi.intake.models import Application, MessageKind, State
from fazhi.intake.refusals import Refused
from tests.conftest import District
from tests.intake.office import CITIZEN, OTHER, WANTED, HandIn, example_form, hand_in, with_file

__all__ = ["example_form", "hand_in"]
CONFIRMED = {"received_on": "2026-03-02", "confirmed_on": "2026-03-02"}


def accepted(application: Application, actor: Actor, at: datetime, **more: Any) -> Case:
    given = Given("register", at.date(), data=CONFIRMED)
    return accepting.accept(actor=actor, application_id=application.pk, given=given, at=at, **more).case


def test_accepting_carries_fields_party_and_files_into_the_case(
    hand_in: HandIn, handler: Actor, district: District, at: datetime
) -> None:
    application = hand_in(form_wanted="电子邮件")
    photo = store.keep(name="身份证.txt", data="证".encode(), jurisdiction=district.jurisdiction, by=None, at=at)
    with_file(application, photo)
    case = accepted(application, handler, at)
    application.refresh_from_db()
    assert (application.state, application.case, application.due_on) == (State.ACCEPTED, case, None)
    assert case.data["information"] == WANTED
    assert case.data["form_wanted"] == "电子邮件"
    assert case.data["arrived_on"] == "2026-03-02"
    assert (case.data["channel"], case.data["applicant_category"]) == ("internet", "natural_person")
    assert {name: case.data["applicant"][name] for name in ("name", "phone")} == {
        "name": CITIZEN["name"], "phone": CITIZEN["phone"],
    }  # fmt: skip
    assert [each.file for each in case.attachments.all()] == [photo]
    told = application.messages.get()
    assert told.kind == MessageKind.ACCEPTED
    assert told.text.startswith(f"已立案办理，案号{case.number}。")


def test_what_the_procedure_lacks_is_refused_with_its_reasons_and_nothing_is_done(
    hand_in: HandIn, handler: Actor, at: datetime
) -> None:
    application = hand_in()
    with pytest.raises(ActRefused) as refused:
        accepting.accept(actor=handler, application_id=application.pk, at=at)
    assert "received_on" in {reason.field for reason in refused.value.reasons}
    application.refresh_from_db()
    assert (application.state, application.case, Case.objects.count()) == (State.RECEIVED, None, 0)


def test_accepting_twice_with_one_key_opens_one_case(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    application = hand_in()
    first = accepted(application, handler, at, key="once")
    again = accepted(application, handler, at, key="once")
    assert (first, application.messages.count()) == (again, 1)
    with pytest.raises(Refused, match="已立案办理，不能再立案"):
        accepted(application, handler, at, key="other")


def test_merged_applications_get_the_case_of_the_one_they_went_into(
    hand_in: HandIn, handler: Actor, at: datetime
) -> None:
    first, second = hand_in(days_ago=1), hand_in(who=OTHER)
    handling.merge(actor=handler, application_id=second.pk, into_id=first.pk, at=at)
    case = accepted(first, handler, at)
    second.refresh_from_db()
    assert second.case == case


def test_supplement_becomes_the_act_that_the_form_names(
    hand_in: HandIn, handler: Actor, district: District, at: datetime
) -> None:
    application = hand_in()
    case = accepted(application, handler, at)
    asked = {
        "lacks": ["description"],
        "clarify_items": "请写明年份",
        "clarify_within": "10 working days",
        "guided": True,
    }
    taking.take(actor=handler, case_id=case.pk, given=Given("notice_to_clarify", at.date(), data=asked), at=at)
    later = at + timedelta(days=1)
    speaking.supplement(application_id=application.pk, text="要2025年的。", at=later)
    application.refresh_from_db()
    step = accepting.step_for(application, at=later)
    assert step == "clarify"
    data = accepting.values_for_step(application, step)
    assert data == {"clarification": "要2025年的。"}
    taken = accepting.attach_to_case(
        actor=handler, application_id=application.pk, given=Given(step, later.date(), data=data), at=later
    )
    application.refresh_from_db()
    assert taken.case.data["clarification"] == "要2025年的。"
    assert (application.attention, accepting.new_words(application)) == ("", "")


def test_words_for_which_there_is_no_step_go_into_the_record_as_a_paper(
    hand_in: HandIn, handler: Actor, at: datetime
) -> None:
    application = hand_in()
    case = accepted(application, handler, at)
    speaking.urge(application_id=application.pk, text="请快一点。", at=at)
    taken = accepting.attach_to_case(actor=handler, application_id=application.pk, at=at)
    paper = case.attachments.get(seq=taken.seq).file
    assert (store.content(paper).decode(), paper.kept_by) == ("请快一点。", None)
    with pytest.raises(Refused, match="不用入卷"):
        accepting.attach_to_case(actor=handler, application_id=application.pk, at=at)


def test_day_of_the_case_is_counted_from_the_confirmation(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    case = accepted(hand_in(), handler, at)
    assert case.due_on is not None
    assert case.due_on > date(2026, 3, 2)
