"""Addresses of what is cited, for pages of all modules."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from fazhi.statutes.models import Article, Edition
from fazhi.statutes.reading import Citation
from fazhi.statutes.reading.model import Place


def cite_url(citation: Citation, on: date | None = None) -> str:
    """The page that leads on to the article cited, of the law in force `on`. Asks the database nothing."""
    query = {"c": str(citation)} | ({"on": on.isoformat()} if on else {})
    return f"{reverse('desk:statutes:cite')}?{urlencode(query)}"


def edition_url(edition: Edition) -> str:
    return reverse("desk:statutes:edition", args=[edition.statute.name, edition.passed_on])


def article_url(article: Article, *, place: Place | None = None, words: str = "") -> str:
    """The page of an article; `words` are marked in it, `place` is scrolled to."""
    names = [article.edition.statute.name, article.edition.passed_on, article.article_number]
    query = f"?{urlencode({'q': words})}" if words else ""
    return reverse("desk:statutes:article", args=names) + query + (f"#{anchor(place)}" if place else "")


def anchor(place: Place) -> str:
    """p1, p1-2, p1-2-3: paragraph, item, sub-item."""
    numbers = [str(each) for each in (place.paragraph, place.item, place.subitem) if each is not None]
    return f"p{'-'.join(numbers)}"
