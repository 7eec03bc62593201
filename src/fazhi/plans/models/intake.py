from django.db import models

from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Person
from fazhi.plans.models.plan import Plan


class Intake(models.Model):
    """导入: a document on its way to becoming a plan. `draft` is what the reader found, with the corrections made.

    Nothing of it is a plan before `fazhi.plans.intake.intakes.confirm`, which takes all of it or none.
    """

    class State(models.TextChoices):
        OPEN = "open", "待确认"
        CONFIRMED = "confirmed", "已导入"
        ABANDONED = "abandoned", "已放弃"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    file = models.ForeignKey(KeptFile, models.PROTECT, verbose_name="来源文件", related_name="intakes")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    kind = models.CharField("类型", max_length=40)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    adjusts = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, verbose_name="调整的规划", related_name="intakes"
    )
    text = models.TextField("文本")
    draft = models.JSONField("任务草稿", default=list)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField("修改时间", null=True, blank=True)
    plan = models.OneToOneField(Plan, models.PROTECT, null=True, blank=True, related_name="intake")
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="导入人", related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["-id"]
        verbose_name = "导入"

    def __str__(self) -> str:
        return self.title
