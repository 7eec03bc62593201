"""The shelf of indicator systems 指标体系库: every system that the catalog holds, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fazhi.assessment.language.checking import faults
from fazhi.assessment.language.definition import System
from fazhi.assessment.language.volume import Figures
from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.figures.language.library import shelf as figure_shelf


class UnknownSystemError(LookupError):
    """No such system. The message is what people read."""


@dataclass(frozen=True)
class Shelf:
    """All systems, in the order of their files."""

    files: tuple[Located[System], ...]

    @cached_property
    def by_id(self) -> dict[str, System]:
        return {file.value.id: file.value for file in self.files}

    def __iter__(self) -> Iterator[System]:
        return iter(self.by_id.values())

    def __contains__(self, system: str) -> bool:
        return system in self.by_id

    def get(self, system: str) -> System:
        """Raises UnknownSystemError."""
        if system not in self.by_id:
            raise UnknownSystemError(f"没有指标体系“{system}”。已有的：{'、'.join(self.by_id) or '（空）'}。")
        return self.by_id[system]

    @property
    def usable(self) -> tuple[System, ...]:
        """Systems by which bodies can be assessed: no outlines."""
        return tuple(system for system in self if not system.outline)


def load_systems(folder: Path | None = None, *, figures: Figures | None = None) -> Shelf:
    """All systems below ``folder`` (the catalog's own when left out), held against the figures of the catalog.

    Raises CatalogError with every problem of every file.
    """
    problems: list[CatalogProblem] = []
    files: list[Located[System]] = []
    for path in sorted((folder or catalog_path("indicators")).glob("*.yaml")):
        try:
            files.append(load_located(path, System))
        except CatalogError as error:
            problems.extend(error.problems)
    known = known_figures() if figures is None else figures
    systems = {file.value.id: file.value for file in files}
    for file in files:
        found = faults(file.value, figures=known, systems=systems)
        problems += [file.problem(fault.place, fault.wrong, fault.mend) for fault in found]
    if problems:
        raise CatalogError(problems)
    return Shelf(tuple(files))


def known_figures() -> Figures:
    """Every figure of the catalog by id."""
    found = figure_shelf()
    return {key: found.get(key) for key in found}


@lru_cache(maxsize=1)
def systems() -> Shelf:
    """The catalog's systems, read once a process. Raises CatalogError."""
    return load_systems()
