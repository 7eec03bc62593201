from django.db import models

from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.plans.models.plan import Task, TaskPeriod


class Entry(models.Model):
    """办理记录: one thing that was said or done on a task. Append-only: the database refuses UPDATE and DELETE.

    A report (进展填报) or contribution (配合情况) waits until an accept or a return answers it. Written by
    `fazhi.plans.progress` and `fazhi.plans.tasks` only.
    """

    class Kind(models.TextChoices):
        REPORT = "report", "进展填报"
        CONTRIBUTION = "contribution", "配合情况"
        ACCEPT = "accept", "审核通过"
        RETURN = "return", "退回修改"
        ADJUST = "adjust", "任务调整"
        DROP = "drop", "任务取消"
        CARRY = "carry", "年度分解"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, verbose_name="任务", related_name="entries")
    period = models.ForeignKey(TaskPeriod, models.PROTECT, null=True, blank=True, verbose_name="期次")
    kind = models.CharField("类型", max_length=12, choices=Kind)
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    answers = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name="针对", related_name="answer"
    )
    text = models.TextField("内容", blank=True)
    percent = models.PositiveSmallIntegerField("进度", null=True, blank=True)
    values = models.JSONField("指标值", default=dict, blank=True)
    changes = models.JSONField("变更", default=dict, blank=True)
    files = models.ManyToManyField(KeptFile, verbose_name="附件", related_name="+", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="填报人", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["id"]
        verbose_name = "办理记录"
        indexes = [models.Index(fields=["task", "id"], name="entries_of_task")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit}"
