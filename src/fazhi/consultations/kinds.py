"""征求意见的种类 as data: ``catalog/consultations/kinds.yaml``.

How long a draft has to be open, and by which article; from which acts of which cases consultations come; what everybody
may see of how a decision is made. None of it stands in the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, CatalogProblem, Located, Place, catalog_path, load_located, refuse
from fazhi.procedures.durations import Duration, Unit, parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.basis import Grounded, Name, Said
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import Library, library

COUNTED = (Unit.DAY, Unit.WORKING_DAY)


class Shorter(StrEnum):
    """Whether the period may be shorter than the least."""

    WITH_REASON = "with_reason"
    NEVER = "never"


class Kind(Grounded):
    """One kind of draft. ``least`` is None where no law says how long."""

    id: Name
    title: Said
    note: Said | None = None
    least: str | None = None
    shorter: Shorter = Shorter.WITH_REASON
    anonymous: bool = True
    answers: Grounded | None = None
    """What the publishing of answers rests on."""

    @model_validator(mode="after")
    def _least_is_days(self) -> Self:
        if self.least is None:
            return self
        try:
            unit = parse_duration(self.least).unit
        except CountingError as error:
            raise refuse(str(error).rstrip("。"), "请写成 30 days 或 7 working days", ("least",)) from None
        if unit not in COUNTED:
            raise refuse("征求意见的期限只按日计", "请写成 30 days 或 7 working days", ("least",))
        return self

    @property
    def period(self) -> Duration | None:
        """The least length, natural or working days."""
        return parse_duration(self.least) if self.least else None


class Has(CatalogModel):
    """Whether a field of a case holds a value (a choice, or one of several)."""

    field: Name
    has: Name

    def holds(self, data: Mapping[str, Any]) -> bool:
        value = data.get(self.field)
        return self.has in value if isinstance(value, list | tuple) else value == self.has


class KindOf(CatalogModel):
    """Of which kind a consultation is that a case announces; the first whose condition holds."""

    kind: Name
    when: Has | None = None


class Fields(CatalogModel):
    """Which fields of the case fill the draft in."""

    title: Name
    closes_on: Name | None = None
    short_reason: Name | None = None
    explanation: Name | None = None
    contact: Name | None = None


class Columns(CatalogModel):
    """Which columns of the case's table take what an opinion says."""

    speaker: Name
    text: Name
    fate: Name
    reason: Name


class Summary(CatalogModel):
    """The step by which the opinions go back into the case."""

    step: Name
    received: Name
    adopted: Name | None = None
    opinions: Name | None = None
    columns: Columns | None = None
    fates: dict[Name, Name] = {}

    @model_validator(mode="after")
    def _table_has_columns(self) -> Self:
        if (self.opinions is None) != (self.columns is None):
            raise refuse("明细表和列只写了一样", "请同时写 opinions 和 columns，或都不写", ("opinions",))
        return self


class FromCases(CatalogModel):
    """The step of a procedure that announces a consultation."""

    procedure: Name
    step: Name
    hidden_when: Has | None = None
    kinds: tuple[KindOf, ...] = Field(min_length=1)
    fields: Fields
    summary: Summary | None = None

    def kind_for(self, data: Mapping[str, Any]) -> str | None:
        """The kind by the case's data; None where no condition holds."""
        return next((each.kind for each in self.kinds if each.when is None or each.when.holds(data)), None)


Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=120)]
"""A step, or a step with its result: ``review``, ``review.passed``."""


class Stage(Grounded):
    """A stage of a decision as everybody reads it, with its articles where they are not those of its first step.

    ``optional``: left out where it was not taken; with ``asked``, which says when the law wants it, it is shown with
    these words instead.
    """

    title: Said
    asked: Said | None = None
    steps: tuple[Reference, ...] = Field(min_length=1)
    notices: tuple[Name, ...] = ()
    consultations: bool = False
    optional: bool = False


class Progress(Grounded):
    """How the making of a decision is shown."""

    procedure: Name
    title: Said
    hidden_when: Has | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)


class Kinds(CatalogModel):
    """The whole file."""

    title: Said
    kinds: tuple[Kind, ...] = Field(min_length=1)
    from_cases: tuple[FromCases, ...] = ()
    progress: tuple[Progress, ...] = ()

    @model_validator(mode="after")
    def _names_are_known_once(self) -> Self:
        ids = [kind.id for kind in self.kinds]
        for index, value in enumerate(ids):
            if value in ids[:index]:
                raise refuse(f"“{value}”重复", "请换一个未用过的标识", ("kinds", index, "id"))
        for index, source in enumerate(self.from_cases):
            for number, each in enumerate(source.kinds):
                if each.kind not in ids:
                    at: Place = ("from_cases", index, "kinds", number, "kind")
                    raise refuse(f"没有名为“{each.kind}”的种类", f"可写：{'、'.join(ids)}", at)
        return self

    def find(self, kind: str) -> Kind | None:
        return next((each for each in self.kinds if each.id == kind), None)

    def title_of(self, kind: str) -> str:
        """Of a kind that a later catalog no longer has, its id."""
        found = self.find(kind)
        return found.title if found else kind

    def source(self, procedure: str, step: str = "") -> FromCases | None:
        """Where consultations come from in a procedure, at any step where none is named."""
        found = (each for each in self.from_cases if each.procedure == procedure and step in ("", each.step))
        return next(found, None)

    def progress_of(self, procedure: str) -> Progress | None:
        return next((each for each in self.progress if each.procedure == procedure), None)


def load_kinds() -> Located[Kinds]:
    """Reads the file. Raises CatalogError."""
    return load_located(catalog_path("consultations", "kinds.yaml"), Kinds)


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """The catalog's kinds, read once a process. Raises CatalogError."""
    return load_kinds().value


def check_kinds(file: Located[Kinds], procedures: Library) -> list[CatalogProblem]:
    """Everything in the file that names what no procedure has: steps, fields, publications."""
    known = {definition.id: definition for definition in procedures.latest()}
    problems: list[CatalogProblem] = []
    for index, source in enumerate(file.value.from_cases):
        place: Place = ("from_cases", index)
        if definition := _definition(file, known, source.procedure, place, problems):
            problems += _missing(file, definition, _named(source, place))
    for index, progress in enumerate(file.value.progress):
        place = ("progress", index)
        if definition := _definition(file, known, progress.procedure, place, problems):
            problems += _missing(file, definition, _shown(progress, place))
    return problems


def check_catalog_kinds() -> list[CatalogProblem]:
    """The same for the catalog's own file. Raises CatalogError where it cannot be read."""
    return check_kinds(load_kinds(), library())


def _definition(
    file: Located[Kinds], known: Mapping[str, Definition], name: str, place: Place, problems: list[CatalogProblem]
) -> Definition | None:
    if name not in known:
        problems.append(file.problem((*place, "procedure"), f"没有名为“{name}”的程序", "请核对程序的标识"))
    return known.get(name)


def _named(source: FromCases, place: Place) -> Iterator[tuple[Place, str, str]]:
    """What a source names: the place, the part of the definition, the name in it."""
    yield (*place, "step"), "steps", source.step
    for key, value in source.fields.model_dump(exclude_none=True).items():
        yield (*place, "fields", key), "fields", value
    if source.hidden_when:
        yield (*place, "hidden_when", "field"), "fields", source.hidden_when.field
    for number, each in enumerate(source.kinds):
        if each.when:
            yield (*place, "kinds", number, "when", "field"), "fields", each.when.field
    if source.summary:
        yield (*place, "summary", "step"), "steps", source.summary.step
        yield (*place, "summary", "received"), "fields", source.summary.received
        if source.summary.adopted:
            yield (*place, "summary", "adopted"), "fields", source.summary.adopted
        if source.summary.opinions:
            yield (*place, "summary", "opinions"), "fields", source.summary.opinions


def _shown(progress: Progress, place: Place) -> Iterator[tuple[Place, str, str]]:
    if progress.hidden_when:
        yield (*place, "hidden_when", "field"), "fields", progress.hidden_when.field
    for number, stage in enumerate(progress.stages):
        for at, step in enumerate(stage.steps):
            yield (*place, "stages", number, "steps", at), "steps", step
        for at, notice in enumerate(stage.notices):
            yield (*place, "stages", number, "notices", at), "publish", notice


_WORDS = {"steps": "步骤", "fields": "要素", "publish": "公开事项"}


def _missing(
    file: Located[Kinds], definition: Definition, named: Iterator[tuple[Place, str, str]]
) -> Iterator[CatalogProblem]:
    for place, part, name in named:
        whole, _, result = name.partition(".")
        known = getattr(definition, part)
        if whole not in known:
            yield file.problem(place, f"“{definition.title}”没有名为“{name}”的{_WORDS[part]}", "请核对名称")
        elif result and result not in known[whole].results:
            yield file.problem(place, f"步骤“{whole}”没有名为“{result}”的结果", "请核对名称")
