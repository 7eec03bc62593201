"""The library in the database. Written only by `fazhi.statutes.importing`."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from fazhi.government.models import Jurisdiction
from fazhi.statutes import storing
from fazhi.statutes.reading import model as reading
from fazhi.statutes.reading.classifying import Kind


class Statute(models.Model):
    """A norm through all its editions. `place` is where it holds; "" means the whole state.

    `jurisdiction` is that place where the site knows it; a local statute of an area that is not in the tree has none.
    """

    name = models.CharField("法名", max_length=100, unique=True)
    title = models.CharField("全称", max_length=200)
    kind = models.CharField("类别", max_length=20, choices=[(kind.value, kind.label) for kind in Kind])
    place = models.CharField("适用地区", max_length=50, blank=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, verbose_name="辖区", related_name="+"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "法规"

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """版本: the text as passed or revised on a day. `sm3` is the digest of the file it was read from."""

    statute = models.ForeignKey(Statute, models.CASCADE, verbose_name="法规", related_name="editions")
    passed_on = models.DateField("版本日期")
    in_force_on = models.DateField("施行日期")
    in_force_source = models.CharField(
        "施行日期依据", max_length=10, choices=[(source.value, source.label) for source in reading.InForceSource]
    )
    history = models.JSONField("题注", default=list)
    preamble = models.JSONField("序言", default=list)
    source_name = models.CharField("文件名", max_length=200)
    sm3 = models.CharField("SM3 摘要", max_length=64)
    imported_at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ["statute", "passed_on"]
        verbose_name = "法规版本"
        constraints = [models.UniqueConstraint(fields=["statute", "passed_on"], name="one_edition_a_day")]

    def __str__(self) -> str:
        return f"{self.statute.name}（{self.passed_on}）"

    @property
    def edition(self) -> Any:
        """The day that names the edition, as `fazhi.statutes.reading.editions` calls it."""
        return self.passed_on


class Article(models.Model):
    """条. `branch` is the 一 of 第六十四条之一, else nought; `search` is made by `fazhi.statutes.searching.bigrams`."""

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name="版本", related_name="articles")
    number = models.PositiveSmallIntegerField("条")
    branch = models.PositiveSmallIntegerField("之几", default=0)
    ordinal = models.PositiveSmallIntegerField("顺序")
    headings = models.JSONField("编章节", default=list)
    text = models.TextField("条文")
    paragraphs = models.JSONField("款项目", default=list)
    search = SearchVectorField("检索")

    class Meta:
        ordering = ["edition", "ordinal"]
        verbose_name = "条文"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number", "branch"], name="one_article_a_number"),
            models.UniqueConstraint(fields=["edition", "ordinal"], name="one_article_a_place"),
        ]
        indexes = [GinIndex(fields=["search"], name="article_search")]

    def __str__(self) -> str:
        return str(self.article_number)

    @property
    def article_number(self) -> reading.ArticleNumber:
        return reading.ArticleNumber(self.number, self.branch)

    @cached_property
    def content(self) -> reading.Article:
        """The article as `fazhi.statutes.reading` knows it, with its paragraphs, items and lines."""
        return reading.Article(
            self.article_number, storing.paragraphs_of(self.paragraphs), tuple(str(each) for each in self.headings)
        )
