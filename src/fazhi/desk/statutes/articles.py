"""One article: its paragraphs and items, what is cited from it and by whom, its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.pages import show
from fazhi.desk.statutes.links import anchor, article_url, edition_url
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.desk.statutes.resting import resting_on
from fazhi.desk.statutes.standing import CAUTION, in_force_note, standing
from fazhi.statutes import citing, queries
from fazhi.statutes.citing import CitedAt
from fazhi.statutes.models import Article, Edition
from fazhi.statutes.reading import ArticleNumber, phrases
from fazhi.statutes.reading.model import Line
from fazhi.statutes.searching import bigrams
from fazhi.statutes.searching.excerpts import Piece, marked


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it: depth 1 for a paragraph, 2 for an item, 3 for a sub-item."""

    depth: int
    label: str
    anchor: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class CitingSource:
    """What cites the article, with each of its citations."""

    title: str
    url: str
    citations: Sequence[CitedAt]


@open_page
def article(request: OpenRequest, name: str, day: date, number: ArticleNumber) -> HttpResponse:
    """The article of an edition. `q` in the address: words to be marked."""
    editions = queries.editions_of(name)
    shown = next((each for each in editions if each.passed_on == day), None)
    if shown is None:
        raise Http404
    row = shown.articles.filter(number=number.number, branch=number.branch).first()
    if row is None:
        raise Http404
    row.edition = shown
    cited = citing.resting_on(citing.records(), statute=name, editions=editions, edition=shown, article=number)
    words = bigrams.words_of(request.GET.get("q", "")[:100])
    before, after = _neighbours(row)
    context = {
        "title": f"{shown.statute.name}{number}",
        "trail": [("法规库", reverse("desk:statutes:list")), (shown.statute.name, edition_url(shown))],
        "article": row,
        "statute": shown.statute,
        "edition": shown,
        "edition_link": f"{edition_url(shown)}#a{number.key}",
        "standing": standing(shown, editions, request.now.date()),
        "note": in_force_note(shown),
        "caution": CAUTION,
        "lines": _lines(row.content.lines, cited, words),
        "sources": _sources(cited),
        "cited_count": len(cited),
        "resting": resting_on(request, name, number),
        "before": before,
        "after": after,
        "elsewhere": _elsewhere(number, shown, editions),
        "code": f"{shown.statute.name}#{number.key}",
    }
    return show(request, "desk/statutes/article.html", context)


def _lines(lines: Sequence[Line], cited: Sequence[CitedAt], words: Sequence[str]) -> list[ShownLine]:
    """Phrases are marked only where they are cited from: the same word in another item proves nothing."""
    several = sum(line.place.item is None for line in lines) > 1
    shown = []
    for line in lines:
        place = line.place
        depth = 3 if place.subitem else 2 if place.item else 1
        wanted = [each.phrase for each in cited if each.citation.place.holds(place)]
        # Words that were searched for arrive folded; a text folded the same way keeps its length.
        pieces = marked(line.text, [*wanted, *words], folding=_folded)
        shown.append(ShownLine(depth, str(place) if depth == 1 and several else "", anchor(place), pieces))
    return shown


def _folded(text: str) -> str:
    return bigrams.fold(phrases.fold(text))


def _sources(cited: Sequence[CitedAt]) -> list[CitingSource]:
    ordered = sorted(cited, key=lambda each: (each.source_title, each.source_id))
    found = []
    for (title, _), group in groupby(ordered, key=lambda each: (each.source_title, each.source_id)):
        citations = list(group)
        found.append(CitingSource(title, next((each.url for each in citations if each.url), ""), citations))
    return found


def _neighbours(row: Article) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """(text, address) of the article before and of the one after."""
    near = row.edition.articles.filter(ordinal__in=(row.ordinal - 1, row.ordinal + 1)).only(
        "number", "branch", "ordinal"
    )
    found: dict[int, tuple[str, str]] = {}
    for each in near:
        each.edition = row.edition
        found[each.ordinal - row.ordinal] = (str(each), article_url(each))
    return found.get(-1), found.get(1)


def _elsewhere(number: ArticleNumber, shown: Edition, editions: Sequence[Edition]) -> list[tuple[str, str]]:
    """The article of the same number in the other editions, as (edition, address)."""
    others = {each.pk: each for each in editions if each.pk != shown.pk}
    same = Article.objects.filter(edition__in=others, number=number.number, branch=number.branch).only(
        "number", "branch", "edition_id"
    )
    found = []
    for each in same:
        each.edition = others[each.edition_id]
        found.append((f"{each.edition.passed_on} 版", article_url(each)))
    return sorted(found, reverse=True)
