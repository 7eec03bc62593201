"""Sittings 答卷: started, answered question by question, handed in or ended by the clock. The server keeps the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fazhi.exams import bank, results
from fazhi.exams.marking.questions import given_letters
from fazhi.exams.models import Answer, Candidate, Ending, Exam, ExamState, Mode, ResultReason, Sitting
from fazhi.exams.papers import paper_for
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import EXAM_SIT, NotAllowed, require


def why_not(candidate: Candidate, *, at: datetime) -> str:
    """Why this candidate cannot begin a sitting now, as a sentence; "" when they can. One query.

    Whoever is in the middle of a sitting goes on with that: this is about a new one.
    """
    exam = candidate.exam
    if exam.mode != Mode.ONLINE:
        return "本场考试不在本系统进行，成绩由组织单位登记。"
    if exam.state != ExamState.PUBLISHED:
        return f"考试{exam.get_state_display()}。{exam.cancelled_why}".strip()
    if at < exam.opens_at:
        return f"考试还没有开始，{_moment(exam.opens_at)} 开放。"
    if at >= exam.closes_at:
        return f"考试已于 {_moment(exam.closes_at)} 结束。"
    if candidate.passed:
        return "您已合格，不需要再考。"
    ended = list(candidate.sittings.order_by("attempt").values_list("ended_at", flat=True))
    if len(ended) >= exam.attempts:
        return f"本场考试每人可考 {exam.attempts} 次，您已考完。"
    if ended and ended[-1] is not None and exam.days_between:
        again = timezone.localtime(ended[-1]).date() + timedelta(days=exam.days_between)
        if timezone.localtime(at).date() < again:
            return f"补考须间隔 {exam.days_between} 天，{again} 起可以再考。"
    return ""


def start(*, actor: Actor, exam: Exam, at: datetime) -> Sitting:
    """Begins a sitting, or gives the one that is running: two tabs, two machines, one sitting.

    Raises NotAllowed for somebody who is not on the list; Refused with why no sitting can begin now.
    """
    require(actor, EXAM_SIT)
    with transaction.atomic():
        held = Candidate.objects.select_for_update(of=("self",)).select_related("exam")
        candidate = held.filter(exam=exam, person=actor.person).first()
        if candidate is None:
            raise NotAllowed(EXAM_SIT, f"您不在“{exam}”的考生名单中。如有疑问，请联系组织单位{exam.organization}。")
        running = candidate.sittings.filter(ended_at=None).first()
        if running is not None and at < running.deadline:
            return running
        if running is not None:
            _end(running, at)
            candidate.refresh_from_db()
        say = why_not(candidate, at=at)
        if not say:
            return _begin(candidate, at)
    raise Refused(say)


def answer(*, actor: Actor, sitting: Sitting, question: int, letters: str, at: datetime) -> Sitting:
    """Keeps an answer as it is given; an empty one takes the last back. The same answer twice is kept once.

    Raises Refused once the sitting is over: what was kept before stands.
    """
    with transaction.atomic():
        held = _held(actor, sitting)
        late = held.ended_at is None and at >= held.deadline
        if late:
            _end(held, at)
        elif held.ended_at is None:
            _keep(held, question, letters, at)
            return held
    how = "答题时间已到，系统已自动交卷" if held.ending == Ending.DEADLINE else "您已交卷"
    raise Refused(f"{how}。此前保存的答案全部有效，这一次的改动没有保存。")


@transaction.atomic
def submit(*, actor: Actor, sitting: Sitting, at: datetime) -> Sitting:
    """Hands the paper in and marks it; done twice, it changes nothing. After the limit it ends as of the limit."""
    held = _held(actor, sitting)
    if held.ended_at is None:
        _end(held, at)
    return held


def end_passed(*, at: datetime, exam: Exam | None = None) -> int:
    """Ends every sitting whose time is over, as of its limit, and marks it. Gives how many.

    Nightly, and whenever somebody looks at the results: nobody has to press a button for the time to be over.
    """
    running = Sitting.objects.filter(ended_at=None, deadline__lte=at)
    numbers = list((running.filter(exam=exam) if exam else running).values_list("pk", flat=True))
    ended = 0
    for number in numbers:
        with transaction.atomic():
            held = Sitting.objects.select_for_update().get(pk=number)
            if held.ended_at is None:
                _end(held, at)
                ended += 1
    return ended


def answers_of(sitting: Sitting) -> dict[int, str]:
    """The last answer to each question, by question; empty ones left out. One query."""
    rows = sitting.answers.order_by("question_id", "-id").distinct("question_id")
    return {question: letters for question, letters in rows.values_list("question_id", "letters") if letters}


def _begin(candidate: Candidate, at: datetime) -> Sitting:
    exam = candidate.exam
    attempt = candidate.sittings.count() + 1
    return Sitting.objects.create(
        exam=exam,
        candidate=candidate,
        attempt=attempt,
        started_at=at,
        deadline=min(at + timedelta(minutes=exam.minutes), exam.closes_at),
        paper=paper_for(exam, candidate=candidate.pk, attempt=attempt),
    )


def _held(actor: Actor, sitting: Sitting) -> Sitting:
    """The sitting as it is now, held until the verb ends. Raises NotAllowed for anybody's but one's own."""
    held = Sitting.objects.select_for_update(of=("self",)).select_related("candidate", "exam").get(pk=sitting.pk)
    if held.candidate.person_id != actor.person.pk:
        raise NotAllowed(EXAM_SIT, "这不是您的试卷。")
    return held


def _keep(sitting: Sitting, question: int, letters: str, at: datetime) -> None:
    if all(each["q"] != question for each in sitting.paper):
        raise Refused("试卷中没有这道题，请刷新页面后重新作答。")
    chosen = given_letters(bank.questions_of([question])[question], letters)
    last = sitting.answers.filter(question=question).order_by("-id").values_list("letters", flat=True).first()
    if chosen != (last or ""):
        Answer.objects.create(sitting=sitting, question_id=question, letters=chosen, at=at)


def _end(sitting: Sitting, at: datetime) -> None:
    """Ends a sitting that is held; past the limit it is the limit that counts, not when somebody noticed."""
    late = at >= sitting.deadline
    sitting.ended_at = sitting.deadline if late else at
    sitting.ending = Ending.DEADLINE if late else Ending.SUBMITTED
    sitting.save(update_fields=["ended_at", "ending"])
    results.mark_all([sitting], reason=ResultReason.SAT, at=at)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
