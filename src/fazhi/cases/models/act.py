import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from fazhi.cases.models.case import Case
from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Organization, Person


class ActKind(models.TextChoices):
    """What an act does to its case."""

    STEP = "step", "办理"
    DEEMED = "deemed", "依法视为"
    CORRECTION = "correction", "更正"
    SUPPLEMENT = "supplement", "补充材料"
    PAPER = "paper", "制作文书"


class Act(models.Model):
    """办理记录: one link of a case's record. Never changed, never deleted: the database refuses it.

    `body` is what was hashed, to the byte; the columns beside it repeat what queries need, and the verifier proves that
    they are equal.
    """

    # Without indexes of their own: those below begin with them.
    case = models.ForeignKey(Case, models.PROTECT, db_index=False, related_name="acts")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, db_index=False, related_name="+")
    # Of the case, which never changes them: acts are counted without looking at it.
    organization = models.ForeignKey(
        Organization, models.PROTECT, db_index=False, verbose_name="办理单位", related_name="+"
    )
    procedure = models.CharField("程序", max_length=60)
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField(max_length=12, choices=ActKind)
    step = models.CharField("步骤", max_length=60, blank=True)
    result = models.CharField("结果", max_length=60, blank=True)
    thread = models.CharField(max_length=6, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="办理人", related_name="+")
    performed_on = models.DateField("办理日期")
    recorded_at = models.DateTimeField("录入时间")
    body = models.TextField()
    hash = models.BinaryField()
    key = models.CharField(max_length=80, null=True, blank=True)

    class Meta:
        ordering = ["case", "seq"]
        verbose_name = "办理记录"
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="one_act_a_number"),
            models.UniqueConstraint(
                fields=["jurisdiction", "key"], condition=Q(key__isnull=False), name="one_act_a_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["jurisdiction", "procedure", "step", "performed_on"],
                include=["case", "organization", "result", "kind"],
                name="act_by_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the body says."""
        content: dict[str, Any] = json.loads(self.body)
        return content


class Attachment(models.Model):
    """附件: a file that was handed in or made with an act; its SM3 stands in the act's body."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    seq = models.PositiveIntegerField()
    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["case", "seq", "id"]
        verbose_name = "案件附件"

    def __str__(self) -> str:
        return str(self.file)


class Paper(models.Model):
    """文书: an instrument that an act makes, numbered with the act. Its file is made from the case when asked for."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    seq = models.PositiveIntegerField()
    instrument = models.CharField(max_length=60)
    number = models.CharField("文号", max_length=80, blank=True)
    file = models.ForeignKey(KeptFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["case", "seq", "id"]
        verbose_name = "文书"
        constraints = [models.UniqueConstraint(fields=["case", "seq", "instrument"], name="one_paper_an_act")]

    def __str__(self) -> str:
        return self.number or self.instrument
