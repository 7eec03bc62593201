"""Objections 试题异议: a candidate says a question is wrong; where that holds it is voided and all are marked anew."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from fazhi.exams import results
from fazhi.exams.holding import locked
from fazhi.exams.models import Exam, ExamQuestion, Objection, ResultReason, Sitting, VoidedQuestion
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import EXAM_SIT, NotAllowed


@transaction.atomic
def raise_(*, actor: Actor, sitting: Sitting, question: int, text: str, at: datetime) -> Objection:
    """Objects to a question of one's own paper, after the exam is over and before its results are confirmed.

    Raises NotAllowed; Refused outside that time, without a reason, or where one has objected to it already.
    """
    exam = Exam.objects.select_for_update().get(pk=sitting.exam_id)
    if sitting.candidate.person_id != actor.person.pk:
        raise NotAllowed(EXAM_SIT, "只能对自己试卷中的题提出异议。")
    if at < exam.closes_at:
        raise Refused(f"考试到 {timezone.localtime(exam.closes_at):%Y-%m-%d %H:%M} 结束，结束后可以提出异议。")
    if exam.confirmed_at is not None:
        raise Refused("成绩已经确认，不再受理异议。请向组织单位反映。")
    if all(line["q"] != question for line in sitting.paper):
        raise Refused("您的试卷中没有这道题。")
    if not text.strip():
        raise Refused("请写明理由：答案为什么不对，或者题目哪里有误。", field="text")
    try:
        with transaction.atomic():
            return Objection.objects.create(
                exam=exam, question_id=question, candidate=sitting.candidate, text=text.strip()[:500], raised_at=at
            )
    except IntegrityError:  # the same page sent twice
        raise Refused("您已对这道题提出过异议，请等待处理。") from None


@transaction.atomic
def rule(*, actor: Actor, objection: Objection, upheld: bool, ruling: str, at: datetime) -> Objection:
    """Rules on an objection. One that is upheld voids the question: everybody who had it earns its marks.

    Raises NotAllowed; Refused for a second ruling, or without words.
    """
    exam = _open(actor, objection.exam)
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    if held.upheld is not None:
        raise Refused("这件异议已经处理过。")
    if not ruling.strip():
        raise Refused("请填写处理意见，提出人会看到。", field="ruling")
    held.upheld, held.ruling, held.ruled_by, held.ruled_at = upheld, ruling.strip()[:500], actor.person, at
    held.save(update_fields=["upheld", "ruling", "ruled_by", "ruled_at"])
    if upheld:
        _void(exam, held.question, held.ruling, actor, at)
    return held


@transaction.atomic
def void(*, actor: Actor, exam: Exam, question: ExamQuestion, reason: str, at: datetime) -> int:
    """Voids a question without anybody having objected. Gives how many papers were marked anew."""
    held = _open(actor, exam)
    if not reason.strip():
        raise Refused("请填写作废原因，考生会看到。", field="reason")
    return _void(held, question, reason.strip(), actor, at)


def _open(actor: Actor, exam: Exam) -> Exam:
    held = locked(actor, exam)
    if held.confirmed_at is not None:
        raise Refused("成绩已经确认，不能再作废试题。")
    return held


def _void(exam: Exam, question: ExamQuestion, reason: str, actor: Actor, at: datetime) -> int:
    """Those who still sit are marked when they end; the others get a result beside their first."""
    _, new = VoidedQuestion.objects.get_or_create(
        question=question, defaults={"reason": reason[:500], "by": actor.person, "at": at}
    )
    if not new:
        return 0
    ended = Sitting.objects.select_for_update(of=("self",)).filter(exam=exam).exclude(ended_at=None)
    had = [
        sitting for sitting in ended.select_related("exam") if any(line["q"] == question.pk for line in sitting.paper)
    ]
    results.mark_all(had, reason=ResultReason.VOIDED, note=reason, by=actor.person, at=at)
    return len(had)
