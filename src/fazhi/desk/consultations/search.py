"""What the search box finds of consultations."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from fazhi import clock
from fazhi.consultations import queries
from fazhi.desk.consultations.words import PAGE, state_mark
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government.actors import Actor
from fazhi.government.permissions import CONSULT_VIEW, may


def find(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By title, number and explanation, the newest first."""
    if not may(actor, CONSULT_VIEW):
        return []
    rows = queries.visible(actor).filter(matching(words, "title", "number", "explanation")).order_by("-made_at")
    today = clock.today()
    return [
        Hit(each.title, reverse(PAGE, args=[each.pk]), f"{each.number}　{each.organization}", state_mark(each, today))
        for each in rows[:limit]
    ]


register(SearchSource("consultations", "征求意见", find, order=65))
