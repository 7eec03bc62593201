"""人工选题: the bank with ticks, what is on the paper beside it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.exams.managing import found, steps, trail_to
from fazhi.desk.forms import Form
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.search import words_of
from fazhi.exams import bank, papers, queries
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.models import Exam
from fazhi.government.permissions import EXAM_MANAGE, NotAllowed

PAGE = 50


class PickForm(Form):
    """What a question of each kind is worth; the ticks are read beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, usual in zip(QuestionKind, (1, 2, 3), strict=True):
            self.fields[f"marks_{kind}"] = forms.DecimalField(
                label=f"{kind.label}每题分值", min_value=Decimal("0.01"), max_value=100, decimal_places=2, initial=usual
            )


@page(permission=EXAM_MANAGE)
def pick(request: DeskRequest, pk: int) -> HttpResponse:
    """Ticks questions onto a paper; each page of the bank is sent by itself."""
    exam = found(request, pk)
    if not queries.sees_questions(request.actor, exam, at=request.now):
        raise NotAllowed(EXAM_MANAGE, "只有组织单位可以选题。")
    form = PickForm.of(request)
    if form.is_valid() and (added := _added(request, form, exam)) is not None:
        return done(request, f"加入 {added} 题。", request.get_full_path())
    words = words_of(request.GET.get("q", ""))
    banked = bank.standing(jurisdiction_id=exam.jurisdiction_id, on=request.now.date(), subjects=exam.subjects)
    fitting = [each for each in banked if all(word in each.question.stem for word in words)]
    on_paper = {each.entry_id: each for each in exam.questions.select_related("version")}
    texts = bank.questions_of(each.pk for each in on_paper.values())
    shown = Paginator([each for each in fitting if each.version.entry_id not in on_paper], PAGE)
    context = {
        "title": "选题",
        "trail": trail_to(exam),
        "exam": exam,
        "steps": steps(exam, "paper"),
        "q": request.GET.get("q", ""),
        "page": shown.get_page(request.GET.get("page")),
        "subjects": bank.subjects(),
        "chosen": [(each, texts[each.pk]) for each in on_paper.values()],
    }
    return show(request, "desk/exams/pick.html", context, form=form)


@page(permission=EXAM_MANAGE, methods=("POST",))
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes a question off the paper."""
    number = whole(request.POST.get("question", "")) or 0
    papers.drop(actor=request.actor, exam=found(request, pk), question=number)
    return done(request, "已从试卷移除。", reverse("desk:exams:pick", args=[pk]))


def _added(request: DeskRequest, form: PickForm, exam: Exam) -> int | None:
    entries = [UUID(each) for each in request.POST.getlist("entry") if _is_uuid(each)]
    if not entries:
        form.add_error(None, "请勾选要加入试卷的题。")
        return None
    marks = {kind.value: form.cleaned_data[f"marks_{kind}"] for kind in QuestionKind}
    done_ = apply(
        form, lambda: papers.pick(actor=request.actor, exam=exam, entries=entries, marks=marks, at=request.now)
    )
    return done_.value if done_ else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
