"""The forms of these pages."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fazhi.desk.forms import (
    DateField,
    FilesField,
    Form,
    OrganizationField,
    OrganizationsField,
    VersionField,
    living_units,
)
from fazhi.government import permissions
from fazhi.government.models import Organization
from fazhi.government.permissions import within_reach
from fazhi.plans.followup import rules as followup_rules
from fazhi.plans.models import FollowUp, Plan, Problem


def _lines(rows: int, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint} if hint else {"rows": rows})


class FormWithFiles(Form):
    """A form with attachments. `with_files` names their field itself, so that other refusals are not shown there."""

    attachments = FilesField(label="附件", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_field = ""
        self.order_fields([*(name for name in self.fields if name != "attachments"), "attachments"])


class EntryForm(FormWithFiles):
    """What comes next on a matter: one of the verbs that are open to this person now, words, files."""

    verb = forms.ChoiceField(label="办理", widget=forms.RadioSelect)
    text = forms.CharField(label="内容", required=False, max_length=5000, widget=_lines(4))

    def __init__(
        self, *args: Any, known: Sequence[tuple[str, str]], offered: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """`known`: every verb with its label, so that one that has just become impossible gets the verb's own refusal;
        `offered`: those shown."""
        super().__init__(*args, **kwargs)
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = list(known)
        verb.widget.choices = list(offered)
        if offered:
            verb.initial = offered[0][0]


class FollowUpForm(FormWithFiles):
    """A new follow-up."""

    matter = forms.CharField(label="督办事项", max_length=5000, widget=_lines(5, "写明要办什么、办到什么程度"))
    source = forms.CharField(label="来源", max_length=200, help_text="例如：区政府第12次常务会议、领导批示、专项检查。")
    units = OrganizationsField(label="承办单位", help_text="选几个单位就交办几件，各有编号，各自计时。")
    rule = forms.ChoiceField(label="督办规则")
    difficulty = forms.ChoiceField(
        label="难易", choices=FollowUp.Difficulty.choices, initial="ordinary", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.fields["rule"]
        assert isinstance(rule, forms.ChoiceField)
        rules = followup_rules.rules()
        rule.choices = [(each.id, each.title) for each in rules]
        rule.help_text = "；".join(f"{each.title}：{' → '.join(node.title for node in each.nodes)}" for each in rules)
        units = self.fields["units"]
        assert isinstance(units, OrganizationsField)
        if self.actor is not None:
            units.queryset = living_units(self.actor).filter(within_reach(self.actor, permissions.FOLLOWUP_ISSUE))


class MonthlyReportForm(FormWithFiles):
    """A unit's monthly report."""

    unit = OrganizationField(label="填报单位")
    progress = forms.CharField(label="本月进展", max_length=5000, widget=_lines(6))
    problems = forms.CharField(label="存在问题", required=False, max_length=5000, widget=_lines(3))
    requests = forms.CharField(
        label="需协调事项",
        required=False,
        max_length=5000,
        widget=_lines(3),
        help_text="本单位解决不了、请统筹部门协调的事。没有就不填。",
    )
    next_steps = forms.CharField(label="下月打算", required=False, max_length=5000, widget=_lines(3))

    def __init__(self, *args: Any, units: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, OrganizationField)
        unit.queryset = Organization.objects.filter(pk__in=[each.pk for each in units])
        if len(units) == 1:
            unit.empty_label, unit.initial = None, units[0].pk


class TextForm(Form):
    """One text."""

    text = forms.CharField(label="内容", max_length=5000, widget=_lines(5))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = f"请填写{label}。"


class ProblemForm(FormWithFiles):
    """A new problem."""

    source = forms.ChoiceField(label="来源", choices=Problem.Source.choices)
    source_note = forms.CharField(
        label="来源文件或批次", required=False, max_length=200, help_text="例如：2025年度法治督察反馈意见。"
    )
    category = forms.CharField(label="类别", required=False, max_length=60)
    due_on = DateField(label="整改期限")
    unit = OrganizationField(label="责任单位")
    text = forms.CharField(label="问题描述", max_length=5000, widget=_lines(4))
    measure = forms.CharField(label="整改措施", required=False, max_length=5000, widget=_lines(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, OrganizationField)
        if self.actor is not None:
            unit.queryset = living_units(self.actor).filter(within_reach(self.actor, permissions.PROBLEM_REGISTER))


class LedgerForm(Form):
    """A ledger to take in."""

    file = FilesField(label="台账表格", extensions=(".xlsx",), most=1)


class PlanForm(Form):
    """The plan that a problem is put into."""

    plan = forms.ModelChoiceField(label="计划", queryset=Plan.objects.none(), empty_label="请选择计划")

    def __init__(self, *args: Any, jurisdiction_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ModelChoiceField)
        plan.queryset = Plan.objects.filter(jurisdiction=jurisdiction_id, state=Plan.State.ACTIVE)


class PeriodForm(Form):
    """The days that a bulletin speaks of."""

    since = DateField(label="开始日期")
    until = DateField(label="结束日期")


class BulletinForm(Form):
    """The text of a draft; a line is a paragraph."""

    title = forms.CharField(label="标题", max_length=200)
    body = forms.CharField(
        label="正文",
        max_length=50_000,
        widget=_lines(24),
        help_text="一行是一段。以“一、”开头的行排成黑体标题，以“（一）”开头的排成楷体标题。",
    )
    version = VersionField()
