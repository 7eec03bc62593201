"""What was said between citizen and office after the handing in, and the files that came with either."""

from functools import cached_property

from django.db import models
from django.db.models import TextChoices

from fazhi.files.models import KeptFile
from fazhi.government.models import Organization, Person
from fazhi.intake.models.application import Application
from fazhi.registers import sealing

SEALED_FOR = "intake.message"


class MessageKind(TextChoices):
    """From the citizen: supplement, urging, withdrawal, rating, reopening. From the office: the others."""

    SUPPLEMENT = "supplement", "补充材料"
    URGING = "urging", "催办"
    WITHDRAWAL = "withdrawal", "撤回"
    RATING = "rating", "评价"
    REOPENING = "reopening", "不满意，要求重办"
    ACCEPTED = "accepted", "立案办理"
    CORRECTION = "correction", "补正通知"
    ANSWER = "answer", "答复"
    DECLINED = "declined", "不予受理告知"
    TRANSFER = "transfer", "转办"
    MERGED = "merged", "并案"
    NOTE = "note", "内部记录"


FROM_CITIZEN = frozenset(
    {
        MessageKind.SUPPLEMENT,
        MessageKind.URGING,
        MessageKind.WITHDRAWAL,
        MessageKind.RATING,
        MessageKind.REOPENING,
    }
)
HIDDEN = frozenset({MessageKind.NOTE})
"""What the citizen does not see."""


class Message(models.Model):
    """Never changed. ``text`` is what the citizen reads; ``remedies`` the remedy 救济途径 that an answer tells of.

    What a citizen writes is theirs: it lies in ``sealed``, and ``text`` is empty. Both are read as ``said``.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="messages")
    kind = models.CharField("类别", max_length=12, choices=MessageKind.choices)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="办理人", related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, verbose_name="单位", related_name="+")
    """In whose name the office wrote; of a transfer the body that passed it on."""
    text = models.TextField("内容", blank=True)
    sealed = models.JSONField(null=True)
    remedies = models.TextField("救济途径", blank=True)
    until = models.DateField("期限", null=True)
    """Of a correction 补正: until when the citizen has to mend it."""

    class Meta:
        ordering = ["id"]
        verbose_name = "收件往来"

    @cached_property
    def said(self) -> str:
        """What it says, opened."""
        return str(sealing.open_(self.sealed, register=SEALED_FOR, field=self.kind)) if self.sealed else self.text


class Attachment(models.Model):
    """A file of a citizen, without what it said of camera, place and author."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="attachments")
    title = models.CharField("材料名称", max_length=100)
    kept = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = "群众材料"
