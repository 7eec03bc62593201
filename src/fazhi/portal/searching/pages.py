"""搜索: one box over everything that is public; a few hits of each kind, or all of one kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.statutes.links import cite_url
from fazhi.government.models import Organization
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import LONGEST_NUMBER, PAGE
from fazhi.portal.searching.finding import SOURCES, Asked, Found, Source
from fazhi.statutes.reading import BadCitation, Citation
from fazhi.statutes.searching import bigrams

FEW = 4
LONGEST = 100
YEARS = 8


@dataclass(frozen=True)
class Group:
    """What one kind holds, as the page shows it."""

    source: Source
    found: Found
    url: str

    @property
    def is_cut(self) -> bool:
        return self.found.count > len(self.found.hits)


@public_page()
def search(request: PublicRequest) -> HttpResponse:
    """``q`` words; ``kind`` one kind alone, in pages; ``year`` and ``unit`` narrow what has them."""
    text = request.GET.get("q", "").replace("\u3000", " ").strip()[:LONGEST]
    words = bigrams.words_of(text)
    today = request.now.date()
    years = range(today.year, today.year - YEARS, -1)
    asked = Asked(request.frame, today, text, words, _number(request, "year", years), _number(request, "unit"))
    chosen = next((each for each in SOURCES if each.key == request.GET.get("kind")), None)
    context = {
        "title": f"“{text}”的搜索结果" if text else "搜索",
        "query": text,
        "words": words,
        "kind": chosen.key if chosen else "",
        "tabs": _tabs(asked, chosen),
        "year": asked.year,
        "years": years,
        "unit": asked.unit,
        "units": _units(request),
        "direct": _direct(text),
        "searchable": bool(bigrams.query(words)),
    }
    if not context["searchable"]:
        return show(request, "portal/search/page.html", context)
    if chosen is not None:
        return show(request, "portal/search/page.html", context | _one(request, asked, chosen))
    groups = [_group(asked, source) for source in SOURCES if source.answers(asked)]
    found = [each for each in groups if each.found.hits]
    return show(request, "portal/search/page.html", context | {"groups": found})


def _group(asked: Asked, source: Source) -> Group:
    return Group(source, source.find(asked, 0, FEW), _address(asked, source.key))


def _one(request: PublicRequest, asked: Asked, source: Source) -> dict[str, object]:
    """A page of one kind."""
    if not source.answers(asked):
        asked = replace(asked, year=asked.year if source.dated else 0, unit=asked.unit if source.owned else 0)
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 1
    found = source.find(asked, (max(number, 1) - 1) * PAGE, PAGE)
    page = Paginator(range(found.count), PAGE).get_page(number)
    if page.number != number and found.count:
        found = source.find(asked, (page.number - 1) * PAGE, PAGE)
    choices = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"one": found, "source": source, "page": page, "choices": choices}


def _tabs(asked: Asked, chosen: Source | None) -> list[tuple[str, str, bool]]:
    """(title, address, current) of all kinds together and of each alone."""
    return [
        ("全部", _address(asked, ""), chosen is None),
        *((each.title, _address(asked, each.key), each is chosen) for each in SOURCES),
    ]


def _address(asked: Asked, kind: str) -> str:
    parameters = {"q": asked.text, "kind": kind, "year": asked.year or "", "unit": asked.unit or ""}
    return asked.frame.with_area(reverse("portal:search"), parameters)


def _units(request: PublicRequest) -> list[Organization]:
    """The bodies of the place, to choose from; those that were dissolved may have published too."""
    return list(Organization.objects.filter(jurisdiction=request.jurisdiction).order_by("order", "pk"))


def _number(request: PublicRequest, name: str, among: range | None = None) -> int:
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
    return number if among is None or number in among else 0


def _direct(text: str) -> tuple[str, str] | None:
    """(words, address) of an article where a citation was typed: 行政处罚法第五十八条."""
    try:
        citation = Citation.parse(text)
    except BadCitation:
        return None
    return citation.chinese, cite_url(citation)
