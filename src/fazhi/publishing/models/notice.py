"""公开事项: one thing that the law orders to be public, from the day it has to be until it is taken down."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import TextChoices

from fazhi.cases.models import Case
from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction, Organization, Person


class NoticeState(TextChoices):
    """Where it stands."""

    DUE = "due", "待公开"
    PUBLISHED = "published", "已公开"
    HELD = "held", "免予公开"
    REMOVED = "removed", "已撤下"


class Removal(TextChoices):
    """Why it is not public any more."""

    EXPIRED = "expired", "公开期满"
    WITHDRAWN = "withdrawn", "案件中撤回公开"
    DECIDED = "decided", "决定撤下"
    LAPSED = "lapsed", "不再需要公开"


class StepKind(TextChoices):
    """What was done with it."""

    DUE = "due", "应当公开"
    PUBLISHED = "published", "公开"
    HELD = "held", "决定免予公开"
    RELEASED = "released", "撤销免予公开决定"
    CORRECTED = "corrected", "更正"
    REMOVED = "removed", "撤下"
    RESTORED = "restored", "恢复公开"


class Notice(models.Model):
    """One publication of one case by the `publish` block ``publication`` of its procedure.

    ``seq`` is the act that made it due. ``fields`` is what everybody reads, already masked: a list of
    {"name", "title", "text", "value"} in the order of the block; what is masked has no value, only its masked text.
    Nothing that is not in ``fields`` and ``title`` reaches the portal. Changed only by `fazhi.publishing.settling` and
    `fazhi.publishing.holding`, which write a step with each change that the public could see.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="公开单位", related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="notices")
    procedure = models.CharField("程序", max_length=60)
    publication = models.CharField("公开事项", max_length=60)
    seq = models.PositiveIntegerField("依据的办理记录")
    state = models.CharField("状态", max_length=10, choices=NoticeState.choices)
    title = models.CharField("标题", max_length=300)
    fields = models.JSONField("公开内容", default=list)
    due_from = models.DateField("应当公开的起算日")
    due_on = models.DateField("公开期限", null=True)
    published_on = models.DateField("公开日期", null=True)
    removes_on = models.DateField("公开截止", null=True)
    removed_on = models.DateField("撤下日期", null=True)
    removal = models.CharField("撤下原因", max_length=10, choices=Removal.choices, blank=True)
    said = models.TextField("对外说明", blank=True)
    """Why it was taken down, as everybody may read it; masked like the content."""
    search = SearchVectorField(null=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        verbose_name = "公开事项"
        constraints = [models.UniqueConstraint(fields=["case", "publication", "seq"], name="one_notice_an_act")]
        indexes = [
            models.Index(
                fields=["jurisdiction", "-published_on", "-id"],
                condition=models.Q(state="published"),
                name="notice_open_by_day",
            ),
            models.Index(fields=["jurisdiction", "state", "due_on"], name="notice_worklist"),
            models.Index(fields=["state", "removes_on"], name="notice_removing"),
            GinIndex(fields=["search"], name="notice_search"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeStep(models.Model):
    """A step of a notice, never changed. ``ground`` is the article (政府信息公开条例#14) for holding back."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="steps")
    kind = models.CharField("办理", max_length=10, choices=StepKind.choices)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="办理人", related_name="+")
    ground = models.CharField("依据", max_length=200, blank=True)
    reason = models.TextField("理由", blank=True)
    fields = models.JSONField("公开内容", default=list)

    class Meta:
        ordering = ["id"]
        verbose_name = "公开办理记录"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class Bookmark(models.Model):
    """How far the acts of all cases have been looked through for publications, by whoever looks."""

    name = models.CharField(primary_key=True, max_length=20)
    act = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "公开核对进度"

    def __str__(self) -> str:
        return f"{self.name} {self.act}"
