"""The search box: every module registers what it can find; results are grouped by module.

    register(SearchSource("tasks", "任务", find, order=20))

`find(actor, words, limit)` returns at most `limit` hits that the actor may see, and one query is enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse

from fazhi.desk.components import Mark
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government.actors import Actor

LIMIT = 10
MOST_WORDS = 6


@dataclass(frozen=True)
class Hit:
    """Something found: its name and page, a line about it, a mark where it has one."""

    title: str
    url: str
    about: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that can be found. `more(words)` is the address of a list filtered the same way."""

    key: str
    title: str
    find: Callable[[Actor, Sequence[str], int], Sequence[Hit]]
    order: int = 50
    more: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Group:
    """What one source found, as the page shows it; `cut` says that there is more."""

    title: str
    hits: Sequence[Hit]
    more: str
    cut: bool


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> SearchSource:
    """Adds a source; one with the same key is replaced."""
    _sources[source.key] = source
    return source


def words_of(text: str) -> list[str]:
    """The words of a query: parted by blanks, full-width ones too."""
    return text.replace("\u3000", " ").split()[:MOST_WORDS]


def matching(words: Sequence[str], *lookups: str) -> Q:
    """A condition that every word occurs in at least one of the fields, whatever its case."""
    whole = Q()
    for word in words:
        either = Q()
        for lookup in lookups:
            either |= Q(**{f"{lookup}__icontains": word})
        whole &= either
    return whole


@page(methods=("GET",))
def search(request: DeskRequest) -> HttpResponse:
    """Everything that the words are found in, a few of each kind."""
    text = request.GET.get("q", "").strip()[:100]
    words = words_of(text)
    groups: list[Group] = []
    for source in sorted(_sources.values(), key=lambda s: (s.order, s.key)) if words else ():
        hits = list(source.find(request.actor, words, LIMIT + 1))
        if hits:
            more = source.more(text) if source.more and len(hits) > LIMIT else ""
            groups.append(Group(source.title, hits[:LIMIT], more, cut=len(hits) > LIMIT))
    return show(request, "desk/search.html", {"q": text, "words": words, "groups": groups})
