from django.db import models

from fazhi.government.models import Jurisdiction, Person


class EnterpriseCode(models.Model):
    """企业码: the address of an enterprise's public page. Random, so that nobody finds it who was not given it.

    One that got lost is renewed: the old row stays, ended, and its address leads nowhere.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    entry_id = models.UUIDField("检查对象", db_index=True)
    code = models.CharField("企业码", max_length=16, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "企业码"
        constraints = [
            models.UniqueConstraint(
                fields=["entry_id"], condition=models.Q(ended_at=None), name="one_code_an_enterprise"
            )
        ]

    def __str__(self) -> str:
        return self.code
