from django.db import models

from fazhi.government.models import Organization, Person
from fazhi.reports.models.report import Report
from fazhi.reports.models.section import Section


class Round(models.Model):
    """征求意见: units are asked for their opinion on the draft by a day."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField("轮次")
    text = models.TextField("说明", blank=True)
    due_on = models.DateField("反馈期限")
    opened_by = models.ForeignKey(Person, models.PROTECT, verbose_name="发起人", related_name="+")
    opened_at = models.DateTimeField("发起时间")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "征求意见"
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(closed_at=None), name="one_open_round_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 轮"


class Reply(models.Model):
    """反馈: a unit that is asked in a round, and that it has answered: with comments, or that it has none."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="replies")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    text = models.TextField("总体意见", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="反馈人", related_name="+")
    at = models.DateTimeField("反馈时间", null=True, blank=True)

    class Meta:
        ordering = ["unit__order", "id"]
        verbose_name = "反馈"
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_reply_a_unit")]

    def __str__(self) -> str:
        return f"{self.round} {self.unit}"


class Comment(models.Model):
    """意见: on a section, about a passage of it, until the one who makes the report answers it."""

    class Answer(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        DECLINED = "declined", "不采纳"

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, verbose_name="征求意见", related_name="comments"
    )
    quoted = models.CharField("针对的文字", max_length=500, blank=True)
    text = models.TextField("意见")
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="提出人", related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    at = models.DateTimeField("时间")
    answer = models.CharField("处理", max_length=8, choices=Answer, blank=True)
    answer_text = models.TextField("处理说明", blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="处理人", related_name="+"
    )
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "意见"

    def __str__(self) -> str:
        return self.text[:30]
