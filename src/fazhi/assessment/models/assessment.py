from datetime import date

from django.db import models

from fazhi.assessment.models.system import SystemEdition
from fazhi.government.models import Jurisdiction, Person


class Phase(models.TextChoices):
    """Where an assessment stands. It only goes forward."""

    PREPARING = "preparing", "筹备"
    SELF = "self", "自评"
    REVIEW = "review", "评审"
    OBJECTION = "objection", "异议"
    FINAL = "final", "定分"
    PUBLISHED = "published", "已公布"

    @property
    def order(self) -> int:
        return list(Phase).index(self)


class Assessment(models.Model):
    """考核: one year's assessment of a number of bodies by one edition of a system.

    Changed only by `fazhi.assessment.assessments`. Once it is final the database lets nobody change what belongs to it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    edition = models.ForeignKey(SystemEdition, models.PROTECT, verbose_name="指标体系", related_name="+")
    title = models.CharField("名称", max_length=100)
    year = models.PositiveSmallIntegerField("年度")
    phase = models.CharField("阶段", max_length=10, choices=Phase, default=Phase.PREPARING)
    self_until = models.DateField("自评截止")
    review_until = models.DateField("评审截止")
    objection_until = models.DateField("异议截止")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    finalised_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    finalised_at = models.DateTimeField("定分时间", null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        ordering = ["-year", "-id"]
        verbose_name = "考核"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "title"], name="one_assessment_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> Phase:
        return Phase(self.phase)

    @property
    def until(self) -> date | None:
        """The last day of the phase that runs; None where none is set."""
        days = {Phase.SELF: self.self_until, Phase.REVIEW: self.review_until, Phase.OBJECTION: self.objection_until}
        return days.get(self.stage)
