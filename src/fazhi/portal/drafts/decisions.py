"""决策进展的页面: decisions on their way, and each of them step by step."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.consultations import reading
from fazhi.consultations.kinds import kinds
from fazhi.consultations.models import Consultation, State
from fazhi.consultations.reading import Counted
from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.portal.drafts.lists import LONGEST_QUERY, mark_of
from fazhi.portal.drafts.progress import public_cases, read
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged
from fazhi.publishing import reading as notices
from fazhi.statutes.searching import bigrams


@public_page()
def decisions(request: PublicRequest) -> HttpResponse:
    """``q`` words of public titles, ``kind`` the procedure."""
    today = request.now.date()
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    rows = public_cases(request.jurisdiction, today)
    kind = request.GET.get("kind", "")
    if kinds().progress_of(kind):
        rows = rows.filter(procedure=kind)
    words = bigrams.words_of(text)
    if words:
        # What is looked through is what is shown: titles of notices and of consultations, never the case's own.
        told = notices.find(notices.public(request.jurisdiction, on=today), text).order_by().values("case")
        asked = reading.matching(reading.public(request.jurisdiction), words).order_by().values("case")
        rows = rows.filter(Q(pk__in=told) | Q(pk__in=asked))
    page = paged(request, rows)
    context = {
        "title": "决策进展",
        "paged": page,
        "decisions": read(page.rows, request.jurisdiction, today),
        "kinds": [(each.procedure, each.title) for each in kinds().progress],
        "kind": kind,
        "query": text,
        "words": words,
        "is_narrowed": bool(text or kind),
        "links": [link for each in kinds().progress for link in articles_of(each.basis)],
    }
    return show(request, "portal/drafts/decisions.html", context)


@public_page()
def decision(request: PublicRequest, pk: UUID) -> HttpResponse:
    """Every stage of one decision with what is public of it."""
    today = request.now.date()
    case = public_cases(request.jurisdiction, today).filter(pk=pk).first()
    if case is None:
        raise Http404
    found = read([case], request.jurisdiction, today)[0]
    progress = kinds().progress_of(case.procedure)
    context = {
        "title": found.title,
        "trail": [("决策进展", request.frame.with_area(reverse("portal:decisions")))],
        "decision": found,
        "organization": case.organization,
        "steps": [(step, [_asked(each, today) for each in step.consultations]) for step in found.steps],
        "links": articles_of(progress.basis) if progress else (),
    }
    return show(request, "portal/drafts/decision.html", context)


def _asked(consultation: Consultation, today: date) -> tuple[Consultation, Mark, Counted | None]:
    """A consultation with where it stands, and the counts once they are published."""
    is_answered = consultation.state == State.ANSWERED
    return consultation, mark_of(consultation, today), reading.counted(consultation) if is_answered else None
