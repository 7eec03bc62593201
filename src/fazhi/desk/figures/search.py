"""What the search box finds of figures: by title and by every way in which reports word them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from fazhi.desk.figures.addresses import figure_url
from fazhi.desk.search import Hit, SearchSource, register
from fazhi.figures.language.library import shelf
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import FIGURE_VIEW


def find(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """Figures that have all the words in one wording; asks the database for nothing."""
    if not permissions.may(actor, FIGURE_VIEW):
        return []
    return [
        Hit(figure.title, figure_url(name), shelf().domain_of(name).title)
        for name, figure in shelf().figures.items()
        if any(all(word in said for word in words) for said in figure.words)
    ][:limit]


register(
    SearchSource("figures", "数据", find, 45, lambda q: f"{reverse('desk:figures:catalog')}?{urlencode({'q': q})}")
)
