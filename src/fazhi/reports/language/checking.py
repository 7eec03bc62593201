"""Checks templates against the rest of the catalog: figures that they state, bodies that write, tables, articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, Place
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.reports.language.course import faults_of
from fazhi.reports.language.definition import Kind, ReportTemplate, SectionDefinition
from fazhi.reports.language.library import load_templates
from fazhi.reports.language.tokens import Token, parse


@dataclass(frozen=True)
class Around:
    """What the rest of the catalog knows; None for what is not at hand and stays unchecked."""

    figures: Collection[str] | None = None
    bodies: Collection[str] | None = None
    forms: Collection[str] | None = None


def check_templates(around: Around, folder: Path | None = None) -> list[CatalogProblem]:
    """Everything wrong with the templates of a folder (the catalog's own); empty when they can be used."""
    try:
        loaded = load_templates(folder)
    except CatalogError as error:
        return list(error.problems)
    return [problem for each in loaded for problem in _problems(each, around)]


def _problems(loaded: Located[ReportTemplate], around: Around) -> Iterator[CatalogProblem]:
    template = loaded.value
    if around.bodies is not None and template.maker not in around.bodies:
        yield _unknown_body(loaded, ("maker",), template.maker)
    for figure in _stated(template.lead_in or ""):
        yield from _figure(loaded, ("lead_in",), figure, around)
    for place, section in template.located():
        yield from _section(loaded, place, section, around)
    yield from _course(loaded)


def _course(loaded: Located[ReportTemplate]) -> Iterator[CatalogProblem]:
    """The case of a report, against every edition of its procedure: a running case keeps the one it began with."""
    course = loaded.value.case
    if course is None:
        return
    try:
        editions = library().editions(course.procedure)
    except CatalogError:  # said where procedures are checked
        return
    except UnknownProcedureError:
        yield loaded.problem(("case", "procedure"), f"没有“{course.procedure}”这个程序", "请核对 procedures 目录")
        return
    steps = tuple(each.step for each in loaded.value.sendings if each.step)
    sections = {section.key for _, section in loaded.value.located()}
    for key in {key for keys in course.contents.values() for key in keys} - sections:
        yield loaded.problem(("case", "contents"), f"没有“{key}”这一节", "请核对 parts 里的 key")
    for edition in editions:
        for place, wrong, mend in faults_of(course, edition, steps):
            yield loaded.problem(("case", *place), wrong, mend)


def _section(
    loaded: Located[ReportTemplate], place: Place, section: SectionDefinition, around: Around
) -> Iterator[CatalogProblem]:
    if section.writer and around.bodies is not None and section.writer not in around.bodies:
        yield _unknown_body(loaded, (*place, "writer"), section.writer)
    for figure in _stated(section.seed or ""):
        yield from _figure(loaded, (*place, "seed"), figure, around)
    for figure in section.figures:
        yield from _figure(loaded, (*place, "figures"), figure, around)
    if section.kind is Kind.TABLE and around.forms is not None and section.form not in around.forms:
        yield loaded.problem((*place, "form"), f"没有“{section.form}”这张统计表", "请核对 returns 目录里的标识")


def _figure(loaded: Located[ReportTemplate], place: Place, figure: str, around: Around) -> Iterator[CatalogProblem]:
    if around.figures is not None and figure not in around.figures:
        yield loaded.problem(place, f"没有“{figure}”这个数据", "请核对 figures 目录里的标识")


def _unknown_body(loaded: Located[ReportTemplate], place: Place, body: str) -> CatalogProblem:
    return loaded.problem(place, f"没有“{body}”这个部门", "请核对 government/names.yaml 里的 key")


def _stated(text: str) -> list[str]:
    return [piece.figure for piece in parse(text) if isinstance(piece, Token)]
