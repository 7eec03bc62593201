"""Forms of plans and tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from fazhi.catalog.plan_kinds import FieldType, PlanKind
from fazhi.desk.fields import DateField, FilesField, OrganizationsField
from fazhi.desk.forms import Form, VersionField
from fazhi.government.models import Organization
from fazhi.plans import target_lines
from fazhi.plans.intake.draft import DraftTarget, DraftTask, DraftUnit
from fazhi.plans.intake.drafting import typed_deadlines
from fazhi.plans.intake.sheet_drafts import unit_names
from fazhi.plans.kinds import all_kinds, kind_of
from fazhi.plans.models import Plan, Task, TaskPeriod, TaskUnit
from fazhi.plans.tasks import TaskFields

DOCUMENTS = (".docx", ".pdf", ".html", ".htm", ".txt", ".xlsx")
KINDS = [(kind.key, kind.title) for kind in all_kinds()]


class ReceiveForm(Form):
    """A document to be read into tasks."""

    file = FilesField(
        label="文件",
        extensions=DOCUMENTS,
        most=1,
        help_text="Word（.docx）、文字版 PDF、网页、文本，或别处做好的任务分解表（.xlsx）。不超过 20 MB。",
    )
    kind = forms.ChoiceField(label="类型", choices=KINDS, initial="annual")
    adjusts = forms.ModelChoiceField(
        label="调整哪个规划",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="不是调整，是新的规划计划",
        help_text="中期调整时选择原规划：确认前会列出新增、改动和取消的任务，已有的进展记录都保留。",
    )
    again = forms.BooleanField(label="仍要导入（文件以前导入过时才需要勾选）", required=False)


class PlanForm(Form):
    """A plan made by hand."""

    title = forms.CharField(label="名称", max_length=200)
    kind = forms.ChoiceField(label="类型", choices=KINDS, initial="annual")
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    starts_on = DateField(label="开始日期")
    ends_on = DateField(label="结束日期")


class DescribeForm(Form):
    """What a draft's plan is called and when it runs."""

    title = forms.CharField(label="名称", max_length=200)
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    starts_on = DateField(label="规划期自")
    ends_on = DateField(label="至")
    version = VersionField()


class _WithExtra(Form):
    """Adds the extra fields of a plan's kind behind the common ones, as ``extra.KEY``."""

    def add_extra(self, kind: PlanKind) -> None:
        for field in kind.fields:
            label = f"{field.title}（{field.unit}）" if field.unit else field.title
            options: dict[str, Any] = {"label": label, "required": field.required, "help_text": field.hint or ""}
            made: forms.Field
            match field.type:
                case FieldType.CHOICE:
                    made = forms.ChoiceField(
                        choices=[("", "请选择"), *((each, each) for each in field.choices)], **options
                    )
                case FieldType.DATE:
                    made = DateField(**options)
                case FieldType.PARAGRAPH:
                    made = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **options)
                case _:
                    made = forms.CharField(**options)
            made.error_messages["required"] = f"请填写{field.title}。"
            self.fields[f"extra.{field.key}"] = made

    def extra(self) -> dict[str, str]:
        """The extra fields as texts; empty ones are left out."""
        return {
            name.removeprefix("extra."): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("extra.") and value not in (None, "")
        }


class DraftTaskForm(_WithExtra):
    """A task of a draft. Units are names as the document writes them: the names are settled elsewhere, once for all."""

    number = forms.CharField(label="编号", max_length=20, required=False)
    title = forms.CharField(label="任务名称", max_length=300)
    heading = forms.CharField(
        label="所属章节", max_length=600, required=False, help_text="有多级的，用“ / ”隔开，从大到小。"
    )
    body = forms.CharField(label="任务内容", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    lead = forms.CharField(label="牵头单位", required=False, help_text="多个单位用“、”隔开。")
    responsible = forms.CharField(label="责任单位", required=False, help_text="文件没有分牵头、配合的填在这里。")
    supporting = forms.CharField(label="配合单位", required=False)
    deadlines = forms.CharField(
        label="期限",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text="每行一个：2026年6月底前、2026-06-30、每季度、长期坚持。",
    )
    frequency = forms.ChoiceField(label="频次", choices=Task.Frequency.choices, required=False)
    targets = forms.CharField(
        label="指标",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text="每行一条：案卷合格率不低于98%。",
    )
    version = VersionField()

    def __init__(self, *args: Any, kind: str, task: DraftTask | None = None, **kwargs: Any) -> None:
        self.task = task
        kwargs.setdefault("initial", {})
        if task is not None:
            kwargs["initial"] = {**_draft_initial(task), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        self.add_extra(kind_of(kind))

    def draft_task(self) -> DraftTask:
        """The task as typed. What was not touched keeps what the reader made of it. Raises Refused at a field."""
        data, before = self.cleaned_data, self.task or DraftTask(key=0, title="")
        known = {line.text: line for line in before.deadlines}
        deadlines = tuple(known.get(line.text, line) for line in typed_deadlines(data["deadlines"]))
        units = tuple(DraftUnit(name, part.value) for part in TaskUnit.Part for name in unit_names(data[part.value]))
        heading = tuple(part.strip()[:200] for part in data["heading"].split(" / ") if part.strip())
        return replace(
            before,
            number=data["number"],
            title=data["title"],
            body=data["body"],
            heading_path=heading,
            units=units,
            deadlines=deadlines,
            frequency=data["frequency"],
            targets=_draft_targets(data["targets"], before),
            extra=dict(self.extra()),
        )


class TaskForm(_WithExtra):
    """A task that stands: added by hand, or adjusted with a reason."""

    number = forms.CharField(label="编号", max_length=20, required=False)
    title = forms.CharField(label="任务名称", max_length=300)
    heading = forms.CharField(label="所属章节", max_length=200, required=False)
    due_on = DateField(label="完成期限", required=False, help_text="不填的，以规划计划结束日为期限。")
    body = forms.CharField(label="任务内容", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    frequency = forms.ChoiceField(label="频次", choices=Task.Frequency.choices, required=False)
    is_ongoing = forms.BooleanField(label="长期坚持，没有期限", required=False)
    lead = OrganizationsField(label="牵头单位", required=False)
    responsible = OrganizationsField(label="责任单位", required=False)
    supporting = OrganizationsField(label="配合单位", required=False)
    targets = forms.CharField(
        label="指标",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="每行一条：案卷合格率不低于98%。",
    )

    def __init__(
        self, *args: Any, kind: str, fields: TaskFields | None = None, reason: bool = False, **kwargs: Any
    ) -> None:
        if fields is not None:
            kwargs["initial"] = _task_initial(fields)
        super().__init__(*args, **kwargs)
        self.add_extra(kind_of(kind))
        if reason:
            self.fields["reason"] = forms.CharField(
                label="调整原因",
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": "请写明调整原因。"},
            )

    def task_fields(self) -> TaskFields:
        """What was typed. Raises Refused at the field for targets that are none."""
        data = self.cleaned_data
        return TaskFields(
            title=data["title"],
            number=data["number"],
            body=data["body"],
            heading=data["heading"],
            lead=tuple(data["lead"]),
            responsible=tuple(data["responsible"]),
            supporting=tuple(data["supporting"]),
            due_on=data["due_on"],
            is_ongoing=data["is_ongoing"],
            frequency=data["frequency"],
            targets=target_lines.read(data["targets"]),
            extra=self.extra(),
        )


class ReportForm(Form):
    """A unit's report or contribution. Percent and target values are asked of leading and responsible units only."""

    text = forms.CharField(label="进展情况", widget=forms.Textarea(attrs={"rows": 5}), max_length=5000)
    attachments = FilesField(label="佐证材料", required=False)

    def __init__(
        self, *args: Any, task: Task, units: Sequence[Organization], principals: frozenset[int],
        periods: Sequence[TaskPeriod] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        own: dict[str, forms.Field] = {}
        if len(units) > 1:
            own["unit"] = forms.ChoiceField(label="填报单位", choices=[(str(unit.pk), str(unit)) for unit in units])
        leads = any(unit.pk in principals for unit in units)
        if leads and task.frequency:
            options = [(str(period.pk), f"{period.label}（{period.due_on:%Y-%m-%d} 到期）") for period in periods]
            own["period"] = forms.ChoiceField(
                label="期次", choices=options, error_messages={"required": "请选择期次。"}, required=bool(options)
            )
        elif leads:
            mixed = any(unit.pk not in principals for unit in units)
            own["percent"] = forms.IntegerField(
                label="进度（%）", initial=task.percent, required=not mixed,
                widget=forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"}),
                error_messages={"required": "请填写进度（0 至 100）。", "invalid": "进度应为 0 至 100 的整数。"},
            )  # fmt: skip
        if leads:
            for target in task.targets.all():
                own[f"value_{target.pk}"] = forms.CharField(
                    label=f"{target.metric}（{target.unit or '数值'}）", required=False, help_text=f"要求：{target}"
                )
        if not leads:
            self.fields["text"].label = "配合情况"
        self.fields = {**own, **self.fields}

    def values(self) -> dict[int, str]:
        """Target values by target id."""
        return {
            int(name.removeprefix("value_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("value_") and text
        }


class ReviewForm(Form):
    """Accepting or returning; the words are needed for a return only."""

    reason = forms.CharField(label="审核意见（退回时必填）", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    verdict = forms.ChoiceField(choices=[("accept", "通过"), ("return", "退回")], widget=forms.HiddenInput)


class ReasonForm(Form):
    """A reason, and nothing else."""

    reason = forms.CharField(
        label="取消原因", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "请写明取消原因。"}
    )


class BreakdownForm(Form):
    """Which tasks go into a year, and into which plan."""

    tasks = forms.MultipleChoiceField(
        label="任务", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请先勾选要分解的任务。"}
    )
    into = forms.ModelChoiceField(
        label="放入年度计划", queryset=Plan.objects.none(), required=False, empty_label="新建一个年度计划"
    )
    title = forms.CharField(label="新年度计划名称", max_length=200, required=False)

    def __init__(self, *args: Any, plan: Plan, year: int, tasks: Sequence[Task], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": f"{plan.title[:150]}{year}年度任务"})
        super().__init__(*args, **kwargs)
        choice = self.fields["tasks"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(str(task.pk), str(task)) for task in tasks]
        into = self.fields["into"]
        assert isinstance(into, forms.ModelChoiceField)
        into.queryset = Plan.objects.filter(
            jurisdiction=plan.jurisdiction_id, state=Plan.State.ACTIVE, starts_on__year=year, ends_on__year=year
        )


class NameForm(Form):
    """What a unit name of a document means: one or several units, or none here."""

    organizations = OrganizationsField(label="对应单位", required=False)
    remember = forms.BooleanField(label="记住：以后的文件里这个名称都指这个单位", required=False)
    name = forms.CharField(widget=forms.HiddenInput)
    version = VersionField()


def _draft_initial(task: DraftTask) -> dict[str, Any]:
    def names(part: TaskUnit.Part) -> str:
        return "、".join(unit.name for unit in task.units if unit.part == part.value)

    return {
        "number": task.number,
        "title": task.title,
        "heading": " / ".join(task.heading_path),
        "body": task.body,
        **{part.value: names(part) for part in TaskUnit.Part},
        "deadlines": "\n".join(line.text for line in task.deadlines),
        "frequency": task.frequency,
        "targets": target_lines.written(task.targets),
        **{f"extra.{key}": value for key, value in task.extra.items()},
    }


def _draft_targets(text: str, before: DraftTask) -> tuple[DraftTarget, ...]:
    known = {target_lines.written([target]): target for target in before.targets}
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line in known:
            found.append(known[line])
            continue
        item = target_lines.read(line)[0]
        found.append(DraftTarget(item.metric, item.comparison, f"{item.value.normalize():f}", item.unit, line[:300]))
    return tuple(found)


def _task_initial(fields: TaskFields) -> Mapping[str, Any]:
    return {
        "number": fields.number,
        "title": fields.title,
        "heading": fields.heading,
        "due_on": fields.due_on,
        "body": fields.body,
        "frequency": fields.frequency,
        "is_ongoing": fields.is_ongoing,
        "lead": [unit.pk for unit in fields.lead],
        "responsible": [unit.pk for unit in fields.responsible],
        "supporting": [unit.pk for unit in fields.supporting],
        "targets": target_lines.written(fields.targets),
        **{f"extra.{key}": value for key, value in fields.extra.items()},
    }
