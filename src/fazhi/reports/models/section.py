from django.db import models

from fazhi.government.models import Organization, Person
from fazhi.reports.models.report import Report


class Section(models.Model):
    """章节: level 1 is a part (一、), 2 a section of it (（一）), 0 the words before the first part.

    `version` counts saves: who saves names the version they saw. `key` is that of the template, empty for sections that
    people added. Written by `fazhi.reports.writing` and `fazhi.reports.outline` only.
    """

    class State(models.TextChoices):
        TODO = "todo", "待撰写"
        WRITING = "writing", "撰写中"
        HANDED_IN = "handed_in", "已交稿"
        ACCEPTED = "accepted", "已定稿"

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    order = models.PositiveIntegerField("顺序")
    level = models.PositiveSmallIntegerField("层级", default=2)
    key = models.CharField("模板章节", max_length=60, blank=True)
    heading = models.CharField("标题", max_length=100, blank=True)
    kind = models.CharField("类型", max_length=10, default="prose")
    form = models.CharField("统计表", max_length=60, blank=True)
    body = models.TextField("正文", blank=True)
    seed = models.TextField("模板文字", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.TODO)
    writer_unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="撰写单位", related_name="+"
    )
    writer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="撰写人", related_name="+")
    due_on = models.DateField("交稿期限", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)
    saved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="最后修改", related_name="+"
    )
    saved_at = models.DateTimeField("修改时间", null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "章节"
        indexes = [models.Index(fields=["writer_unit", "state"], name="sections_to_write")]

    def __str__(self) -> str:
        return self.heading or "导语"


class Revision(models.Model):
    """修订: a text of a section as somebody saved it. Append-only.

    `aside`: it was typed against an older version and not taken over; it is kept so that nothing typed is lost.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField("版本")
    aside = models.BooleanField("未采用", default=False)
    heading = models.CharField("标题", max_length=100, blank=True)
    body = models.TextField("正文", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name="修改人", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["-id"]
        verbose_name = "修订"
        constraints = [
            models.UniqueConstraint(
                fields=["section", "version"], condition=models.Q(aside=False), name="one_text_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"第 {self.version} 版"
