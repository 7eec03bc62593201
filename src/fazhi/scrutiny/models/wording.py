from django.db import models

from fazhi.government.models import Jurisdiction, Person


class Wording(models.Model):
    """记住的说法: which figure a wording means in this jurisdiction, "" for none, as a person decided.

    Made only by `fazhi.scrutiny.deciding`; asked for whenever a draft is checked.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    unit = models.CharField(max_length=12, blank=True)
    figure = models.CharField("对应数据", max_length=80, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="确认人", related_name="+")
    at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = "记住的说法"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "key", "unit"], name="scrutiny_wording_once")]

    def __str__(self) -> str:
        return self.key
