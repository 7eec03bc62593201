"""One notice: what it says, who published it on what ground and until when, and how its record can be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.cases.models import Act
from fazhi.cases.receipts import Receipt
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.government.models import Jurisdiction
from fazhi.portal.frame import inside
from fazhi.portal.guides.lists import online
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import basis_of, kind_of
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged
from fazhi.publishing import reading as published
from fazhi.publishing.models import Notice, StepKind

MOST_RELATED = 20
CORRECTION = "information_correction"
"""The procedure by which somebody has mistakes about themselves mended."""


@dataclass(frozen=True)
class Table:
    """A field that holds rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ShownField:
    """A field as everybody reads it; ``masked``: a part of it is left out."""

    title: str
    text: str
    masked: bool
    table: Table | None = None


@public_page()
def notice(request: PublicRequest, pk: UUID) -> HttpResponse:
    """A published notice. One that is due, held back or past its time is not there; one that was withdrawn says why."""
    today = request.now.date()
    found = _first(request, lambda place: reading.public(place, today).filter(pk=pk))
    if found is None:
        return _withdrawn_one(request, pk)
    kind = kind_of(found.procedure, found.publication)
    context: dict[str, Any] = {
        "title": found.title,
        "trail": [
            *_trail(request),
            (kind.title, request.frame.with_area(reverse("portal:notices"), {"kind": kind.key})),
        ],
        "notice": found,
        "kind": kind,
        "fields": [_shown(each) for each in found.fields],
        "basis": basis_of(found.procedure, found.publication),
        "corrected": list(found.steps.filter(kind=StepKind.CORRECTED).values_list("at", flat=True)),
        "receipt": _receipt(found),
        "verify": inside("verify/"),
        "apply": inside("apply/"),
        "correction": next((url for form, url in online() if form.procedure == CORRECTION), ""),
        "related": _related(request, found),
    }
    return show(request, "portal/notices/notice.html", context)


@public_page()
def withdrawn(request: PublicRequest) -> HttpResponse:
    """What was published and taken back, with the reason that has to be told (行政处罚法#48.2); none of its content."""
    page = paged(request, published.withdrawn(request.jurisdiction))
    context = {
        "title": "撤回公开的说明",
        "trail": _trail(request),
        "paged": page,
        "rows": [(each, kind_of(each.procedure, each.publication)) for each in page.rows],
        "basis": articles_of({"行政处罚法#48.2": "公开说明理由"}),
    }
    return show(request, "portal/notices/withdrawn.html", context)


def _withdrawn_one(request: PublicRequest, pk: UUID) -> HttpResponse:
    """The reason in place of what was there: 410. Raises Http404 for everything else that is not public."""
    found = _first(request, lambda place: published.withdrawn(place).filter(pk=pk))
    if found is None:
        raise Http404
    kind = kind_of(found.procedure, found.publication)
    context = {"title": "已经撤回公开", "trail": _trail(request), "notice": found, "kind": kind}
    return show(request, "portal/notices/gone.html", context, status=410)


def _first(request: PublicRequest, rows_of: Callable[[Jurisdiction], QuerySet[Notice]]) -> Notice | None:
    """From the place that is shown, else from another that this site serves: an address without it leads there too."""
    others = [each for each in request.frame.places if each != request.jurisdiction]
    for place in (request.jurisdiction, *others):
        found = rows_of(place).first()
        if found is not None:
            return found
    return None


def _trail(request: PublicRequest) -> list[tuple[str, str]]:
    return [("公开", request.frame.with_area(reverse("portal:notices")))]


def _shown(field: dict[str, Any]) -> ShownField:
    value = field.get("value")
    table = Table(value["columns"], value["rows"]) if isinstance(value, dict) and "rows" in value else None
    return ShownField(str(field["title"]), str(field["text"]), reading.is_masked(field), table)


def _receipt(found: Notice) -> str:
    """The line for the page that verifies: it names the act behind the notice, and says nothing of what it is about."""
    act = Act.objects.filter(case=found.case_id, seq=found.seq).only("hash").first()
    return Receipt(found.case_id, found.seq, bytes(act.hash).hex()).text if act is not None else ""


def _related(request: PublicRequest, found: Notice) -> list[tuple[str, str, date | None]]:
    """What else was published of the same matter, as (kind, address, day)."""
    rows = reading.public(request.jurisdiction, request.now.date()).filter(case=found.case_id).exclude(pk=found.pk)
    return [
        (
            kind_of(each.procedure, each.publication).title,
            request.frame.with_area(reverse("portal:notice", args=[each.pk])),
            each.published_on,
        )
        for each in rows[:MOST_RELATED]
    ]
