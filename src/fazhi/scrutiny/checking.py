"""A whole text examined 核对: its figures, which figure of the platform each is, its period, what contradicts itself.

Pure: what the records say is asked for later, by `fazhi.scrutiny.recorded`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fazhi.figures.reading import ReadFigure, read_report_text
from fazhi.scrutiny.contradictions import Contradiction, Severity
from fazhi.scrutiny.contradictions.finding import found_in
from fazhi.scrutiny.contradictions.stated import page_of
from fazhi.scrutiny.matching import Match, Matcher
from fazhi.scrutiny.periods import StatedPeriod
from fazhi.scrutiny.statements import key_of, period_stated, statement_of

Answers = Mapping[tuple[str, str], str]
"""What people decided for a wording and a unit before: the figure's id, "" for none of the platform's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stated number. `faults` are the contradictions it takes part in, by their place in `Examined.faults`.

    `figure_id` is the platform's figure, None where none is close enough; `is_decided`: a person said so for this
    wording, and then None means that it is none of the platform's. `aimed`: a target, which no record can back.
    """

    figure: ReadFigure
    section: str
    key: str
    period: StatedPeriod
    match: Match
    figure_id: str | None
    is_decided: bool
    aimed: bool
    faults: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    title: str
    text: str
    lines: tuple[Line, ...]
    faults: tuple[Contradiction, ...]

    def contradicts(self, line: Line) -> bool:
        """Whether the number takes part in a certain contradiction."""
        return any(self.faults[at].severity is Severity.CERTAIN for at in line.faults)


def examine(text: str, *, year: int, matcher: Matcher | None = None, answers: Answers | None = None) -> Examined:
    """Reads and checks a text that reports on `year`. Without a matcher no number is matched. Never raises."""
    report = read_report_text(text)
    page = page_of(text, report.figures)
    faults = found_in(page, year=year)
    by_span: dict[tuple[int, int], list[int]] = {}
    for at, fault in enumerate(faults):
        for span in fault.spans:
            by_span.setdefault(span, []).append(at)
    lines = []
    for each in page.stated:
        key = key_of(page, each)
        match = Match(None) if matcher is None or each.aimed else matcher.match(statement_of(page, each))
        answer = (answers or {}).get((key, each.unit))
        figure_id = match.figure if answer is None else answer or None
        lines.append(
            Line(
                each.figure, each.section, key, period_stated(page, each, year), match, figure_id,
                answer is not None, each.aimed, tuple(by_span.get(each.span, ())),
            )
        )  # fmt: skip
    return Examined(report.title, text, tuple(lines), faults)
