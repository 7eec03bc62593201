"""The library of procedures 程序库: every edition of every procedure that the catalog holds, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.procedures.language.checking import check_definition
from fazhi.procedures.language.definition import Definition

CASES = ".cases.yaml"
"""How the names of files of golden cases end: they stand beside the procedures and are none."""


class UnknownProcedureError(LookupError):
    """No such procedure, or none in force on that day. The message is what people read."""


@dataclass(frozen=True)
class Library:
    """All editions, sorted by id and day. A case keeps the edition under which it was opened."""

    files: tuple[Located[Definition], ...]

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        return tuple(file.value for file in self.files)

    @cached_property
    def _editions(self) -> dict[str, tuple[Definition, ...]]:
        editions: dict[str, tuple[Definition, ...]] = {}
        for definition in self.definitions:
            editions[definition.id] = (*editions.get(definition.id, ()), definition)
        return editions

    def __iter__(self) -> Iterator[Definition]:
        return iter(self.definitions)

    def editions(self, procedure: str) -> tuple[Definition, ...]:
        """Editions of one procedure, oldest first. Raises UnknownProcedureError."""
        if procedure not in self._editions:
            known = "、".join(self._editions) or "（空）"
            raise UnknownProcedureError(f"程序库中没有“{procedure}”。已有的程序：{known}。")
        return self._editions[procedure]

    def edition(self, procedure: str, on: date) -> Definition:
        """The edition in force on a day: the latest that does not begin after it. Raises UnknownProcedureError."""
        editions = self.editions(procedure)
        in_force = [definition for definition in editions if definition.edition <= on]
        if not in_force:
            first = editions[0]
            raise UnknownProcedureError(f"“{first.title}”自{first.edition}起施行，{on}尚无可用的版本。")
        return in_force[-1]

    def get(self, procedure: str, edition: date) -> Definition:
        """Exactly that edition. Raises UnknownProcedureError."""
        editions = self.editions(procedure)
        for definition in editions:
            if definition.edition == edition:
                return definition
        known = "、".join(str(each.edition) for each in editions)
        raise UnknownProcedureError(f"“{editions[0].title}”没有{edition}的版本。已有的版本：{known}。")

    def latest(self) -> tuple[Definition, ...]:
        """The latest edition of every procedure."""
        return tuple(editions[-1] for editions in self._editions.values())

    def families(self) -> dict[str, tuple[Definition, ...]]:
        """The latest editions by family."""
        families: dict[str, tuple[Definition, ...]] = {}
        for definition in self.latest():
            families[definition.family] = (*families.get(definition.family, ()), definition)
        return families


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file of a procedure: what could be read of it (None: nothing), and everything wrong with it."""

    path: Path
    located: Located[Definition] | None
    problems: tuple[CatalogProblem, ...]


def read_files(folder: Path | None = None) -> tuple[ReadFile, ...]:
    """Every file of a procedure below ``folder`` (the catalog's own when left out), with its problems."""
    return tuple(read_file(path) for path in procedure_files(folder or catalog_path("procedures")))


def read_file(path: Path) -> ReadFile:
    """Reads and checks one file."""
    try:
        located = load_located(path, Definition)
    except CatalogError as error:
        return ReadFile(path, None, error.problems)
    return ReadFile(path, located, CatalogError(check_definition(located, path)).problems)


def load_library(folder: Path | None = None) -> Library:
    """All procedures below ``folder`` (the catalog's own when left out).

    Raises CatalogError with every problem of every file.
    """
    files = read_files(folder)
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise CatalogError(problems)
    return Library(tuple(file.located for file in files if file.located))


@lru_cache(maxsize=1)
def library() -> Library:
    """The catalog's procedures, read once a process. Raises CatalogError."""
    return load_library()


def procedure_files(folder: Path) -> list[Path]:
    """Files of procedures in order of id and edition; files of golden cases are left out."""
    return [path for path in sorted(folder.glob("*/*.yaml")) if not path.name.endswith(CASES)]


def case_files(folder: Path | None = None) -> list[Path]:
    """Files of golden cases, in order."""
    return sorted((folder or catalog_path("procedures")).glob(f"*/*{CASES}"))
