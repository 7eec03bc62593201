"""Sitting an exam: the notice, one question a page, handing in. Every move saves; nothing needs JavaScript."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.exams.words import rule_words, window
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.exams import bank, queries, sittings
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.marking.scoring import plain
from fazhi.exams.models import ExamState, Sitting
from fazhi.exams.refusals import Refused
from fazhi.government.permissions import EXAM_SIT, NotAllowed

QUESTION, RESULT, HAND_IN = "desk:exams:question", "desk:exams:result", "desk:exams:hand_in"
SHOWN = "ABCDEF"


@dataclass(frozen=True)
class Option:
    """An option as it is shown: the letter beside it, the letter that is sent, its text."""

    letter: str
    value: str
    text: str
    chosen: bool


@page(permission=EXAM_SIT)
def start(request: DeskRequest, pk: int) -> HttpResponse:
    """What one should know before beginning; the button begins, or goes on."""
    candidate = queries.mine(request.actor.person).filter(exam=pk).first()
    if candidate is None:
        raise NotAllowed(EXAM_SIT, "您不在这场考试的考生名单中。如有疑问，请联系组织单位。")
    if request.method == "POST":
        begun = sittings.start(actor=request.actor, exam=candidate.exam, at=request.now)
        return redirect(QUESTION, begun.pk, 1)
    exam = candidate.exam
    running = candidate.sittings.filter(ended_at=None, deadline__gt=request.now).first()
    context = {
        "title": exam.title,
        "trail": [("我的考试", reverse("desk:exams:home"))],
        "exam": exam,
        "candidate": candidate,
        "running": running,
        "why_not": "" if running else sittings.why_not(candidate, at=request.now),
        "cancelled": exam.state == ExamState.CANCELLED,
        "ended": candidate.sittings.exclude(ended_at=None).order_by("attempt"),
        "facts": [
            ("类别", exam.get_purpose_display()),
            ("组织单位", exam.organization),
            ("考试时间", window(exam)),
            ("答题时长", f"{exam.minutes} 分钟"),
            ("合格分", f"{plain(exam.pass_mark)} 分（满分 {plain(exam.full_mark)} 分）"),
            ("次数", rule_words(exam)),
        ],
    }
    return show(request, "desk/exams/start.html", context)


@page(permission=EXAM_SIT)
def question(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """One question. Whatever button is pressed, the answer is kept first and then the page goes where it leads."""
    sitting = _own(request, pk)
    if request.method == "POST":
        return _answered(request, sitting, number)
    if _over(request, sitting):
        return redirect(RESULT, sitting.pk)
    if not 1 <= number <= len(sitting.paper):
        return redirect(QUESTION, sitting.pk, 1)
    given = sittings.answers_of(sitting)
    line = sitting.paper[number - 1]
    asked = bank.questions_of([line["q"]])[line["q"]]
    context = _frame(request, sitting, given) | {
        "number": number,
        "question": asked,
        "kind": asked.kind.label,
        "several": asked.kind is QuestionKind.MULTIPLE,
        "marks": line["marks"],
        "options": [
            Option(letter, value, asked.options[value], value in given.get(line["q"], ""))
            for letter, value in zip(SHOWN, line["order"], strict=False)
        ],
        "grid": _grid(sitting, given, number),
    }
    return show(request, "desk/exams/question.html", context)


@page(permission=EXAM_SIT)
def hand_in(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks once more, naming what is not answered; the button hands in."""
    sitting = _own(request, pk)
    if request.method == "POST":
        sittings.submit(actor=request.actor, sitting=sitting, at=request.now)
        return done(request, "已交卷。", RESULT, sitting.pk)
    if _over(request, sitting):
        return redirect(RESULT, sitting.pk)
    given = sittings.answers_of(sitting)
    blank = [each for each in _grid(sitting, given, 0) if not each["answered"]]
    context = _frame(request, sitting, given) | {"blank": blank, "grid": _grid(sitting, given, 0)}
    return show(request, "desk/exams/hand_in.html", context)


def _own(request: DeskRequest, pk: int) -> Sitting:
    """One's own sitting; somebody else's is not there."""
    rows = Sitting.objects.select_related("exam", "candidate")
    return get_object_or_404(rows, pk=pk, candidate__person=request.actor.person)


def _over(request: DeskRequest, sitting: Sitting) -> bool:
    """Whether the sitting has ended; one whose time is up is ended now."""
    if sitting.ended_at is None and request.now >= sitting.deadline:
        sittings.submit(actor=request.actor, sitting=sitting, at=request.now)
        return True
    return sitting.ended_at is not None


def _answered(request: DeskRequest, sitting: Sitting, number: int) -> HttpResponse:
    asked = sitting.paper[number - 1]["q"] if 1 <= number <= len(sitting.paper) else 0
    quietly = request.headers.get("X-Saving") == "1"
    letters = "".join(request.POST.getlist("letters"))
    try:
        sittings.answer(actor=request.actor, sitting=sitting, question=asked, letters=letters, at=request.now)
    except Refused as refused:
        if quietly:
            return JsonResponse({"say": refused.say}, status=409)
        messages.warning(request, refused.say)
        return redirect(RESULT, sitting.pk)
    if quietly:
        left = int((sitting.deadline - request.now).total_seconds())
        return JsonResponse({"at": f"{timezone.localtime(request.now):%H:%M:%S}", "left": left})
    go = request.POST.get("go", "")
    if go == "end":
        return redirect(HAND_IN, sitting.pk)
    wanted = whole(go) if len(go) < 4 else None
    return redirect(QUESTION, sitting.pk, number if wanted is None else wanted)


def _frame(request: DeskRequest, sitting: Sitting, given: dict[int, str]) -> dict[str, Any]:
    left = max(0, int((sitting.deadline - request.now).total_seconds()))
    return {
        "title": sitting.exam.title,
        "sitting": sitting,
        "exam": sitting.exam,
        "left": left,
        "left_words": f"{left // 60} 分 {left % 60:02} 秒",
        "answered": len(given),
        "total": len(sitting.paper),
        "candidate": sitting.candidate,
    }


def _grid(sitting: Sitting, given: dict[int, str], current: int) -> list[dict[str, Any]]:
    return [
        {"number": number, "answered": line["q"] in given, "current": number == current}
        for number, line in enumerate(sitting.paper, 1)
    ]
