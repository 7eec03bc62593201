"""规范性文件库: the documents that are in force, how long each of them still is, and what was published about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.registers.validity import mark_of, soon_of
from fazhi.portal import registers
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import kind_of
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.publishing.models import Notice
from fazhi.registers.models import Entry
from fazhi.statutes.searching import bigrams

REGISTER, PROCEDURE = "normative_documents", "normative_document"
ENDING = "ending"
MOST_ENDED = 20


@dataclass(frozen=True)
class Document:
    """A document in the library."""

    title: str
    url: str
    number: str
    maker: str
    effective_on: str
    expires_on: str
    address: str
    mark: Mark
    notices: list[tuple[str, str]]


@public_page()
def documents(request: PublicRequest) -> HttpResponse:
    """``q`` words, ``maker`` the kind of maker, ``subject`` the subject."""
    today, text = request.now.date(), request.GET.get("q", "").strip()[:100]
    definition = registers.public_registers().get(REGISTER)
    asked = {name: request.GET.get(name, "") for name in ("maker_level", "subject")}
    context: dict[str, Any] = {
        "title": "行政规范性文件库",
        "trail": [("公开", request.frame.with_area(reverse("portal:notices")))],
        "query": text,
        "words": bigrams.words_of(text),
        "register_url": request.frame.with_area(reverse("desk:open-register", args=[REGISTER])),
        "ended": _ended(request, today),
    }
    if definition is not None:
        rows = _narrowed(registers.rows(definition, request.jurisdiction, today, text), definition, asked)
        page = paged(request, rows.order_by("-valid_from", "key"))
        context |= {
            "paged": page,
            "documents": _shown(request, definition, page.rows, today),
            "choices": [
                (name, definition.fields[name].title, definition.fields[name].options.items(), asked[name])
                for name in asked
            ],
            "is_narrowed": bool(text or any(asked.values())),
        }
    return show(request, "portal/notices/documents.html", context)


def _narrowed(rows: QuerySet[Entry], definition: RegisterDefinition, asked: dict[str, str]) -> QuerySet[Entry]:
    for name, value in asked.items():
        if value in definition.fields[name].options:
            rows = rows.filter(data__contains={name: value})
    return rows


def _shown(
    request: PublicRequest, definition: RegisterDefinition, rows: Sequence[Entry], today: date
) -> list[Document]:
    soon = soon_of(definition, today)
    published = _notices(request, today, [str(each.data.get("document_number", "")) for each in rows])
    found = []
    for each in rows:
        number = str(each.data.get("document_number") or "")
        found.append(
            Document(
                title=each.title,
                url=request.frame.with_area(registers.entry_address(each)),
                number=number,
                maker=str((each.data.get("maker") or {}).get("name", "")),
                effective_on=str(each.data.get("effective_on") or ""),
                expires_on=str(each.data.get("expires_on") or ""),
                address=_web(str(each.data.get("address") or "")),
                mark=mark_of(definition, each.state, each.data, on=today, soon=soon),
                notices=published.get(number, []),
            )
        )
    return found


def _notices(request: PublicRequest, today: date, numbers: list[str]) -> dict[str, list[tuple[str, str]]]:
    """What was published about documents: text, draft, opinions, by the document's number. One statement.

    Notices of a document's case that do not say its number (the draft had none) come by the case.
    """
    wanted = Q(pk__in=[])
    for number in filter(None, numbers):
        wanted |= Q(fields__contains=[{"name": "document_number", "text": number}])
    everything = reading.public(request.jurisdiction, today).filter(procedure=PROCEDURE)
    cases = everything.filter(wanted).values("case")
    rows = list(everything.filter(case__in=cases).order_by("published_on", "id"))
    by_case: dict[object, str] = {}
    for each in rows:
        if number := _number(each):
            by_case[each.case_id] = number
    found: dict[str, list[tuple[str, str]]] = {}
    for each in rows:
        address = request.frame.with_area(reverse("portal:notice", args=[each.pk]))
        told = (kind_of(each.procedure, each.publication).title, address)
        found.setdefault(by_case.get(each.case_id, ""), []).append(told)
    return found


def _number(notice: Notice) -> str:
    return next((str(each.get("text", "")) for each in notice.fields if each.get("name") == "document_number"), "")


def _ended(request: PublicRequest, today: date) -> list[Notice]:
    rows = reading.public(request.jurisdiction, today).filter(procedure=PROCEDURE, publication=ENDING)
    return list(rows[:MOST_ENDED])


def _web(address: str) -> str:
    """An address that a browser can open; anything else is left out rather than made a link."""
    return address if address.startswith(("https://", "http://")) else ""
