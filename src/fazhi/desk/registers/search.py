"""What the search box finds of registers."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from fazhi import clock
from fazhi.desk.registers.found import find_entries
from fazhi.desk.search import Hit, SearchSource, register
from fazhi.government.actors import Actor


def find(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By everything that is not personal data; those in force first."""
    found = find_entries(actor, " ".join(words), limit, on=clock.today())
    return [Hit(title=each.title, url=each.url, about=each.about, mark=each.mark) for each in found]


register(
    SearchSource("registers", "清单条目", find, 30, lambda q: f"{reverse('desk:registers:home')}?{urlencode({'q': q})}")
)
