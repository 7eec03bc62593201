"""What a report knows of itself, in the shape in which the acts of its case take it (`language.course.Known`).

Tables have the columns that the procedures of annual reports give them: part and unit 分工, unit and content 素材,
unit, opinion, handling and reason 意见.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from fazhi.reports.carrying import Sources, course_of
from fazhi.reports.language.course import Known
from fazhi.reports.missing import prose_of
from fazhi.reports.models import Comment, Report, Round, Section
from fazhi.reports.whole import Whole, whole_of

BRIEF = 30
"""A section that only says that there is nothing is not longer than this."""
LONGEST = 1_000
DONE = (Section.State.HANDED_IN, Section.State.ACCEPTED)


def of_report(report: Report) -> Sources:
    """What is known from the beginning: title, year, who reports, who writes what."""
    return {
        Known.TITLE: lambda: report.title,
        Known.YEAR: lambda: report.year,
        Known.REPORTER: lambda: _reporter(report),
        Known.MAKER: lambda: str(report.maker),
        Known.DIVISION: lambda: division(report),
    }


def of_text(report: Report, *, today: date) -> Sources:
    """What its text says: which parts are written, and what units have handed in."""
    return {
        Known.CONTENTS: lambda: contents(report, whole_of(report, today=today)),
        Known.MATERIALS: lambda: materials(report),
    }


def of_round(opened: Round) -> Sources:
    """Who was asked, until when, and what they said."""
    return {
        Known.ASKED_UNITS: lambda: "、".join(str(each.unit) for each in opened.replies.select_related("unit")),
        Known.REPLY_BY: lambda: opened.due_on.isoformat(),
        Known.COMMENTS: lambda: comments(opened),
    }


def division(report: Report) -> list[dict[str, Any]]:
    """A row for each section that somebody writes; parts that only hold sections are left out."""
    rows = list(report.sections.select_related("writer_unit", "writer").order_by("order", "id"))
    levels = [row.level for row in rows] + [0]
    written = [row for at, row in enumerate(rows) if row.level and not (row.level == 1 and levels[at + 1] == 2)]
    return [
        {
            "part": str(row),
            "unit": str(row.writer_unit or report.maker),
            **({"writer": row.writer.name} if row.writer else {}),
            **({"due_on": row.due_on.isoformat()} if row.due_on else {}),
        }
        for row in written
    ]


def materials(report: Report) -> list[dict[str, Any]]:
    """What other units than the maker have handed in, without what the case has entered already."""
    entered = report.case.data.get("materials", []) if report.case else []
    before = {(str(row.get("unit")), str(row.get("content"))) for row in entered}
    found = report.sections.filter(state__in=DONE).exclude(writer_unit=None).exclude(writer_unit=report.maker)
    rows = [(str(each.writer_unit), f"“{each}”一节", each.saved_at) for each in found.select_related("writer_unit")]
    return [
        {"unit": unit, "content": content, **({"received_on": _day(at)} if at else {})}
        for unit, content, at in rows
        if (unit, content) not in before
    ]


def contents(report: Report, whole: Whole) -> list[str]:
    """The options of what is written: those whose parts or sections have text (or a table)."""
    course = course_of(report)
    if course is None:
        return []
    texts = prose_of(whole)
    for part in whole.parts:
        own = "".join(paragraph.text for paragraph in part.paragraphs) or ("表" if part.tables else "")
        texts[part.section.key] = texts.get(part.section.key, "") or own
    return [option for option, keys in course.contents.items() if any(_says(texts.get(key, "")) for key in keys)]


def comments(opened: Round) -> list[dict[str, Any]]:
    """The opinions of a round with what became of each; of units that only answered, their words.

    Empty while one of them is not answered: the case takes them together.
    """
    found = list(Comment.objects.filter(round=opened).select_related("section", "unit"))
    if any(not each.answer for each in found):
        return []
    rows = [
        {
            "unit": str(each.unit),
            "opinion": f"{each.section}：{each.text}"[:LONGEST],
            "handling": each.answer,
            **({"reason": each.answer_text[:LONGEST]} if each.answer_text else {}),
        }
        for each in found
    ]
    told = {each.unit_id for each in found}
    silent = opened.replies.exclude(at=None).exclude(unit__in=told).select_related("unit")
    return rows + [
        {"unit": str(each.unit), "opinion": each.text[:LONGEST], "handling": Comment.Answer.ADOPTED.value}
        for each in silent
    ]


def _reporter(report: Report) -> str | None:
    course = course_of(report)
    return course.reporters.get(report.organization.kind) if course else None


def _says(text: str) -> bool:
    text = text.strip()
    return bool(text) and not (len(text) < BRIEF and text.startswith(("无", "没有")))


def _day(at: Any) -> str:
    return timezone.localtime(at).date().isoformat()
