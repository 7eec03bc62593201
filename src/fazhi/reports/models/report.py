from django.db import models

from fazhi.cases.models import Case
from fazhi.government.models import Jurisdiction, Organization, Person


class Report(models.Model):
    """年度报告: a report over a year, made from a template. `state` is changed by `fazhi.reports.approving` only.

    `organization` is the body that reports, `maker` the one that puts the report together and whose head signs it off.
    `template` names a template of the catalog; `case` the case in which the making of it is carried out, where the
    procedure of annual reports is used. A published report can be opened again to be corrected: its publications stay.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", "撰写中"
        CONSULTING = "consulting", "征求意见"
        REVIEWING = "reviewing", "待审定"
        APPROVED = "approved", "已审定"
        PUBLISHED = "published", "已公开"

    OPEN = (State.DRAFTING, State.CONSULTING)
    """States in which its text can be changed."""
    FROZEN = (State.APPROVED, State.PUBLISHED)
    """States in which its figures stand as approved."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, verbose_name="辖区", related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="报告主体", related_name="reports")
    maker = models.ForeignKey(Organization, models.PROTECT, verbose_name="编制单位", related_name="+")
    template = models.CharField("模板", max_length=60)
    year = models.PositiveSmallIntegerField("报告年度")
    title = models.CharField("标题", max_length=200)
    addressees = models.CharField("主送", max_length=300, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    publish_by = models.DateField("公开期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFTING)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, verbose_name="编制程序", related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, verbose_name="建立人", related_name="+")
    made_at = models.DateTimeField("建立时间")

    class Meta:
        ordering = ["-year", "template", "id"]
        verbose_name = "年度报告"
        constraints = [
            models.UniqueConstraint(fields=["organization", "template", "year"], name="one_report_a_year"),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-year"], name="reports_by_year")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_frozen(self) -> bool:
        return self.state in self.FROZEN


class ReportEntry(models.Model):
    """办理记录: who did what with a report as a whole, in order. Append-only."""

    class Kind(models.TextChoices):
        MADE = "made", "建立"
        OUTLINE = "outline", "调整提纲"
        CONSULT = "consult", "征求意见"
        RECALL = "recall", "结束征求意见"
        SUBMIT = "submit", "送审"
        RETURN = "return", "退回修改"
        APPROVE = "approve", "审定"
        REOPEN = "reopen", "重新编辑"
        SEND = "send", "报送"
        PUBLISH = "publish", "公开"

    report = models.ForeignKey(Report, models.PROTECT, related_name="entries")
    kind = models.CharField("类型", max_length=8, choices=Kind)
    text = models.TextField("内容", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="办理人", related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["id"]
        verbose_name = "报告办理记录"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.by}"
