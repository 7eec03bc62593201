"""Tells the law library which kinds of consultation rest on its articles."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

from fazhi.consultations.kinds import kinds
from fazhi.procedures.language.grounds import citations
from fazhi.statutes.citing import CitedAt, register
from fazhi.statutes.reading import Citation


@lru_cache(maxsize=1)
def cited() -> tuple[CitedAt, ...]:
    """The citations of every kind; the file is read once a process."""
    return tuple(
        CitedAt(
            source_id=f"consultations.{kind.id}",
            source_title=f"征求意见：{kind.title}",
            path="期限和采纳情况",
            citation=Citation.parse(each.citation),
            phrase=each.phrase,
            url=reverse("desk:consultations:home"),
        )
        for kind in kinds().kinds
        for each in citations(kind)
    )


register("consultations", cited)
