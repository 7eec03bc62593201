from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from fazhi.government.models import Jurisdiction, Organization
from fazhi.registers.models.ledger import Ledger


class EntryState(models.TextChoices):
    """Where an entry stands."""

    IN_FORCE = "in_force", "有效"
    SUSPENDED = "suspended", "暂停"
    WITHDRAWN = "withdrawn", "取消"


class Entry(models.Model):
    """条目: an entry as it stands today. A projection of its versions, written only by `fazhi.registers.revising`.

    `data` has the fields by name, personal ones sealed; `valid_from` and `valid_until` repeat the fields that the
    definition names, so that what expires is found without reading JSON.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="entries")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    register = models.CharField("清单", max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    key = models.CharField("唯一标识", max_length=300)
    title = models.CharField("名称", max_length=300)
    state = models.CharField("状态", max_length=10, choices=EntryState)
    since = models.DateField("现状自")
    valid_from = models.DateField("有效期自", null=True)
    valid_until = models.DateField("有效期至", null=True)
    seq = models.PositiveIntegerField("最近修订")
    data = models.JSONField()
    marks = ArrayField(models.TextField(), default=list)
    """What it is looked up by besides its key (`fazhi.registers.marks`): few, so that the index costs little."""
    search = SearchVectorField(null=True)

    class Meta:
        ordering = ["key"]
        verbose_name = "清单条目"
        constraints = [models.UniqueConstraint(fields=["ledger", "key"], name="one_entry_a_key")]
        indexes = [
            # lists in their order; with the id, which is what is counted, counting reads nothing but the index
            models.Index(fields=["jurisdiction", "register", "key"], include=["id"], name="entry_by_key"),
            models.Index(fields=["jurisdiction", "register", "state", "key"], include=["id"], name="entry_by_state"),
            models.Index(fields=["jurisdiction", "register", "title"], name="entry_by_title"),
            models.Index(fields=["organization", "register", "key"], name="entry_by_unit"),
            models.Index(fields=["register", "valid_until"], name="entry_by_end"),
            GinIndex(fields=["search"], name="entry_search"),
            GinIndex(fields=["marks"], name="entry_marks"),
        ]

    def __str__(self) -> str:
        return self.title
