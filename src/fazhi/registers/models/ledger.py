from django.db import models

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction, Person


class Ledger(models.Model):
    """台账: a jurisdiction's own copy of a register, and the head of the chain of its revisions.

    Its row is held by whoever revises it, so that revisions have one order. `header` is canonical JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    register = models.CharField("清单", max_length=60)
    header = models.TextField()
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField()
    settled_on = models.DateField("条目现状截至")
    """The day up to which entries show their versions; what is entered for later days shows when it has come."""

    class Meta:
        verbose_name = "台账"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "register"], name="one_ledger_a_register"),
        ]

    def __str__(self) -> str:
        return self.register


class RevisionKind(models.TextChoices):
    """How a revision came about."""

    CHANGE = "change", "变更"
    IMPORT = "import", "导入"
    UNDO = "undo", "撤销前次变更"
    PROCEDURE = "procedure", "经程序变更"
    EXAM = "exam", "考试结果"


class Revision(models.Model):
    """修订: entries changed together: who, when, why, under which document. Append-only, chained like an act.

    `body` is what was hashed, to the byte; it holds the Merkle root of the changes, which stand as versions.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="revisions")
    seq = models.PositiveIntegerField("修订序号")
    kind = models.CharField("方式", max_length=10, choices=RevisionKind)
    since = models.DateField("施行日期")
    reason = models.CharField("事由", max_length=500)
    document = models.CharField("依据文件", max_length=300, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="修订人", related_name="+")
    case_id = models.UUIDField("案件", null=True, blank=True)
    """The case through which the register was changed; registers do not know cases."""
    undoes = models.PositiveIntegerField("撤销的修订", null=True, blank=True)
    recorded_at = models.DateTimeField("录入时间")
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    withdrawn = models.PositiveIntegerField("取消", default=0)
    body = models.TextField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["ledger", "-seq"]
        verbose_name = "修订"
        constraints = [models.UniqueConstraint(fields=["ledger", "seq"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"第{self.seq}次修订"


class Version(models.Model):
    """An entry as a revision left it. Append-only. It holds from `since` until the next version's day.

    `leaf` is the canonical JSON whose hash went into the revision's Merkle root; personal data in it is sealed.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="versions")
    seq = models.PositiveIntegerField("修订序号")
    number = models.PositiveIntegerField("在修订中的序号")
    entry_id = models.UUIDField()
    key = models.CharField("唯一标识", max_length=300)
    title = models.CharField("名称", max_length=300)
    state = models.CharField("状态", max_length=10)
    since = models.DateField("施行日期")
    organization_id = models.BigIntegerField(null=True)
    data = models.JSONField()
    leaf = models.TextField()

    class Meta:
        ordering = ["ledger", "seq", "number"]
        verbose_name = "条目版本"
        constraints = [models.UniqueConstraint(fields=["ledger", "seq", "number"], name="one_version_a_number")]
        indexes = [
            models.Index(fields=["entry_id", "-since", "-seq"], name="version_by_entry"),
            # lists as of a day, in their order
            models.Index(fields=["ledger", "key", "-since", "-seq"], name="version_by_key"),
            # answers which versions wait for their day
            models.Index(fields=["ledger", "since"], name="version_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.seq}次修订）"
