"""A whole text examined 核对: its figures, which figure of the platform each is, its period, what contradicts itself.

Pure: what the records say is asked for later, by `fazhi.scrutiny.recorded`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import isclose

from fazhi.figures.reading import ReadFigure, read_report_text
from fazhi.scrutiny.contradictions import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.finding import found_in
from fazhi.scrutiny.contradictions.repeats import said_twice
from fazhi.scrutiny.contradictions.stated import page_of
from fazhi.scrutiny.matching import Match, Matcher
from fazhi.scrutiny.periods import StatedPeriod
from fazhi.scrutiny.statements import key_of, period_stated, statement_of

Answers = Mapping[tuple[str, str], str]
"""What people decided for a wording and a unit before: the figure's id, "" for none of the platform's."""


_DISTINCT = "这一数据按单位或者人员去重，同一个可以在几项里各算一次，分项之和可以大于总数；请核对是否如此。"


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


def examine(
    text: str,
    *,
    year: int,
    matcher: Matcher | None = None,
    answers: Answers | None = None,
    named: Mapping[int, str] | None = None,
) -> Examined:
    """Reads and checks a text that reports on `year`. Without a matcher no number is matched. Never raises.

    `named`: figures that are known, "" for none, by the places where their numbers begin; the rest go by their words.
    """
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
        if named and each.start in named:
            figure_id = named[each.start] or None
        lines.append(
            Line(
                each.figure, each.section, key, period_stated(page, each, year), match, figure_id,
                answer is not None, each.aimed, tuple(by_span.get(each.span, ())),
            )
        )  # fmt: skip
    if matcher is None:
        return Examined(report.title, text, tuple(lines), faults)
    twice = said_twice(page.stated, [_meant(line) for line in lines], faults, matcher.titles)
    for at, fault in enumerate(twice, start=len(faults)):
        lines = [
            replace(line, faults=(*line.faults, at)) if stated.span in fault.spans else line
            for line, stated in zip(lines, page.stated, strict=True)
        ]
    told = _with_distinct(faults, lines, matcher.distinct)
    return Examined(report.title, text, tuple(lines), (*told, *twice))


def _meant(line: Line) -> tuple[str, object] | None:
    """The figure and the days that a number is of; None where it cannot be compared with another."""
    period = line.period
    if line.figure_id is None or line.aimed or period.first is None:
        return None
    return line.figure_id, (period.first, period.last)


def _with_distinct(
    faults: Sequence[Contradiction], lines: Sequence[Line], distinct: Set[str]
) -> tuple[Contradiction, ...]:
    """Of different bodies or persons the parts may come to more than the whole: one may be in several of them."""
    told = list(faults)
    for at, fault in enumerate(faults):
        among = [line for line in lines if at in line.faults]
        whole = [line.figure.value for line in among if line.figure_id in distinct]
        added = sum(line.figure.value for line in among)
        # Less than the whole they cannot come to, if they are all of its parts.
        if fault.rule is Rule.SUM and any(isclose(added - 2 * each, fault.difference or 0) for each in whole):
            told[at] = replace(fault, severity=Severity.LOOK, say=f"{fault.say}{_DISTINCT}")
    return tuple(told)
