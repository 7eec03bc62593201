"""组卷: how the paper comes about, its rule as a table of numbers, and the questions as an organiser reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse

from fazhi.desk.exams.managing import found, steps, trail_to
from fazhi.desk.exams.words import paper_words
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.exams import bank, papers, queries
from fazhi.exams.marking.drawing import Line
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.marking.scoring import Multiple, plain
from fazhi.exams.models import Exam, ExamState, PaperKind
from fazhi.government.permissions import EXAM_MANAGE, NotAllowed

LEVEL_ANY = ""
MOST_SHOWN = 300


@dataclass(frozen=True)
class Cell:
    """A number to fill in, and how many questions there are for it."""

    field: BoundField
    available: int
    label: str


class PaperForm(Form):
    """The rule of a paper: so many questions of each subject, kind and difficulty, so many marks each kind."""

    kind = forms.ChoiceField(label="组卷方式", widget=forms.RadioSelect, choices=PaperKind.choices)
    multiple = forms.ChoiceField(label="多选题计分", choices=[(each.value, each.label) for each in Multiple])
    shuffled = forms.BooleanField(label="打乱题目和选项顺序", required=False)

    def __init__(
        self, *args: Any, subjects: Sequence[str], available: Mapping[tuple[str, str, str], int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects, self.available = subjects, available
        self.levels = {LEVEL_ANY: "不限难度"} | bank.difficulties()
        whole = forms.NumberInput(attrs={"min": "0", "max": "300", "inputmode": "numeric", "size": "3"})
        for kind in QuestionKind:
            self.fields[f"marks_{kind}"] = forms.DecimalField(
                label=f"{kind.label}每题分值", required=False, min_value=Decimal(0), max_value=100, decimal_places=2
            )
            for subject in subjects:
                for level in self.levels:
                    name = f"n_{subject}_{kind}_{level}"
                    field = forms.IntegerField(required=False, min_value=0, max_value=300, widget=whole)
                    field.label = f"{kind.label}{self.levels[level]}题数"
                    self.fields[name] = field

    def lines(self) -> list[Line]:
        """The lines that were filled in."""
        return [
            Line(subject, kind, level, count, self.cleaned_data.get(f"marks_{kind}") or Decimal(0))
            for subject in self.subjects
            for kind in QuestionKind
            for level in self.levels
            if (count := self.cleaned_data.get(f"n_{subject}_{kind}_{level}") or 0)
        ]

    def table(self) -> list[tuple[str, str, list[Cell]]]:
        """Rows of subject and kind with a cell for each level; kinds of which the bank has nothing are left out."""
        names = bank.subjects()
        rows = []
        for subject in self.subjects:
            for kind in QuestionKind:
                cells = [self._cell(subject, kind, level) for level in self.levels]
                if cells[0].available or any(cell.field.value() for cell in cells):
                    rows.append((names.get(subject, subject), kind.label, cells))
        return rows

    def marks(self) -> list[BoundField]:
        return [self[f"marks_{kind}"] for kind in QuestionKind]

    def _cell(self, subject: str, kind: QuestionKind, level: str) -> Cell:
        counts = [
            count
            for (s, k, d), count in self.available.items()
            if (s, k) == (subject, kind.value) and level in (LEVEL_ANY, d)
        ]
        return Cell(self[f"n_{subject}_{kind}_{level}"], sum(counts), self.levels[level])


@page(permission=EXAM_MANAGE)
def paper(request: DeskRequest, pk: int) -> HttpResponse:
    """The second step: subjects are chosen by the address, the numbers are posted."""
    exam = found(request, pk)
    chosen = request.GET.getlist("subject") or list(exam.subjects)
    banked = bank.standing(jurisdiction_id=exam.jurisdiction_id, on=request.now.date())
    available = bank.counted(banked)
    known = [name for name in bank.subjects() if any(key[0] == name for key in available)]
    chosen = [name for name in known if name in chosen]
    form = PaperForm.of(request, subjects=chosen, available=available, initial=_initial(exam))
    if form.is_valid() and (saved := _saved(request, form, exam, chosen)):
        return done(request, *saved)
    context = {
        "title": "组卷",
        "trail": trail_to(exam),
        "exam": exam,
        "steps": steps(exam, "paper"),
        "subjects": [(name, bank.subjects()[name], name in chosen, _held(available, name)) for name in known],
        "chosen": chosen,
        "picked_count": exam.questions.count() if exam.paper_kind == PaperKind.PICKED else 0,
        "faulty": bank.faulty(jurisdiction_id=exam.jurisdiction_id, on=request.now.date())[:5],
    }
    return show(request, "desk/exams/paper.html", context, form=form)


@page(permission=EXAM_MANAGE, methods=("GET",))
def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """All questions of an exam with their answers, for its organiser; never for a candidate before it is over."""
    exam = found(request, pk)
    if not queries.sees_questions(request.actor, exam, at=request.now):
        raise NotAllowed(EXAM_MANAGE, "考试结束前，考生和没有组织这场考试的人员不能查看试题。")
    rows = list(exam.questions.select_related("version", "voided")[:MOST_SHOWN])
    texts = bank.questions_of(each.pk for each in rows)
    shown = [
        {"row": each, "question": texts[each.pk], "answer": "".join(sorted(texts[each.pk].answer))} for each in rows
    ]
    context = {
        "title": "试题",
        "trail": trail_to(exam),
        "exam": exam,
        "questions": shown,
        "count": exam.questions.count(),
        "how": paper_words(exam),
        "may_void": exam.state == ExamState.PUBLISHED and exam.confirmed_at is None,
    }
    return show(request, "desk/exams/preview.html", context)


def _saved(request: DeskRequest, form: PaperForm, exam: Exam, chosen: list[str]) -> tuple[str, str, int] | None:
    given = form.cleaned_data
    saved = apply(
        form,
        lambda: papers.set_rules(
            actor=request.actor,
            exam=exam,
            kind=given["kind"],
            subjects=chosen,
            lines=form.lines(),
            multiple=given["multiple"],
            shuffled=given["shuffled"],
            at=request.now,
        ),
    )
    if saved is None:
        return None
    if saved.value.paper_kind == PaperKind.PICKED:
        return ("已保存。请选题。", "desk:exams:pick", exam.pk)
    return (f"已保存，满分 {plain(saved.value.full_mark)} 分。", "desk:exams:enrol", exam.pk)


def _initial(exam: Exam) -> dict[str, Any]:
    initial: dict[str, Any] = {"kind": exam.paper_kind, "multiple": exam.multiple, "shuffled": exam.shuffled}
    initial |= {"marks_judgement": 1, "marks_single": 2, "marks_multiple": 3}
    for line in exam.rules:
        initial[f"n_{line['subject']}_{line['kind']}_{line['difficulty']}"] = line["count"]
        initial[f"marks_{line['kind']}"] = line["marks"]
    return initial


def _held(available: Mapping[tuple[str, str, str], int], subject: str) -> int:
    return sum(count for key, count in available.items() if key[0] == subject)
