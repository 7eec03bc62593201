"""What the search of the portal looks through: one source for each kind of thing that everybody may see.

A source answers with as many hits as a page shows, and with how many there are as far as it counts. Nothing is found by
words that are not public: notices are searched by what they show, entries of registers by their published fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from fazhi.consultations.models import SHOWN, Consultation
from fazhi.desk.reports.open_pages import published
from fazhi.desk.search import matching
from fazhi.desk.statutes.links import article_url
from fazhi.inspections.draw_queries import public_draws
from fazhi.portal import registers
from fazhi.portal.frame import Frame, inside
from fazhi.portal.guides import lists as guides
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import kind_of
from fazhi.portal.notices.reading import Wanted
from fazhi.portal.searching import entries
from fazhi.procedures.pauses import PLACE
from fazhi.registers.models import Entry
from fazhi.statutes import queries
from fazhi.statutes.models import Statute
from fazhi.statutes.searching import bigrams

MOST_REPORTS = 200
"""Editions of reports are looked through up to so many; a place publishes a few dozen a year."""
MOST_STATUTES = 5


@dataclass(frozen=True)
class Hit:
    """Something found. ``text`` is what the words are looked for in, to show where they stand."""

    title: str
    url: str
    note: str = ""
    text: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Asked:
    """What a visitor looks for. ``year`` and ``unit`` are 0 where they narrow nothing."""

    frame: Frame
    today: date
    text: str
    words: Sequence[str]
    year: int = 0
    unit: int = 0


@dataclass(frozen=True)
class Found:
    """The hits of a page, and how many there are; ``more``: there are more than were counted."""

    hits: Sequence[Hit]
    count: int
    more: bool = False


Find = Callable[[Asked, int, int], Found]


@dataclass(frozen=True)
class Source:
    """A kind of thing. ``dated`` and ``owned``: whether a year and a body narrow it."""

    key: str
    title: str
    find: Find
    dated: bool = True
    owned: bool = True

    def answers(self, asked: Asked) -> bool:
        """Whether it can keep to every condition; one that cannot stays silent."""
        return (self.dated or not asked.year) and (self.owned or not asked.unit)


def _notices(asked: Asked, start: int, size: int) -> Found:
    place = asked.frame.jurisdiction
    if place is None:
        return Found((), 0)
    since = date(asked.year, 1, 1) if asked.year else None
    until = date(asked.year, 12, 31) if asked.year else None
    wanted = Wanted(asked.words, unit=asked.unit, since=since, until=until)
    shown, count = entries.counted(reading.narrowed(reading.public(place, asked.today), wanted), start, size)
    hits = [
        Hit(
            each.title,
            asked.frame.with_area(reverse("portal:notice", args=[each.pk])),
            f"{kind_of(each.procedure, each.publication).title} · {each.organization.name}",
            reading.told(each),
            each.published_on,
        )
        for each in shown
    ]
    return Found(hits, count)


def _guides(asked: Asked, start: int, size: int) -> Found:
    """Forms and procedures from memory, then service items."""
    told = [Hit(each.title, url, "网上申请", each.about.who) for each, url in guides.online(asked.text)]
    told += [
        Hit(each.title, reverse("desk:procedure", args=[each.id]), "办事流程", each.about)
        for each in guides.procedures(asked.text)
    ]
    if asked.unit:
        told = []
    rest = _entries(asked, {guides.REGISTER}, max(0, start - len(told)), size - max(0, min(size, len(told) - start)))
    return Found([*told[start : start + size], *rest.hits], len(told) + rest.count)


def _registers(asked: Asked, start: int, size: int) -> Found:
    return _entries(asked, set(registers.public_registers()) - {guides.REGISTER}, start, size)


def _entries(asked: Asked, wanted: Iterable[str], start: int, size: int) -> Found:
    """Entries in force that have every word in a published field. One statement for all registers."""
    public = registers.public_registers()
    definitions = [public[each] for each in wanted if each in public]
    rows: QuerySet[Entry] = Entry.objects.filter(
        registers.good_today(asked.today),
        jurisdiction=asked.frame.jurisdiction,
        register__in=[each.id for each in definitions],
    )
    if asked.unit:
        rows = rows.filter(organization=asked.unit)
    if asked.year:
        rows = rows.filter(since__year=asked.year)
    # At least one row is asked for, since it says how many there are.
    shown, count = entries.counted(entries.openly(rows, definitions, asked.text), start, max(size, 1))
    return Found([_entry(asked, each) for each in shown[:size]], count)


def _entry(asked: Asked, entry: Entry) -> Hit:
    definition = registers.public_registers()[entry.register]
    texts = registers.texts(definition, entry.data)
    named = definition.fields[definition.named_by].title
    title = entry.title if any(label == named for label, _ in texts) else definition.entry
    is_guide = entry.register == guides.REGISTER
    address = reverse("portal:guide", args=[entry.pk]) if is_guide else registers.entry_address(entry)
    told = entries.published_words(texts, asked.words, title)
    return Hit(title, asked.frame.with_area(address), definition.title, told, None if is_guide else entry.since)


def _draws(asked: Asked, start: int, size: int) -> Found:
    """Draws whose pools were announced; the workbook of the result stands on their page."""
    # Moments of a draw are annotations.
    rows: QuerySet[Any] = public_draws().filter(
        matching(asked.words, "title", "organization__name"), jurisdiction=asked.frame.jurisdiction
    )
    if asked.unit:
        rows = rows.filter(organization=asked.unit)
    if asked.year:
        rows = rows.filter(announced_at__year=asked.year)
    shown, count = entries.counted(rows.order_by("-announced_at", "pk"), start, size)
    hits = [
        Hit(
            each.title,
            reverse("desk:public-draw", args=[each.pk]),
            f"{each.get_state_display()} · {each.organization.name}",
            on=each.announced_at.astimezone(PLACE).date() if each.announced_at else None,
        )
        for each in shown
    ]
    return Found(hits, count)


def _drafts(asked: Asked, start: int, size: int) -> Found:
    base = inside("drafts/")
    rows = Consultation.objects.filter(
        matching(asked.words, "title", "explanation", "asked", "summary"),
        jurisdiction=asked.frame.jurisdiction,
        state__in=SHOWN,
        opens_on__lte=asked.today,
    )
    if asked.unit:
        rows = rows.filter(organization=asked.unit)
    if asked.year:
        rows = rows.filter(opens_on__year=asked.year)
    shown, count = entries.counted(rows.order_by("-opens_on", "-pk").select_related("organization"), start, size)
    hits = [
        Hit(
            each.title,
            asked.frame.with_area(f"{base}{each.pk}/"),
            f"{each.get_state_display()} · {each.organization.name}",
            "\n".join(filter(None, (each.explanation, each.asked, each.summary))),
            each.opens_on,
        )
        for each in shown
    ]
    return Found(hits, count) if base else Found((), 0)


def _reports(asked: Asked, start: int, size: int) -> Found:
    """Published reports by their text; of several editions the newest alone."""
    whole = published().filter(report__jurisdiction=asked.frame.jurisdiction)
    if asked.unit:
        whole = whole.filter(report__organization=asked.unit)
    if asked.year:
        whole = whole.filter(report__year=asked.year)
    told = whole.annotate(told=Cast("content", TextField())).filter(matching(asked.words, "told"))
    looked = list(told[: MOST_REPORTS + 1])
    newest: dict[int, Hit] = {}
    for each in looked[:MOST_REPORTS]:
        address = reverse("desk:open-report", args=[each.report.year, each.report_id])
        text = _report_text(each.content)
        if each.report_id not in newest and all(
            word in bigrams.fold(f"{each.report.title}{text}") for word in asked.words
        ):
            newest[each.report_id] = Hit(
                each.report.title, address, each.report.organization.name, text, each.published_on
            )
    hits = list(newest.values())
    return Found(hits[start : start + size], len(hits), more=len(looked) > MOST_REPORTS)


def _report_text(content: dict[str, object]) -> str:
    """The words of a report's paragraphs, without the marks of its figures."""
    sections = content.get("sections")
    paragraphs = (runs for each in (sections if isinstance(sections, list) else ()) for runs in each["paragraphs"])
    return "\n".join("".join(str(run.get("text", "")) for run in runs) for runs in paragraphs)


def _articles(asked: Asked, start: int, size: int) -> Found:
    """Laws by name, then articles in force."""
    named = [
        Hit(each.name, reverse("desk:statutes:statute", args=[each.name]), "法规")
        for each in Statute.objects.filter(matching(asked.words, "name"))[:MOST_STATUTES]
    ]
    rows = queries.search(asked.words, on=asked.today)
    first = max(0, start - len(named))
    left = size - max(0, len(named) - start)
    found = rows[first : first + left]
    hits = [
        Hit(
            f"{each.edition.statute.name}{each}",
            article_url(each, words=asked.text),
            f"{each.edition.passed_on} 版",
            each.text,
        )
        for each in found
    ]
    return Found([*named[start : start + size], *hits], len(named) + rows.order_by().count())


SOURCES = (
    Source("notices", "公开事项", _notices),
    Source("guides", "办事指南", _guides, dated=False),
    Source("registers", "清单和名录", _registers),
    Source("draws", "随机抽查", _draws),
    Source("drafts", "征求意见", _drafts),
    Source("reports", "报告", _reports),
    Source("articles", "法规条文", _articles, dated=False, owned=False),
)
