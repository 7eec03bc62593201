"""How the pages say and colour what was found."""

from __future__ import annotations

from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.figures.addresses import figure_url, records_url
from fazhi.figures.language import library
from fazhi.figures.periods import Period
from fazhi.scrutiny.contradictions import Rule, Severity
from fazhi.scrutiny.models import Draft, StatedFigure
from fazhi.scrutiny.verdicts import Verdict

COLOURS = {
    Verdict.AGREES: "green",
    Verdict.DIFFERS: "red",
    Verdict.UNBACKED: "yellow",
    Verdict.CONTRADICTS: "red",
    Verdict.LEFT: "grey",
    Verdict.STATED: "blue",
}
PAGE, HOME = "desk:scrutiny:check", "desk:scrutiny:home"


def verdict_mark(verdict: Verdict) -> Mark:
    return Mark(COLOURS[verdict], f"{verdict.sign} {verdict.label}")


def fault_mark(severity: Severity) -> Mark:
    return Mark("red" if severity is Severity.CERTAIN else "yellow", severity.label)


def rule_label(rule: str) -> str:
    return Rule(rule).label


def figure_title(name: str) -> str:
    """A figure's title; its id where the catalog no longer has it."""
    shelf = library.shelf()
    return shelf.get(name).title if name in shelf else name


def figure_address(stated: StatedFigure, unit: int | None) -> str:
    """The records behind the matched figure over the stated period; a ratio's own page, which opens both its lists."""
    shelf = library.shelf()
    if stated.figure not in shelf:
        return ""
    period = None if stated.first is None or stated.last is None else Period(stated.first, stated.last)
    counts = shelf.get(stated.figure).counts is not None
    return (records_url if counts else figure_url)(stated.figure, period, unit)


def trail(draft: Draft | None = None) -> list[tuple[str, str]]:
    links = [("报告核对", reverse(HOME))]
    return links if draft is None else [*links, (draft.title, reverse(PAGE, args=[draft.pk]))]
