from decimal import Decimal
from typing import Any

from django.db import models

from fazhi.figures.reading import FigureKind, ReadFigure
from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.scrutiny.verdicts import Verdict


class Draft(models.Model):
    """核对稿: a report as somebody handed it in, held against the records of its year, or an earlier year's report.

    Its figures are made by `fazhi.scrutiny.drafts` only. `organization` is None for a report on the whole jurisdiction.
    """

    class Kind(models.TextChoices):
        DRAFT = "draft", "报告草稿"
        PAST = "past", "历年报告"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="核对范围", related_name="+"
    )
    file = models.ForeignKey(KeptFile, models.PROTECT, verbose_name="文件", related_name="+")
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.DRAFT)
    title = models.CharField("标题", max_length=200)
    year = models.PositiveSmallIntegerField("报告年度")
    text = models.TextField("文本")
    notices = models.JSONField("读取提示", default=list)
    faults = models.JSONField("文内矛盾", default=list)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间")
    checked_at = models.DateTimeField("核对时间")

    class Meta:
        ordering = ["-id"]
        verbose_name = "核对稿"
        indexes = [models.Index(fields=["jurisdiction", "kind", "year"], name="scrutiny_draft_year")]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_words(self) -> str:
        return str(self.organization) if self.organization else str(self.jurisdiction)


class StatedFigure(models.Model):
    """陈述数: a number as a report states it, at [start, end) of the draft's text; never a recorded one.

    `figure` is the platform's figure that it is, "" for none; `decided_by` the person who said so. `faults` are places
    in the draft's list of contradictions.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="figures")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField("原文", max_length=80)
    what = models.CharField("事项", max_length=80)
    value = models.DecimalField("数值", max_digits=24, decimal_places=4)
    high = models.DecimalField("数值上限", max_digits=24, decimal_places=4, null=True)
    unit = models.CharField("单位", max_length=12, blank=True)
    qualifiers = models.JSONField("限定词", default=list)
    kind = models.CharField("性质", max_length=10)
    section = models.CharField("所在部分", max_length=160, blank=True)
    key = models.CharField(max_length=80)
    period = models.CharField("统计期间", max_length=40)
    first = models.DateField("期间起", null=True)
    last = models.DateField("期间止", null=True)
    is_year = models.BooleanField("全年数", default=True)
    figure = models.CharField("对应数据", max_length=80, blank=True)
    candidates = models.JSONField("相近数据", default=list)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="确认人", related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True)
    recorded = models.DecimalField("记录数", max_digits=24, decimal_places=4, null=True)
    recorded_text = models.CharField("记录", max_length=40, blank=True)
    difference = models.DecimalField("相差", max_digits=24, decimal_places=4, null=True)
    say = models.CharField("说明", max_length=200, blank=True)
    verdict = models.CharField("结论", max_length=12, choices=[(each.value, each.label) for each in Verdict])
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["draft", "order"]
        verbose_name = "陈述数"
        constraints = [models.UniqueConstraint(fields=["draft", "order"], name="scrutiny_stated_once")]
        indexes = [
            models.Index(
                fields=["jurisdiction", "figure"], name="scrutiny_stated_series", condition=~models.Q(figure="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.what}{self.text}"

    @property
    def read(self) -> ReadFigure:
        """As the reader gave it."""
        return ReadFigure(
            self.start, self.end, self.text, float(self.value), None if self.high is None else float(self.high),
            self.unit, self.what, tuple(self.qualifiers), FigureKind(self.kind),
        )  # fmt: skip

    @property
    def found(self) -> Verdict:
        return Verdict(self.verdict)

    @property
    def written(self) -> str:
        """The number as the text has it, closed up."""
        return "".join(self.text.split())

    @classmethod
    def stored(cls, figure: ReadFigure) -> dict[str, Any]:
        """The fields that keep a read figure."""
        high = None if figure.high is None else Decimal(str(figure.high))
        return {
            "start": figure.start, "end": figure.end, "text": figure.text[:80], "what": figure.what[:80],
            "value": Decimal(str(figure.value)), "high": high, "unit": figure.unit,
            "qualifiers": list(figure.qualifiers), "kind": figure.kind.value,
        }  # fmt: skip
