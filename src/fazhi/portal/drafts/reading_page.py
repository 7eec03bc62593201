"""One draft: its text, why it is made, until when and how to speak; afterwards every opinion with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from fazhi.consultations import reading
from fazhi.consultations.drafts import point_of
from fazhi.consultations.kinds import kinds
from fazhi.consultations.models import (
    Channel,
    Consultation,
    ConsultationFile,
    ConsultationStep,
    Fate,
    Opinion,
    Role,
    State,
    StepKind,
)
from fazhi.consultations.periods import count
from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.files import store
from fazhi.portal.drafts.lists import mark_of
from fazhi.portal.drafts.progress import is_public_case
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged

OPINIONS = 50
TOLD = (StepKind.OPENED, StepKind.EXTENDED, StepKind.CLOSED, StepKind.ANSWERED, StepKind.CORRECTED, StepKind.WITHDRAWN)
"""Steps of the history that everybody sees; who took them is the office's business."""
FATE_COLOURS = {Fate.ADOPTED: "green", Fate.PARTLY: "blue", Fate.REJECTED: "grey", Fate.EXPLAINED: "yellow"}


@dataclass(frozen=True)
class Passage:
    """A paragraph of a paper; ``point`` is the article it begins, for opinions on it."""

    kind: str
    text: str
    point: str


@dataclass(frozen=True)
class Paper:
    """A paper as the page shows it."""

    file: ConsultationFile
    url: str
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Said:
    """An opinion with its answer, without anything that says who spoke."""

    number: str
    speaker: str
    point: str
    text: str
    mark: Mark
    reason: str


@public_page()
def draft(request: PublicRequest, pk: UUID) -> HttpResponse:
    """``fate`` and ``point`` narrow the opinions of one whose answers are published."""
    found = found_draft(request, pk)
    today = request.now.date()
    kind = kinds().find(found.kind)
    papers = _papers(request, found)
    context: dict[str, Any] = {
        "title": found.title,
        "trail": [("征求意见", request.frame.with_area(reverse("portal:drafts")))],
        "consultation": found,
        "kind": kinds().title_of(found.kind),
        "mark": mark_of(found, today),
        "is_taking": found.is_taking(today),
        "takes_here": Channel.PORTAL in found.channels,
        "left": found.days_left(today),
        "period": count(kind, found.opens_on, found.closes_on) if kind and found.opens_on and found.closes_on else None,
        "least": kind.period if kind else None,
        "links": articles_of(kind.basis, kind.sources) if kind else [],
        "other_channels": [Channel(each).label for each in found.channels if each != Channel.PORTAL],
        "papers": papers,
        "draft_papers": [paper for paper in papers if paper.file.role == Role.DRAFT and paper.passages],
        "further_papers": [paper for paper in papers if paper.file.role != Role.DRAFT and paper.passages],
        "history": _history(found),
        "decision": _decision(request, found),
        "is_withdrawn": found.state == State.WITHDRAWN,
    }
    if found.state == State.ANSWERED:
        context |= _results(request, found)
    return show(request, "portal/drafts/draft.html", context)


@public_page()
def file(request: PublicRequest, pk: UUID, file: int) -> HttpResponse:
    """A paper of a draft, always as a download: a web page that was handed in must not run as one of ours."""
    found = found_draft(request, pk)
    paper = found.files.select_related("kept").filter(pk=file).first()
    if paper is None:
        raise Http404
    response = HttpResponse(store.content(paper.kept), content_type=paper.kept.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=paper.kept.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def found_draft(request: PublicRequest, pk: UUID) -> Consultation:
    """A consultation that everybody may see. Raises Http404 for any other."""
    found = reading.find(request.jurisdiction, pk)
    if found is None:
        raise Http404
    return found


def passages(kept: Iterable[Sequence[str]]) -> list[Passage]:
    """The paragraphs of a paper; each article has its anchor once."""
    seen: set[str] = set()
    shown = []
    for kind, text in kept:
        point = point_of(text)
        if point in seen:
            point = ""
        seen.add(point)
        shown.append(Passage(kind, text, point))
    return shown


def _papers(request: PublicRequest, found: Consultation) -> list[Paper]:
    found_files = found.files.select_related("kept")
    return [Paper(each, _address(request, found, each), passages(each.passages)) for each in found_files]


def _address(request: PublicRequest, found: Consultation, paper: ConsultationFile) -> str:
    return request.frame.with_area(reverse("portal:draft-file", args=[found.pk, paper.pk]))


def _history(found: Consultation) -> list[ConsultationStep]:
    return list(found.steps.filter(kind__in=TOLD).defer("by"))


def _decision(request: PublicRequest, found: Consultation) -> str:
    """The page that shows how the decision is made, where there is one."""
    if found.case_id is None or not is_public_case(found.case_id, request.jurisdiction, request.now.date()):
        return ""
    return request.frame.with_area(reverse("portal:decision", args=[found.case_id]))


def _results(request: PublicRequest, found: Consultation) -> dict[str, Any]:
    fate = request.GET.get("fate", "")
    fate = fate if fate in Fate.values else ""
    point = request.GET.get("point", "")[:40]
    points = reading.points_spoken_of(found)
    point = point if point in dict(points) else ""
    kind = kinds().find(found.kind)
    page = paged(request, reading.answered(found, fate=fate, point=point), size=OPINIONS)
    return {
        "counted": reading.counted(found),
        "paged": page,
        "opinions": [_said(found, each) for each in page.rows],
        "fate": fate,
        "fates": Fate.choices,
        "point": point,
        "points": points,
        "answer_links": articles_of(kind.answers.basis) if kind and kind.answers else [],
    }


def _said(found: Consultation, opinion: Opinion) -> Said:
    opinion.consultation = found
    fate = Fate(opinion.fate)
    return Said(
        opinion.number,
        f"{opinion.get_category_display()}，{opinion.get_channel_display()}",
        opinion.point,
        opinion.shown_text,
        Mark(FATE_COLOURS[fate], fate.label),
        opinion.reason,
    )
