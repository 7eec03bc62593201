"""What the search box finds of applications: by number, matter and place; never by who asks."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from fazhi import clock
from fazhi.desk.intake.words import address_of, due_mark, form_title
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import INTAKE_VIEW
from fazhi.intake import reading


def find(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """The latest first."""
    if not permissions.may(actor, INTAKE_VIEW):
        return []
    rows = reading.held(actor).filter(matching(words, "number", "title", "place")).order_by("-received_at", "-pk")
    shown = rows.select_related("organization").defer("applicant", "data", "likeness")[:limit]
    return [
        Hit(
            each.title, address_of(each), f"{each.number}　{form_title(each)}　{each.organization}",
            due_mark(each, clock.today()),
        )
        for each in shown
    ]  # fmt: skip


register(
    SearchSource(
        "intake", "群众来件", find, 22, lambda q: f"{reverse('desk:intake:list', args=['all'])}?{urlencode({'q': q})}"
    )
)
