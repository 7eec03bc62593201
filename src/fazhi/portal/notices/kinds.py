"""公开事项的种类: what the procedures lay before the public, by procedure and `publish` block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.procedures.language.library import UnknownProcedureError, library

SEPARATOR = "."
ENFORCEMENT = "enforcement"
"""The domain, as procedures call it, whose results are 行政执法."""


@dataclass(frozen=True)
class NoticeKind:
    """One `publish` block. ``key`` names it in addresses: ``administrative_penalty.decision``."""

    procedure: str
    publication: str
    title: str
    procedure_title: str
    domain: str

    @property
    def is_enforcement(self) -> bool:
        """Penalties, inspections and the like: what is done to somebody in the name of the law."""
        return self.domain == ENFORCEMENT

    @property
    def key(self) -> str:
        return f"{self.procedure}{SEPARATOR}{self.publication}"


@lru_cache(maxsize=1)
def kinds() -> dict[str, NoticeKind]:
    """Every kind of the newest editions, in the order of the catalog; the library is read once a process."""
    found = [
        NoticeKind(definition.id, name, each.title, definition.title, definition.domain)
        for definition in library().latest()
        for name, each in definition.publish.items()
    ]
    return {each.key: each for each in found}


def kind_of(procedure: str, publication: str) -> NoticeKind:
    """The kind of a notice; one that the catalog no longer knows goes by a general name."""
    known = kinds().get(f"{procedure}{SEPARATOR}{publication}")
    return known or NoticeKind(procedure, publication, "公开事项", "", "")


@lru_cache(maxsize=256)
def basis_of(procedure: str, publication: str) -> tuple[ArticleLink, ...]:
    """The articles and documents that order a kind to be public."""
    try:
        definition = library().editions(procedure)[-1]
    except UnknownProcedureError:
        return ()
    block = definition.publish.get(publication)
    return tuple(articles_of(block.basis, block.sources)) if block is not None else ()
