"""检索条文: full-text search over all articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.pages import show
from fazhi.desk.search import matching
from fazhi.desk.statutes.links import article_url
from fazhi.desk.statutes.lists import KINDS
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.statutes import queries
from fazhi.statutes.models import Article, Statute
from fazhi.statutes.reading import BadCitation, Citation, Problem
from fazhi.statutes.searching import bigrams
from fazhi.statutes.searching.excerpts import Piece, excerpt

PAGE = 20
EXCERPT = 110
_STATUTES = 8


@dataclass(frozen=True)
class Found:
    """An article that was found, with the part of its text that shows why."""

    title: str
    url: str
    path: str
    edition: str
    pieces: Sequence[Piece]


@open_page
def find(request: OpenRequest) -> HttpResponse:
    """`q` the words; `kind` and `name` narrow; `all` also looks into editions that are not in force."""
    text = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in dict(KINDS) else ""
    name = request.GET.get("name", "")[:100]
    everything = bool(request.GET.get("all"))
    today = request.now.date()
    words = bigrams.words_of(text)
    rows = queries.search(words, on=today, name=name, kind=kind, every_edition=everything)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"“{text}”的检索结果" if text else "检索条文",
        "trail": [("法规库", reverse("desk:statutes:list"))],
        "q": text,
        "kind": kind,
        "kinds": KINDS,
        "name": name,
        "everything": everything,
        "page": page,
        "count": page.paginator.count,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "found": [_found(article, words, text) for article in page.object_list],
        "direct": _direct(text, today),
        "statutes": _named(words) if words and not name else [],
    }
    return show(request, "desk/statutes/search.html", context)


def _found(article: Article, words: Sequence[str], text: str) -> Found:
    edition = article.edition
    return Found(
        title=f"{edition.statute.name}{article}",
        url=article_url(article, words=text),
        path=" › ".join(str(each) for each in article.headings),
        edition=f"{edition.passed_on} 版",
        pieces=excerpt(article.text, words, length=EXCERPT, folding=bigrams.fold),
    )


def _direct(text: str, today: date) -> tuple[str, str] | None:
    """(words, address) of the article when what was typed is a citation: 行政处罚法第五十八条, 行政处罚法#58."""
    try:
        citation = Citation.parse(text)
    except BadCitation:
        return None
    article = queries.find_article(citation, on=today)
    return None if isinstance(article, Problem) else (citation.chinese, article_url(article))


def _named(words: Sequence[str]) -> list[tuple[str, str]]:
    """Statutes whose name holds all words, as (name, address)."""
    rows = Statute.objects.filter(matching(words, "name"))[:_STATUTES]
    return [(row.name, reverse("desk:statutes:statute", args=[row.name])) for row in rows]
