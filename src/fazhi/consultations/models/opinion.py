"""意见: what somebody said of a draft, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices

from fazhi.consultations.models.consultation import Channel, Consultation
from fazhi.government.models import Person


class Category(TextChoices):
    """Who spoke, as far as everybody is told."""

    CITIZEN = "citizen", "群众"
    ENTERPRISE = "enterprise", "企业、个体工商户"
    ASSOCIATION = "association", "行业协会、社会组织"
    EXPERT = "expert", "专家学者"
    DEPUTY = "deputy", "人大代表、政协委员"
    BODY = "body", "机关、事业单位"
    COMMUNITY = "community", "村（居）民委员会"
    OTHER = "other", "其他"


class Fate(TextChoices):
    """What became of an opinion."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "未采纳"
    EXPLAINED = "explained", "解释说明"


NEEDS_REASON = frozenset({Fate.PARTLY, Fate.REJECTED, Fate.EXPLAINED})
"""An opinion that was not taken as it stood is owed a reason."""


class OpinionStepKind(TextChoices):
    """What was done with an opinion."""

    RECEIVED = "received", "收到"
    ANSWERED = "answered", "研究答复"
    MASKED = "masked", "处理公开文本"
    OPENED = "opened", "查看提出人"


class Opinion(models.Model):
    """One opinion. ``text`` stays as it was said; ``shown_text`` is what everybody reads of it.

    ``speaker`` has name and phone, sealed (`fazhi.registers.sealing`), where they were left. ``alike`` is a digest of
    the text without blanks and stops: form letters 同文 are found by it and answered together.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    seq = models.PositiveIntegerField("序号")
    channel = models.CharField("渠道", max_length=10, choices=Channel, default=Channel.PORTAL)
    category = models.CharField("提出人", max_length=12, choices=Category)
    speaker = models.JSONField("提出人信息", default=dict)
    point = models.CharField("条款", max_length=40, blank=True)
    text = models.TextField("意见")
    alike = models.CharField(max_length=32)
    received_at = models.DateTimeField("收到时间")
    is_late = models.BooleanField("逾期", default=False)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="登记人", related_name="+")
    is_shown = models.BooleanField("公开", default=True)
    shown_text = models.TextField("公开文本", blank=True)
    why_hidden = models.CharField("不公开的理由", max_length=200, blank=True)
    fate = models.CharField("处理", max_length=10, choices=Fate, blank=True)
    reason = models.TextField("理由", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="答复人", related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    key = models.CharField(max_length=64, null=True)
    """Of the form as it was served: sent twice, it is said once."""

    class Meta:
        ordering = ["seq"]
        verbose_name = "意见"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "seq"], name="one_opinion_a_number"),
            models.UniqueConstraint(fields=["key"], name="one_opinion_a_form_served"),
        ]
        indexes = [
            models.Index(fields=["consultation", "fate", "seq"], name="opinion_by_fate"),
            models.Index(fields=["consultation", "alike"], name="opinion_alike"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the speaker is told: 征2026-003-0012."""
        return f"{self.consultation.number}-{self.seq:04}"


class OpinionStep(models.Model):
    """意见办理记录: every answer that was ever given to an opinion. Never edited: the database refuses it."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="steps")
    kind = models.CharField("办理", max_length=10, choices=OpinionStepKind)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="办理人", related_name="+")
    fate = models.CharField("处理", max_length=10, choices=Fate, blank=True)
    text = models.TextField("内容", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "意见办理记录"
