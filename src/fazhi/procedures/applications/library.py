"""The forms that the catalog holds 办事表单库, checked against the procedures that they open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.catalog.organizations import load_organization_names
from fazhi.procedures.applications.checking import check_form
from fazhi.procedures.applications.definition import ApplicationForm, Wish
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library as procedures


class UnknownFormError(LookupError):
    """No such form. The message is what people read."""


@dataclass(frozen=True)
class Forms:
    """All forms, in the order in which they are offered."""

    files: tuple[Located[ApplicationForm], ...]

    @cached_property
    def _by_id(self) -> dict[str, ApplicationForm]:
        return {each.id: each for each in sorted((file.value for file in self.files), key=lambda f: (f.order, f.id))}

    def __iter__(self) -> Iterator[ApplicationForm]:
        return iter(self._by_id.values())

    def __contains__(self, form: str) -> bool:
        return form in self._by_id

    def get(self, form: str) -> ApplicationForm:
        """Raises UnknownFormError."""
        if form not in self._by_id:
            raise UnknownFormError(f"没有办事表单“{form}”。已有的表单：{'、'.join(self._by_id) or '（空）'}。")
        return self._by_id[form]

    def by_wish(self) -> dict[Wish, tuple[ApplicationForm, ...]]:
        """Forms by what somebody comes for; wishes without a form are left out."""
        return {wish: found for wish in Wish if (found := tuple(each for each in self if each.wish is wish))}


@dataclass(frozen=True, slots=True)
class ReadForm:
    """One file: what could be read of it (None: nothing), and everything wrong with it."""

    path: Path
    located: Located[ApplicationForm] | None
    problems: tuple[CatalogProblem, ...]


def read_forms(folder: Path | None = None, known: Mapping[str, Definition] | None = None) -> tuple[ReadForm, ...]:
    """Every form's file in ``folder`` (the catalog's own when left out), with its problems.

    ``known``: the procedures by id (the catalog's latest editions when left out). Raises CatalogError where those
    cannot be read.
    """
    definitions = known if known is not None else {each.id: each for each in procedures().latest()}
    bodies = {body.key for body in load_organization_names().bodies}
    paths = sorted((folder or catalog_path("applications")).glob("*.yaml"))
    return tuple(_read(path, definitions, bodies) for path in paths)


def load_forms(folder: Path | None = None, known: Mapping[str, Definition] | None = None) -> Forms:
    """All forms in ``folder``. Raises CatalogError with every problem of every file."""
    files = read_forms(folder, known)
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise CatalogError(problems)
    return Forms(tuple(file.located for file in files if file.located))


@lru_cache(maxsize=1)
def forms() -> Forms:
    """The catalog's forms, read once a process. Raises CatalogError."""
    return load_forms()


def _read(path: Path, definitions: Mapping[str, Definition], bodies: set[str]) -> ReadForm:
    try:
        located = load_located(path, ApplicationForm)
    except CatalogError as error:
        return ReadForm(path, None, error.problems)
    return ReadForm(path, located, CatalogError(check_form(located, path, definitions, bodies)).problems)
