from django.db import models

from fazhi.assessment.language.adjusting import from_data
from fazhi.assessment.language.definition import System
from fazhi.government.models import Jurisdiction, Person


class SystemEdition(models.Model):
    """指标体系版本: a system as a jurisdiction uses it, whole. Append-only; made by `fazhi.assessment.editions`.

    `content` is the system itself, `changes` what it sets differently from `base`: [[title, before, after], …].
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    key = models.CharField("标识", max_length=60)
    number = models.PositiveSmallIntegerField("版本")
    title = models.CharField("名称", max_length=300)
    content = models.JSONField()
    digest = models.CharField("SM3 摘要", max_length=64)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    changes = models.JSONField("调整内容", default=list)
    why = models.CharField("说明", max_length=500, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, verbose_name="制定人", related_name="+")
    made_at = models.DateTimeField("制定时间")

    class Meta:
        ordering = ["key", "-number"]
        verbose_name = "指标体系版本"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "key", "number"], name="one_system_edition_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）"

    @property
    def system(self) -> System:
        """The system that the edition holds; what has one digest is read once a process."""
        found = _READ.get(self.digest)
        if found is None:
            if len(_READ) >= MOST_READ:
                _READ.clear()
            found = _READ[self.digest] = from_data(self.content)
        return found


MOST_READ = 50
_READ: dict[str, System] = {}
