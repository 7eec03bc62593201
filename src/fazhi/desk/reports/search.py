"""What the search box finds of annual reports."""

from collections.abc import Sequence

from django.urls import reverse

from fazhi.desk.reports.finding import PAGE
from fazhi.desk.reports.showing import state_mark
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_VIEW
from fazhi.reports.reading import visible_reports


def find_reports(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By title and unit, the newest first."""
    if not permissions.may(actor, REPORT_VIEW):
        return []
    condition = matching(words, "title", "organization__name", "organization__short_name")
    return [
        Hit(
            title=each.title,
            url=reverse(PAGE, args=[each.pk]),
            about=f"{each.organization}　{each.year}年",
            mark=state_mark(each),
        )
        for each in visible_reports(actor).filter(condition)[:limit]
    ]


register(SearchSource("reports", "年度报告", find_reports, 45, lambda _q: reverse("desk:reports:home")))
