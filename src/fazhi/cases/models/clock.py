from django.db import models
from django.db.models import Q

from fazhi.cases.models.case import Case
from fazhi.government.models import Jurisdiction, Organization


class Clock(models.Model):
    """期限: one time limit of a case, as `procedures.casework.clocks` derives it. A projection: rebuilt from acts.

    `state` is where it stands apart from the passing of time: running, paused, met, late, waived, ended, unset. Overdue
    and lapsed follow from `due_on` and the day on which somebody asks.
    """

    # Without indexes of their own: those below begin with them.
    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="clocks")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, db_index=False, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    procedure = models.CharField("程序", max_length=60)
    """That of the case, so that figures over limits need not read cases."""
    limit = models.CharField(max_length=60)
    thread = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8)
    started_on = models.DateField("起算日")
    due_on = models.DateField("届满日", null=True, blank=True)
    met_on = models.DateField("完成日", null=True, blank=True)
    state = models.CharField("状态", max_length=8)
    provisional = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = "期限"
        constraints = [
            models.UniqueConstraint(fields=["case", "limit", "thread", "number"], name="one_clock_an_occurrence")
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "due_on"], name="clock_by_due"),
            models.Index(fields=["due_on"], condition=Q(state="running"), name="clock_running"),
            # figures read nothing but the index
            models.Index(
                fields=["jurisdiction", "due_on"],
                include=["procedure", "limit", "kind", "state", "organization"],
                name="clock_for_figures",
            ),
            models.Index(
                fields=["jurisdiction", "met_on"],
                include=["procedure", "limit", "kind", "state", "organization"],
                condition=Q(met_on__isnull=False),
                name="clock_met_for_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit} {self.due_on}"
