from django.db import models

from fazhi.government.models import Jurisdiction


class Counter(models.Model):
    """编号: the last number given in a series (a body, a kind of case or paper, a year)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    series = models.CharField(max_length=160)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "series"], name="one_counter_a_series")]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
