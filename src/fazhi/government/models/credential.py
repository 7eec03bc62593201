from django.db import models
from django.db.models import F, Q

from fazhi.government.models.person import Person


class Credential(models.Model):
    """证件、资格: what a person must hold for certain acts. Issued and suspended by `fazhi.government.credentials`."""

    class Kind(models.TextChoices):
        ENFORCEMENT_CARD = "enforcement_card", "行政执法证"
        LEGAL_QUALIFICATION = "legal_qualification", "法律职业资格"

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="credentials")
    kind = models.CharField("种类", max_length=30, choices=Kind)
    number = models.CharField("证号", max_length=40)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    suspended_on = models.DateField("暂扣或者收回日期", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "证件"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_credential_a_number"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="credential_not_over_before_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number}"
