"""Where an article that a step or a limit rests on can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from fazhi.statutes.reading import BadCitation, Citation


@dataclass(frozen=True)
class ArticleLink:
    """An article in words, with its page; `url` is empty for documents that are no statutes."""

    words: str
    url: str


def article_url(basis_key: str) -> str:
    """The page of 行政处罚法#42.1; empty where the law library is not there."""
    try:
        return f"{reverse('desk:statutes:cite')}?{urlencode({'c': basis_key})}"
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=4096)
def article_words(basis_key: str) -> str:
    """行政处罚法#42.1 → 《行政处罚法》第四十二条第一款."""
    try:
        return Citation.parse(basis_key).chinese
    except BadCitation:
        return basis_key


def articles_of(basis: Mapping[str, Any], sources: Sequence[str] = ()) -> list[ArticleLink]:
    """What something rests on, the statutes first."""
    links = [ArticleLink(article_words(key), article_url(key)) for key in basis]
    return links + [ArticleLink(source, "") for source in sources]
