from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Organization, Person


class Plan(models.Model):
    """规划计划: a document that sets tasks. Editions (中期调整) of one plan share `series` and count up.

    `kind` names a plan kind of the catalog (五年规划, 年度要点, 检查计划 …), which says what fields its tasks carry.
    Made by `fazhi.plans.intake.intakes.confirm` or `fazhi.plans.plans.create`, nowhere else.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "执行中"
        SUPERSEDED = "superseded", "已被新版替代"
        CLOSED = "closed", "已办结"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, verbose_name="辖区", related_name="plans")
    kind = models.CharField("类型", max_length=40)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, verbose_name="制发单位")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    state = models.CharField("状态", max_length=12, choices=State, default=State.ACTIVE)
    series = models.UUIDField("系列", db_index=True)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上一版", related_name="next"
    )
    source = models.ForeignKey(KeptFile, models.PROTECT, null=True, blank=True, verbose_name="来源文件")
    source_text = models.TextField("来源文本", blank=True)
    # The tasks as they stood when a later edition took over: they move on with it, and this edition stays showable.
    snapshot = models.JSONField("版本存档", default=list, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, verbose_name="建立人", related_name="+")
    made_at = models.DateTimeField("建立时间")

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = "规划计划"
        constraints = [models.UniqueConstraint(fields=["series", "edition"], name="one_plan_an_edition")]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """任务: what a plan asks for. A branch of the tree (大项) has children; a leaf (小项) has units and is reported on.

    `origin` points from a yearly task to the five-year task it carries out. `percent` and `status` are the fold of
    the task's accepted entries and can be rebuilt from them (`fazhi.plans.progress.rebuild`).
    """

    class Status(models.TextChoices):
        OPEN = "open", "推进中"
        DONE = "done", "已完成"
        DROPPED = "dropped", "已取消"

    class Frequency(models.TextChoices):
        NONE = "", "一次完成"
        MONTHLY = "P1M", "每月"
        QUARTERLY = "P3M", "每季度"
        HALF_YEARLY = "P6M", "每半年"
        YEARLY = "P1Y", "每年"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="规划计划", related_name="tasks")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级任务", related_name="children"
    )
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="来源任务", related_name="carried_out_by"
    )
    order = models.PositiveIntegerField("顺序")
    number = models.CharField("编号", max_length=20, blank=True)
    title = models.CharField("任务名称", max_length=300)
    body = models.TextField("任务内容", blank=True)
    heading_path = ArrayField(models.CharField(max_length=200), verbose_name="所属章节", default=list)
    is_branch = models.BooleanField("大项", default=False)
    frequency = models.CharField("频次", max_length=4, choices=Frequency, default=Frequency.NONE, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    due_text = models.CharField("期限原文", max_length=100, blank=True)
    is_ongoing = models.BooleanField("长期坚持", default=False)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.OPEN)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    done_on = models.DateField("完成日期", null=True, blank=True)
    extra = models.JSONField("专项内容", default=dict, blank=True)
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["plan_id", "order", "id"]
        verbose_name = "任务"
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="percent_to_100")]
        indexes = [
            # the board and every list by deadline: open tasks of a jurisdiction, nearest first
            models.Index(fields=["jurisdiction", "status", "due_on"], name="task_by_deadline"),
            models.Index(fields=["plan", "order"], name="task_in_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class TaskUnit(models.Model):
    """A unit's part in a task: lead 牵头, supporting 配合, or responsible 责任 where the plan makes no distinction."""

    class Part(models.TextChoices):
        LEAD = "lead", "牵头单位"
        RESPONSIBLE = "responsible", "责任单位"
        SUPPORTING = "supporting", "配合单位"

    task = models.ForeignKey(Task, models.CASCADE, related_name="units")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="task_parts")
    part = models.CharField("职责", max_length=12, choices=Part)
    named_as = models.CharField("文件中的名称", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "任务单位"
        constraints = [models.UniqueConstraint(fields=["task", "organization"], name="one_part_a_unit")]
        indexes = [models.Index(fields=["organization", "task"], name="tasks_of_unit")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.organization}"


class TaskDeadline(models.Model):
    """A deadline as the plan words it (`text`, `norm` in the reader's notation) and the day it comes to, if any."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="deadlines")
    text = models.CharField("原文", max_length=100)
    norm = models.CharField("归一", max_length=30)
    due_on = models.DateField("日期", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = "任务时限"

    def __str__(self) -> str:
        return self.text


class Target(models.Model):
    """指标: a value that the task must reach. `current` is the last accepted value reported."""

    class Comparison(models.TextChoices):
        AT_LEAST = ">=", "不低于"
        AT_MOST = "<=", "不超过"
        EQUAL = "=", "等于"

    task = models.ForeignKey(Task, models.CASCADE, related_name="targets")
    metric = models.CharField("指标", max_length=200)
    comparison = models.CharField("要求", max_length=2, choices=Comparison, default=Comparison.AT_LEAST)
    value = models.DecimalField("目标值", max_digits=18, decimal_places=4)
    unit = models.CharField("单位", max_length=20, blank=True)
    text = models.CharField("原文", max_length=300, blank=True)
    current = models.DecimalField("当前值", max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "指标"

    def __str__(self) -> str:
        return f"{self.metric}{self.get_comparison_display()}{self.value.normalize():f}{self.unit}"

    @property
    def is_met(self) -> bool | None:
        """Whether the reported value reaches the target; None while nothing is reported."""
        if self.current is None:
            return None
        if self.comparison == self.Comparison.AT_LEAST:
            return self.current >= self.value
        if self.comparison == self.Comparison.AT_MOST:
            return self.current <= self.value
        return self.current == self.value


class TaskPeriod(models.Model):
    """One turn of a task with a frequency (每月 …): its span, the day it is due, and when it was met."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="periods")
    label = models.CharField("期次", max_length=20)
    starts_on = models.DateField("起")
    due_on = models.DateField("止")
    met_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        verbose_name = "任务期次"
        constraints = [models.UniqueConstraint(fields=["task", "label"], name="one_period_a_label")]
        indexes = [models.Index(fields=["jurisdiction", "met_on", "due_on"], name="period_by_deadline")]

    def __str__(self) -> str:
        return self.label
