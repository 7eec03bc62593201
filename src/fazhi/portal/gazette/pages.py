"""政府公报: the issues by year, and one issue with its contents, as it is read and printed."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.portal import registers
from fazhi.portal.gazette.contents import DOCUMENTS, ISSUES, contents
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.registers.models import Entry

MOST = 500
"""Issues on the list: more than a monthly gazette prints in forty years."""


@public_page()
def issues(request: PublicRequest) -> HttpResponse:
    """Every issue by year, the newest first."""
    rows = _rows(request)[::-1]
    context = {
        "title": "政府公报",
        "trail": [("公开", request.frame.with_area(reverse("portal:notices")))],
        "years": [
            (year, [(each, _address(request, each), _printed(each)) for each in found])
            for year, found in groupby(rows, key=lambda each: _place(each)[0])
        ],
        "documents_url": request.frame.with_area(reverse("desk:open-register", args=[DOCUMENTS]))
        if DOCUMENTS in registers.public_registers()
        else "",
        "data_url": request.frame.with_area(reverse("desk:open-register", args=[ISSUES])),
    }
    return show(request, "portal/gazette/issues.html", context)


@public_page()
def issue(request: PublicRequest, year: int, number: int) -> HttpResponse:
    """One issue: title page, contents by section. Http404 where none of that number is out."""
    every = _rows(request)
    found = next((each for each in every if _place(each) == (year, number)), None)
    if found is None:
        raise Http404
    index = every.index(found)
    around = [("上一期", every[index - 1] if index else None), ("下一期", (*every, None)[index + 1])]
    context = {
        "title": found.title,
        "trail": [
            ("公开", request.frame.with_area(reverse("portal:notices"))),
            ("政府公报", request.frame.with_area(reverse("portal:gazette"))),
        ],
        "year": year,
        "number": number,
        "body": str((found.data.get("body") or {}).get("name", "")),
        "issued_on": str(found.data.get("issued_on") or ""),
        "note": str(found.data.get("note") or ""),
        "sections": contents(found, request.frame, request.now.date()),
        "around": [(label, _address(request, each), each.title) for label, each in around if each is not None],
    }
    return show(request, "portal/gazette/issue.html", context)


def _rows(request: PublicRequest) -> list[Entry]:
    """The last MOST of those that are out, in their order. Raises Http404 where the register is not public."""
    definition = registers.public_registers().get(ISSUES)
    if definition is None:
        raise Http404
    found = registers.rows(definition, request.jurisdiction, request.now.date()).order_by("-valid_from", "-key")
    return sorted(found[:MOST], key=_place)


def _place(entry: Entry) -> tuple[int, int]:
    return int(entry.data.get("year") or 0), int(entry.data.get("number") or 0)


def _printed(entry: Entry) -> int:
    return len(entry.data.get("normative") or []) + len(entry.data.get("documents") or [])


def _address(request: PublicRequest, entry: Entry) -> str:
    year, number = _place(entry)
    return request.frame.with_area(reverse("portal:gazette-issue", args=[year, number]))
