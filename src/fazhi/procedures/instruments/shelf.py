"""The shelf of templates: every file of ``catalog/instruments``, by its name, read once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.procedures.instruments.template import Template
from fazhi.procedures.language.definition import Definition


class TemplateMissing(LookupError):  # noqa: N818 -- reads as what it says
    """No template for an instrument. The message is what people read."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The templates that could be read, and what is wrong with the others."""

    templates: dict[str, Located[Template]]
    problems: tuple[CatalogProblem, ...]


def read_templates(folder: Path | None = None) -> Shelf:
    """Every template below ``folder`` (the catalog's own when left out)."""
    found: dict[str, Located[Template]] = {}
    problems: list[CatalogProblem] = []
    for path in sorted((folder or catalog_path("instruments")).glob("*.yaml")):
        try:
            found[path.stem] = load_located(path, Template)
        except CatalogError as error:
            problems += error.problems
    return Shelf(found, tuple(problems))


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """The catalog's templates by name. Raises CatalogError where one cannot be used."""
    shelf = read_templates()
    if shelf.problems:
        raise CatalogError(list(shelf.problems))
    return {name: each.value for name, each in shelf.templates.items()}


def template_name(definition: Definition, instrument: str) -> str:
    """The name of the file that prints an instrument."""
    return definition.instruments[instrument].template or instrument


def template_of(definition: Definition, instrument: str) -> Template:
    """The template of an instrument of a procedure. Raises TemplateMissing."""
    try:
        return templates()[template_name(definition, instrument)]
    except KeyError:
        raise TemplateMissing(f"“{definition.title}”没有名为“{instrument}”的文书样式。") from None
