from django.db import models

from fazhi.assessment.models.body import BodyAssessment
from fazhi.cases.models import Case
from fazhi.figures.models import Snapshot
from fazhi.files.models import KeptFile
from fazhi.government.models import Person


class EvidenceKind(models.TextChoices):
    """How evidence came: by query before anything is uploaded."""

    QUERY = "query", "系统数据"
    FILE = "file", "上传材料"
    ACT = "act", "办理记录"


class Evidence(models.Model):
    """佐证材料. What a query found is frozen: its value, the Merkle root of the records counted, and their list.

    `records`: [[number or title, what it is, day], …] as they were listed; `digest` is the SM3 of their canonical form.
    Changed only by being withdrawn; the reason stays.
    """

    body = models.ForeignKey(BodyAssessment, models.PROTECT, related_name="evidence")
    item = models.CharField("项目", max_length=60)
    kind = models.CharField("方式", max_length=6, choices=EvidenceKind)
    title = models.CharField("名称", max_length=300)
    figure = models.CharField("数据", max_length=60, blank=True)
    value = models.CharField("数值", max_length=60, blank=True)
    root = models.CharField("记录根值", max_length=64, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    records = models.JSONField(default=list)
    digest = models.CharField("SM3 摘要", max_length=64, blank=True)
    file = models.ForeignKey(KeptFile, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    act_seq = models.PositiveIntegerField("办理记录序号", null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "佐证材料"
        indexes = [models.Index(fields=["body", "item"], name="evidence_by_item")]

    def __str__(self) -> str:
        return self.title
