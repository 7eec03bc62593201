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


class Waiting(models.Model):
    """排队: a draft whose sender has pressed 提交 and whose turn has not come. The order is that of the numbers.

    Dropped in the transaction that hands it in: a process that dies on the way leaves it where it was.
    """

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="waiting")
    sent_at = models.DateTimeField()
    """When 提交 was pressed: the day on which it came in, however long it waits."""
    after = models.DateTimeField()
    """Not tried before: later than `sent_at` only where something of ours failed."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = "排队"


class Rate(models.Model):
    """How often somebody came lately. ``key`` is a keyed digest of a day, so that nobody can be found by it later."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "来访频次"
