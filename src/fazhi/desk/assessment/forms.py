"""Forms of assessments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from fazhi.assessment.assessments import Plan
from fazhi.assessment.language.definition import Item, plain
from fazhi.assessment.models import ItemScore, SystemEdition
from fazhi.desk.forms import DateField, FilesField, Form, OrganizationsField


class NewForm(Form):
    """A new assessment."""

    edition = forms.ChoiceField(label="指标体系")
    title = forms.CharField(label="名称", max_length=100)
    year = forms.IntegerField(label="考核年度", min_value=2000, max_value=2100)
    bodies = OrganizationsField(label="被考核单位", help_text="只能选择指标体系考核的那几类单位。")
    self_until = DateField(label="自评截止")
    review_until = DateField(label="评审截止")
    objection_until = DateField(label="异议截止", help_text="评审结果告知后，单位可以在这一天以前提出异议。")

    def offer(self, editions: list[SystemEdition]) -> None:
        field = self.fields["edition"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), str(each)) for each in editions]

    def plan(self) -> Plan:
        """What was filled in, for the verb."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "edition"}
        return Plan(**given | {"bodies": list(given["bodies"])})


def calendar_from(today: date) -> dict[str, Any]:
    """A calendar to begin with: three weeks to assess oneself, three to review, one to object."""
    return {
        "year": today.year,
        "self_until": today + timedelta(days=21),
        "review_until": today + timedelta(days=42),
        "objection_until": today + timedelta(days=49),
    }


class PointsForm(Form):
    """Points for an item: levels of its scale where it is judged, else a number. ``none``: the word for leaving it."""

    points = forms.DecimalField(label="得分", required=False, max_digits=7, decimal_places=2)
    excluded = forms.BooleanField(label="本项不适用", required=False)
    text = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def fit(self, item: Item, *, label: str, text: str, none: str = "") -> None:
        """Names the fields, and offers the levels of a judged item."""
        if item.judged is not None:
            levels = [(plain(level.points), f"{plain(level.points)} 分：{level.says}") for level in item.judged.scale]
            field: forms.Field = forms.TypedChoiceField(
                label=label,
                required=False,
                choices=[*([("", none)] if none else []), *levels],
                widget=forms.RadioSelect,
                coerce=Decimal,
                empty_value=None,
            )
        else:
            field = self.fields["points"]
            field.label = f"{label}（0 至 {plain(item.points)} 分）"
            field.help_text = none
        self.fields["points"] = field
        self.fields["text"].label = text
        self.order_fields(["points", "excluded", "text"])


def stated(row: ItemScore) -> dict[str, Any]:
    """What a body has stated, for the form."""
    return {"points": _shown(row.self_points), "text": row.self_text, "excluded": row.self_excluded}


def reviewed(row: ItemScore) -> dict[str, Any]:
    """What a reviewer decided, or what there is to agree with."""
    points = row.review_points if row.review_points is not None else row.computed
    if points is None:
        points = row.self_points
    return {"points": _shown(points), "text": row.review_text, "excluded": bool(row.review_excluded)}


def _shown(points: Decimal | None) -> str | None:
    return None if points is None else plain(points)


class TextForm(Form):
    """Words, nothing else."""

    text = forms.CharField(label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(Form):
    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FileForm(Form):
    """An uploaded file as evidence."""

    material = FilesField(label="文件", most=5)
    title = forms.CharField(label="说明它证明什么", max_length=200, required=False)


class ActForm(Form):
    """An act of a case as evidence."""

    number = forms.CharField(label="案号", max_length=80)
    seq = forms.IntegerField(label="第几项办理记录", min_value=1)


class VetoForm(Form):
    """Whether a veto applies."""

    applies = forms.ChoiceField(
        label="认定",
        widget=forms.RadioSelect,
        choices=(("yes", "存在这种情形，适用一票否决"), ("no", "不存在这种情形")),
    )
    text = forms.CharField(
        label="认定的事实和依据", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(PointsForm):
    """The answer to an objection, with the new points where it is upheld."""

    upheld = forms.ChoiceField(
        label="处理结果",
        widget=forms.RadioSelect,
        choices=(("yes", "异议成立，改正得分"), ("no", "异议不成立，维持原分")),
    )
    answer = forms.CharField(label="答复意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def fit(self, item: Item, *, label: str, text: str, none: str = "") -> None:
        super().fit(item, label=label, text=text, none=none)
        del self.fields["text"]
        self.fields["excluded"].label = "改为不适用"
        self.order_fields(["upheld", "points", "excluded", "answer"])
