"""The platform's figures as the matcher takes them. Pure: the catalog is read, no database."""

from __future__ import annotations

from functools import lru_cache

from fazhi.figures.language import library
from fazhi.scrutiny.matching import Known, Matcher


def known_figures() -> tuple[Known, ...]:
    """Every figure of the catalog with its wordings."""
    shelf = library.shelf()
    return tuple(
        Known(name, figure.words, figure.unit, shelf.domain_of(name).title, figure.distinct is not None)
        for name, figure in shelf.figures.items()
    )


@lru_cache(maxsize=2)
def _matcher(known: tuple[Known, ...]) -> Matcher:
    return Matcher(known)


def matcher() -> Matcher:
    """The matcher over the catalog, made once."""
    return _matcher(known_figures())
