"""公开的内容: all notices of a place, by kind, body and time, and by words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from fazhi.government.models import Organization
from fazhi.portal.frame import Frame
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import NoticeKind, kind_of, kinds
from fazhi.portal.notices.reading import Wanted
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged
from fazhi.publishing.models import Notice
from fazhi.statutes.searching import bigrams

LONGEST_WORDS = 100
ORDERS = {
    "": ("最近公开在前", ("-published_on", "-id")),
    "old": ("最早公开在前", ("published_on", "id")),
    "title": ("按标题", ("title", "id")),
}
EARLIEST_YEAR = 1990


@dataclass(frozen=True)
class Shown:
    """A notice in the list."""

    notice: Notice
    kind: NoticeKind
    excerpt: str


@dataclass(frozen=True)
class Narrowing:
    """A choice beside the list: where it leads, how much is there, whether it is chosen."""

    title: str
    url: str
    count: int
    current: bool


@public_page()
def notices(request: PublicRequest) -> HttpResponse:
    """``q`` words; ``kind``, ``unit``, ``since`` and ``until`` (or ``year``) narrow; ``order`` as in ORDERS."""
    text = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    wanted, mistakes = wanted_of(request, text)
    order = request.GET.get("order", "") if request.GET.get("order", "") in ORDERS else ""
    everything = reading.public(request.jurisdiction, request.now.date())
    rows = reading.narrowed(everything, wanted)
    page = paged(request, rows.order_by(*ORDERS[order][1]))
    chosen = kinds().get(wanted.kind)
    context: dict[str, Any] = {
        "title": f"{chosen.title}公开" if chosen else "公开的内容",
        "trail": [("公开", request.frame.with_area(reverse("portal:notices")))] if chosen else [],
        "query": text,
        "paged": page,
        "rows": [_shown(each, wanted) for each in page.rows],
        "words": wanted.words,
        "wanted": wanted,
        "mistakes": mistakes,
        "kind_choices": _kinds(request.frame, everything, wanted, text, order),
        "units": _units(everything, wanted),
        "orders": [(key, label) for key, (label, _) in ORDERS.items()],
        "order": order,
        "is_narrowed": bool(text or wanted.unit or wanted.since or wanted.until),
        "kind": chosen,
    }
    return show(request, "portal/notices/list.html", context)


def wanted_of(request: PublicRequest, text: str) -> tuple[Wanted, list[str]]:
    """What the address asks for, and what of it could not be read, in words."""
    mistakes: list[str] = []
    since, until = (
        _day(request.GET.get(name, ""), label, mistakes) for name, label in (("since", "起"), ("until", "止"))
    )
    year = request.GET.get("year", "")
    if year.isascii() and year.isdecimal() and len(year) == 4 and EARLIEST_YEAR <= int(year) <= request.now.year + 1:
        since, until = since or date(int(year), 1, 1), until or date(int(year), 12, 31)
    if since and until and since > until:
        mistakes.append("起始日期晚于截止日期，请核对。")
    kind, unit = request.GET.get("kind", ""), request.GET.get("unit", "")
    number = int(unit) if unit.isascii() and unit.isdecimal() and len(unit) <= 9 else 0
    words = bigrams.words_of(text)
    return Wanted(words, kind if kind in kinds() else "", number, since, until), mistakes


def _day(text: str, label: str, mistakes: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        mistakes.append(
            f"{label}始日期应写作“年-月-日”，例如 2026-03-02。"
            if label == "起"
            else "截止日期应写作“年-月-日”，例如 2026-03-02。"
        )
        return None


def _shown(notice: Notice, wanted: Wanted) -> Shown:
    """With the field in which the words stand, or the first that says more than the title."""
    texts = [f"{each['title']}：{each['text']}" for each in notice.fields if each.get("text")]
    held = (each for each in texts if any(word in bigrams.fold(each) for word in wanted.words))
    told = next(held, next((each for each in texts if each.partition("：")[2] not in notice.title), ""))
    return Shown(notice, kind_of(notice.procedure, notice.publication), told)


def _kinds(
    frame: Frame, everything: QuerySet[Notice], wanted: Wanted, text: str, order: str
) -> list[tuple[str, list[Narrowing]]]:
    """The kinds that have notices under the other conditions, by family of procedure."""
    counts = reading.counts_by_kind(reading.narrowed(everything, replace(wanted, kind="")))
    base = reverse("portal:notices")
    asked = {
        "q": text,
        "unit": wanted.unit or "",
        "since": wanted.since or "",
        "until": wanted.until or "",
        "order": order,
    }
    parameters = {name: str(value) for name, value in asked.items()}
    found = [Narrowing("全部", frame.with_area(base, parameters), sum(counts.values()), not wanted.kind)]
    for key, count in sorted(counts.items(), key=lambda each: -each[1]):
        kind = kind_of(*key.split(".", 1))
        found.append(
            Narrowing(kind.title, frame.with_area(base, parameters | {"kind": key}), count, key == wanted.kind)
        )
    return [("", found)]


def _units(everything: QuerySet[Notice], wanted: Wanted) -> list[tuple[Organization, int]]:
    return reading.units(reading.narrowed(everything, Wanted(kind=wanted.kind)))
