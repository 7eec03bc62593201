from django.db import models

from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Organization, Person


class MonthlyRound(models.Model):
    """月度工作汇报 (A16): one month's round. Opens by itself on the first day after the month; due some days later."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="monthly_rounds")
    month = models.DateField("月份", help_text="该月第一天")
    opened_at = models.DateTimeField("开放时间")
    due_on = models.DateField("截止日期")
    units = models.ManyToManyField(Organization, verbose_name="应报单位", related_name="+")

    class Meta:
        ordering = ["-month"]
        verbose_name = "月度报告"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "month"], name="one_round_a_month")]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月"


class MonthlyReport(models.Model):
    """A unit's report in a round; a corrected one is a new row, the newest counts. Append-only."""

    round = models.ForeignKey(MonthlyRound, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="monthly_reports")
    progress = models.TextField("本月进展")
    problems = models.TextField("存在问题", blank=True)
    requests = models.TextField("需协调事项", blank=True)
    next_steps = models.TextField("下月打算", blank=True)
    files = models.ManyToManyField(KeptFile, verbose_name="附件", related_name="+", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="填报人", related_name="+")
    at = models.DateTimeField("填报时间")

    class Meta:
        ordering = ["id"]
        verbose_name = "单位月报"
        indexes = [models.Index(fields=["round", "unit"], name="reports_of_round")]

    def __str__(self) -> str:
        return f"{self.round} {self.unit}"


class MonthlyReply(models.Model):
    """协调答复: what the coordinator answers to the requests (需协调事项) of a report. Append-only."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, verbose_name="单位月报", related_name="replies")
    text = models.TextField("答复")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="答复单位", related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="答复人", related_name="+")
    at = models.DateTimeField("答复时间")

    class Meta:
        ordering = ["id"]
        verbose_name = "协调答复"

    def __str__(self) -> str:
        return f"{self.report} {self.by}"


class MonthlyReminder(models.Model):
    """月报催报: raised by itself once before and once after the due day, or by the coordinator (`raised_by`).

    Raised only by `fazhi.plans.monthly`; gone from the work list once it is read or the report is in.
    """

    class Level(models.TextChoices):
        NEAR = "near", "临期提醒"
        MISSING = "missing", "缺报提醒"
        URGED = "urged", "人工催报"

    round = models.ForeignKey(MonthlyRound, models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="monthly_reminders")
    level = models.CharField("等级", max_length=8, choices=Level)
    raised_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="催报人", related_name="+"
    )
    raised_at = models.DateTimeField("提醒时间")
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="签收人", related_name="+")
    read_at = models.DateTimeField("签收时间", null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        verbose_name = "月报催报"
        constraints = [
            # by itself once a level; by hand again only after the last one was read
            models.UniqueConstraint(
                fields=["round", "unit", "level"], condition=models.Q(read_at=None), name="one_unread_monthly_reminder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.unit}"
