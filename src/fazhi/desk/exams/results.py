"""The result of a sitting: the score at once, the right answers and their articles when the exam is over."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.exams.sitting import QUESTION, SHOWN
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.statutes.links import cite_url
from fazhi.exams import bank, objections, queries, sittings
from fazhi.exams.marking.questions import Question
from fazhi.exams.marking.scoring import Verdict
from fazhi.exams.models import Objection, Result, Sitting
from fazhi.government.permissions import EXAM_MANAGE, EXAM_SIT
from fazhi.procedures.language.citing import is_citation, said
from fazhi.statutes.reading import Citation

COLOURS = {
    Verdict.RIGHT: "green",
    Verdict.PART: "yellow",
    Verdict.WRONG: "orange",
    Verdict.BLANK: "grey",
    Verdict.VOID: "blue",
}


class ObjectionForm(Form):
    text = forms.CharField(
        label="异议理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明答案为什么不对，或者题目哪里有误。法条已经修改的，请写明现行条文。",
    )


@page(permission=(EXAM_SIT, EXAM_MANAGE), methods=("GET",))
def result(request: DeskRequest, pk: int) -> HttpResponse:
    """The result of one's own sitting, or, for the exam's organiser, of anybody's."""
    sitting = _visible(request, pk)
    mine = sitting.candidate.person_id == request.actor.person.pk
    if sitting.ended_at is None:
        if request.now < sitting.deadline:
            return redirect(QUESTION, sitting.pk, 1) if mine else redirect("desk:exams:exam", sitting.exam_id)
        sittings.end_passed(at=request.now, exam=sitting.exam)
        sitting.refresh_from_db()
    marked = sitting.results.order_by("-id").first()
    assert marked is not None
    open_now = request.now >= sitting.exam.closes_at
    context = {
        "title": sitting.exam.title,
        "trail": [("我的考试", reverse("desk:exams:home"))] if mine else [],
        "sitting": sitting,
        "exam": sitting.exam,
        "result": marked,
        "mine": mine,
        "candidate": sitting.candidate,
        "remarked": sitting.results.count() > 1,
        "open": open_now,
        "lines": _lines(sitting, marked) if open_now else [],
        "may_object": mine and open_now and sitting.exam.confirmed_at is None,
        "again": mine and not sittings.why_not(sitting.candidate, at=request.now),
    }
    return show(request, "desk/exams/result.html", context)


@page(permission=EXAM_SIT)
def object_to(request: DeskRequest, pk: int, question: int) -> HttpResponse:
    """Objects to a question of one's own paper."""
    rows = Sitting.objects.select_related("exam", "candidate")
    sitting = get_object_or_404(rows, pk=pk, candidate__person=request.actor.person)
    back = reverse("desk:exams:result", args=[pk])
    if request.now < sitting.exam.closes_at or all(line["q"] != question for line in sitting.paper):
        return redirect(back)
    form = ObjectionForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: objections.raise_(
            actor=request.actor, sitting=sitting, question=question, text=form.cleaned_data["text"], at=request.now
        ),
    ):
        return done(request, "异议已提交，处理结果会显示在本题下方。", back)
    asked = bank.questions_of([question])[question]
    context = {
        "title": "对试题提出异议",
        "trail": [("我的考试", reverse("desk:exams:home")), (sitting.exam.title, back)],
        "question": asked,
        "answer": "".join(sorted(asked.answer)),
        "submit": "提交异议",
        "back": back,
    }
    return show(request, "desk/exams/object.html", context, form=form)


def _visible(request: DeskRequest, pk: int) -> Sitting:
    rows = Sitting.objects.select_related("exam__organization", "candidate__organization", "candidate__exam")
    sitting = get_object_or_404(rows, pk=pk)
    own = sitting.candidate.person_id == request.actor.person.pk
    if not own and not queries.sees_questions(request.actor, sitting.exam, at=request.now):
        return get_object_or_404(rows.none(), pk=pk)
    return sitting


def _lines(sitting: Sitting, marked: Result) -> list[dict[str, Any]]:
    """Every question with what was answered, in the letters and the order in which it was shown."""
    texts = bank.questions_of(line["q"] for line in sitting.paper)
    earned = {line["q"]: line for line in marked.lines}
    raised: dict[int, Objection] = {
        each.question_id: each for each in Objection.objects.filter(candidate=sitting.candidate)
    }
    shown = []
    for number, line in enumerate(sitting.paper, 1):
        asked, got = texts[line["q"]], earned[line["q"]]
        letters = dict(zip(line["order"], SHOWN, strict=False))
        verdict = Verdict(got["verdict"])
        shown.append(
            {
                "number": number,
                "id": line["q"],
                "question": asked,
                "kind": asked.kind.label,
                "marks": line["marks"],
                "score": got["score"],
                "verdict": verdict.label,
                "colour": COLOURS[verdict],
                "options": [
                    (letters[value], asked.options[value], value in asked.answer, value in got["given"])
                    for value in line["order"]
                ],
                "article": _article(sitting, asked),
                "objection": raised.get(line["q"]),
            }
        )
    return shown


def _article(sitting: Sitting, asked: Question) -> tuple[str, str]:
    """The article a question rests on, as people say it, and its page in the law library where it is a citation."""
    if not is_citation(asked.article):
        return asked.article, ""
    day = timezone.localtime(sitting.started_at).date()
    return said(asked.article), cite_url(Citation.parse(asked.article), day)
