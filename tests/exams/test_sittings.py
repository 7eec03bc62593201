"""Sitting an exam: time counted here, answers kept as given, one sitting whatever the tabs, a paper that stays."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from fazhi.exams import bank, exams, sittings
from fazhi.exams.models import Answer, Ending, Exam, PaperKind, Purpose, Result, Sitting
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.registers.changes import Change, ChangeKind
from tests.conftest import District
from tests.exams.papers import FULL, LINES, change_bank, fill, give, open_exam, right_answers, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime) -> Exam:
    fill(district, at=at)
    return open_exam(coordinator, district.justice, [handler, head], at, days_between=3)


def test_start_draws_a_paper_that_the_seed_gives_again(exam: Exam, handler: Actor, head: Actor, at: datetime) -> None:
    first, other = (sittings.start(actor=each, exam=exam, at=at) for each in (handler, head))
    assert [line["marks"] for line in first.paper] == ["1"] * 2 + ["2"] * 3 + ["4"] * 2
    assert {line["q"] for line in first.paper} != {line["q"] for line in other.paper}
    again = sittings.paper_for(exam, candidate=first.candidate_id, attempt=1)
    assert again == first.paper


def test_shared_paper_has_the_same_questions_in_everyones_own_order(
    coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler, head], at, rules={"kind": PaperKind.SHARED})
    first, other = (sittings.start(actor=each, exam=exam, at=at).paper for each in (handler, head))
    assert {line["q"] for line in first} == {line["q"] for line in other}
    assert first != other


def test_start_twice_is_one_sitting_and_goes_on_with_the_time_left(exam: Exam, handler: Actor, at: datetime) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    again = sittings.start(actor=handler, exam=exam, at=at + timedelta(minutes=20))
    assert again == sitting
    assert again.deadline == at + timedelta(minutes=60)
    assert Sitting.objects.count() == 1


def test_start_near_the_end_of_the_window_is_limited_by_it(exam: Exam, handler: Actor, at: datetime) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at + timedelta(minutes=90))
    assert sitting.deadline == exam.closes_at


def test_start_is_refused_before_after_and_to_strangers(
    exam: Exam, handler: Actor, other_handler: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        sittings.start(actor=handler, exam=exam, at=at - timedelta(minutes=1))
    with pytest.raises(Refused, match="已于 2026-03-02 11:00 结束"):
        sittings.start(actor=handler, exam=exam, at=exam.closes_at)
    with pytest.raises(NotAllowed, match="不在“行政执法人员资格考试”的考生名单中"):
        sittings.start(actor=other_handler, exam=exam, at=at)


def test_closed_tab_keeps_every_answer_and_the_last_counts(exam: Exam, handler: Actor, at: datetime) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    [first, second] = [line["q"] for line in sitting.paper if line["marks"] == "2"][:2]
    give(handler, sitting, {first: "A", second: "C"}, at + timedelta(minutes=1))
    give(handler, sitting, {first: "B"}, at + timedelta(minutes=2))
    give(handler, sitting, {first: "B"}, at + timedelta(minutes=3))  # the same again is no new answer
    give(handler, sitting, {second: ""}, at + timedelta(minutes=4))  # taken back
    # the tab is closed; another machine opens the exam
    reopened = sittings.start(actor=handler, exam=exam, at=at + timedelta(minutes=30))
    assert sittings.answers_of(reopened) == {first: "B"}
    assert list(sitting.answers.values_list("question_id", "letters")) == [
        (first, "A"),
        (second, "C"),
        (first, "B"),
        (second, ""),
    ]


def test_late_answer_is_refused_and_what_was_kept_is_marked_as_of_the_deadline(
    exam: Exam, handler: Actor, at: datetime
) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    right = right_answers(sitting)
    [kept, late] = list(right)[:2]
    give(handler, sitting, {kept: right[kept]}, at + timedelta(minutes=59))
    with pytest.raises(Refused, match="答题时间已到，系统已自动交卷。此前保存的答案全部有效"):
        sittings.answer(actor=handler, sitting=sitting, question=late, letters="A", at=sitting.deadline)
    sitting.refresh_from_db()
    assert (sitting.ended_at, sitting.ending) == (at + timedelta(minutes=60), Ending.DEADLINE)
    result = Result.objects.get()
    assert (result.score, result.full, result.passed) == (Decimal(1), FULL, False)
    with pytest.raises(Refused, match="没有保存"):
        sittings.answer(actor=handler, sitting=sitting, question=late, letters="A", at=sitting.deadline)
    assert Answer.objects.count() == 1


def test_end_passed_ends_those_who_left_as_of_their_deadline_once(exam: Exam, handler: Actor, at: datetime) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    give(handler, sitting, right_answers(sitting), at)
    assert sittings.end_passed(at=sitting.deadline - timedelta(seconds=1)) == 0
    assert sittings.end_passed(at=at + timedelta(days=1)) == 1
    assert sittings.end_passed(at=at + timedelta(days=1)) == 0
    sitting.refresh_from_db()
    assert sitting.ended_at == sitting.deadline
    assert Result.objects.get().score == FULL


def test_submit_twice_marks_once_and_takes_no_more_answers(exam: Exam, handler: Actor, at: datetime) -> None:
    sitting = sit(handler, exam, at)
    sittings.submit(actor=handler, sitting=sitting, at=at + timedelta(minutes=1))
    assert (Result.objects.count(), sitting.ended_at) == (1, at)
    with pytest.raises(Refused, match="您已交卷"):
        sittings.answer(actor=handler, sitting=sitting, question=sitting.paper[0]["q"], letters="A", at=at)
    sitting.candidate.refresh_from_db()
    assert (sitting.candidate.score, sitting.candidate.passed, sitting.candidate.sat) == (FULL, True, 1)


def test_retake_waits_its_days_and_has_its_number(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    long = {"closes_at": at + timedelta(days=10), "days_between": 3, "attempts": 2}
    exam = open_exam(coordinator, district.justice, [handler], at, **long)
    sit(handler, exam, at, right=False)
    with pytest.raises(Refused, match="补考须间隔 3 天，2026-03-05 起可以再考"):
        sittings.start(actor=handler, exam=exam, at=at + timedelta(days=2))
    second = sit(handler, exam, at + timedelta(days=3), right=False)
    assert second.attempt == 2
    with pytest.raises(Refused, match="可考 2 次，您已考完"):
        sittings.start(actor=handler, exam=exam, at=at + timedelta(days=8))


def test_passed_candidate_sits_no_more(exam: Exam, handler: Actor, at: datetime) -> None:
    sit(handler, exam, at)
    with pytest.raises(Refused, match="您已合格"):
        sittings.start(actor=handler, exam=exam, at=at + timedelta(minutes=5))


def test_changed_bank_does_not_change_a_paper(
    exam: Exam, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    before = bank.questions_of(line["q"] for line in sitting.paper)
    entries = list(exam.questions.values_list("entry_id", flat=True))
    later = at + timedelta(minutes=1)
    renewed = [Change(ChangeKind.AMEND, each, {"stem": "改过了", "article": "改过了"}) for each in entries[1:]]
    change_bank(district, [*renewed, Change(ChangeKind.WITHDRAW, entries[0])], at=later)
    assert bank.questions_of(line["q"] for line in sitting.paper) == before
    give(handler, sitting, right_answers(sitting), later)
    assert sittings.submit(actor=handler, sitting=sitting, at=later).results.get().score == FULL
    begun_after = sittings.start(actor=head, exam=exam, at=later)
    stems = {each.stem for each in bank.questions_of(line["q"] for line in begun_after.paper).values()}
    assert "改过了" not in stems


def test_answer_to_a_foreign_question_or_paper_is_refused(
    exam: Exam, handler: Actor, head: Actor, at: datetime
) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    foreign = next(each for each in exam.questions.all() if each.pk not in {line["q"] for line in sitting.paper})
    with pytest.raises(Refused, match="试卷中没有这道题"):
        sittings.answer(actor=handler, sitting=sitting, question=foreign.pk, letters="A", at=at)
    with pytest.raises(NotAllowed, match="不是您的试卷"):
        sittings.answer(actor=head, sitting=sitting, question=sitting.paper[0]["q"], letters="A", at=at)


@pytest.mark.parametrize("model", [Answer, Result])
def test_answers_and_results_cannot_be_changed(
    model: type[Answer | Result], exam: Exam, handler: Actor, at: datetime
) -> None:
    sit(handler, exam, at)
    for act in (lambda: model.objects.update(at=at), lambda: model.objects.all().delete()):
        with pytest.raises((DatabaseError, InternalError), match="append-only"), transaction.atomic():
            act()


def test_marking_and_reading_cost_the_same_for_any_paper(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at, each=40)
    cost = []
    for count in (2, 30):
        lines = [replace(line, count=count) for line in LINES]
        exam = open_exam(coordinator, district.justice, [handler], at, rules={"lines": lines}, pass_mark=Decimal(1))
        with CaptureQueriesContext(connection) as queries:
            sit(handler, exam, at, right=False)
        cost.append(len(queries))
    assert cost[0] == cost[1]
    assert cost[1] < 35


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_start_at_once_are_one_sitting(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    together = threading.Barrier(4)
    begun: list[int] = []
    failed: list[BaseException] = []

    def tab() -> None:
        try:
            together.wait(timeout=10)
            begun.append(sittings.start(actor=handler, exam=exam, at=at).pk)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _ in range(4)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(timeout=30)
    assert failed == []
    assert len(begun) == 4
    assert len(set(begun)) == Sitting.objects.count() == 1


def test_training_exam_is_held_by_a_unit_for_its_own_people(
    unit_admin: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(unit_admin, district.market, [handler], at, purpose=Purpose.TRAINING, title="岗前测试")
    assert sit(handler, exam, at).results.get().passed
    assert exams.prolong(actor=unit_admin, exam=exam, closes_at=exam.closes_at + timedelta(hours=1), at=at)
