from django.db import models

from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.plans.models.plan import Task
from fazhi.plans.models.said import SaidEntry


class Problem(models.Model):
    """问题 (A17): a weakness found by a report, an inspection or an assessment, until its mending is verified."""

    class Source(models.TextChoices):
        REPORT = "report", "年度报告"
        INSPECTION = "inspection", "法治督察"
        ASSESSMENT = "assessment", "考核评估"
        CAMPAIGN = "campaign", "专项行动"
        COMPLAINT = "complaint", "投诉举报"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        OPEN = "open", "整改中"
        RECTIFIED = "rectified", "已整改待核验"
        VERIFIED = "verified", "已销号"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    number = models.CharField("问题编号", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    source = models.CharField("来源", max_length=12, choices=Source)
    source_note = models.CharField("来源文件或批次", max_length=200, blank=True)
    category = models.CharField("类别", max_length=60, blank=True)
    text = models.TextField("问题描述")
    measure = models.TextField("整改措施", blank=True)
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="责任单位", related_name="problems")
    due_on = models.DateField("整改期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, verbose_name="列入的任务", related_name="problems"
    )
    registered_by = models.ForeignKey(Person, models.PROTECT, verbose_name="登记人", related_name="+")
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["-year", "-id"]
        verbose_name = "问题"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_problem_a_number")]
        indexes = [models.Index(fields=["jurisdiction", "state", "due_on"], name="problems_by_deadline")]

    def __str__(self) -> str:
        return self.number


class ProblemEntry(SaidEntry):
    """整改记录: who did what on a problem, in order. Append-only."""

    class Kind(models.TextChoices):
        REGISTER = "register", "登记"
        PROGRESS = "progress", "整改进展"
        RECTIFY = "rectify", "申请销号"
        RETURN = "return", "退回整改"
        VERIFY = "verify", "核验销号"
        PLAN = "plan", "列入计划"

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="entries")
    kind = models.CharField("类型", max_length=10, choices=Kind)

    class Meta(SaidEntry.Meta):
        verbose_name = "整改记录"
