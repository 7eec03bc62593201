"""What `fazhi catalog check` asks of the layers above the statutes.

Figures, statistical forms, report templates, indicators, rules of publication, consultations, answers to applications:
whether they can be used, and (`resting_on_law`) which of them cite articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from fazhi.assessment.language.library import load_systems
from fazhi.catalog.loading import CatalogError, CatalogProblem, Located
from fazhi.catalog.organizations import load_organization_names
from fazhi.consultations.kinds import check_catalog_kinds, load_kinds
from fazhi.figures.language.library import read_figures
from fazhi.intake.rules import read_rules
from fazhi.intake.templates import read_templates
from fazhi.procedures.language.citing import is_citation
from fazhi.procedures.language.grounds import citations
from fazhi.publishing.rules import check_rules, read_grounds, read_limits
from fazhi.reports.language.checking import Around, check_templates
from fazhi.reports.language.library import load_templates
from fazhi.returns.language.library import read_forms

_Read = Callable[[], Sequence[Located[Any]]]
_FILES: tuple[_Read, ...] = (
    lambda: [read_grounds()],
    lambda: [read_limits()],
    lambda: [load_kinds()],
    lambda: [read_rules()],
    lambda: read_templates()[0],
    load_templates,
)
"""Each reads files that rest on law."""


def check_further() -> list[CatalogProblem]:
    """Everything wrong with them; what rests on figures is asked only when those can be used."""
    found, problems = read_figures()
    if problems:
        return problems
    forms, problems = read_forms()
    figures = {name for file in found for name in file.value.figures}
    bodies = {body.key for body in load_organization_names().bodies}
    problems += check_templates(Around(figures, bodies, {file.value.id for file in forms}))
    problems += read_templates()[1]
    for check in (check_rules, check_catalog_kinds):
        problems += _problems_of(check)
    for read in (read_rules, load_systems):
        problems += _problems_of(_reading(read))
    return [*problems, *unreadable_citations(resting_on_law())]


def resting_on_law() -> list[Located[Any]]:
    """Every file of these layers that cites articles. One that cannot be read is told by `check_further`."""
    files: list[Located[Any]] = []
    for read in _FILES:
        try:
            files += read()
        except CatalogError:
            continue
    return files


def unreadable_citations(files: Sequence[Located[Any]]) -> Iterator[CatalogProblem]:
    """Citations that name no article in the way that citations are written."""
    for file in files:
        for cited in citations(file.value):
            if not is_citation(cited.citation):
                wrong = f"{cited.spoken} 的依据“{cited.citation}”写法不对"
                yield file.problem(cited.place, wrong, "请写成 政府信息公开条例#33 或 政府信息公开条例#36.1.5")


def _reading(read: Callable[[], object]) -> Callable[[], list[CatalogProblem]]:
    """The check that a file can be read at all."""

    def check() -> list[CatalogProblem]:
        read()
        return []

    return check


def _problems_of(check: Callable[[], list[CatalogProblem]]) -> list[CatalogProblem]:
    try:
        return check()
    except CatalogError as error:
        return list(error.problems)
