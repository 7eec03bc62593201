"""The shelf of forms 报表目录: every form that the catalog defines, checked. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.returns.language.checking import check_forms
from fazhi.returns.language.definition import Form
from fazhi.returns.language.layout import Layout, layout_of

FAMILIES = {
    "disclosure": "政府信息公开工作年度报告",
    "reconsideration": "行政复议统计",
    "litigation": "行政应诉统计",
}
"""The reports and returns that forms belong to, in order."""


class UnknownFormError(LookupError):
    """No such form. The message is what people read."""


@dataclass(frozen=True)
class Shelf:
    """All forms, in the order of their families."""

    files: tuple[Located[Form], ...]

    @cached_property
    def _layouts(self) -> dict[str, Layout]:
        families = list(FAMILIES)
        forms = sorted((file.value for file in self.files), key=lambda form: (families.index(form.family), form.order))
        return {form.id: layout_of(form) for form in forms}

    def __iter__(self) -> Iterator[Form]:
        return (layout.form for layout in self._layouts.values())

    def __contains__(self, form: object) -> bool:
        return form in self._layouts

    def get(self, form: str) -> Form:
        """Raises UnknownFormError."""
        return self.layout(form).form

    def layout(self, form: str) -> Layout:
        """Raises UnknownFormError."""
        if form not in self._layouts:
            raise UnknownFormError(f"没有报表“{form}”。")
        return self._layouts[form]

    def family(self, family: str) -> tuple[Form, ...]:
        """The forms of one report, in order."""
        return tuple(form for form in self if form.family == family)


def read_forms(folder: Path | None = None) -> tuple[tuple[Located[Form], ...], list[CatalogProblem]]:
    """The forms below ``folder`` (else the catalog's own) that could be read, and everything wrong with any."""
    files, problems = _read(folder)
    return files, problems + check_forms(files)


def _read(folder: Path | None) -> tuple[tuple[Located[Form], ...], list[CatalogProblem]]:
    files: list[Located[Form]] = []
    problems: list[CatalogProblem] = []
    for path in sorted((folder or catalog_path("forms")).glob("*.yaml")):
        try:
            files.append(load_located(path, Form))
        except CatalogError as error:
            problems += error.problems
    return tuple(files), problems


def load_forms(folder: Path | None = None) -> Shelf:
    """All forms, each right by itself. Raises CatalogError with every problem of every file.

    That what their cells count exists is for `read_forms`, which `fazhi catalog check` asks: it takes a second.
    """
    files, problems = _read(folder)
    if problems:
        raise CatalogError(problems)
    return Shelf(files)


@lru_cache(maxsize=1)
def forms() -> Shelf:
    """The catalog's forms, read once a process. Raises CatalogError."""
    return load_forms()
