"""Tells the law library which public cases and items name an article as what they rest on.

They name it in their own words (依照《行政处罚法》第五十七条第一款), so it is the words that are looked for: the index
gives what has both the name and the number, and what does not say them together is left out. At most LOOKED are read
for a page, the newest first, so that an article that a hundred thousand cases cite costs no more than another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from fazhi import clock
from fazhi.desk.statutes.resting import Resting, RestingKind, register
from fazhi.portal import registers
from fazhi.portal.frame import Frame, frame_of
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import kind_of
from fazhi.portal.searching.entries import openly
from fazhi.publishing.reading import find
from fazhi.registers.models import Entry
from fazhi.statutes.reading import ArticleNumber

LOOKED, SHOWN = 100, 10


def cases(request: HttpRequest, statute: str, number: ArticleNumber) -> RestingKind:
    """Notices that are public today, the newest first. One statement."""
    frame = frame_of(request, clock.now())
    if frame.jurisdiction is None:
        return RestingKind("", ())
    says = _saying(statute, number)
    rows = find(reading.public(frame.jurisdiction, frame.now.date()), f"{statute} {number}")[:LOOKED]
    found = [
        Resting(
            each.title,
            frame.with_area(reverse("portal:notice", args=[each.pk])),
            f"{kind_of(each.procedure, each.publication).title}，{each.organization}，{each.published_on}",
        )
        for each in rows
        if says.search(reading.told(each))
    ]
    return _kind("依据本条的公开案件", found, frame, statute, number, "notices")


def items(request: HttpRequest, statute: str, number: ArticleNumber) -> RestingKind:
    """Entries of public registers that name it in a published field. One statement."""
    frame = frame_of(request, clock.now())
    if frame.jurisdiction is None:
        return RestingKind("", ())
    definitions = registers.public_registers()
    says, found = _saying(statute, number), []
    rows = Entry.objects.filter(
        registers.good_today(frame.now.date()), jurisdiction=frame.jurisdiction, register__in=list(definitions)
    )
    for each in openly(rows, definitions.values(), f"{statute} {number}").only("register", "title", "data")[:LOOKED]:
        definition = definitions[each.register]
        texts = registers.texts(definition, each.data)
        if any(says.search(text) for _, text in texts):
            named = definition.fields[definition.named_by].title
            title = each.title if any(label == named for label, _ in texts) else definition.entry
            found.append(Resting(title, frame.with_area(registers.entry_address(each)), definition.title))
    return _kind("依据本条的事项和清单", found, frame, statute, number, "registers")


def _saying(statute: str, number: ArticleNumber) -> re.Pattern[str]:
    """The name and, before another law is named or the sentence ends, the number: 《甲法》第二条、第五条第一款."""
    return re.compile(rf"{re.escape(statute)}[^《。；;\n]{{0,60}}?{re.escape(str(number))}(?!之)")


def _kind(
    title: str, found: Sequence[Resting], frame: Frame, statute: str, number: ArticleNumber, kind: str
) -> RestingKind:
    more = frame.with_area(reverse("portal:search"), {"q": f"{statute} {number}", "kind": kind})
    return RestingKind(title, found[:SHOWN], more if len(found) > SHOWN else "")


def announce() -> None:
    """Registers both with the law library."""
    register("portal.cases", cases)
    register("portal.items", items)
