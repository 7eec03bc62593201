from django.db import models

from fazhi.assessment.models.assessment import Assessment
from fazhi.assessment.models.body import BodyAssessment
from fazhi.government.models import Person


class EntryKind(models.TextChoices):
    """What was done."""

    PREPARED = "prepared", "建立考核"
    PHASE = "phase", "进入新阶段"
    COUNTED = "counted", "系统取数"
    SELF = "self", "自评"
    SUBMITTED = "submitted", "提交自评"
    RETURNED = "returned", "退回自评"
    EVIDENCE = "evidence", "添加佐证"
    WITHDRAWN = "withdrawn", "撤回佐证"
    COMMENT = "comment", "评论"
    REVIEWED = "reviewed", "评审"
    VETO = "veto", "认定一票否决情形"
    OBJECTED = "objected", "提出异议"
    ANSWERED = "answered", "答复异议"


class Entry(models.Model):
    """考核记录: who did what, when; comments are among them. Append-only."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="entries")
    body = models.ForeignKey(BodyAssessment, models.PROTECT, null=True, related_name="entries")
    item = models.CharField(max_length=60, blank=True)
    kind = models.CharField("操作", max_length=10, choices=EntryKind)
    points = models.DecimalField("分值", max_digits=7, decimal_places=2, null=True)
    text = models.TextField("内容", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = "考核记录"
        indexes = [models.Index(fields=["body", "item"], name="assessment_log_by_item")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class Objection(models.Model):
    """异议: a body says why an item's points are not right; it is answered once, by somebody of another unit."""

    body = models.ForeignKey(BodyAssessment, models.PROTECT, related_name="objections")
    item = models.CharField("项目", max_length=60)
    text = models.TextField("异议理由")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("成立", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "异议"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "item"], condition=models.Q(upheld=None), name="one_open_objection_an_item"
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
