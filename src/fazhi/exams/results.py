"""Results 成绩: papers marked, scores from elsewhere entered, an exam's results confirmed. Results are only added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from fazhi.exams import bank, officers
from fazhi.exams.holding import locked
from fazhi.exams.marking.questions import Question
from fazhi.exams.marking.scoring import Asked, Marked, Multiple, mark, plain
from fazhi.exams.models import (
    Answer,
    Candidate,
    Exam,
    ExamState,
    Mode,
    Purpose,
    Result,
    ResultReason,
    Sitting,
    VoidedQuestion,
)
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Person


@transaction.atomic
def mark_all(
    sittings: Sequence[Sitting], *, reason: str, at: datetime, note: str = "", by: Person | None = None
) -> list[Result]:
    """Marks sittings of one exam that have ended, as answers and voided questions stand. A fixed number of queries."""
    if not sittings:
        return []
    exam = sittings[0].exam
    asked = {line["q"] for sitting in sittings for line in sitting.paper}
    questions = bank.questions_of(asked)
    void = set(VoidedQuestion.objects.filter(question__exam=exam).values_list("question_id", flat=True))
    given = _answers(sittings)
    made = []
    for sitting in sittings:
        marked = mark(_paper(sitting, questions, void), given.get(sitting.pk, {}), Multiple(exam.multiple))
        made.append(_result(sitting, marked, reason=reason, note=note, by=by, at=at))
    Result.objects.bulk_create(made, batch_size=500)
    settle({sitting.candidate_id for sitting in sittings})
    return made


@transaction.atomic
def enter(
    *, actor: Actor, exam: Exam, scores: Mapping[int, Decimal | None], sat_on: date, at: datetime, note: str = ""
) -> int:
    """Enters scores of an exam that was sat elsewhere, by candidate; another score than the last is a correction.

    None leaves a candidate as they are. Gives how many were entered. Raises NotAllowed; Refused once confirmed, for an
    exam sat here by somebody with an account, and for a score beyond the full mark.
    """
    held = _unconfirmed(actor, exam)
    if sat_on > timezone.localtime(at).date():
        raise Refused("考试日期还没有到，不能登记成绩。", field="sat_on")
    found = held.candidates.select_for_update(of=("self",)).in_bulk(
        [pk for pk, score in scores.items() if score is not None]
    )
    last = {each.candidate_id: each for each in latest(held).filter(sitting=None)}
    made = []
    for pk, candidate in found.items():
        score = scores[pk]
        assert score is not None
        _check_score(held, candidate, score)
        known = last.get(pk)
        if known is None or (known.score, known.sat_on) != (score, sat_on):
            reason = ResultReason.OUTSIDE if known is None else ResultReason.CORRECTED
            made.append(_entered(held, candidate, score, sat_on, reason, note, actor.person, at))
    Result.objects.bulk_create(made)
    settle({each.candidate_id for each in made})
    return len(made)


@transaction.atomic
def confirm(*, actor: Actor, exam: Exam, at: datetime) -> Exam:
    """Confirms the results: from now on they stand. Of a qualification exam they go into the register of officers.

    Raises Refused while the exam is open or an objection waits; NotAllowed.
    """
    held = _unconfirmed(actor, exam)
    if held.mode == Mode.ONLINE and at < held.closes_at:
        raise Refused(f"考试到 {timezone.localtime(held.closes_at):%Y-%m-%d %H:%M} 才结束，结束后再确认成绩。")
    if held.sittings.filter(ended_at=None).exists():
        raise Refused("还有人的答卷没有结束，请刷新页面后再确认。")
    if waiting := held.objections.filter(upheld=None).count():
        raise Refused(f"还有 {waiting} 件试题异议没有处理，请先处理。")
    if not held.results.exists():
        raise Refused("还没有任何成绩，不能确认。")
    held.confirmed_by, held.confirmed_at = actor.person, at
    if held.purpose == Purpose.QUALIFICATION:
        held.revision = officers.enter_passes(actor=actor, exam=held, at=at)
    held.save(update_fields=["confirmed_by", "confirmed_at", "revision"])
    return held


def latest(exam: Exam) -> Any:
    """The result that counts of each sitting, or of each score from elsewhere."""
    return exam.results.order_by("candidate_id", "sitting_id", "-id").distinct("candidate_id", "sitting_id")


def settle(candidates: Iterable[int]) -> None:
    """Brings what candidates' rows repeat of their results up to date: the best counts, the earliest of equal ones."""
    numbers = list(candidates)
    rows = Result.objects.filter(candidate__in=numbers).order_by("candidate_id", "sitting_id", "-id")
    best: dict[int, tuple[int, Result]] = {}
    for result in rows.distinct("candidate_id", "sitting_id"):
        times, known = best.get(result.candidate_id, (0, result))
        better = (result.passed, result.score) > (known.passed, known.score)
        best[result.candidate_id] = (times + 1, result if better else known)
    changed = list(Candidate.objects.filter(pk__in=best))
    for candidate in changed:
        candidate.sat, result = best[candidate.pk]
        candidate.score, candidate.passed, candidate.sat_on = result.score, result.passed, result.sat_on
    Candidate.objects.bulk_update(changed, ["sat", "score", "passed", "sat_on"], batch_size=500)


def _answers(sittings: Sequence[Sitting]) -> dict[int, dict[int, str]]:
    rows = Answer.objects.filter(sitting__in=[sitting.pk for sitting in sittings])
    last = rows.order_by("sitting_id", "question_id", "-id").distinct("sitting_id", "question_id")
    given: dict[int, dict[int, str]] = {}
    for sitting, question, letters in last.values_list("sitting_id", "question_id", "letters"):
        given.setdefault(sitting, {})[question] = letters
    return given


def _paper(sitting: Sitting, questions: Mapping[int, Question], void: set[int]) -> list[Asked]:
    return [
        Asked(
            key=line["q"],
            kind=questions[line["q"]].kind,
            answer=questions[line["q"]].answer,
            marks=Decimal(line["marks"]),
            void=line["q"] in void,
        )
        for line in sitting.paper
    ]


def _result(sitting: Sitting, marked: Marked, *, reason: str, note: str, by: Person | None, at: datetime) -> Result:
    return Result(
        exam_id=sitting.exam_id,
        candidate_id=sitting.candidate_id,
        sitting=sitting,
        score=marked.score,
        full=marked.full,
        passed=marked.score >= sitting.exam.pass_mark,
        sat_on=timezone.localtime(sitting.started_at).date(),
        reason=reason,
        note=note[:300],
        lines=[
            {"q": line.key, "given": line.given, "verdict": line.verdict.value, "score": plain(line.score)}
            for line in marked.lines
        ],
        by=by,
        at=at,
    )


def _unconfirmed(actor: Actor, exam: Exam) -> Exam:
    held = locked(actor, exam)
    if held.state != ExamState.PUBLISHED:
        raise Refused(f"“{held.title}”{held.get_state_display()}，没有成绩可办。")
    if held.confirmed_at is not None:
        raise Refused(f"成绩已于 {timezone.localtime(held.confirmed_at):%Y-%m-%d} 确认，不能再改。")
    return held


def _check_score(exam: Exam, candidate: Candidate, score: Decimal) -> None:
    if exam.mode == Mode.ONLINE and candidate.person_id is not None:
        raise Refused(f"{candidate.name}在本系统考试，成绩由系统评定，不能登记。", field=f"score_{candidate.pk}")
    if not 0 <= score <= exam.full_mark or score != score.quantize(Decimal("0.01")):
        say = f"{candidate.name}的成绩应在 0 至 {plain(exam.full_mark)} 分之间，最多两位小数。"
        raise Refused(say, field=f"score_{candidate.pk}")


def _entered(
    exam: Exam, candidate: Candidate, score: Decimal, sat_on: date, reason: str, note: str, by: Person, at: datetime
) -> Result:
    return Result(
        exam=exam,
        candidate=candidate,
        score=score,
        full=exam.full_mark,
        passed=score >= exam.pass_mark,
        sat_on=sat_on,
        reason=reason,
        note=note[:300],
        by=by,
        at=at,
    )
