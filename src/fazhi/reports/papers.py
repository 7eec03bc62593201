"""A report as an official document 公文, ready to be written as .docx."""

from datetime import date, datetime

from fazhi.documents.official_docx import OfficialDocument
from fazhi.documents.official_table import GridTable
from fazhi.reports.language.library import shelf
from fazhi.reports.whole import Part, Whole

DRAFT = "（草稿，未审定）"


def document_of(whole: Whole, *, made_at: datetime) -> OfficialDocument:
    """Title, addressees, text with its tables, signature and date; a draft says under its title that it is one."""
    report = whole.report
    template = shelf().find(report.template)
    return OfficialDocument(
        title=report.title,
        serial="" if report.is_frozen else DRAFT,
        addressees=report.addressees,
        body=[line for part in whole.parts for line in _lines(part)],
        signature=report.organization.name,
        date=_day(report.signed_on) if report.signed_on else "",
        closing_note=(template.closing_note or "") if template and report.is_frozen else "",
        made_at=made_at,
    )


def _lines(part: Part) -> list[str | GridTable]:
    heading = [part.heading] if part.section.level else []
    return [*heading, *(paragraph.text for paragraph in part.paragraphs), *part.tables]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
