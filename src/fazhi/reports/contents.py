"""A report as plain data: what is kept when it is published, shown to the public, and handed out as JSON.

Numbers are text, so that no reader rounds them; figures are named in the text by their place in the list of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from fazhi.figures.meaning import definition_of
from fazhi.reports.language.rendering import Run
from fazhi.reports.language.tokens import Asked, Form
from fazhi.reports.language.wording import Known, plain, worded
from fazhi.reports.stating import Statement
from fazhi.reports.whole import Part, Whole

FORMAT = "fazhi-report/1"


def content_of(whole: Whole) -> dict[str, Any]:
    """The report with all its figures, for people and machines."""
    report = whole.report
    stated = whole.stated
    places = {statement.asked: at for at, statement in enumerate(stated, start=1)}
    return {
        "format": FORMAT,
        "title": report.title,
        "year": report.year,
        "template": report.template,
        "jurisdiction": {"code": report.jurisdiction.code, "name": report.jurisdiction.name},
        "organization": report.organization.name,
        "addressees": report.addressees,
        "signed_on": _day(report.signed_on),
        "sections": [_section(part, places) for part in whole.parts],
        "figures": [_figure(at, statement) for at, statement in enumerate(stated, start=1)],
    }


def _section(part: Part, places: Mapping[Asked, int]) -> dict[str, Any]:
    section: dict[str, Any] = {
        "level": part.section.level,
        "number": part.number,
        "heading": part.section.heading,
        "paragraphs": [[_run(run, places) for run in paragraph.runs] for paragraph in part.paragraphs],
    }
    if part.tables:
        section["tables"] = [asdict(table) for table in part.tables]
    return section


def _run(run: Run, places: Mapping[Asked, int]) -> dict[str, Any]:
    if run.token is None or run.token.asked not in places:
        return {"text": run.text}
    return {"text": run.text, "figure": places[run.token.asked], "form": run.token.form.value}


def _figure(at: int, statement: Statement) -> dict[str, Any]:
    figure, known, frozen = statement.figure, statement.known, statement.frozen
    return {
        "place": at,
        "id": statement.asked.figure,
        "title": statement.title,
        "unit": figure.unit if figure else "",
        "definition": definition_of(figure) if figure else "",
        "counted": frozen.definition if frozen else None,
        "edition": frozen.edition if frozen else "",
        "first": _day(statement.period.first),
        "last": _day(statement.period.last),
        "period": statement.period.label,
        "organization": statement.unit.name if statement.unit else "",
        "value": _number(known.number) if known else None,
        "text": _said(known) if known else "",
        "of": _number(known.of) if known else None,
        "to": _number(known.to) if known else None,
        "previous": _number(known.previous) if known else None,
        "note": known.note if known else "",
        "taken_at": statement.taken_at.isoformat() if statement.taken_at else None,
        "root": bytes(frozen.root).hex() if frozen else "",
        "snapshot": str(frozen.snapshot_id) if frozen else "",
        "snapshot_root": bytes(frozen.snapshot.root).hex() if frozen else "",
    }


def _said(known: Known) -> str:
    """As the text has it: 1204件, 100%; a dash for a ratio with nothing to divide by."""
    return known.text if known.number is None else worded(Form.TEXT, known).text


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
