"""The shelf of figures 数据目录: every figure that the catalog defines, checked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.figures.language.checking import check_domains
from fazhi.figures.language.definition import Domain, Figure
from fazhi.record.canonical import canonical
from fazhi.record.sm3 import sm3


class UnknownFigureError(LookupError):
    """No such figure. The message is what people read."""


@dataclass(frozen=True)
class Shelf:
    """All figures, in order of their domains and of the files."""

    files: tuple[Located[Domain], ...]

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        return tuple(sorted((file.value for file in self.files), key=lambda domain: (domain.order, domain.domain)))

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        return {name: figure for domain in self.domains for name, figure in domain.figures.items()}

    @cached_property
    def _homes(self) -> Mapping[str, Domain]:
        return {name: domain for domain in self.domains for name in domain.figures}

    def __iter__(self) -> Iterator[str]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def __contains__(self, name: object) -> bool:
        return name in self.figures

    def get(self, name: str) -> Figure:
        """Raises UnknownFigureError."""
        if name not in self.figures:
            raise UnknownFigureError(f"没有名为“{name}”的数据。")
        return self.figures[name]

    def domain_of(self, name: str) -> Domain:
        """The field of work that a figure belongs to. Raises UnknownFigureError."""
        self.get(name)
        return self._homes[name]

    def edition(self, name: str) -> str:
        """The digest of the definition with those it is made of: two figures of one edition count the same."""
        return edition(name, self.figures)

    def users(self, name: str) -> tuple[str, ...]:
        """The figures that are made of this one."""
        return tuple(each for each, figure in self.figures.items() if name in figure.parts)


def edition(name: str, figures: Mapping[str, Figure]) -> str:
    """SM3 over the definition and, in order, the editions of its parts. Words that count nothing are left out."""
    figure = figures[name]
    said = {"title", "said", "covers", "form", "note"}
    body = figure.model_dump(mode="json", exclude=said, exclude_defaults=True)
    parts = [edition(part, figures) for part in figure.parts]
    return sm3(canonical({"figure": body, "parts": parts})).hex()


def load_shelf(folder: Path | None = None) -> Shelf:
    """All figures below ``folder`` (the catalog's own when left out). Raises CatalogError with every problem."""
    found, problems = read_figures(folder)
    if problems:
        raise CatalogError(problems)
    return Shelf(found)


def read_figures(folder: Path | None = None) -> tuple[tuple[Located[Domain], ...], list[CatalogProblem]]:
    """The files that could be read, and everything wrong with any."""
    files: list[Located[Domain]] = []
    problems: list[CatalogProblem] = []
    for path in sorted((folder or catalog_path("figures")).glob("*.yaml")):
        try:
            files.append(load_located(path, Domain))
        except CatalogError as error:
            problems += error.problems
    return tuple(files), problems + check_domains(files)


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The catalog's figures, read once a process. Raises CatalogError."""
    return load_shelf()
