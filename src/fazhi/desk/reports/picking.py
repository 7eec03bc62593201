"""What stands beside the editor to be put into the text: figures with their values, problems, tasks of next year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fazhi.desk.reports.showing import change_words, previous_words, token_text, url_of, value_words
from fazhi.desk.search import words_of
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf as figures
from fazhi.figures.meaning import definition_of
from fazhi.reports.language.definition import Kind
from fazhi.reports.language.library import shelf as templates
from fazhi.reports.language.tokens import Asked, tokens
from fazhi.reports.language.wording import plain
from fazhi.reports.models import Section
from fazhi.reports.seeding import next_plan, next_tasks, problems_of
from fazhi.reports.stating import Statement, live

MOST = 24


@dataclass(frozen=True)
class Pick:
    """A figure to insert: its value as reports say it, what it is, and the tokens to type."""

    figure: str
    title: str
    value: str
    previous: str
    change: str
    parts: str
    meaning: str
    url: str
    domain: str
    tokens: tuple[tuple[str, str], ...]
    """Labels and tokens: the value, the change on last year, the parts of a ratio."""


def figures_to_pick(section: Section, *, words: str, today: date) -> tuple[list[Pick], int]:
    """Figures that have every word, or those that belong to the section; and how many more there are."""
    found = _matching(words) if words.strip() else _belonging(section)
    shown = found[:MOST]
    known = live(section.report, [Asked(each) for each in shown], today=today)
    return [_pick(known[Asked(each)]) for each in shown], len(found) - len(shown)


@dataclass(frozen=True)
class Material:
    """Text to insert, and where it comes from."""

    text: str
    label: str
    note: str = ""


def material_for(section: Section) -> tuple[str, list[Material]]:
    """What the ledger of problems or next year's plan offers to a section of that kind; a heading and the pieces."""
    if section.kind == Kind.PROBLEMS:
        rows = problems_of(section.report)[:40]
        return "问题台账", [
            Material(each.text.strip(), each.number, f"{each.unit}　{each.get_state_display()}") for each in rows
        ]
    if section.kind == Kind.NEXT_STEPS:
        plan = next_plan(section.report)
        tasks = next_tasks(section.report)[:60]
        return (str(plan) if plan else ""), [
            Material(f"{each.title.rstrip('。')}。", each.number or "任务") for each in tasks
        ]
    return "", []


def _matching(words: str) -> list[str]:
    asked = [each.lower() for each in words_of(words)]
    return [name for name in figures() if _has(name, figures().get(name), asked)]


def _has(name: str, figure: Figure, asked: Iterable[str]) -> bool:
    said = " ".join((name, *figure.words, figures().domain_of(name).title)).lower()
    return all(word in said for word in asked)


def _belonging(section: Section) -> list[str]:
    """Those in its text, those that its template offers, and the leading ones of the fields of work."""
    template = templates().find(section.report.template)
    definition = template.section(section.key) if template and section.key else None
    own = [token.figure for token in tokens(section.body)]
    offered = definition.offered if definition else ()
    leads = [lead for domain in figures().domains for lead in domain.leads]
    return [each for each in dict.fromkeys((*own, *offered, *leads)) if each in figures()]


def _pick(statement: Statement) -> Pick:
    figure, known = statement.figure, statement.known
    assert figure is not None
    name = statement.asked.figure
    offered = [("数值", token_text(name)), ("同比", token_text(name, "change"))]
    parts = ""
    if known is not None and known.of is not None and known.to is not None:
        offered += [("分子", token_text(name, "of")), ("分母", token_text(name, "to"))]
        parts = f"{plain(known.of)}/{plain(known.to)}"
    return Pick(
        name,
        figure.title,
        value_words(statement),
        previous_words(statement),
        change_words(statement),
        parts,
        definition_of(figure),
        url_of(statement),
        figures().domain_of(name).title,
        tuple(offered),
    )
