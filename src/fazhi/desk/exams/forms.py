"""Forms of exams: the plan of one, its candidates, scores, rulings, trainings."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from fazhi.desk.forms import DateField, FilesField, Form, OrganizationsField
from fazhi.exams.exams import FOR_THE_WHOLE_AREA, Plan
from fazhi.exams.models import Exam, Mode, Purpose, Staffing, Training

NOTICE = (
    "独立作答，不得由他人代考。每答一题系统随即保存；断网、关闭页面后重新进入，可以继续作答，时间照常计算。"
    "到时系统自动交卷。"
)


def moment_field(label: str, **kwargs: Any) -> forms.DateTimeField:
    """A day and a time of day, as browsers ask for them."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"})
    wrong = {"invalid": f"{label}请写成 2026-03-02 09:00。"}
    return forms.DateTimeField(label=label, widget=widget, error_messages=wrong, **kwargs)


def marks_field(label: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal(0), max_value=Decimal(1000), decimal_places=2, **kwargs)


class PlanForm(Form):
    """What is set for an exam before its paper."""

    title = forms.CharField(label="考试名称", max_length=100)
    purpose = forms.ChoiceField(label="类别", choices=Purpose.choices)
    mode = forms.ChoiceField(label="方式", choices=Mode.choices, initial=Mode.ONLINE)
    opens_at = moment_field("开始时间")
    closes_at = moment_field("结束时间", help_text="结束前开考的，最迟答到这个时间。结束后公布答案，受理异议。")
    minutes = forms.IntegerField(label="答题时长（分钟）", initial=60, min_value=1, max_value=600)
    pass_mark = marks_field("合格分", initial=60)
    attempts = forms.IntegerField(label="每人可考次数", initial=1, min_value=1, max_value=10)
    days_between = forms.IntegerField(label="补考间隔（天）", initial=0, min_value=0, max_value=365)
    full_mark = marks_field("满分", required=False, initial=100, help_text="在本系统考试的，满分按试卷计算，不用填。")
    staffed_only = forms.BooleanField(label="仅限在编人员", required=False)
    units = OrganizationsField(label="参考单位", required=False, help_text="不选表示不限单位。")
    notice = forms.CharField(label="考试须知", widget=forms.Textarea(attrs={"rows": 3}), required=False, initial=NOTICE)

    def only_training(self) -> None:
        """For those who hold exams of their own unit alone."""
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in Purpose.choices if each[0] not in FOR_THE_WHOLE_AREA]

    def plan(self) -> Plan:
        """What was filled in, for the verb."""
        given = dict(self.cleaned_data)
        return Plan(**given | {"full_mark": given["full_mark"] or Decimal(0), "units": list(given["units"])})


def plan_of(exam: Exam) -> dict[str, Any]:
    """An exam as the form shows it."""
    names = [name for name in PlanForm.base_fields if name != "units"]
    return {name: getattr(exam, name) for name in names} | {"units": list(exam.units.all())}


class EnrolForm(Form):
    """Candidates by unit, from a list, or from a sheet."""

    units = OrganizationsField(label="按单位录入", required=False, help_text="录入所选单位及其下级单位的全部在任人员。")
    lines = forms.CharField(
        label="按名单录入",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "程班，区市场监管局，副局长"}),
        help_text="每行一人：姓名、单位、拟任职务（任前考试必填），用逗号隔开，或者从表格中整块复制粘贴。",
    )
    sheet = FilesField(label="或上传名单", required=False, extensions=(".xlsx",), most=1)
    staffing = forms.ChoiceField(
        label="编制",
        choices=[
            (Staffing.UNKNOWN, "以执法人员台账为准"),
            *(each for each in Staffing.choices if each[0] != "unknown"),
        ],
        help_text="选定编制的，本次录入的人员都按此登记。",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not (given.get("units") or given.get("lines", "").strip() or given.get("sheet")):
            self.add_error("lines", "请选择单位、填写名单或者上传名单。")
        return given


class WhyForm(Form):
    """A reason."""

    why = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ProlongForm(Form):
    closes_at = moment_field("新的结束时间")


class RulingForm(Form):
    """The ruling on an objection."""

    upheld = forms.ChoiceField(
        label="处理结果",
        widget=forms.RadioSelect,
        choices=(("yes", "异议成立，试题作废，所有考生此题给满分"), ("no", "异议不成立，维持原分")),
    )
    ruling = forms.CharField(label="处理意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class TrainingForm(Form):
    """A course that was held, and who was there."""

    title = forms.CharField(label="课程", max_length=100)
    form = forms.ChoiceField(label="形式", choices=Training.Form.choices)
    held_on = DateField(label="日期")
    hours = forms.DecimalField(label="学时", min_value=Decimal("0.1"), max_value=Decimal(200), decimal_places=1)
    lines = forms.CharField(
        label="参训人员",
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "程班，区市场监管局\n傅泽，区市场监管局，4"}),
        help_text="每行一人：姓名、单位；学时与课程不同的，后面写本人学时。可以从表格中整块复制粘贴。",
    )
    note = forms.CharField(label="备注", max_length=300, required=False)


class ThresholdForm(Form):
    year = forms.IntegerField(label="自年度", min_value=2000, max_value=2100)
    hours = forms.DecimalField(label="每人每年学时", min_value=Decimal(0), max_value=Decimal(200), decimal_places=1)
    source = forms.CharField(label="依据文件", max_length=300, help_text="文件名称和文号。")


def next_morning(now: datetime) -> dict[str, datetime]:
    """A window to begin with: tomorrow from nine to eleven."""
    day = now.replace(hour=9, minute=0, second=0, microsecond=0)
    opens = day.fromtimestamp(day.timestamp() + 86400, day.tzinfo)
    return {"opens_at": opens, "closes_at": opens.replace(hour=11)}
