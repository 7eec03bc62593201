from django.db import models

from fazhi.cases.models.case import Case
from fazhi.government.models import Jurisdiction, Organization


class CaseAlert(models.Model):
    """预警: one that stands in an open case, and since which day. A projection: written with the acts and by the daily
    job, gone once its condition no longer holds.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="alerts")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    name = models.CharField("预警", max_length=60)
    since = models.DateField("出现日期")

    class Meta:
        ordering = ["since", "id"]
        verbose_name = "案件预警"
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_alert_a_case")]

    def __str__(self) -> str:
        return self.name
