"""收件: something a citizen asks of the government, from handing in to the last answer."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import TextChoices

from fazhi.cases.models import Case
from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction, Organization, Person


class State(TextChoices):
    """Where it stands with us. What happens after it became a case is the case's to say."""

    RECEIVED = "received", "已收件"
    RETURNED = "returned", "待补正"
    ACCEPTED = "accepted", "已立案办理"
    DECLINED = "declined", "不予受理"
    ANSWERED = "answered", "已直接答复"
    MERGED = "merged", "并案办理"
    WITHDRAWN = "withdrawn", "已撤回"


class Channel(TextChoices):
    """How it came."""

    PORTAL = "portal", "门户网站"
    PHONE = "phone", "电话"
    COUNTER = "counter", "窗口"
    LETTER = "letter", "信函"
    TRANSFER = "transfer", "转来"


class Application(models.Model):
    """One 收件. What it asks stands in ``data`` (values by field of the form, as procedures keep them); whatever says
    who asks is in ``applicant``, sealed field by field (`fazhi.registers.sealing`).

    ``code`` is a keyed digest of the query code 查询码: only the applicant has the code itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="收件单位", related_name="+")
    form = models.CharField("事项", max_length=60)
    number = models.CharField("收件编号", max_length=40)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices, default=Channel.PORTAL)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RECEIVED)
    title = models.CharField("事由", max_length=200)
    applicant = models.JSONField("申请人", default=dict)
    data = models.JSONField("内容", default=dict)
    place = models.CharField("地点", max_length=200, blank=True)
    code = models.CharField(max_length=64)
    phone = models.CharField("电话索引", max_length=64, blank=True)
    """Blind index of the telephone number: later questions go by telephone and code."""
    identity = models.CharField("证件索引", max_length=64, blank=True)
    likeness = models.JSONField("相似特征", default=list)
    """Short digests of the text, by which duplicates and serial requests are found."""
    attention = models.CharField("待处理", max_length=12, blank=True, default="")
    """What the citizen did last that nobody has looked at: the kind of that message."""
    received_at = models.DateTimeField("收件时间")
    due_on = models.DateField("办理期限", null=True)
    """By when the office has to have looked at it; once it is a case, the case's clocks speak."""
    closed_at = models.DateTimeField("了结时间", null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, verbose_name="案件", related_name="applications")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="并入", related_name="merged")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="经办人", related_name="+")
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True)
    """1 very discontented to 5 very content."""
    key = models.CharField(max_length=64, null=True)
    """Of the form as it was served: sent twice, it is handed in once."""

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = "收件"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_application_a_number"),
            models.UniqueConstraint(fields=["code"], name="one_application_a_code"),
            models.UniqueConstraint(fields=["key"], name="one_application_a_form_served"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-received_at", "-id"], name="application_by_day"),
            models.Index(
                fields=["organization", "due_on", "id"],
                condition=models.Q(closed_at=None, case=None),
                name="application_worklist",
            ),
            models.Index(
                fields=["organization", "attention", "id"],
                condition=~models.Q(attention=""),
                name="application_attention",
            ),
            models.Index(fields=["organization", "-received_at", "-id"], name="application_by_unit"),
            GinIndex(fields=["likeness"], name="application_likeness"),
            models.Index(fields=["phone"], name="application_phone"),
            models.Index(fields=["identity"], name="application_identity"),
        ]

    def __str__(self) -> str:
        return self.number
