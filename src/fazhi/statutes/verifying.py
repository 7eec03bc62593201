"""Verifies what the catalog rests on against the statutes 法条核实: does each phrase stand where it is cited from?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fazhi.catalog.loading import CatalogProblem, Located, Model
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.grounds import citations, grounded_parts
from fazhi.statutes.reading import BadCitation, Citation, Library, Problem


@dataclass(frozen=True, slots=True)
class Verification:
    """How the citations of one file fared. ``unverified`` counts sources that are not in the statutes."""

    file: str
    citations: int
    unverified: int
    failures: tuple[CatalogProblem, ...]

    @property
    def verified(self) -> int:
        return self.citations - len(self.failures)


def verify_files(files: Sequence[Located[Definition]], statutes: Library) -> Iterator[Verification]:
    """Verifies every citation of every file.

    An edition of a procedure rests on the statutes as they stand when it ends: the newest ones for the edition in use,
    those of the day before its successor for an older one.
    """
    for file in files:
        yield verify_file(file, statutes, on=_last_day(file.value, files))


def verify_file(file: Located[Model], statutes: Library, *, on: date | None = None) -> Verification:
    """Verifies the citations of one file; ``on`` is the day whose statutes count, None for the newest."""
    failures = []
    count = 0
    for cited in citations(file.value):
        count += 1
        say = _fault(cited.citation, cited.phrase, statutes, on)
        if say:
            wrong = f"{cited.spoken} 的依据“{cited.citation}: {cited.phrase}”核对不上：{say.removesuffix('。')}"
            failures.append(file.problem(cited.place, wrong, "请对照法条原文改正条款项或关键词"))
    unverified = sum(len(part.sources) for _, part in grounded_parts(file.value))
    return Verification(file.file, count, unverified, tuple(failures))


def _fault(citation: str, phrase: str, statutes: Library, on: date | None) -> str:
    try:
        found = statutes.verify(Citation.parse(citation), phrase, on=on)
    except BadCitation as error:
        return error.say
    return found.say if isinstance(found, Problem) else ""


def _last_day(definition: Definition, files: Sequence[Located[Definition]]) -> date | None:
    later = [
        file.value.edition
        for file in files
        if file.value.id == definition.id and file.value.edition > definition.edition
    ]
    return min(later) - timedelta(days=1) if later else None
