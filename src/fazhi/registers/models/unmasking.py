from django.db import models

from fazhi.government.models import Jurisdiction, Person


class Unmasking(models.Model):
    """查看个人信息: who saw which field of which entry unmasked, when and what for. Append-only."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    register = models.CharField(max_length=60)
    entry_id = models.UUIDField(db_index=True)
    field = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField("用途", max_length=300)

    class Meta:
        ordering = ["-id"]
        verbose_name = "个人信息查看记录"

    def __str__(self) -> str:
        return f"{self.person} {self.field}"
