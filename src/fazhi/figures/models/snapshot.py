from django.db import models

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction, Organization, Person


class Snapshot(models.Model):
    """固定的数据: figures as they stood at a moment. Written once by `figures.freezing`; the database refuses changes.

    `root` is the Merkle root over the frozen figures, each with the root of the records that it counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, verbose_name="统计单位", related_name="+")
    title = models.CharField("用途", max_length=200)
    first = models.DateField("统计期自")
    last = models.DateField("统计期至")
    taken_at = models.DateTimeField("固定时间")
    taken_by = models.ForeignKey(Person, models.PROTECT, verbose_name="固定人", related_name="+")
    root = models.BinaryField()

    class Meta:
        ordering = ["-taken_at", "-id"]
        verbose_name = "固定的数据"
        indexes = [models.Index(fields=["jurisdiction", "-taken_at"], name="snapshot_by_moment")]

    def __str__(self) -> str:
        return self.title


class FrozenFigure(models.Model):
    """One figure of a snapshot. `definition` and `edition` say what was counted; `root` is the root over the records.

    `records` holds the leaves, compressed, so that a later day can say which records came, went or changed; it is empty
    for a figure that is made of others, whose parts are frozen beside it.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="figures")
    figure = models.CharField("数据", max_length=60)
    definition = models.JSONField()
    edition = models.CharField(max_length=64)
    number = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    of = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True)
    to = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True)
    count = models.PositiveIntegerField("记录数", default=0)
    root = models.BinaryField()
    records = models.BinaryField(default=b"")

    class Meta:
        ordering = ["snapshot", "id"]
        verbose_name = "固定的数据项"
        constraints = [models.UniqueConstraint(fields=["snapshot", "figure"], name="one_figure_a_snapshot")]
        indexes = [models.Index(fields=["figure"], name="frozen_by_figure")]

    def __str__(self) -> str:
        return self.figure
