from django.db import models

from fazhi.government.models import Jurisdiction


class ColumnMatch(models.Model):
    """How a heading in somebody's sheet was matched to a field, remembered for the next import."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+")
    register = models.CharField(max_length=60)
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    """Empty: this column is not read."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "register", "heading"], name="one_match_a_heading")
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field or '不导入'}"
