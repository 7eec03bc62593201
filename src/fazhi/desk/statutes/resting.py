"""What rests on an article besides the catalog: public cases and items. Whoever knows of some registers how to find it.

The law library knows neither cases nor registers; the portal tells it (`fazhi.portal.resting`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from fazhi.statutes.reading import ArticleNumber


@dataclass(frozen=True)
class Resting:
    """A thing that everybody may read and that names the article. ``note``: what it is, whose, of which day."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class RestingKind:
    """Things of one kind, the first few; ``more_url`` searches for all of them, "" where all are shown."""

    title: str
    rows: Sequence[Resting]
    more_url: str = ""


Find = Callable[[HttpRequest, str, ArticleNumber], RestingKind]
_finds: dict[str, Find] = {}


def register(key: str, find: Find) -> None:
    """Adds a kind; one with the same key is replaced. ``find`` costs the same however many there are."""
    _finds[key] = find


def resting_on(request: HttpRequest, statute: str, number: ArticleNumber) -> list[RestingKind]:
    """The kinds of which something names the article."""
    found = (_finds[key](request, statute, number) for key in sorted(_finds))
    return [each for each in found if each.rows]
