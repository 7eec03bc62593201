"""The pages on which one sits: what is saved, what is shown when, and what nobody sees before the end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.exams import sittings
from fazhi.exams.models import Answer, Exam, Objection, Result
from fazhi.government.actors import Actor
from tests.conftest import District
from tests.exams.papers import fill, open_exam, right_answers, sit

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


@pytest.fixture
def exam(coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime, settings: Any) -> Exam:
    settings.FIXED_NOW = at.isoformat()
    fill(district, at=at, each=3)
    return open_exam(coordinator, district.justice, [handler, head, coordinator], at)


def test_every_button_saves_before_it_leads_on(exam: Exam, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    began = client.post(f"/exams/{exam.pk}/")
    sitting = exam.sittings.get()
    assert began["Location"] == f"/exams/sittings/{sitting.pk}/1/"
    moves = {"2": "2/", "7": "7/", "end": "hand-in/", "": "1/"}
    for go, where in moves.items():
        answered = client.post(f"/exams/sittings/{sitting.pk}/1/", {"letters": ["A"], "go": go})
        assert answered["Location"] == f"/exams/sittings/{sitting.pk}/{where}"
    assert Answer.objects.get().letters == "A"


def test_quiet_saving_tells_when_and_how_long_is_left(exam: Exam, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    client.post(f"/exams/{exam.pk}/")
    sitting = exam.sittings.get()
    address = f"/exams/sittings/{sitting.pk}/1/"
    kept = client.post(address, {"letters": "B"}, headers={"X-Saving": "1"})
    assert kept.json() == {"at": "09:00:00", "left": 3600}


def test_late_answer_leads_to_the_result_with_a_polite_word(
    exam: Exam, handler: Actor, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(handler)
    client.post(f"/exams/{exam.pk}/")
    sitting = exam.sittings.get()
    settings.FIXED_NOW = sitting.deadline.isoformat()
    address = f"/exams/sittings/{sitting.pk}/1/"
    page = client.post(address, {"letters": "A", "go": "2"}, follow=True)
    assert page.redirect_chain == [(f"/exams/sittings/{sitting.pk}/", 302)]
    assert "此前保存的答案全部有效，这一次的改动没有保存" in page.content.decode()
    quiet = client.post(address, {"letters": "A"}, headers={"X-Saving": "1"})
    assert (quiet.status_code, "没有保存" in quiet.json()["say"]) == (409, True)


def test_opening_a_question_after_the_limit_ends_the_sitting(
    exam: Exam, handler: Actor, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(handler)
    client.post(f"/exams/{exam.pk}/")
    sitting = exam.sittings.get()
    settings.FIXED_NOW = (sitting.deadline + timedelta(minutes=3)).isoformat()
    assert client.get(f"/exams/sittings/{sitting.pk}/1/")["Location"] == f"/exams/sittings/{sitting.pk}/"
    assert Result.objects.count() == 1


def test_answers_are_shown_to_nobody_who_sits_before_the_end(
    exam: Exam, coordinator: Actor, handler: Actor, sign_in: SignIn, at: datetime, settings: Any
) -> None:
    sitting = sit(handler, exam, at)
    client = sign_in(handler)
    before = client.get(f"/exams/sittings/{sitting.pk}/").content.decode()
    assert "答案和依据在考试结束" in before
    assert "正确答案" not in before
    assert "第三十三条" not in before
    # the coordinator organises the exam and is a candidate too
    office = sign_in(coordinator)
    assert office.get(f"/exams/manage/{exam.pk}/paper/preview/").status_code == 403
    assert office.get(f"/exams/manage/{exam.pk}/objections/").status_code == 403
    assert office.get(f"/exams/sittings/{sitting.pk}/").status_code == 404
    settings.FIXED_NOW = exam.closes_at.isoformat()
    after = client.get(f"/exams/sittings/{sitting.pk}/").content.decode()
    assert after.count("（正确答案）") == sum(len(each) for each in right_answers(sitting).values())
    assert "《行政处罚法》第三十三条第一款" in after
    assert office.get(f"/exams/manage/{exam.pk}/paper/preview/").status_code == 200


def test_page_of_a_question_holds_no_answer(exam: Exam, handler: Actor, sign_in: SignIn, at: datetime) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    page = sign_in(handler).get(f"/exams/sittings/{sitting.pk}/5/").content.decode()
    assert "行政处罚法" not in page
    assert "checked" not in page


def test_sitting_of_somebody_else_is_not_there(
    exam: Exam, handler: Actor, head: Actor, other_handler: Actor, sign_in: SignIn, at: datetime
) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    for stranger in (head, other_handler):
        client = sign_in(stranger)
        for page in ("", "1/", "hand-in/"):
            assert client.get(f"/exams/sittings/{sitting.pk}/{page}").status_code == 404
        assert client.post(f"/exams/sittings/{sitting.pk}/1/", {"letters": "A"}).status_code == 404
    assert sign_in(other_handler).post(f"/exams/{exam.pk}/").status_code == 403
    assert not Answer.objects.exists()


def test_objection_is_raised_on_the_page_and_kept_when_empty(
    exam: Exam, handler: Actor, sign_in: SignIn, at: datetime, settings: Any
) -> None:
    sitting = sit(handler, exam, at)
    settings.FIXED_NOW = exam.closes_at.isoformat()
    client = sign_in(handler)
    address = f"/exams/sittings/{sitting.pk}/object/{sitting.paper[0]['q']}/"
    assert client.post(address, {"text": ""}).status_code == 422
    page = client.post(address, {"text": "答案有误"}, follow=True)
    assert "异议待处理" in page.content.decode()
    assert Objection.objects.get().candidate.person == handler.person
    assert "您已对这道题提出过异议" in client.post(address, {"text": "再说一次"}).content.decode()


def test_question_page_costs_a_fixed_number_of_queries(
    exam: Exam, handler: Actor, sign_in: SignIn, at: datetime
) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    client = sign_in(handler)
    costs = []
    for given in (0, 7):
        for line in sitting.paper[:given]:
            sittings.answer(actor=handler, sitting=sitting, question=line["q"], letters="A", at=at)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/exams/sittings/{sitting.pk}/3/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] < 12


@pytest.mark.parametrize("path", ["/exams/", "/", "/search/?q=资格"])
def test_home_worklist_and_search_lead_to_the_exam(path: str, exam: Exam, handler: Actor, sign_in: SignIn) -> None:
    assert f'href="/exams/{exam.pk}/"' in sign_in(handler).get(path).content.decode()
