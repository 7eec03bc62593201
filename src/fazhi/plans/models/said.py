from django.db import models

from fazhi.files.models import KeptFile
from fazhi.government.models import Organization, Person


class SaidEntry(models.Model):
    """What somebody said or did on a matter, with files. Append-only: the database refuses UPDATE and DELETE."""

    text = models.TextField("内容", blank=True)
    files = models.ManyToManyField(KeptFile, verbose_name="附件", related_name="+", blank=True)
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="办理人", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"
