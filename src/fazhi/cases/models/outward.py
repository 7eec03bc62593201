from django.db import models

from fazhi.cases.models.case import Case
from fazhi.government.models import Jurisdiction, Organization


class EntryUse(models.Model):
    """引用的清单条目: an entry of a register that a case names, or has itself put there (`field` is then empty).

    A projection, written with the acts and rebuilt from them. What a later act put in the place of an entry is gone
    from here; the acts still say it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="uses")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    procedure = models.CharField("程序", max_length=60)
    opened_on = models.DateField("开始日期")
    register = models.CharField("清单", max_length=60)
    entry_id = models.UUIDField("条目")
    field = models.CharField("要素", max_length=60, blank=True)

    class Meta:
        ordering = ["-opened_on", "-case"]
        verbose_name = "引用的清单条目"
        constraints = [models.UniqueConstraint(fields=["case", "field", "entry_id"], name="one_use_a_field")]
        indexes = [models.Index(fields=["entry_id", "-opened_on"], name="use_by_entry")]

    def __str__(self) -> str:
        return f"{self.register} {self.entry_id}"


class CaseLink(models.Model):
    """据此立案: the act of another case from which a case was opened. A projection of the first act of the new one."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="origin")
    source = models.ForeignKey(Case, models.PROTECT, related_name="followed_by")
    seq = models.PositiveIntegerField("来源办理记录序号")

    class Meta:
        ordering = ["case"]
        verbose_name = "案件来源"

    def __str__(self) -> str:
        return f"{self.source_id}#{self.seq} → {self.case_id}"
