from django.db import models

from fazhi.cases.models.case import Case
from fazhi.government.models import Jurisdiction, Organization, Person


class FindingState(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", "待处理"
    EXPLAINED = "explained", "已说明"
    RECTIFIED = "rectified", "已整改"
    DISMISSED = "dismissed", "已核销"


class Finding(models.Model):
    """监督发现: a defect or delay that an act raised the moment it was taken, or that a passed limit raises."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField("办理记录序号")
    rule = models.CharField(max_length=120)
    breach = models.CharField("类别", max_length=8)
    say = models.CharField("内容", max_length=500)
    basis = models.JSONField("依据", default=dict)
    found_at = models.DateTimeField("发现时间")
    state = models.CharField("状态", max_length=10, choices=FindingState, default=FindingState.OPEN)

    class Meta:
        ordering = ["-found_at", "-id"]
        verbose_name = "监督发现"
        indexes = [
            models.Index(fields=["jurisdiction", "state", "-found_at"], name="finding_by_state"),
            models.Index(fields=["jurisdiction", "-found_at", "-id"], name="finding_by_moment"),
        ]

    def __str__(self) -> str:
        return self.say


class FindingEntry(models.Model):
    """What was said and done about a finding. Append-only."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="entries")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=FindingState)
    text = models.TextField("说明")

    class Meta:
        ordering = ["id"]
        verbose_name = "监督发现处理记录"

    def __str__(self) -> str:
        return self.text[:40]
