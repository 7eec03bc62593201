"""Tells the law library what rests on its articles: every step, limit and rule of the procedures in force."""

from functools import lru_cache

from django.urls import reverse

from fazhi.procedures.language.grounds import citations
from fazhi.procedures.language.library import library
from fazhi.statutes.citing import CitedAt, register
from fazhi.statutes.reading import Citation


@lru_cache(maxsize=1)
def cited() -> tuple[CitedAt, ...]:
    """All citations of the newest editions; the library is read once a process, and so is this."""
    return tuple(
        CitedAt(
            source_id=definition.id,
            source_title=definition.title,
            path=each.spoken,
            citation=Citation.parse(each.citation),
            phrase=each.phrase,
            url=reverse("desk:procedure", args=[definition.id]),
        )
        for definition in library().latest()
        for each in citations(definition)
    )


register("procedures", cited)
