"""What the search box finds of checked reports: drafts, and reports of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from fazhi.desk.scrutiny.words import HOME, PAGE
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government.actors import Actor
from fazhi.scrutiny.rights import visible_drafts


def find_drafts(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By title and name of the file, the newest first."""
    found = visible_drafts(actor).filter(matching(words, "title", "file__name"))
    rows = found.select_related("organization", "jurisdiction").defer("text", "notices", "faults")
    return [
        Hit(
            title=each.title,
            url=reverse(PAGE, args=[each.pk]),
            about=f"{each.get_kind_display()}　{each.scope_words}　{each.year}年",
        )
        for each in rows[:limit]
    ]


register(SearchSource("scrutiny", "报告核对", find_drafts, 46, lambda q: f"{reverse(HOME)}?{urlencode({'q': q})}"))
