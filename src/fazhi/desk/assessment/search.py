"""What the search box finds of assessments: bodies' sheets by the unit's or the assessment's name."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from fazhi import clock
from fazhi.assessment import queries
from fazhi.desk.assessment.words import body_mark
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government.actors import Actor


def find_bodies(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """The latest first."""
    today = clock.today()
    found = queries.visible_bodies(actor).filter(matching(words, "assessment__title", "organization__name"))
    return [
        Hit(
            f"{body.assessment}（{body.organization}）",
            reverse("desk:assessment:body", args=[body.pk]),
            "考核表",
            body_mark(body, today),
        )
        for body in found.order_by("-assessment__year", "organization__order")[:limit]
    ]


register(SearchSource("assessment", "考核", find_bodies, order=65))
