"""Every text of a section that was saved, and what changed between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.reports.finding import HOME, HOME_TITLE, PAGE, SECTION, section_or_404
from fazhi.government.permissions import REPORT_VIEW
from fazhi.reports.comparing import compare
from fazhi.reports.models import Revision, Section

SEED = "0"
"""The key of the template's own text, which nobody saved."""


@dataclass(frozen=True)
class Text:
    """A text of a section, saved or seeded."""

    key: str
    label: str
    body: str
    revision: Revision | None = None


@page(permission=REPORT_VIEW, methods=("GET",))
def revisions(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """The list, and two of them compared: the newest with the one before unless asked otherwise."""
    found = section_or_404(request.actor, pk, section)
    texts = _texts(found)
    older, newer = _chosen(request, texts)
    context = {
        "title": f"“{found}”的修订",
        "trail": [
            (HOME_TITLE, reverse(HOME)),
            (found.report.title, reverse(PAGE, args=[pk])),
            (str(found), reverse(SECTION, args=[pk, section])),
        ],
        "section": found,
        "report": found.report,
        "texts": texts,
        "older": older,
        "newer": newer,
        "segments": compare(older.body, newer.body) if older and newer else (),
    }
    return show(request, "desk/reports/revisions.html", context)


def _texts(found: Section) -> list[Text]:
    rows = found.revisions.select_related("by")
    saved = [
        Text(str(each.pk), f"第 {each.version} 版后另存（未采用）" if each.aside else str(each), each.body, each)
        for each in rows
    ]
    return [*saved, Text(SEED, "模板文字", found.seed)]


def _chosen(request: DeskRequest, texts: Sequence[Text]) -> tuple[Text | None, Text | None]:
    by_key = {text.key: text for text in texts}
    newer = by_key.get(request.GET.get("to", ""), texts[0])
    at = texts.index(newer)
    older = by_key.get(request.GET.get("from", ""), texts[at + 1] if at + 1 < len(texts) else None)
    return older, newer
