"""Checks of forms that span files: every cell is filled by something, and what it counts exists. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.figures.language.checking import check_figure
from fazhi.figures.periods import Period
from fazhi.returns.language.definition import Form, Part, leaves
from fazhi.returns.language.layout import CellKind, Layout, figure_of, layout_of

_ANY_YEAR = Period.year(2026)


def check_forms(files: Sequence[Located[Form]]) -> list[CatalogProblem]:
    """Everything wrong with forms that could each be read."""
    problems = []
    seen: set[str] = set()
    for file in files:
        if file.value.id in seen:
            problems.append(file.problem(("id",), f"报表“{file.value.id}”已在别处定义", "请换一个标识"))
        seen.add(file.value.id)
        problems += check_form(file)
    return problems


def check_form(file: Located[Form]) -> list[CatalogProblem]:
    """What is wrong with one form. Cells that are wrong in the same way are told once."""
    try:
        layout = layout_of(file.value)
    except ValueError as error:
        return [file.problem(("parts",), str(error), "请在行、列或者 cells 里写 count、sum 或 manual")]
    told: set[tuple[str, str]] = set()
    problems = []
    for place, wrong, mend in _cells(file.value, layout):
        if (wrong, mend) not in told:
            told.add((wrong, mend))
            problems.append(file.problem(place, wrong, mend))
    return problems


def _cells(form: Form, layout: Layout) -> Iterator[tuple[Place, str, str]]:
    for cell in layout.cells.values():
        if cell.kind is not CellKind.COUNTED:
            continue
        place = _place(form, cell.key)
        try:
            figure = figure_of(cell, form, _ANY_YEAR)
        except ValidationError as error:
            context = error.errors()[0].get("ctx", {})
            wrong = str(context.get("wrong") or error.errors()[0]["msg"])
            yield place, f"单元格“{cell.key}”：{wrong}", str(context.get("mend") or "请核对 count")
            continue
        for _, wrong, mend in check_figure(cell.key, figure, {}):
            yield place, wrong, mend


def _place(form: Form, key: str) -> Place:
    """Where the row of a cell stands in the file."""
    row = key.partition(".")[0]
    for number, part in enumerate(form.parts):
        if key in part.cells:
            return ("parts", number, "cells", key)
        if row in {line.id for line in leaves(part.rows)}:
            return ("parts", number, "rows", *_within(part, row))
    return ("parts",)


def _within(part: Part, row: str) -> Place:
    place: list[str | int] = []
    lines = part.rows
    while True:
        for number, line in enumerate(lines):
            if row in {leaf.id for leaf in line.leaves}:
                place.append(number)
                break
        if not line.under:
            return tuple(place)
        place.append("under")
        lines = line.under
