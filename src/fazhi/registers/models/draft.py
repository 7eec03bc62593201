from django.db import models

from fazhi.government.models import Jurisdiction, Organization, Person


class DraftState(models.TextChoices):
    """Where a set of proposed changes stands."""

    OPEN = "open", "编制中"
    SUBMITTED = "submitted", "已提交审核"
    APPLIED = "applied", "已生效"
    DROPPED = "dropped", "已放弃"


class Draft(models.Model):
    """拟调整: changes that somebody prepares, by hand or by import, before they become a revision.

    `changes` is a list of changes in the form of `fazhi.registers.changes`, personal data sealed. Once submitted it
    never changes: the case that carries it keeps its digest.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    register = models.CharField("清单", max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    title = models.CharField("名称", max_length=200)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.OPEN)
    changes = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    based_on = models.PositiveIntegerField(default=0)
    """The register's last revision when it was prepared: what was revised since is compared again before it applies."""
    sm3 = models.CharField(max_length=64, blank=True)
    case_id = models.UUIDField(null=True, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "拟调整"

    def __str__(self) -> str:
        return self.title
