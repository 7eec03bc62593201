from django.db import models

from fazhi.government.models import Jurisdiction


class NumberSeries(models.Model):
    """编号: the last number given out in a series of a year. Counted up only by `fazhi.plans.numbering.take`."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = "编号"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "kind", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"
