"""Articles of law in the search box of the desk."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from fazhi import clock
from fazhi.desk.search import Hit, SearchSource, register
from fazhi.desk.statutes.links import article_url
from fazhi.government.actors import Actor
from fazhi.statutes import queries
from fazhi.statutes.searching import bigrams
from fazhi.statutes.searching.excerpts import excerpt

EXCERPT = 60


def find(_actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """Articles in force that hold every word; everybody may see them."""
    folded = bigrams.words_of(" ".join(words))
    found = queries.search(folded, on=clock.today())[:limit]
    return [
        Hit(
            f"{article.edition.statute.name}{article}",
            article_url(article, words=" ".join(words)),
            "".join(piece.text for piece in excerpt(article.text, folded, length=EXCERPT, folding=bigrams.fold)),
        )
        for article in found
    ]


def more(text: str) -> str:
    """The search page of the library with the same words."""
    return f"{reverse('desk:statutes:search')}?{urlencode({'q': text})}"


register(SearchSource("statutes", "法规条文", find, order=60, more=more))
