"""Exams 考试: prepared as a draft, published with the bank's questions of that day, cancelled with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from fazhi.exams import bank
from fazhi.exams.holding import locked, locked_draft
from fazhi.exams.marking.scoring import plain
from fazhi.exams.models import Exam, ExamQuestion, ExamState, Mode, PaperKind, Purpose
from fazhi.exams.papers import lines_of, require_enough
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import EXAM_MANAGE, NotAllowed, reaches_jurisdiction, require

SHORTEST, LONGEST = 5, 600
MOST_ATTEMPTS = 10
FOR_THE_WHOLE_AREA = frozenset({Purpose.QUALIFICATION, Purpose.PRE_APPOINTMENT})
"""Purposes that only the office for the whole area may hold an exam for: what it proves holds everywhere there."""


@dataclass(frozen=True)
class Plan:
    """What is set for an exam before its paper: who, when, how long, what passes, how often.

    minutes: time to answer. full_mark: what the paper is worth, needed only for one sat elsewhere.
    days_between: days that must pass before somebody who failed may sit again.
    """

    title: str
    purpose: str
    mode: str
    opens_at: datetime
    closes_at: datetime
    minutes: int
    pass_mark: Decimal
    full_mark: Decimal = Decimal(0)
    attempts: int = 1
    days_between: int = 0
    staffed_only: bool = False
    units: Sequence[Organization] = ()
    notice: str = ""


@transaction.atomic
def make(*, actor: Actor, organization: Organization, plan: Plan, at: datetime) -> Exam:
    """Makes a draft in the name of a unit. Raises NotAllowed; Refused with the field that is wrong."""
    _require(actor, organization, plan.purpose)
    _check(plan, at)
    made = Exam(
        jurisdiction_id=organization.jurisdiction_id, organization=organization, made_by=actor.person, made_at=at
    )
    return _planned(made, plan)


@transaction.atomic
def amend(*, actor: Actor, exam: Exam, plan: Plan, at: datetime) -> Exam:
    """Changes a draft. Raises NotAllowed; Refused for a published exam."""
    held = locked_draft(actor, exam)
    _require(actor, held.organization, plan.purpose)
    _check(plan, at)
    return _planned(held, plan)


@transaction.atomic
def publish(*, actor: Actor, exam: Exam, at: datetime) -> Exam:
    """Fixes the questions in today's edition of the bank and makes the seed: from now on the paper follows from both.

    Raises Refused where the bank cannot fill the paper (every line that it cannot), without candidates, or too late.
    """
    held = locked_draft(actor, exam)
    if not held.candidates.exists():
        raise Refused("还没有考生。请先录入考生再发布。")
    if held.mode == Mode.ONLINE:
        if held.closes_at <= at:
            raise Refused("考试结束时间已过。请先改时间再发布。", field="closes_at")
        _take_questions(held, at)
        held.seed = secrets.token_hex(32)
    if not 0 < held.pass_mark <= held.full_mark:
        raise Refused(
            f"合格分 {plain(held.pass_mark)} 应大于 0、不超过满分 {plain(held.full_mark)}。", field="pass_mark"
        )
    held.state, held.published_by, held.published_at = ExamState.PUBLISHED, actor.person, at
    held.save()
    return held


@transaction.atomic
def cancel(*, actor: Actor, exam: Exam, why: str, at: datetime) -> Exam:  # noqa: ARG001 -- every verb is told when
    """Cancels a published exam that nobody has sat. Raises Refused otherwise, and without a reason."""
    held = locked(actor, exam)
    if held.state != ExamState.PUBLISHED:
        raise Refused(f"“{held.title}”{held.get_state_display()}，不能取消。")
    if held.sittings.exists() or held.results.exists():
        raise Refused("已有人参加考试，不能取消。可以等考试结束后处理异议。")
    if not why.strip():
        raise Refused("请填写取消原因，考生会看到。", field="why")
    held.state, held.cancelled_why = ExamState.CANCELLED, why.strip()[:300]
    held.save(update_fields=["state", "cancelled_why"])
    return held


@transaction.atomic
def discard(*, actor: Actor, exam: Exam) -> None:
    """Throws a draft away, with its list of candidates: nobody has been told of it."""
    locked_draft(actor, exam).delete()


@transaction.atomic
def prolong(*, actor: Actor, exam: Exam, closes_at: datetime, at: datetime) -> Exam:
    """Moves the end of a published exam further out, for those who were kept from it. It never moves nearer."""
    held = locked(actor, exam)
    if held.state != ExamState.PUBLISHED or held.confirmed_at is not None:
        raise Refused("成绩已经确认或者考试没有发布，不能延长。")
    if at >= held.closes_at:
        raise Refused("考试已经结束，答案已经公布，不能延长。")
    if closes_at <= held.closes_at:
        raise Refused("新的结束时间应晚于现在的结束时间。", field="closes_at")
    held.closes_at = closes_at
    held.save(update_fields=["closes_at"])
    return held


def _require(actor: Actor, organization: Organization, purpose: str) -> None:
    require(actor, EXAM_MANAGE, organization=organization)
    if purpose in FOR_THE_WHOLE_AREA and not reaches_jurisdiction(actor, EXAM_MANAGE):
        say = f"{Purpose(purpose).label}由依法治区办统筹组织，本单位可以组织{Purpose.TRAINING.label}。"
        raise NotAllowed(EXAM_MANAGE, say)


def _planned(exam: Exam, plan: Plan) -> Exam:
    online = plan.mode == Mode.ONLINE
    exam.title, exam.purpose, exam.mode = plan.title.strip(), plan.purpose, plan.mode
    exam.opens_at, exam.closes_at, exam.minutes = plan.opens_at, plan.closes_at, plan.minutes
    exam.pass_mark, exam.attempts, exam.days_between = plan.pass_mark, plan.attempts, plan.days_between
    exam.full_mark = exam.full_mark if online else plan.full_mark
    exam.staffed_only, exam.notice = plan.staffed_only, plan.notice.strip()
    exam.save()
    exam.units.set(plan.units)
    return exam


def _check(plan: Plan, at: datetime) -> None:
    if not plan.title.strip():
        raise Refused("请填写考试名称。", field="title")
    if plan.closes_at <= plan.opens_at:
        raise Refused("结束时间应晚于开始时间。", field="closes_at")
    if plan.pass_mark <= 0:
        raise Refused("合格分应大于 0。", field="pass_mark")
    if plan.mode == Mode.OUTSIDE:
        if plan.full_mark < plan.pass_mark:
            raise Refused("满分不能低于合格分。", field="full_mark")
        return
    if plan.closes_at <= at:
        raise Refused(f"结束时间已过（现在是 {timezone.localtime(at):%Y-%m-%d %H:%M}）。", field="closes_at")
    if not SHORTEST <= plan.minutes <= LONGEST:
        raise Refused(f"答题时长应在 {SHORTEST} 至 {LONGEST} 分钟之间。", field="minutes")
    if not 1 <= plan.attempts <= MOST_ATTEMPTS:
        raise Refused(f"可考次数应在 1 至 {MOST_ATTEMPTS} 次之间。", field="attempts")


def _take_questions(exam: Exam, at: datetime) -> None:
    """Takes the edition of the day: all of the subjects for a paper by rule, the picked ones for one by hand."""
    today = timezone.localtime(at).date()
    banked = bank.standing(jurisdiction_id=exam.jurisdiction_id, on=today, subjects=exam.subjects)
    if exam.paper_kind == PaperKind.PICKED:
        exam.full_mark = _renew_picked(exam, banked)
        return
    lines = lines_of(exam)
    if not lines:
        raise Refused("还没有设定组卷规则。请先组卷再发布。", field="rules")
    require_enough(banked, lines)
    wanted = {(line.subject, line.kind) for line in lines}
    _keep(exam, [each for each in banked if (each.question.subject, each.question.kind) in wanted])
    exam.full_mark = sum((line.count * line.marks for line in lines), Decimal(0))


def _keep(exam: Exam, banked: Iterable[bank.Banked]) -> None:
    exam.questions.all().delete()
    ExamQuestion.objects.bulk_create(
        [ExamQuestion(exam=exam, version=each.version, entry_id=each.version.entry_id) for each in banked],
        batch_size=1000,
    )


def _renew_picked(exam: Exam, banked: Iterable[bank.Banked]) -> Decimal:
    """Brings each picked question to today's edition. Raises Refused for one that has been withdrawn since."""
    today = {each.version.entry_id: each.version for each in banked}
    picked = list(exam.questions.select_related("version"))
    if not picked:
        raise Refused("还没有选题。请先选题再发布。", field="rules")
    gone = [each.version.key for each in picked if each.entry_id not in today]
    if gone:
        raise Refused(f"已选的试题中，题号{'、'.join(gone[:10])}已从题库取消或暂停，请换题。", field="rules")
    for each in picked:
        each.version = today[each.entry_id]
    ExamQuestion.objects.bulk_update(picked, ["version"])
    return sum((each.marks or Decimal(0) for each in picked), Decimal(0))
