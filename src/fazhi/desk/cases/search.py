"""What the search box finds of cases."""

from collections.abc import Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode

from fazhi import clock
from fazhi.cases import queries
from fazhi.desk.cases.words import case_mark, procedure_title
from fazhi.desk.search import Hit, SearchSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_VIEW


def find_cases(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By number and title; open ones first."""
    if not permissions.may(actor, CASE_VIEW):
        return []
    today = clock.today()
    found = queries.searched(queries.visible_cases(actor), " ".join(words))
    found = found.defer("data", "state", "header", "search", "head_hash")
    return [
        Hit(
            title=case.title,
            url=reverse("desk:cases:case", args=[case.pk]),
            about=f"{case.number}　{procedure_title(case)}　{case.organization}",
            mark=case_mark(case, today),
        )
        for case in found.order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")[:limit]
    ]


register(SearchSource("cases", "案件", find_cases, 8, lambda q: f"{reverse('desk:cases:all')}?{urlencode({'q': q})}"))
