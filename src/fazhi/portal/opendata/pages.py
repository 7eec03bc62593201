"""开放数据: the catalogue for people, the same for machines (DCAT in JSON), one data set, the files of notices."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.portal import registers
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import basis_of, kinds
from fazhi.portal.notices.reading import Wanted
from fazhi.portal.opendata.datasets import (
    CREDIT,
    FORMS,
    LICENCE,
    DataField,
    Dataset,
    datasets,
    fields_of_credit,
    fields_of_kind,
    fields_of_register,
)
from fazhi.portal.opendata.feeds import FEEDS
from fazhi.portal.opendata.files import as_csv, as_json
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.publishing.credit.exporting import FORMS as CREDIT_FORMS
from fazhi.publishing.credit.exporting import TYPES, Form, public_file
from fazhi.publishing.credit.rows import rows
from fazhi.publishing.credit.tables import CreditTable, table

FREQUENCY = "每日更新"
YEARS = 5
CREDIT_KEPT = 300
"""Seconds for which a made file of credit rows is handed out again."""
MOST_NOTICES = 50_000
"""Notices in one file; whoever needs more asks year by year."""


@public_page()
def catalogue(request: PublicRequest) -> HttpResponse:
    """Every data set by group."""
    found = datasets(request.frame, request.jurisdiction, request.now.date())
    context = {
        "title": "开放数据",
        "groups": [(group, list(members)) for group, members in groupby(found, key=lambda each: each.group)],
        "count": len(found),
        "licence": LICENCE,
        "feeds": [
            (
                each.title,
                request.frame.with_area(reverse("portal:feed", args=[each.key, "atom"])),
                request.frame.with_area(reverse("portal:feed", args=[each.key, "rss"])),
            )
            for each in FEEDS.values()
        ],
        "catalogue_url": request.frame.with_area(reverse("portal:data-catalogue")),
    }
    return show(request, "portal/data/catalogue.html", context)


@public_page()
def dataset(request: PublicRequest, key: str) -> HttpResponse:
    """One data set: what it holds, field by field, how often it changes, where it is taken away."""
    found = next(
        (each for each in datasets(request.frame, request.jurisdiction, request.now.date()) if each.key == key), None
    )
    described = _described(key)
    if found is None or described is None:
        raise Http404
    fields, basis = described
    context = {
        "title": found.title,
        "trail": [("开放数据", request.frame.with_area(reverse("portal:data")))],
        "dataset": found,
        "fields": fields,
        "basis": basis,
        "licence": LICENCE,
        "frequency": FREQUENCY,
        "years": range(request.now.year, request.now.year - YEARS, -1)
        if key.startswith(("notices.", "credit."))
        else (),
    }
    return show(request, "portal/data/dataset.html", context)


@public_page()
def machine_catalogue(request: PublicRequest) -> HttpResponse:
    """The catalogue as DCAT 2 in JSON-LD, for programs that gather catalogues."""
    found = datasets(request.frame, request.jurisdiction, request.now.date())
    whole = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "dct:title": f"{request.jurisdiction.name}法治公开数据目录",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": request.jurisdiction.name},
        "dct:language": "zh",
        "dct:license": LICENCE,
        "dcat:dataset": [_dcat(request, each) for each in found],
    }
    response = HttpResponse(
        json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/ld+json; charset=utf-8"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public_page()
def notices(request: PublicRequest, procedure: str, publication: str, form: str) -> HttpResponse:
    """Published notices of a kind, the newest first; ``year`` narrows."""
    kind = kinds().get(f"{procedure}.{publication}")
    if kind is None or form not in FORMS:
        raise Http404
    year = request.GET.get("year", "")
    chosen = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 and year > "1900" else 0
    since, until = (date(chosen, 1, 1), date(chosen, 12, 31)) if chosen else (None, None)
    today = request.now.date()
    found = reading.narrowed(
        reading.public(request.jurisdiction, today), Wanted(kind=kind.key, since=since, until=until)
    )
    shown = found[:MOST_NOTICES]
    fields = fields_of_kind(kind)

    def page_of(notice: Any) -> str:
        return request.build_absolute_uri(reverse("portal:notice", args=[notice.pk]))

    content = (
        as_csv(shown.iterator(chunk_size=1000), fields, page_of)
        if form == "csv"
        else as_json(
            shown.iterator(chunk_size=1000),
            fields,
            page_of,
            title=kind.title,
            place=request.jurisdiction.name,
            day=today,
        )
    )
    response = HttpResponse(content, content_type=f"{FORMS[form]}; charset=utf-8")
    name = f"{request.jurisdiction.name}{kind.title}{chosen or ''}-{today:%Y%m%d}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public_page()
def credit(request: PublicRequest, kind: str, form: str) -> HttpResponse:
    """双公示 rows of what was decided in a year, in their public form; only those that are published and right."""
    today = request.now.date()
    year = request.GET.get("year", str(today.year))
    if kind not in CREDIT or form not in CREDIT_FORMS or year not in {str(today.year - each) for each in range(YEARS)}:
        raise Http404
    defined = table(CREDIT[kind])
    content = cache.get_or_set(
        f"portal.credit.{kind}.{request.jurisdiction.pk}.{year}.{form}.{today}",
        lambda: _credit_file(request, defined, int(year), form),
        CREDIT_KEPT,
    )
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"{request.jurisdiction.name}{defined.title}{year}-{today:%Y%m%d}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _credit_file(request: PublicRequest, defined: CreditTable, year: int, form: Form) -> bytes:
    """Made from the cases, each of which is folded anew: why the file is kept for some minutes."""
    today = request.now.date()
    last = min(date(year, 12, 31), today)
    found = rows(jurisdiction=request.jurisdiction, first=date(year, 1, 1), last=last, on=today, defined=defined)
    return public_file(defined, found, form, on=today)


def _described(key: str) -> tuple[list[DataField], list[ArticleLink]] | None:
    """The fields of a data set and on what it is public; None where there is none of that name."""
    group, _, name = key.partition(".")
    if group == "registers" and (definition := registers.public_registers().get(name)):
        publish = definition.publish
        return fields_of_register(definition), articles_of(publish.basis, publish.sources) if publish else []
    if group == "credit" and name in CREDIT.values():
        defined = table(name)
        return fields_of_credit(defined), list(basis_of(defined.procedure or "", defined.publication or ""))
    if group == "notices" and (kind := kinds().get(name)):
        return list(fields_of_kind(kind)), list(basis_of(kind.procedure, kind.publication))
    return None


def _dcat(request: PublicRequest, each: Dataset) -> dict[str, Any]:
    return {
        "@type": "dcat:Dataset",
        "dct:identifier": each.key,
        "dct:title": each.title,
        "dct:description": each.about,
        "dct:modified": each.modified.isoformat() if each.modified else None,
        "dct:accrualPeriodicity": FREQUENCY,
        "dcat:theme": each.group,
        "dcat:landingPage": request.build_absolute_uri(each.page),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:format": form.upper(),
                "dcat:downloadURL": request.build_absolute_uri(address),
            }
            for form, address in each.files
        ],
    }
