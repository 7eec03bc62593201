"""Preparing and publishing an exam: what is refused, and what stands from then on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from fazhi.exams import bank, exams, papers
from fazhi.exams.marking.drawing import Line
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.models import ExamState, Mode, PaperKind, Purpose
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry
from tests.conftest import District
from tests.exams.papers import FULL, LINES, change_bank, draft, enrol, fill, open_exam, plan, with_rules

pytestmark = pytest.mark.django_db


def test_publish_fixes_questions_seed_and_full_mark(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    assert (exam.state, exam.full_mark) == (ExamState.PUBLISHED, FULL)
    assert len(exam.seed) == 64
    assert exam.questions.count() == 18


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"closes_at": -1}, "closes_at"),
        ({"pass_mark": Decimal(0)}, "pass_mark"),
        ({"minutes": 1}, "minutes"),
        ({"attempts": 0}, "attempts"),
        ({"mode": Mode.OUTSIDE, "full_mark": Decimal(5)}, "full_mark"),
    ],
)
def test_make_names_the_wrong_field(
    changes: dict[str, object], field: str, coordinator: Actor, district: District, at: datetime
) -> None:
    if "closes_at" in changes:
        changes = {"closes_at": at - timedelta(hours=1)}
    with pytest.raises(Refused) as refused:
        draft(coordinator, district.justice, at, **changes)
    assert refused.value.field == field


def test_unit_admin_holds_training_exams_of_the_own_unit_alone(
    unit_admin: Actor, district: District, at: datetime
) -> None:
    made = draft(unit_admin, district.market, at, purpose=Purpose.TRAINING)
    assert made.organization == district.market
    with pytest.raises(NotAllowed, match="由依法治区办统筹组织"):
        draft(unit_admin, district.market, at)
    with pytest.raises(NotAllowed):
        draft(unit_admin, district.urban, at, purpose=Purpose.TRAINING)


def test_nobody_else_makes_or_publishes(
    handler: Actor, outsider: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    for stranger in (handler, outsider):
        with pytest.raises(NotAllowed):
            draft(stranger, district.justice, at, purpose=Purpose.TRAINING)
    made = draft(coordinator, district.justice, at)
    for stranger in (handler, outsider):
        with pytest.raises(NotAllowed):
            exams.publish(actor=stranger, exam=made, at=at)


def test_rules_that_the_bank_cannot_fill_are_all_named(coordinator: Actor, district: District, at: datetime) -> None:
    fill(district, at=at, each=2)
    wanted = (
        Line("penalty", QuestionKind.SINGLE, "", 3, Decimal(2)),
        Line("penalty", QuestionKind.JUDGEMENT, "hard", 1, Decimal(1)),
        Line("penalty", QuestionKind.MULTIPLE, "", 2, Decimal(4)),
    )
    with pytest.raises(Refused) as refused:
        with_rules(coordinator, draft(coordinator, district.justice, at), at, lines=wanted)
    assert refused.value.say == (
        "题库里的题不够：行政处罚判断题（难）要 1 题，题库可用 0 题；行政处罚单选题要 3 题，题库可用 2 题。"
        "请减少题数，或先补充题库。"
    )


def test_publish_refuses_without_candidates_rules_or_a_reachable_pass_mark(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    made = draft(coordinator, district.justice, at, pass_mark=FULL + 1)
    with pytest.raises(Refused, match="没有考生"):
        exams.publish(actor=coordinator, exam=made, at=at)
    enrol(coordinator, made, [handler], at)
    with pytest.raises(Refused, match="没有设定组卷规则"):
        exams.publish(actor=coordinator, exam=made, at=at)
    with_rules(coordinator, made, at)
    with pytest.raises(Refused, match="不超过满分 16"):
        exams.publish(actor=coordinator, exam=made, at=at)
    made.refresh_from_db()
    assert made.state == ExamState.DRAFT


def test_published_exam_is_amended_no_more_and_cancelled_only_before_anybody_sat(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    with pytest.raises(Refused, match="已发布，不能再改"):
        exams.amend(actor=coordinator, exam=exam, plan=plan(at), at=at)
    with pytest.raises(Refused, match="取消原因"):
        exams.cancel(actor=coordinator, exam=exam, why=" ", at=at)
    assert exams.cancel(actor=coordinator, exam=exam, why="场地变动", at=at).state == ExamState.CANCELLED


def test_prolong_moves_the_end_out_alone_and_only_while_open(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    later = exam.closes_at + timedelta(hours=1)
    assert exams.prolong(actor=coordinator, exam=exam, closes_at=later, at=at).closes_at == later
    with pytest.raises(Refused, match="晚于"):
        exams.prolong(actor=coordinator, exam=exam, closes_at=at + timedelta(minutes=5), at=at)
    with pytest.raises(Refused, match="已经结束"):
        exams.prolong(actor=coordinator, exam=exam, closes_at=later + timedelta(days=1), at=later)


def test_picked_paper_takes_todays_edition_and_refuses_withdrawn_questions(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    revised = fill(district, at=at)
    exam = with_rules(
        coordinator, draft(coordinator, district.justice, at, pass_mark=Decimal(5)), at, kind=PaperKind.PICKED
    )
    worth = {"judgement": Decimal(2), "single": Decimal(5), "multiple": Decimal(8)}
    wanted = [revised.entries[0], revised.entries[6], revised.entries[12]]
    assert papers.pick(actor=coordinator, exam=exam, entries=wanted, marks=worth, at=at) == 3
    assert papers.pick(actor=coordinator, exam=exam, entries=wanted, marks=worth, at=at) == 0
    exam.refresh_from_db()
    assert exam.full_mark == Decimal(15)
    enrol(coordinator, exam, [handler], at)
    amended = Change(ChangeKind.AMEND, wanted[0], {"stem": "改过的题干"})
    change_bank(district, [amended, Change(ChangeKind.WITHDRAW, wanted[1])], at=at + timedelta(minutes=1))
    with pytest.raises(Refused, match=Entry.objects.get(pk=wanted[1]).key):
        exams.publish(actor=coordinator, exam=exam, at=at + timedelta(minutes=2))
    papers.drop(actor=coordinator, exam=exam, question=exam.questions.get(entry_id=wanted[1]).pk)
    published = exams.publish(actor=coordinator, exam=exam, at=at + timedelta(minutes=2))
    assert published.full_mark == Decimal(7)
    texts = bank.questions_of(published.questions.values_list("pk", flat=True))
    assert "改过的题干" in {each.stem for each in texts.values()}


def test_rules_add_up_to_the_full_mark(coordinator: Actor, district: District, at: datetime) -> None:
    fill(district, at=at)
    exam = with_rules(coordinator, draft(coordinator, district.justice, at), at)
    assert exam.full_mark == sum(line.count * line.marks for line in LINES)
    assert papers.lines_of(exam) == list(LINES)


def test_discard_takes_a_draft_with_its_candidates(
    coordinator: Actor, handler: Actor, district: District, at: datetime, join: Callable[..., Actor]
) -> None:
    made = draft(coordinator, district.justice, at)
    enrol(coordinator, made, [handler], at)
    exams.discard(actor=coordinator, exam=made)
    assert not type(made).objects.filter(pk=made.pk).exists()
