from typing import Any

from django.db import models

from fazhi.figures.models import FrozenFigure
from fazhi.government.models import Organization, Person
from fazhi.reports.models.report import Report


class StatedFigure(models.Model):
    """固定的数据: a figure of the text as it was when the report was approved, with its definition of that day.

    `asked_*` are as they stand in the token; `first`, `last`, `organization` say what they came to. Deleted when the
    report is opened again to be corrected; what was published is kept in the publication.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    figure = models.CharField("数据", max_length=60)
    asked_period = models.CharField(max_length=10, blank=True)
    asked_unit = models.CharField(max_length=100, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    first = models.DateField("起")
    last = models.DateField("止")
    number = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    of = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True)
    to = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True)
    text = models.CharField("表述", max_length=100)
    note = models.CharField("说明", max_length=300, blank=True)
    previous = models.DecimalField("上年同期", max_digits=24, decimal_places=6, null=True)
    frozen = models.ForeignKey(FrozenFigure, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("固定时间")

    class Meta:
        ordering = ["id"]
        verbose_name = "固定的数据"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "figure", "asked_period", "asked_unit"], name="one_value_a_figure_of_a_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.text}"


class Sending(models.Model):
    """报送: the report goes to a body to which it is owed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sendings")
    key = models.CharField(max_length=60, blank=True)
    to = models.CharField("报送对象", max_length=100)
    due_on = models.DateField("期限", null=True, blank=True)
    sent_on = models.DateField("报送日期", null=True, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="登记人", related_name="+")
    at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "报送"

    def __str__(self) -> str:
        return self.to


class Publication(models.Model):
    """公开: the report as it was put before the public, with every figure and its definition. Append-only.

    A correction is a further edition with its reason; the earlier one stays readable.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField("版次")
    published_on = models.DateField("公开日期")
    address = models.URLField("网址", max_length=500, blank=True)
    reason = models.TextField("更正说明", blank=True)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("公开的文本和数据")
    digest = models.CharField("文本摘要 SM3", max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="办理人", related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["edition"]
        verbose_name = "公开"
        constraints = [models.UniqueConstraint(fields=["report", "edition"], name="one_publication_an_edition")]

    def __str__(self) -> str:
        return f"{self.report} 第 {self.edition} 版"
