"""Results: voided questions marked anew beside the first, scores from elsewhere, confirming, certificates, figures."""

import io
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from docx import Document

from fazhi.exams import candidates, certificates, exams, objections, results, sittings, statistics
from fazhi.exams.candidates import Nominee
from fazhi.exams.models import Candidate, Exam, Mode, Objection, Purpose, Result, ResultReason
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from tests.conftest import District
from tests.exams.papers import FULL, draft, fill, give, open_exam, right_answers, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime) -> Exam:
    fill(district, at=at, each=3)
    return open_exam(coordinator, district.justice, [handler, head], at, rules={"kind": "shared"})


def failed_by_one(actor: Actor, exam: Exam, at: datetime) -> tuple[int, Decimal]:
    """Sits with the first question wrong; gives the question and what it is worth."""
    sitting = sittings.start(actor=actor, exam=exam, at=at)
    first = sitting.paper[-1]
    right = right_answers(sitting) | {first["q"]: "C"}
    give(actor, sitting, right, at)
    sittings.submit(actor=actor, sitting=sitting, at=at)
    return first["q"], Decimal(first["marks"])


def test_upheld_objection_voids_the_question_and_all_are_marked_anew_beside_the_first(
    exam: Exam, coordinator: Actor, handler: Actor, head: Actor, at: datetime
) -> None:
    question, worth = failed_by_one(handler, exam, at)
    sit(head, exam, at)
    over = exam.closes_at
    sitting = exam.sittings.get(candidate__person=handler.person)
    made = objections.raise_(actor=handler, sitting=sitting, question=question, text="答案与新法不符", at=over)
    objections.rule(actor=coordinator, objection=made, upheld=True, ruling="法条已修改", at=over)
    first, _, again, head_again = Result.objects.order_by("id")
    assert (first.score, again.score, head_again.score) == (FULL - worth, FULL, FULL)
    assert (again.reason, again.note, again.by) == (ResultReason.VOIDED, "法条已修改", coordinator.person)
    assert exam.candidates.get(person=handler.person).score == FULL


def test_rejected_objection_changes_no_result_and_is_ruled_once(
    exam: Exam, coordinator: Actor, handler: Actor, at: datetime
) -> None:
    question, _ = failed_by_one(handler, exam, at)
    sitting = exam.sittings.get()
    made = objections.raise_(actor=handler, sitting=sitting, question=question, text="有误", at=exam.closes_at)
    ruled = objections.rule(actor=coordinator, objection=made, upheld=False, ruling="答案无误", at=exam.closes_at)
    assert (ruled.upheld, Result.objects.count()) == (False, 1)
    with pytest.raises(Refused, match="已经处理"):
        objections.rule(actor=coordinator, objection=made, upheld=True, ruling="改", at=exam.closes_at)


def test_objection_is_for_ones_own_paper_after_the_end_once(
    exam: Exam, handler: Actor, head: Actor, coordinator: Actor, at: datetime
) -> None:
    question, _ = failed_by_one(handler, exam, at)
    sitting = exam.sittings.get()
    words = {"sitting": sitting, "question": question, "text": "有误"}
    with pytest.raises(Refused, match="结束后可以提出"):
        objections.raise_(actor=handler, at=at, **words)
    with pytest.raises(NotAllowed):
        objections.raise_(actor=head, at=exam.closes_at, **words)
    objections.raise_(actor=handler, at=exam.closes_at, **words)
    with pytest.raises(Refused, match="已对这道题提出过异议"):
        objections.raise_(actor=handler, at=exam.closes_at, **words)
    with pytest.raises(Refused, match="1 件试题异议没有处理"):
        results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    with pytest.raises(NotAllowed):
        objections.rule(actor=handler, objection=Objection.objects.get(), upheld=True, ruling="是", at=exam.closes_at)


def test_void_while_somebody_sits_counts_when_they_end(
    exam: Exam, coordinator: Actor, handler: Actor, at: datetime
) -> None:
    sitting = sittings.start(actor=handler, exam=exam, at=at)
    question = exam.questions.get(pk=sitting.paper[0]["q"])
    assert objections.void(actor=coordinator, exam=exam, question=question, reason="题干缺字", at=at) == 0
    sittings.submit(actor=handler, sitting=sitting, at=at)
    assert Result.objects.get().score == Decimal(sitting.paper[0]["marks"])


def test_confirm_waits_for_the_end_and_then_results_stand(
    exam: Exam, coordinator: Actor, handler: Actor, at: datetime
) -> None:
    question, _ = failed_by_one(handler, exam, at)
    with pytest.raises(Refused, match="结束后再确认"):
        results.confirm(actor=coordinator, exam=exam, at=at)
    with pytest.raises(NotAllowed):
        results.confirm(actor=handler, exam=exam, at=exam.closes_at)
    confirmed = results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    assert confirmed.confirmed_by == coordinator.person
    sitting = exam.sittings.get()
    with pytest.raises(Refused, match="不再受理异议"):
        objections.raise_(actor=handler, sitting=sitting, question=question, text="有误", at=exam.closes_at)


@pytest.fixture
def outside(coordinator: Actor, handler: Actor, district: District, at: datetime) -> Exam:
    made = draft(
        coordinator,
        district.justice,
        at,
        title="新任领导干部任前法律知识考试",
        purpose=Purpose.PRE_APPOINTMENT,
        mode=Mode.OUTSIDE,
        pass_mark=Decimal(60),
        full_mark=Decimal(100),
    )
    people = [
        Nominee("程班", district.market, handler.person, intended_post="区市场监管局副局长"),
        Nominee("王生", district.urban, intended_post="区城管局局长"),
        Nominee("李生", district.street, intended_post="东街街道主任"),
    ]
    candidates.enrol(actor=coordinator, exam=made, nominees=people, at=at)
    return exams.publish(actor=coordinator, exam=made, at=at)


def test_scores_from_elsewhere_are_entered_corrected_and_kept(outside: Exam, coordinator: Actor, at: datetime) -> None:
    first, second, third = outside.candidates.order_by("id")
    day = at.date()
    given = {first.pk: Decimal("88.5"), second.pk: Decimal(42), third.pk: None}
    assert results.enter(actor=coordinator, exam=outside, scores=given, sat_on=day, at=at) == 2
    assert results.enter(actor=coordinator, exam=outside, scores=given, sat_on=day, at=at) == 0
    assert results.enter(actor=coordinator, exam=outside, scores={second.pk: Decimal(61)}, sat_on=day, at=at) == 1
    assert list(Result.objects.values_list("score", "passed", "reason")) == [
        (Decimal("88.50"), True, "outside"),
        (Decimal(42), False, "outside"),
        (Decimal(61), True, "corrected"),
    ]
    second.refresh_from_db()
    assert (second.score, second.passed, second.sat) == (Decimal(61), True, 1)
    with pytest.raises(Refused, match="0 至 100 分之间"):
        results.enter(actor=coordinator, exam=outside, scores={third.pk: Decimal(101)}, sat_on=day, at=at)


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_certificates_are_numbered_once_and_the_letter_names_who_did_not_pass(
    outside: Exam, coordinator: Actor, at: datetime
) -> None:
    first, second, _ = outside.candidates.order_by("id")
    scores = {first.pk: Decimal(90), second.pk: Decimal(50)}
    results.enter(actor=coordinator, exam=outside, scores=scores, sat_on=at.date(), at=at)
    with pytest.raises(Refused, match="没有确认"):
        certificates.issue(actor=coordinator, exam=outside, at=at)
    results.confirm(actor=coordinator, exam=outside, at=at)
    [made] = certificates.issue(actor=coordinator, exam=outside, at=at)
    assert certificates.issue(actor=coordinator, exam=outside, at=at) == []
    assert made.number == "清法考证〔2026〕1号"
    said = text_of(certificates.paper(made))
    assert "任前法律知识考试合格证明" in said
    assert "程班，清和区市场监督管理局，拟任区市场监管局副局长，于2026年3月2日参加" in said
    letter = text_of(certificates.reply(exam=outside, addressee="中共清和区委组织部", at=at))
    assert "应考3人，合格1人" in letter
    assert "王生（区城管局，拟任区城管局局长，不合格）、李生（东街街道，拟任东街街道主任，未考）" in letter
    assert "清法考证〔2026〕1号" in letter


def test_figures_count_enrolled_sat_and_passed(
    exam: Exam, outside: Exam, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    sit(handler, exam, at)
    results.enter(
        actor=coordinator,
        exam=outside,
        scores={outside.candidates.order_by("id")[0].pk: Decimal(59)},
        sat_on=at.date(),
        at=at,
    )
    found = statistics.of_exam(exam)
    assert (found.enrolled, found.sat, found.passed, found.rate, found.missing) == (2, 1, 1, 100, 1)
    assert [(each.title, each.enrolled, each.sat) for each in statistics.by_unit(outside)] == [
        ("东街街道", 1, 0),
        ("区城管局", 1, 0),
        ("区市场监管局", 1, 1),
    ]
    year = statistics.of_year(jurisdiction_id=district.jurisdiction.pk, year=2026)
    assert [(each.title, each.exams, each.enrolled, each.sat, each.passed, each.rate) for each in year.exams] == [
        ("执法资格考试", 1, 2, 1, 1, 100),
        ("任前法律知识考试", 1, 3, 1, 0, 0),
        ("业务培训考核", 0, 0, 0, 0, None),
    ]


def test_best_of_several_sittings_counts(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at, attempts=3, pass_mark=FULL)
    failed_by_one(handler, exam, at)
    sit(handler, exam, at + timedelta(minutes=5), right=False)
    mine = Candidate.objects.get(person=handler.person)
    assert (mine.sat, mine.score, mine.passed) == (2, Result.objects.order_by("id")[0].score, False)
    sit(handler, exam, at + timedelta(minutes=9))
    mine.refresh_from_db()
    assert (mine.sat, mine.score, mine.passed) == (3, FULL, True)
