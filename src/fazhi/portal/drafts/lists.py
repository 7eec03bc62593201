"""征求意见的列表: what is open now with the days left, and what became of what is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from fazhi.consultations import reading
from fazhi.consultations.kinds import kinds
from fazhi.consultations.models import Consultation, State
from fazhi.desk.components import Mark, Tab
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged
from fazhi.statutes.searching import bigrams

LONGEST_QUERY = 100
ENDED = "ended"


@dataclass(frozen=True)
class Line:
    """One consultation in a list."""

    consultation: Consultation
    kind: str
    mark: Mark


@public_page()
def drafts(request: PublicRequest) -> HttpResponse:
    """``which`` = ended for what is over, ``q`` words, ``kind`` the kind of draft."""
    today = request.now.date()
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    words = bigrams.words_of(text)
    is_ended = request.GET.get("which") == ENDED
    now, past = reading.open_now(request.jurisdiction, today), reading.ended(request.jurisdiction, today)
    rows = reading.matching(past if is_ended else now, words)
    kind = request.GET.get("kind", "")
    if kinds().find(kind):
        rows = rows.filter(kind=kind)
    page, base = paged(request, rows), reverse("portal:drafts")
    context = {
        "title": "征求意见",
        "which": ENDED if is_ended else "",
        "tabs_shown": [
            Tab("正在征求", request.frame.with_area(base), current=not is_ended, count=now.count()),
            Tab("已经结束", request.frame.with_area(base, {"which": ENDED}), current=is_ended, count=past.count()),
        ],
        "query": text,
        "words": words,
        "kind": kind,
        "kinds": [(each.id, each.title) for each in kinds().kinds],
        "is_narrowed": bool(text or kind),
        "paged": page,
        "lines": [Line(each, kinds().title_of(each.kind), mark_of(each, today)) for each in page.rows],
        "decisions_url": request.frame.with_area(reverse("portal:decisions")),
    }
    return show(request, "portal/drafts/list.html", context)


def mark_of(consultation: Consultation, today: date) -> Mark:
    """Where it stands, in a coloured word; red is kept for breaches, and a near end is none."""
    left = consultation.days_left(today)
    match consultation.state:
        case State.OPEN if left > 7:
            return Mark("green", f"还有 {left} 天")
        case State.OPEN if left > 0:
            return Mark("yellow", f"还有 {left} 天")
        case State.OPEN if left == 0:
            return Mark("orange", "今天截止")
        case State.OPEN | State.CLOSED:
            return Mark("blue", "已截止，正在研究")
        case State.WITHDRAWN:
            return Mark("grey", "已撤回")
    return Mark("grey", "已公布采纳情况")
