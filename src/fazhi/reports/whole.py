"""A report as a whole: sections numbered, figures worded, tables in place. What pages and files are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fazhi.documents.official_table import GridTable
from fazhi.record.sm3 import sm3
from fazhi.reports.language.numbering import numbered
from fazhi.reports.language.rendering import Paragraph, Run, paragraphs
from fazhi.reports.language.tokens import Form, Token, tokens
from fazhi.reports.language.wording import worded
from fazhi.reports.models import Report, Section
from fazhi.reports.stating import Statement, Statements, live, statements
from fazhi.reports.tables import filled_of, tables_of
from fazhi.returns.filling import Filled


@dataclass(frozen=True)
class Part:
    """A section as it is read: its number (一、 or （一）), its paragraphs, its tables where it has any."""

    section: Section
    number: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[GridTable, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.number}{self.section.heading}"

    @property
    def text(self) -> str:
        return "\n".join(filter(None, [self.heading, *(each.text for each in self.paragraphs)]))


@dataclass(frozen=True)
class Whole:
    """The report with all its figures."""

    report: Report
    parts: tuple[Part, ...]
    statements: Statements
    sheets: Mapping[str, Filled]

    @property
    def text(self) -> str:
        return "\n".join([self.report.title, *(part.text for part in self.parts)])

    @property
    def places(self) -> dict[int, str]:
        """The figures of the text by the places where their numbers begin: those of the report's own year and area."""
        found: dict[int, str] = {}
        at = len(self.report.title)
        for part in self.parts:
            within = at + 1 + (len(part.heading) + 1 if part.heading else 0)
            for paragraph in filter(lambda each: each.text, part.paragraphs):
                place = within
                for run in paragraph.runs:
                    if run.token and run.worded and _is_plain(run.token):
                        found[place] = run.token.figure
                    place += len(run.text)
                within = place + 1
            at += 1 + len(part.text)
        return found

    @property
    def digest(self) -> str:
        """SM3 of what is read: who approves names what they saw. Tables stand in it cell by cell."""
        rows = [row for part in self.parts for table in part.tables for row in table.rows]
        cells = ["\t".join(cell.text for cell in row) for row in rows]
        return sm3("\n".join([self.text, *cells]).encode()).hex()

    @property
    def stated(self) -> list[Statement]:
        """Every figure that is read, once, in the order of the text."""
        asked = dict.fromkeys(
            run.token.asked
            for part in self.parts
            for paragraph in part.paragraphs
            for run in paragraph.runs
            if run.token
        )
        return [self.statements.found[each] for each in asked if each in self.statements.found]


@dataclass(frozen=True)
class Change:
    """A frozen figure that the records contradict by now."""

    statement: Statement
    now: Statement

    @property
    def before_text(self) -> str:
        return self.statement.known.text if self.statement.known else ""

    @property
    def now_text(self) -> str:
        return self.now.known.text if self.now.known else self.now.trouble


def _is_plain(token: Token) -> bool:
    """Whether it states the value itself, of the whole year and of everybody whom the report is on."""
    return token.form in (Form.TEXT, Form.NUMBER) and not token.period and not token.unit


def whole_of(report: Report, *, today: date, sections: Sequence[Section] | None = None) -> Whole:
    """Puts a report together: five queries, and those that the figures take."""
    if sections is None:
        sections = list(report.sections.select_related("writer_unit", "writer", "saved_by"))
    known = _known(report, [token for section in sections for token in tokens(section.body)], today)
    numbers = numbered(section.level for section in sections)
    forms = [section.form for section in sections if section.form]
    sheets = filled_of(report, forms, today=today) if forms else {}
    tables = {form: tables_of(filled) for form, filled in sheets.items()}
    parts = tuple(
        Part(section, number, paragraphs(section.body, known.wording), tables.get(section.form, ()))
        for section, number in zip(sections, numbers, strict=True)
    )
    return Whole(report, parts, known, sheets)


def read(report: Report, body: str, *, today: date) -> tuple[tuple[Paragraph, ...], Statements]:
    """The paragraphs of a text that is being written, with what its figures say now."""
    known = _known(report, tokens(body), today)
    return paragraphs(body, known.wording), known


def _known(report: Report, found: Sequence[Token], today: date) -> Statements:
    """What the records say for these tokens; of those that compare, for the year before as well."""
    asked = {token.asked: None for token in found}
    compared = {token.asked for token in found if token.form is Form.CHANGE}
    return statements(report, asked, today=today, compared=compared)


def changes(report: Report, *, today: date) -> list[Change]:
    """The figures of an approved report whose records say something else by now; empty for one still being written."""
    if not report.is_frozen:
        return []
    fixed = statements(report, (), today=today).found
    now = live(report, fixed, today=today, compared=())
    return [Change(fixed[each], now[each]) for each in fixed if not _same(fixed[each], now[each])]


def wording_now(run: Run, change: Change) -> str:
    """What a run of the text would say by the records of today."""
    assert run.token is not None
    return worded(run.token.form, change.now.known).text


def _same(one: Statement, other: Statement) -> bool:
    if one.known is None or other.known is None:
        return one.known is other.known
    return (one.known.number, one.known.of, one.known.to) == (other.known.number, other.known.of, other.known.to)
