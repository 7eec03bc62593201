from django.db import models

from fazhi.government.models import Jurisdiction, Person


class ParameterValue(models.Model):
    """程序参数: a jurisdiction's own value of what the law leaves open, from a day on, with its source. Append-only."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    procedure = models.CharField("程序", max_length=60)
    name = models.CharField("参数", max_length=60)
    value = models.JSONField("取值")
    since = models.DateField("施行日期")
    source = models.CharField("依据文件", max_length=300)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["procedure", "name", "since", "id"]
        verbose_name = "程序参数"
        indexes = [models.Index(fields=["jurisdiction", "procedure"], name="parameter_by_procedure")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
