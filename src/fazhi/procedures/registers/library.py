"""The shelf of registers 清单库: every register that the catalog defines, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.procedures.registers.checking import check_register
from fazhi.procedures.registers.definition import RegisterDefinition


class UnknownRegisterError(LookupError):
    """No such register. The message is what people read."""


@dataclass(frozen=True)
class Shelf:
    """All registers, in order of their ids."""

    files: tuple[Located[RegisterDefinition], ...]

    @cached_property
    def _by_id(self) -> dict[str, RegisterDefinition]:
        return {file.value.id: file.value for file in self.files}

    def __iter__(self) -> Iterator[RegisterDefinition]:
        return iter(self._by_id.values())

    def __contains__(self, register: str) -> bool:
        return register in self._by_id

    def get(self, register: str) -> RegisterDefinition:
        """Raises UnknownRegisterError."""
        if register not in self._by_id:
            raise UnknownRegisterError(f"没有清单“{register}”。已有的清单：{'、'.join(self._by_id) or '（空）'}。")
        return self._by_id[register]

    @cached_property
    def credentials(self) -> dict[str, RegisterDefinition]:
        """The register that says who holds a credential, by the kind of credential."""
        return {each.credential.kind: each for each in self if each.credential}

    def families(self) -> dict[str, tuple[RegisterDefinition, ...]]:
        """Registers by family, families in the order of their first register."""
        families: dict[str, tuple[RegisterDefinition, ...]] = {}
        for each in self:
            families[each.family] = (*families.get(each.family, ()), each)
        return families


@dataclass(frozen=True, slots=True)
class ReadRegister:
    """One file: what could be read of it (None: nothing), and everything wrong with it."""

    path: Path
    located: Located[RegisterDefinition] | None
    problems: tuple[CatalogProblem, ...]


def read_registers(folder: Path | None = None) -> tuple[ReadRegister, ...]:
    """Every register's file below ``folder`` (the catalog's own when left out), with its problems."""
    return tuple(_read(path) for path in sorted((folder or catalog_path("registers")).glob("*.yaml")))


def load_shelf(folder: Path | None = None) -> Shelf:
    """All registers below ``folder``. Raises CatalogError with every problem of every file."""
    files = read_registers(folder)
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise CatalogError(problems)
    return Shelf(tuple(file.located for file in files if file.located))


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The catalog's registers, read once a process. Raises CatalogError."""
    return load_shelf()


def _read(path: Path) -> ReadRegister:
    try:
        located = load_located(path, RegisterDefinition)
    except CatalogError as error:
        return ReadRegister(path, None, error.problems)
    return ReadRegister(path, located, CatalogError(check_register(located, path)).problems)
