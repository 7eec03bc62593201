from decimal import Decimal

from django.db import models

from fazhi.assessment.models.assessment import Assessment
from fazhi.figures.models import Snapshot
from fazhi.government.models import Organization, Person


class BodyState(models.TextChoices):
    """How far a body is with its self-assessment."""

    OPEN = "open", "自评中"
    SUBMITTED = "submitted", "已提交"


class BodyAssessment(models.Model):
    """被考核单位: one body's sheet. `snapshot` holds its figures as they stood when self-assessment closed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="bodies")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    state = models.CharField("状态", max_length=10, choices=BodyState, default=BodyState.OPEN)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    total = models.DecimalField("最终得分", max_digits=7, decimal_places=2, null=True)
    grade = models.CharField("等次", max_length=30, blank=True)

    class Meta:
        ordering = ["organization__order", "id"]
        verbose_name = "被考核单位"
        constraints = [models.UniqueConstraint(fields=["assessment", "organization"], name="one_sheet_a_body")]

    def __str__(self) -> str:
        return str(self.organization)


class ItemScore(models.Model):
    """项目得分: an item on a body's sheet, with its points at each stage, as points of the item itself.

    `readings`: the figures as they were taken, by id. `working`: how the points follow from them, line by line.
    `excluded` says that the item does not apply to this body: proposed by the body, decided by a reviewer.
    """

    body = models.ForeignKey(BodyAssessment, models.PROTECT, related_name="items")
    item = models.CharField("项目", max_length=60)
    computed = models.DecimalField("系统取数", max_digits=7, decimal_places=2, null=True)
    applicable = models.BooleanField("适用", default=True)
    readings = models.JSONField(default=dict)
    working = models.JSONField(default=list)
    computed_at = models.DateTimeField("取数时间", null=True)
    self_points = models.DecimalField("自评得分", max_digits=7, decimal_places=2, null=True)
    self_text = models.TextField("自评说明", blank=True)
    self_excluded = models.BooleanField("自认不适用", default=False)
    review_points = models.DecimalField("评审得分", max_digits=7, decimal_places=2, null=True)
    review_text = models.TextField("评审意见", blank=True)
    review_excluded = models.BooleanField("评审认定不适用", null=True)
    final_points = models.DecimalField("最终得分", max_digits=7, decimal_places=2, null=True)
    final_excluded = models.BooleanField("最终不适用", default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "项目得分"
        constraints = [models.UniqueConstraint(fields=["body", "item"], name="one_score_an_item")]

    def __str__(self) -> str:
        return f"{self.body} {self.item}"

    @property
    def differs(self) -> bool:
        """Whether the body states something else than what was counted."""
        return self.self_excluded or (self.self_points is not None and self.self_points != self.computed)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a reviewer: decided, or counted without anybody saying otherwise."""
        if self.review_points is not None or self.review_excluded:
            return True
        if self.self_excluded and self.review_excluded is None:
            return False
        return not self.applicable or (self.computed is not None and not self.differs)

    @property
    def standing(self) -> Decimal | None:
        """The points that stand after review."""
        return self.review_points if self.review_points is not None else self.computed


class VetoScore(models.Model):
    """一票否决情形: whether a veto applies to a body, as counted and as a reviewer found."""

    body = models.ForeignKey(BodyAssessment, models.PROTECT, related_name="vetoes")
    veto = models.CharField("情形", max_length=60)
    computed = models.BooleanField("系统判断", null=True)
    working = models.JSONField(default=list)
    decided = models.BooleanField("评审认定", null=True)
    text = models.TextField("认定理由", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "一票否决情形"
        constraints = [models.UniqueConstraint(fields=["body", "veto"], name="one_finding_a_veto")]

    def __str__(self) -> str:
        return f"{self.body} {self.veto}"

    @property
    def applies(self) -> bool:
        return bool(self.computed if self.decided is None else self.decided)
