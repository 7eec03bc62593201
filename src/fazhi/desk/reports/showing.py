"""How the text of a report looks on pages: each figure a link with what it says, each doubt visible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fazhi.desk.components import Mark
from fazhi.desk.figures.addresses import figure_url
from fazhi.reports.language.rendering import Paragraph, Run
from fazhi.reports.language.tokens import Asked, Form, Token, written
from fazhi.reports.language.wording import Standing, plain, worded
from fazhi.reports.models import Report, Section
from fazhi.reports.stating import Statement, Statements
from fazhi.reports.whole import Change, wording_now

STATE_COLOURS = {
    Report.State.DRAFTING: "blue",
    Report.State.CONSULTING: "yellow",
    Report.State.REVIEWING: "orange",
    Report.State.APPROVED: "green",
    Report.State.PUBLISHED: "green",
}
SECTION_COLOURS = {
    Section.State.TODO: "grey",
    Section.State.WRITING: "blue",
    Section.State.HANDED_IN: "yellow",
    Section.State.ACCEPTED: "green",
}


@dataclass(frozen=True)
class ShownRun:
    """A stretch of text; ``kind``: "" plain, figure, zero, doubt (needs mending), changed (the records say `now`)."""

    text: str
    kind: str = ""
    url: str = ""
    tip: str = ""
    now: str = ""


def shown(
    paragraphs: Iterable[Paragraph], statements: Statements, changed: Sequence[Change] = ()
) -> list[list[ShownRun]]:
    """Paragraphs as the templates show them."""
    differing = {change.statement.asked: change for change in changed}
    return [[_shown(run, statements, differing) for run in paragraph.runs] for paragraph in paragraphs]


def _shown(run: Run, statements: Statements, differing: Mapping[Asked, Change]) -> ShownRun:
    if run.fault:
        return ShownRun(run.text, "doubt", tip=run.fault)
    if run.token is None or run.worded is None:
        return ShownRun(run.text)
    statement = statements.of(run.token)
    tip = tip_of(statement) if statement else ""
    url = url_of(statement) if statement else ""
    if run.worded.standing in (Standing.UNKNOWN, Standing.EMPTY):
        return ShownRun(run.text, "doubt", url, tip)
    change = differing.get(run.token.asked)
    if change is not None and (now := wording_now(run, change)) != run.text:
        return ShownRun(run.text, "changed", url, tip, now)
    return ShownRun(run.text, "zero" if run.worded.standing is Standing.ZERO else "figure", url, tip)


def tip_of(statement: Statement) -> str:
    """行政复议申请数：12件（2025年），上年同期 9件。"""
    if statement.known is None:
        return f"{statement.title}：{statement.trouble}"
    whose = f"，{statement.unit}" if statement.unit else ""
    before = f"，上年同期 {previous_words(statement)}" if statement.known.previous is not None else ""
    return f"{statement.title}：{value_words(statement)}（{statement.period.label}{whose}）{before}"


def previous_words(statement: Statement) -> str:
    """The value of a year earlier, with its unit; a dash where there is none."""
    known = statement.known
    if known is None or known.previous is None:
        return "—"
    return f"{plain(known.previous)}{known.unit}"


def change_words(statement: Statement) -> str:
    """增长12.5%, 持平, or that there is nothing to compare with."""
    if statement.known is None:
        return ""
    said = worded(Form.CHANGE, statement.known)
    return said.text.strip("【】")


def url_of(statement: Statement) -> str:
    """The page of the figure, over the same days and unit; empty for one that does not exist."""
    if statement.figure is None:
        return ""
    return figure_url(statement.asked.figure, statement.period, statement.unit.pk if statement.unit else None)


def value_words(statement: Statement) -> str:
    """The value as the text would have it; for a ratio without a basis, why there is none."""
    known = statement.known
    if known is None:
        return ""
    return worded(Form.TEXT, known).text if known.number is not None else known.note


def state_mark(report: Report) -> Mark:
    return Mark(STATE_COLOURS[Report.State(report.state)], report.get_state_display())


def section_mark(section: Section) -> Mark:
    return Mark(SECTION_COLOURS[Section.State(section.state)], section.get_state_display())


def publication_mark(report: Report, today: date) -> Mark:
    """Whether it is public, and how near the day is. `publications` prefetched."""
    published = list(report.publications.all())
    if published:
        first = published[0].published_on
        late = (first - report.publish_by).days
        if late > 0:
            return Mark("orange", f"{first} 公开，晚 {late} 天")
        return Mark("green", f"{first} 公开")
    left = (report.publish_by - today).days
    if left < 0:
        return Mark("red", f"最迟 {report.publish_by} 公开，已过 {-left} 天")
    return Mark("yellow" if left <= 30 else "grey", f"最迟 {report.publish_by} 公开，还有 {left} 天")


def token_text(figure: str, form: str = "") -> str:
    """What is typed, or inserted by the button."""
    return written(Token(figure, form=Form(form or Form.TEXT)))
