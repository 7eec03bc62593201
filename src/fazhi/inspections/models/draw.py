from typing import Any

from django.db import models

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction, Organization, Person


class DrawState(models.TextChoices):
    """Where a draw is; it follows from its entries."""

    FROZEN = "frozen", "名单已冻结"
    ANNOUNCED = "announced", "待取得随机数"
    SEEDED = "seeded", "待抽取"
    DRAWN = "drawn", "待公布结果"
    PUBLISHED = "published", "已公布结果"
    CANCELLED = "cancelled", "已终止"


class ObjectGround(models.TextChoices):
    """Why a drawn object is not inspected; published."""

    CEASED = "ceased", "已停业、注销或者迁出"
    VISITED = "visited", "冷却期内已被检查"
    OUTSIDE = "outside", "不属于本次抽查事项的范围"
    MERGED = "merged", "已并入其他检查"
    OTHER = "other", "其他正当原因"


class OfficerGround(models.TextChoices):
    """Why an officer does not go; published, and therefore in kinds that tell nothing private."""

    RECUSED = "recused", "依法应当回避"
    MOVED = "moved", "岗位调整或者不再持证"
    UNABLE = "unable", "因故不能参加"
    OTHER = "other", "其他正当原因"


class Draw(models.Model):
    """双随机抽取. Written once by `draws.freeze` and never changed: what happens to it are its entries."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="组织单位", related_name="+")
    title = models.CharField("名称", max_length=200)
    items = models.JSONField("抽查事项")
    joint = models.BooleanField("综合查一次")
    plan_reference = models.CharField("检查计划", max_length=200, blank=True)
    source_kind = models.CharField(
        "随机数来源", max_length=10, choices=[("public", "公开随机数"), ("commitment", "多人承诺")]
    )
    given_at = models.DateTimeField("随机数公布或者公开截止时间")
    pool_sha256 = models.CharField("名单摘要 SHA-256", max_length=64)
    pool_sm3 = models.CharField("名单摘要 SM3", max_length=64)
    object_count = models.PositiveIntegerField("对象数")
    needed_count = models.PositiveIntegerField("应抽数")
    officer_count = models.PositiveIntegerField("人员数")
    restarts = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name="重新组织自", related_name="restarted_as"
    )
    frozen_by = models.ForeignKey(Person, models.PROTECT, verbose_name="冻结人", related_name="+")
    frozen_at = models.DateTimeField("冻结时间")

    class Meta:
        ordering = ["-frozen_at", "-id"]
        verbose_name = "双随机抽取"
        indexes = [models.Index(fields=["jurisdiction", "-frozen_at"], name="draw_by_jurisdiction")]

    def __str__(self) -> str:
        return self.title


class DrawEntry(models.Model):
    """抽取记录: what was done with a draw. Appended by `draw_entries.append` only; the database refuses all else."""

    class Kind(models.TextChoices):
        FROZEN = "frozen", "冻结名单"
        COMMITTED = "committed", "提交承诺"
        ANNOUNCED = "announced", "公布名单"
        REVEALED = "revealed", "公开随机数"
        SEEDED = "seeded", "取得随机数"
        DRAWN = "drawn", "抽取"
        PUBLISHED = "published", "公布结果"
        REPLACED = "replaced", "替换"
        CANCELLED = "cancelled", "终止"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="办理人", related_name="+")
    at = models.DateTimeField("时间")
    body: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["draw", "seq"]
        verbose_name = "抽取记录"
        constraints = [
            models.UniqueConstraint(fields=["draw", "seq"], name="one_draw_entry_a_number"),
            # Who commits commits once; the verb says so, and this holds when two requests come together.
            models.UniqueConstraint(
                fields=["draw", "kind", "by"],
                condition=models.Q(kind__in=["committed", "revealed"]),
                name="one_commitment_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}#{self.seq}"


class DrawDocument(models.Model):
    """A file that was frozen with a draw, compressed; its digests stand in the draw. Never changed."""

    class Kind(models.TextChoices):
        POOL = "pool", "名单"
        REASONS = "reasons", "回避原因（不公布）"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        verbose_name = "抽取文件"
        constraints = [models.UniqueConstraint(fields=["draw", "kind"], name="one_draw_document_a_kind")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.kind}"


class DrawDraft(models.Model):
    """A draw being prepared: who may be drawn is known, how and by what chance not yet. Gone once it is frozen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="组织单位", related_name="+")
    title = models.CharField("名称", max_length=200)
    items = models.JSONField("抽查事项")
    plan_reference = models.CharField("检查计划", max_length=200, blank=True)
    pool = models.BinaryField()
    restarts = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = "待冻结的抽取"

    def __str__(self) -> str:
        return self.title
