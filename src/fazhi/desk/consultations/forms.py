"""Forms of consultations: the announcement, its period, its papers; opinions from elsewhere, answers, public texts."""

from __future__ import annotations

from typing import Any

from django import forms

from fazhi.consultations.answering import LONGEST_REASON
from fazhi.consultations.consulting import Plan
from fazhi.consultations.kinds import kinds
from fazhi.consultations.models import Category, Channel, Consultation, Fate, Opinion, Role
from fazhi.consultations.speaking import LONGEST, Heard, Voice
from fazhi.desk.forms import DateField, FilesField, Form, OrganizationField

ELSEWHERE = [each for each in Channel.choices if each[0] != Channel.PORTAL]
XLSX = (".xlsx",)


def kind_choices() -> list[tuple[str, str]]:
    """Kinds with their least period."""
    return [
        (each.id, f"{each.title}（不少于{each.period.chinese}）" if each.period else each.title)
        for each in kinds().kinds
    ]


class PlanForm(Form):
    """What an announcement says."""

    unit = OrganizationField(label="征求意见的单位")
    kind = forms.ChoiceField(label="种类", help_text="决定期限最短多少天。")
    title = forms.CharField(label="标题", max_length=200, help_text="如“清和区公共停车管理办法（征求意见稿）”")
    explanation = forms.CharField(
        label="起草说明",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=20_000,
        help_text="为什么要定、主要内容、依据。群众在页面上直接看；也可以另外放入说明文件。",
    )
    asked = forms.CharField(
        label="重点征求意见的问题", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=3_000
    )
    channels = forms.MultipleChoiceField(
        label="提出意见的渠道", choices=Channel.choices, widget=forms.CheckboxSelectMultiple, initial=[Channel.PORTAL]
    )
    contact = forms.CharField(
        label="联系方式",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1_000,
        help_text="单位、办公电话、地址、邮箱。会公开，不要写个人手机。",
    )
    is_anonymous = forms.BooleanField(label="可以不留姓名", required=False, initial=True)
    closes_on = DateField(label="拟定截止日期", required=False, help_text="可以不填，发布时再定。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = kind_choices()

    def plan(self) -> Plan:
        """For the verb."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return Plan(**given)


def plan_of(consultation: Consultation) -> dict[str, Any]:
    """A consultation as the form shows it."""
    names = ("kind", "title", "explanation", "asked", "channels", "contact", "is_anonymous", "closes_on")
    return {"unit": consultation.organization_id} | {name: getattr(consultation, name) for name in names}


class PaperForm(Form):
    """Papers of one role."""

    role = forms.ChoiceField(label="材料", choices=Role.choices)
    papers = FilesField(label="文件", most=5)


class OpeningForm(Form):
    """The period."""

    closes_on = DateField(label="截止日期", help_text="含当天。公告当天不计入期限。")
    short_reason = forms.CharField(
        label="缩短期限的理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="期限少于规定天数的才填，随公告公布。",
    )


class ExtendingForm(Form):
    """A later end."""

    closes_on = DateField(label="新的截止日期")
    reason = forms.CharField(label="理由", max_length=300, help_text="随公告公布。")


class ReasonForm(Form):
    """Only a reason."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SummaryForm(Form):
    """The account that is published with the answers."""

    summary = forms.CharField(
        label="采纳情况说明",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        help_text="收到多少、主要是什么意见、怎样处理、没有采纳的主要理由。不写提出人的姓名。",
    )


class CorrectionForm(SummaryForm):
    """The account mended."""

    reason = forms.CharField(label="更正的原因", max_length=300)


class AnswerForm(Form):
    """One answer for the opinions that were picked."""

    fate = forms.ChoiceField(label="处理", choices=Fate.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea(attrs={"rows": 3, "data-reason": ""}),
        required=False,
        max_length=LONGEST_REASON,
        help_text="采纳的可以不填。会公开。",
    )
    earlier = forms.ChoiceField(label="用已有的理由", required=False)
    with_alike = forms.BooleanField(label="内容相同的一并答复", required=False, initial=True)

    def __init__(self, *args: Any, reasons: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = self.fields["earlier"]
        assert isinstance(earlier, forms.ChoiceField)
        earlier.choices = [("", "（不用）"), *((each, each[:60]) for each in reasons or [])]
        if not reasons:
            del self.fields["earlier"]

    def words(self) -> str:
        """What was typed, else what was chosen of earlier answers."""
        return str(self.cleaned_data["reason"] or self.cleaned_data.get("earlier", ""))


class HeardForm(Form):
    """An opinion that came by letter, call or meeting."""

    channel = forms.ChoiceField(label="渠道", choices=ELSEWHERE)
    received_on = DateField(label="收到日期")
    category = forms.ChoiceField(label="提出人", choices=Category.choices)
    point = forms.CharField(label="条款", max_length=40, required=False, help_text="如 第三条；对整个草案的不填。")
    text = forms.CharField(label="意见", widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST)
    name = forms.CharField(label="姓名或者单位名称", max_length=60, required=False, help_text="加密保存，不公开。")
    phone = forms.CharField(label="电话", max_length=30, required=False, help_text="加密保存，不公开。")

    def heard(self) -> Heard:
        """For the verb."""
        cleaned = self.cleaned_data
        voice = Voice(cleaned["text"], cleaned["category"], cleaned["point"], cleaned["name"], cleaned["phone"])
        return Heard(voice, cleaned["channel"], cleaned["received_on"])


class WorkbookForm(Form):
    """Opinions in a workbook."""

    channel = forms.ChoiceField(label="渠道", choices=ELSEWHERE, help_text="表中“渠道”列没有写的，按这里。")
    received_on = DateField(label="收到日期", help_text="表中“收到日期”列没有写的，按这里。")
    workbook = FilesField(label="意见登记表", extensions=XLSX, most=1)


class TextForm(Form):
    """What everybody reads of an opinion."""

    is_shown = forms.TypedChoiceField(
        label="公开",
        choices=[("1", "公开"), ("0", "不公开原文，只计入数量")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    shown_text = forms.CharField(
        label="公开文本",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
        help_text="隐去姓名、电话、住址等能认出个人的内容，其他照原文。",
    )
    why_hidden = forms.CharField(
        label="不公开的理由", max_length=200, required=False, help_text="如涉及个人隐私、商业秘密，或者与草案无关。"
    )


def text_of(opinion: Opinion) -> dict[str, Any]:
    """An opinion as that form shows it."""
    return {
        "is_shown": "1" if opinion.is_shown else "0",
        "shown_text": opinion.shown_text,
        "why_hidden": opinion.why_hidden,
    }
