from django.core.exceptions import ValidationError
from django.db import models

from fazhi.government.division_codes import problem_with


def check_code(code: str) -> None:
    """Django validator of a division code."""
    if problem := problem_with(code):
        raise ValidationError(problem, code="division_code")


class Jurisdiction(models.Model):
    """辖区: an area with a government of its own, named by its six-digit division code (行政区划代码, GB/T 2260)."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"

    code = models.CharField("行政区划代码", max_length=6, unique=True, validators=[check_code])
    name = models.CharField("名称", max_length=50)
    level = models.CharField("层级", max_length=10, choices=Level, default=Level.COUNTY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级辖区")

    class Meta:
        ordering = ["code"]
        verbose_name = "辖区"

    def __str__(self) -> str:
        return self.name

    @property
    def word(self) -> str:
        """The word that prefixes its units in plans: 省, 市, 区, 县 or 旗 (市司法局, 区司法局)."""
        return next((end for end in ("省", "市", "区", "县", "旗") if self.name.endswith(end)), "区")
