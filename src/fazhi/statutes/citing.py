"""被引用: what rests on an article. Whoever has citations registers where they come from; nothing is stored.

    citing.register("procedures", citations)        # citations() -> Iterable[CitedAt]

Sources are asked each time a page is shown: they should answer from memory.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fazhi.statutes.reading.citation import Citation
from fazhi.statutes.reading.editions import Dated, Problem, choose
from fazhi.statutes.reading.model import ArticleNumber, Place


@dataclass(frozen=True, slots=True)
class CitedAt:
    """One citation and where it stands.

    source_id: stable, names what cites (a procedure's id).  source_title: its name for people.
    path: where in it, e.g. 步骤·法制审核.  phrase: what must stand in the article.
    on: the day whose law is meant, where the citation names no edition; None means the newest.
    url: the page of what cites; "" for none.
    """

    source_id: str
    source_title: str
    path: str
    citation: Citation
    phrase: str
    on: date | None = None
    url: str = ""


Source = Callable[[], Iterable[CitedAt]]

_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Adds a source of citations; one with the same key is replaced."""
    _sources[key] = source


def unregister(key: str) -> None:
    """Takes a source away again; nothing happens where there is none."""
    _sources.pop(key, None)


def records() -> list[CitedAt]:
    """All citations of all sources."""
    return [cited for key in sorted(_sources) for cited in _sources[key]()]


def resting_on(
    cited: Iterable[CitedAt],
    *,
    statute: str,
    editions: Sequence[Dated],
    edition: Dated,
    article: ArticleNumber | None = None,
    place: Place | None = None,
) -> list[CitedAt]:
    """The citations that rest on an article of an edition, on the part of it at `place`, or on any of its articles.

    A citation of the whole article rests on each of its parts too.
    """
    return [
        each
        for each in cited
        if each.citation.statute == statute
        and (article is None or each.citation.article == article)
        and (place is None or place.holds(each.citation.place) or each.citation.place.holds(place))
        and _means(each, statute, editions, edition)
    ]


def count_by_article(cited: Iterable[CitedAt]) -> Counter[ArticleNumber]:
    """How often each article is cited."""
    return Counter(each.citation.article for each in cited)


def _means(cited: CitedAt, statute: str, editions: Sequence[Dated], edition: Dated) -> bool:
    chosen = choose(editions, name=statute, wanted=cited.citation.edition, on=cited.on)
    return not isinstance(chosen, Problem) and chosen.edition == edition.edition
