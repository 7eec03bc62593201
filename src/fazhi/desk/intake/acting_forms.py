"""The forms of what a clerk can do with an application besides opening a case."""

from __future__ import annotations

from datetime import date

from django import forms

from fazhi.desk.forms import DateField, Form, OrganizationField
from fazhi.intake.handling import LONGEST

FINISH = "〔…〕里的空白都要填好或者删去。"


def _area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class AnswerForm(Form):
    """直接答复."""

    text = forms.CharField(label="答复内容", widget=_area(9), max_length=LONGEST, help_text=FINISH)
    remedies = forms.CharField(label="救济途径", widget=_area(4), max_length=LONGEST, required=False)
    merged = forms.BooleanField(label="并入的来件一并答复", required=False, initial=True)


class TellForm(Form):
    """告知并入的来件: what was answered in the case, to those that were merged into it."""

    text = forms.CharField(
        label="答复内容",
        widget=_area(7),
        max_length=LONGEST,
        help_text="并入的每一件都收到同样的话，请不要写出别的申请人的姓名、电话、住址。",
    )
    remedies = forms.CharField(label="救济途径", widget=_area(3), max_length=LONGEST, required=False)


class CorrectionForm(Form):
    """补正."""

    text = forms.CharField(label="需要补正的内容", widget=_area(7), max_length=LONGEST, help_text=FINISH)
    until = DateField(label="补正期限", help_text="申请人最迟在这一天补正。")


class DeclineForm(Form):
    """不予受理."""

    ground = forms.CharField(label="理由", max_length=200)
    text = forms.CharField(label="告知内容", widget=_area(7), max_length=LONGEST, help_text=FINISH)
    remedies = forms.CharField(label="救济途径", widget=_area(4), max_length=LONGEST, required=False)


class TransferForm(Form):
    """转办."""

    to = OrganizationField(label="转给")
    reason = forms.CharField(
        label="理由", widget=_area(3), max_length=1000, help_text="申请人和接收单位都能看到。原定的期限不变。"
    )


class MergeForm(Form):
    """并案: chosen among what is alike, or by number."""

    into = forms.CharField(label="并入哪一件（编号）", max_length=40)


class NoteForm(Form):
    """内部记录."""

    text = forms.CharField(label="记录", widget=_area(3), max_length=LONGEST, help_text="只有工作人员能看到。")


class RevealForm(Form):
    """查看申请人信息, for those whose work it is not."""

    purpose = forms.CharField(label="用途", max_length=300)


FORMS: dict[str, type[Form]] = {
    "answer": AnswerForm,
    "correction": CorrectionForm,
    "decline": DeclineForm,
    "transfer": TransferForm,
    "merge": MergeForm,
    "tell": TellForm,
    "note": NoteForm,
}
TITLES = {
    "answer": "直接答复", "correction": "要求补正", "decline": "不予受理", "transfer": "转办", "merge": "并案",
    "tell": "告知并入的来件", "note": "内部记录",
}  # fmt: skip
DONE = {
    "answer": "已答复。", "correction": "已通知补正。", "decline": "已告知不予受理。", "transfer": "已转办。",
    "merge": "已并案。", "tell": "已告知并入的来件。", "note": "已记录。",
}  # fmt: skip


def answer_until(today: date, days: int = 10) -> date:
    """The day that the form proposes for a correction."""
    return date.fromordinal(today.toordinal() + days)
