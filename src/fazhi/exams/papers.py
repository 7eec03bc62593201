"""The paper of an exam 组卷: by rule (so many questions of a subject, kind and difficulty), or picked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fazhi.exams import bank
from fazhi.exams.holding import locked_draft
from fazhi.exams.marking.drawing import Drawn, Line, draw, in_order, option_order, seed_of, shortages
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.marking.scoring import Multiple, plain
from fazhi.exams.models import Exam, ExamQuestion, PaperKind
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor

MOST_QUESTIONS = 300
MOST_MARKS = Decimal(100)


@transaction.atomic
def set_rules(
    *,
    actor: Actor,
    exam: Exam,
    kind: str,
    subjects: Sequence[str],
    lines: Sequence[Line],
    multiple: str,
    shuffled: bool,
    at: datetime,
) -> Exam:
    """Sets how the papers are drawn. Raises Refused, naming every line that the bank cannot fill today."""
    held = locked_draft(actor, exam)
    held.paper_kind = PaperKind(kind)
    held.subjects = bank.require_subjects(subjects)
    held.multiple, held.shuffled = Multiple(multiple).value, shuffled
    if held.paper_kind != PaperKind.PICKED:
        chosen = [line for line in lines if line.count and line.subject in held.subjects]
        _check(chosen)
        today = timezone.localtime(at).date()
        require_enough(bank.standing(jurisdiction_id=held.jurisdiction_id, on=today, subjects=held.subjects), chosen)
        held.rules = [_kept(line) for line in chosen]
        held.full_mark = sum((line.count * line.marks for line in chosen), Decimal(0))
        held.questions.all().delete()
    else:
        held.rules = []
        held.full_mark = _worth(held)
    held.save()
    return held


@transaction.atomic
def pick(*, actor: Actor, exam: Exam, entries: Iterable[UUID], marks: Mapping[str, Decimal], at: datetime) -> int:
    """Puts questions of the bank onto a paper that is made by hand; `marks` by kind. Gives how many are new."""
    held = _picked_draft(actor, exam)
    wanted = set(entries)
    today = timezone.localtime(at).date()
    banked = bank.standing(jurisdiction_id=held.jurisdiction_id, on=today, subjects=held.subjects)
    known = set(held.questions.values_list("entry_id", flat=True))
    chosen = [each for each in banked if each.version.entry_id in wanted - known]
    if len(known) + len(chosen) > MOST_QUESTIONS:
        raise Refused(f"一份试卷最多 {MOST_QUESTIONS} 题。")
    worth = {kind: _marks(marks.get(kind.value, Decimal(0)), kind) for kind in {each.question.kind for each in chosen}}
    ExamQuestion.objects.bulk_create(
        [
            ExamQuestion(
                exam=held,
                version=each.version,
                entry_id=each.version.entry_id,
                marks=worth[each.question.kind],
            )
            for each in chosen
        ]
    )
    _recount(held)
    return len(chosen)


@transaction.atomic
def drop(*, actor: Actor, exam: Exam, question: int) -> None:
    """Takes a picked question off the paper."""
    held = _picked_draft(actor, exam)
    held.questions.filter(pk=question).delete()
    _recount(held)


def lines_of(exam: Exam) -> list[Line]:
    """The rule of an exam, as drawing takes it."""
    return [
        Line(
            line["subject"], QuestionKind(line["kind"]), line["difficulty"], int(line["count"]), Decimal(line["marks"])
        )
        for line in exam.rules
    ]


def require_enough(banked: Iterable[bank.Banked], lines: Sequence[Line]) -> None:
    """Raises Refused, naming every line that the questions cannot fill."""
    short = shortages(bank.items_of(banked), lines)
    if not short:
        return
    names = bank.subjects()
    said = [
        f"{names.get(each.line.subject, each.line.subject)}{each.line.kind.label}"
        f"{_level(each.line.difficulty)}要 {each.line.count} 题，题库可用 {each.left} 题"
        for each in short
    ]
    raise Refused("题库里的题不够：" + "；".join(said) + "。请减少题数，或先补充题库。", field="rules")


def paper_for(exam: Exam, *, candidate: int, attempt: int) -> list[dict[str, str | int]]:
    """The paper of one sitting, as it is kept. The same exam, candidate and attempt give the same paper.

    Each candidate has questions of their own, or all have the same; the order is everyone's own either way.
    """
    own = seed_of(exam.seed, candidate, attempt)
    drawn = _drawn(exam, own)
    laid = in_order(drawn, own, shuffled=exam.shuffled)
    questions = bank.questions_of(each.key for each in laid)
    return [
        {
            "q": each.key,
            "marks": plain(each.marks),
            "order": option_order(questions[each.key], each.key, own, shuffled=exam.shuffled),
        }
        for each in laid
    ]


def _drawn(exam: Exam, own: str) -> tuple[Drawn, ...]:
    if exam.paper_kind == PaperKind.PICKED:
        rows = exam.questions.values_list("id", "version__data__kind", "marks")
        return tuple(Drawn(number, QuestionKind(kind), marks or Decimal(0)) for number, kind, marks in rows)
    seed = own if exam.paper_kind == PaperKind.EACH else exam.seed
    return draw(bank.pool_of(exam), lines_of(exam), seed)


def _picked_draft(actor: Actor, exam: Exam) -> Exam:
    held = locked_draft(actor, exam)
    if held.paper_kind != PaperKind.PICKED:
        raise Refused("这场考试按规则抽题，不用选题。如要人工选题，请先改组卷方式。")
    return held


def _recount(exam: Exam) -> None:
    exam.full_mark = _worth(exam)
    exam.save(update_fields=["full_mark"])


def _worth(exam: Exam) -> Decimal:
    return sum((marks or Decimal(0) for marks in exam.questions.values_list("marks", flat=True)), Decimal(0))


def _check(lines: Sequence[Line]) -> None:
    if not lines:
        raise Refused("请填写每类题要几道。", field="rules")
    if sum(line.count for line in lines) > MOST_QUESTIONS:
        raise Refused(f"一份试卷最多 {MOST_QUESTIONS} 题。", field="rules")
    for line in lines:
        _marks(line.marks, line.kind)


def _marks(marks: Decimal, kind: QuestionKind) -> Decimal:
    if not 0 < marks <= MOST_MARKS:
        raise Refused(f"请填写{kind.label}每题的分值（大于 0，不超过 {MOST_MARKS:f}）。", field="rules")
    if marks != marks.quantize(Decimal("0.01")):
        raise Refused(f"{kind.label}每题的分值最多两位小数。", field="rules")
    return marks


def _level(difficulty: str) -> str:
    return f"（{bank.difficulties().get(difficulty, difficulty)}）" if difficulty else ""


def _kept(line: Line) -> dict[str, str | int]:
    return {
        "subject": line.subject,
        "kind": line.kind.value,
        "difficulty": line.difficulty,
        "count": line.count,
        "marks": plain(line.marks),
    }
