"""What is typed and not yet sent: kept a day, sealed, found by a cookie that only that browser has."""

from django.db import models

from fazhi.government.models import Jurisdiction


class Draft(models.Model):
    """草稿. ``content`` is sealed; ``token`` a digest of the cookie. Once sent it holds the query code for its receipt,
    half an hour long."""

    token = models.CharField(max_length=64, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)
    content = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "草稿"


class DraftFile(models.Model):
    """A file of a draft, already cleaned. It becomes a kept file only when the draft is sent."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    title = models.CharField("材料名称", max_length=100)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["id"]
        verbose_name = "草稿附件"


class Rate(models.Model):
    """How often somebody came lately. ``key`` is a keyed digest of a day, so that nobody can be found by it later."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "来访频次"
