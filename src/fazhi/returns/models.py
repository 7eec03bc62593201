from typing import Any

from django.db import models

from fazhi.database.identifiers import uuid7
from fazhi.figures.models import Snapshot
from fazhi.government.models import Jurisdiction, Organization, Person


class Sheet(models.Model):
    """报表: a form of a year, of one body or (``organization`` None) of the whole jurisdiction.

    A draft holds no numbers: they are counted when it is looked at, and its entries say which a person corrected. Final
    ones keep their ``cells``; ``root`` is the Merkle root over them, ``snapshots`` hold the records that were counted.
    Changed only by `fazhi.returns.sheets`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "填报中"
        FINAL = "final", "已定稿"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, verbose_name="填报单位", related_name="+")
    form = models.CharField("报表", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    cells: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    root = models.BinaryField(null=True)
    finalised_at = models.DateTimeField("定稿时间", null=True)
    finalised_by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="定稿人", related_name="+")
    snapshots: "models.ManyToManyField[Snapshot, Any]" = models.ManyToManyField(Snapshot, related_name="+")

    class Meta:
        ordering = ["-year", "form", "id"]
        verbose_name = "统计报表"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "organization", "form", "year"], name="one_sheet_a_year", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["jurisdiction", "year", "form"], name="sheet_by_year")]

    def __str__(self) -> str:
        return f"{self.year}年度 {self.form}"

    @property
    def final(self) -> bool:
        return self.state == self.State.FINAL

    @property
    def whose(self) -> str:
        """The body, or the jurisdiction as a whole."""
        return str(self.organization) if self.organization else f"{self.jurisdiction}汇总"


class SheetEntry(models.Model):
    """报表记录: what was done with a sheet. Appended by `fazhi.returns.sheets` only; the database refuses all else."""

    class Kind(models.TextChoices):
        OPENED = "opened", "建立"
        CORRECTED = "corrected", "调整"
        RESTORED = "restored", "撤销调整"
        FINALISED = "finalised", "定稿"
        REOPENED = "reopened", "退回"

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="办理人", related_name="+")
    at = models.DateTimeField("时间")
    cell = models.CharField("单元格", max_length=121, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    body: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["sheet", "seq"]
        verbose_name = "报表记录"
        constraints = [models.UniqueConstraint(fields=["sheet", "seq"], name="one_sheet_entry_a_number")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.cell or self.sheet_id}"
