"""试题异议: what waits for a ruling, and voiding a question without anybody having asked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.exams.forms import RulingForm, WhyForm
from fazhi.desk.exams.managing import found, trail_to
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.exams import bank, queries
from fazhi.exams import objections as verbs
from fazhi.exams.models import Exam
from fazhi.government.permissions import EXAM_MANAGE, NotAllowed, require

LIST = "desk:exams:objections"


@page(permission=EXAM_MANAGE, methods=("GET",))
def objections(request: DeskRequest, pk: int) -> HttpResponse:
    """All objections of an exam, the open ones first."""
    exam = _organised(request, pk)
    rows = list(exam.objections.select_related("candidate__organization", "question__version", "ruled_by"))
    texts = bank.questions_of(each.question_id for each in rows)
    context = {
        "title": "试题异议",
        "trail": trail_to(exam),
        "exam": exam,
        "objections": [
            (each, texts[each.question_id], "".join(sorted(texts[each.question_id].answer)))
            for each in sorted(rows, key=lambda each: (each.upheld is not None, each.pk))
        ],
    }
    return show(request, "desk/exams/objections.html", context)


@page(permission=EXAM_MANAGE)
def rule(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Rules on one."""
    exam = _organised(request, pk)
    objection = get_object_or_404(exam.objections.select_related("exam__organization", "question__version"), pk=number)
    form = RulingForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: verbs.rule(
            actor=request.actor,
            objection=objection,
            upheld=form.cleaned_data["upheld"] == "yes",
            ruling=form.cleaned_data["ruling"],
            at=request.now,
        ),
    ):
        return done(request, "已处理。异议成立的，所有答卷已重新评分。", LIST, pk)
    question = bank.questions_of([objection.question_id])[objection.question_id]
    context = {
        "title": "处理异议",
        "trail": [*trail_to(exam), ("试题异议", reverse(LIST, args=[pk]))],
        "objection": objection,
        "question": question,
        "answer": "".join(sorted(question.answer)),
        "submit": "提交处理意见",
        "back": reverse(LIST, args=[pk]),
    }
    return show(request, "desk/exams/rule.html", context, form=form)


@page(permission=EXAM_MANAGE)
def void(request: DeskRequest, pk: int) -> HttpResponse:
    """Voids a question of an exam."""
    exam = _organised(request, pk)
    asked = whole(request.GET.get("question", "")) or 0
    question = get_object_or_404(exam.questions.select_related("version"), pk=asked)
    form = WhyForm.of(request)
    if form.is_valid() and (
        voided := apply(
            form,
            lambda: verbs.void(
                actor=request.actor, exam=exam, question=question, reason=form.cleaned_data["why"], at=request.now
            ),
        )
    ):
        return done(request, f"试题已作废，{voided.value} 份答卷重新评分。", "desk:exams:preview", pk)
    back = reverse("desk:exams:preview", args=[pk])
    intro = f"题号 {question.version.key}：{question.version.title}。作废后，所有考生此题给满分。"
    return show_form(request, form, title="作废试题", submit="作废", back=back, intro=intro, trail=trail_to(exam))


def _organised(request: DeskRequest, pk: int) -> Exam:
    exam = found(request, pk)
    require(request.actor, EXAM_MANAGE, organization=exam.organization)
    if not queries.sees_questions(request.actor, exam, at=request.now):
        raise NotAllowed(EXAM_MANAGE, "您也是本场考试的考生，考试结束前不能查看试题。")
    return exam
