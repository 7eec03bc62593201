"""征求意见: a draft that is put before everybody for a time, its papers, and every step of its life."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import TextChoices

from fazhi.cases.models import Case
from fazhi.database.identifiers import uuid7
from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Organization, Person


class State(TextChoices):
    """Where it stands."""

    DRAFT = "draft", "筹备中"
    OPEN = "open", "正在征求意见"
    CLOSED = "closed", "已截止，正在研究"
    ANSWERED = "answered", "已公布采纳情况"
    WITHDRAWN = "withdrawn", "已撤回"


SHOWN = (State.OPEN, State.CLOSED, State.ANSWERED, State.WITHDRAWN)
"""What everybody sees: one that was withdrawn stays, and says why."""


class Channel(TextChoices):
    """How an opinion is said."""

    PORTAL = "portal", "本网站"
    LETTER = "letter", "信函"
    EMAIL = "email", "电子邮件"
    PHONE = "phone", "电话"
    FAX = "fax", "传真"
    HEARING = "hearing", "听证会"
    MEETING = "meeting", "座谈会"
    SURVEY = "survey", "问卷、民意调查"
    VISIT = "visit", "实地走访"


class Role(TextChoices):
    """What a paper of a consultation is."""

    DRAFT = "draft", "草案（征求意见稿）"
    EXPLANATION = "explanation", "起草说明"
    COMPARISON = "comparison", "修改对照表"
    OTHER = "other", "其他材料"


class StepKind(TextChoices):
    """What was done with a consultation."""

    MADE = "made", "建立"
    AMENDED = "amended", "修改"
    FILED = "filed", "调整材料"
    OPENED = "opened", "发布征求意见公告"
    EXTENDED = "extended", "延长期限"
    CLOSED = "closed", "期限届满"
    ANSWERED = "answered", "公布采纳情况"
    CORRECTED = "corrected", "更正采纳情况说明"
    WITHDRAWN = "withdrawn", "撤回"
    SUMMARISED = "summarised", "写入案件"


class Consultation(models.Model):
    """One consultation. Changed only by the verbs of this app; what was done stands in `steps` and is never edited.

    The day of the announcement is not counted: with ``opens_on`` 1 March, thirty days are full on 31 March, and
    ``closes_on`` is the last day on which an opinion is in time. ``points`` are the articles of the draft, to choose
    from; ``seq`` is the act of ``case`` that announced it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="征求意见的单位", related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, verbose_name="案件", related_name="consultations")
    seq = models.PositiveIntegerField("依据的办理记录", null=True)
    kind = models.CharField("种类", max_length=60)
    number = models.CharField("编号", max_length=40)
    title = models.CharField("标题", max_length=200)
    explanation = models.TextField("起草说明", blank=True)
    asked = models.TextField("重点征求意见的问题", blank=True)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), verbose_name="渠道", default=list)
    contact = models.TextField("联系方式", blank=True)
    """Of the office; a citizen reads it. No person's private data."""
    is_anonymous = models.BooleanField("可以不留姓名", default=True)
    opens_on = models.DateField("公告日期", null=True)
    closes_on = models.DateField("截止日期", null=True)
    short_reason = models.CharField("缩短期限的理由", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    points = ArrayField(models.CharField(max_length=40), verbose_name="条款", default=list)
    said = models.PositiveIntegerField("收到意见", default=0)
    """How many opinions there are; the last of them has this number."""
    summary = models.TextField("采纳情况说明", blank=True)
    answered_on = models.DateField("公布采纳情况的日期", null=True)
    why_withdrawn = models.CharField("撤回原因", max_length=300, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-opens_on", "-id"]
        verbose_name = "征求意见"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_consultation_a_number"),
            models.UniqueConstraint(fields=["case", "seq"], name="one_consultation_an_act"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "closes_on"], name="consultation_by_state"),
            models.Index(fields=["jurisdiction", "-opens_on", "-id"], name="consultation_by_day"),
            models.Index(fields=["state", "closes_on"], name="consultation_closing"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_taking(self, today: date) -> bool:
        """Whether an opinion said today is in time; the state follows at night."""
        return self.state == State.OPEN and self.closes_on is not None and today <= self.closes_on

    def days_left(self, today: date) -> int:
        """Days until the end, today not counted; 0 on the last day, negative after it."""
        return (self.closes_on - today).days if self.closes_on else 0


class ConsultationFile(models.Model):
    """材料: a paper that is put before the public.

    ``passages`` is its text where it can be read, to be shown as a page: a list of [kind, text], kind being heading,
    paragraph or table_row.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="files")
    role = models.CharField("材料", max_length=12, choices=Role)
    kept = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")
    passages = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        verbose_name = "征求意见材料"

    def __str__(self) -> str:
        return str(self.kept)


class ConsultationStep(models.Model):
    """办理记录: what was done with a consultation, by whom, when and why. Never edited: the database refuses it."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="steps")
    kind = models.CharField("办理", max_length=12, choices=StepKind)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="办理人", related_name="+")
    closes_on = models.DateField("截止日期", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    text = models.TextField("内容", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "征求意见办理记录"


class Counter(models.Model):
    """编号: the last number that a year has given in a jurisdiction."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "year"], name="one_consultation_counter")]
