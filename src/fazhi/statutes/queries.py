"""Reads of the library: what is in force, the edition that is meant, full-text search. Open to everybody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, F, FloatField, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from fazhi.statutes.models import Article, Edition, Statute
from fazhi.statutes.reading.citation import Citation
from fazhi.statutes.reading.classifying import Kind
from fazhi.statutes.reading.editions import Problem, choose
from fazhi.statutes.searching import bigrams

# D, C (statute's name and article's number), B (heading), A (text): where a word stands decides more than how often.
WEIGHTS = [0.0, 0.1, 0.3, 1.0]
# What holds everywhere comes before what holds in one place, unless that says much more about the words.
_STANDING = Case(
    When(edition__statute__kind__in=[Kind.LAW.value, Kind.STATE_COUNCIL.value], then=Value(1.0)),
    When(edition__statute__kind=Kind.LOCAL.value, then=Value(0.6)),
    default=Value(0.8),
    output_field=FloatField(),
)


class BigramQuery(SearchQuery):
    """A tsquery literal taken as it is written, past PostgreSQL's parser."""

    def as_sql(self, compiler: SQLCompiler, connection: Any, *_: Any, **extra: Any) -> Any:
        return Func.as_sql(self, compiler, connection, template="%(expressions)s::tsquery", **extra)


def current_edition(on: date, statute: str = "pk", *, value: str = "pk") -> Coalesce:
    """A value of a statute's edition in force on a day, or of its first one where none is in force yet."""
    editions = Edition.objects.filter(statute=OuterRef(statute))
    if value == "article_count":
        editions = editions.annotate(article_count=Count("articles"))
    in_force = editions.filter(in_force_on__lte=on).order_by("-in_force_on", "-passed_on")
    coming = editions.order_by("in_force_on", "passed_on")
    return Coalesce(Subquery(in_force.values(value)[:1]), Subquery(coming.values(value)[:1]))


def statutes(on: date) -> QuerySet[Statute]:
    """All statutes, each with the days and the articles of its current edition, and the number of its editions."""
    return Statute.objects.annotate(
        passed_on=current_edition(on, value="passed_on"),
        in_force_on=current_edition(on, value="in_force_on"),
        article_count=current_edition(on, value="article_count"),
        edition_count=Count("editions"),
    )


def editions_of(name: str) -> list[Edition]:
    """All editions of a statute, the newest first; none where there is no such statute."""
    return list(Edition.objects.filter(statute__name=name).select_related("statute").order_by("-passed_on"))


def find_article(citation: Citation, *, on: date | None = None) -> Article | Problem:
    """The article that a citation means, of the edition it names or that was in force `on`."""
    edition = choose(editions_of(citation.statute), name=citation.statute, wanted=citation.edition, on=on)
    if isinstance(edition, Problem):
        return edition
    wanted = citation.article
    article = edition.articles.filter(number=wanted.number, branch=wanted.branch).first()
    if article is None:
        return Problem("no_article", f"《{citation.statute}》（{edition.passed_on} 版）没有{wanted}。")
    return article


def search(
    words: Sequence[str], *, on: date, name: str = "", kind: str = "", every_edition: bool = False
) -> QuerySet[Article]:
    """Articles that hold every word as a phrase, the most fitting first; of editions in force, unless all are asked.

    `name` and `kind` narrow to a statute or a kind of norm. No words, no articles.
    """
    literal = bigrams.query(words)
    if not literal:
        return Article.objects.none()
    wanted = BigramQuery(literal)
    found = Article.objects.filter(search=wanted)
    if name:
        found = found.filter(edition__statute__name=name)
    if kind:
        found = found.filter(edition__statute__kind=kind)
    if not every_edition:
        found = found.filter(edition=current_edition(on, "edition__statute"))
    ranked = found.annotate(rank=SearchRank(F("search"), wanted, weights=WEIGHTS) * _STANDING)
    return ranked.select_related("edition__statute").order_by(
        "-rank", "edition__statute__name", "-edition__passed_on", "ordinal"
    )
