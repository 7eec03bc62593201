import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from fazhi.cases.models import Case
from fazhi.government.models import Jurisdiction, Organization, Person

SCORES = (MinValueValidator(1), MaxValueValidator(5))


class RatingSlip(models.Model):
    """评价单: lets whoever holds it rate one visit, once. Only the digest of what is printed on it is kept."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="rating_slip")
    token_sha256 = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_on = models.DateField()
    used = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "评价单"

    def __str__(self) -> str:
        return str(self.case_id)


class Rating(models.Model):
    """评价: what an enterprise said of a body's visit, without its name.

    It leads back to neither case nor enterprise nor slip: its key is random, so that not even the order of the rows
    tells, and it has a day and no moment. No address and no account is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="检查单位", related_name="+")
    given_on = models.DateField("评价日期")
    lawful = models.PositiveSmallIntegerField("依法检查", validators=SCORES)
    courteous = models.PositiveSmallIntegerField("文明检查", validators=SCORES)
    helpful = models.PositiveSmallIntegerField("指导改正", validators=SCORES)
    text = models.TextField("意见", blank=True)

    class Meta:
        ordering = ["-given_on", "id"]
        verbose_name = "检查评价"
        constraints = [
            models.CheckConstraint(
                name="scores_of_one_to_five",
                condition=models.Q(lawful__range=(1, 5), courteous__range=(1, 5), helpful__range=(1, 5)),
            )
        ]
        indexes = [models.Index(fields=["organization", "-given_on"], name="rating_by_body")]

    def __str__(self) -> str:
        return f"{self.given_on} {self.lawful}/{self.courteous}/{self.helpful}"
