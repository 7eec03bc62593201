from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fazhi.government.models import Jurisdiction, Person


class Bulletin(models.Model):
    """督查通报: what was followed up in a period and who is late, as a text that a person edits before it is issued.

    `body` holds the paragraphs; one that starts with 一、 or （一） is a heading of that level. `annex` holds the late
    matters as they stood when the draft was made. The number (期次) is given on issue, so that a draft thrown away
    leaves no gap. Changed only by `fazhi.plans.bulletins`, and not at all once issued.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    number = models.PositiveIntegerField("期次", null=True, blank=True)
    title = models.CharField("标题", max_length=200)
    body = ArrayField(models.TextField(), verbose_name="正文", default=list)
    annex = models.JSONField("逾期事项清单", default=list, blank=True)
    since = models.DateField("起")
    until = models.DateField("止")
    version = models.PositiveIntegerField(default=0)
    drafted_by = models.ForeignKey(Person, models.PROTECT, verbose_name="起草人", related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    issued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="签发人", related_name="+"
    )
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-id"]
        verbose_name = "督查通报"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "year", "number"], name="one_bulletin_a_number"),
            models.CheckConstraint(
                condition=Q(issued_at=None, number=None) | Q(issued_at__isnull=False, number__isnull=False),
                name="numbered_when_issued",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None
