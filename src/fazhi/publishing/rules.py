"""What the office rules of publication say, as data: grounds for holding back, and which steps take a notice down.

`catalog/publishing/grounds.yaml` is the closed list from which a head chooses; `endings.yaml` says of a procedure's
`publish` block what the block has no words for; `limits.yaml` gives the limit where a procedure has none.
Pure: no Django.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from fazhi.catalog.loading import CatalogModel, CatalogProblem, Located, catalog_path, load_located
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.language.basis import Grounded, Name, Said
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.library import Library, library
from fazhi.procedures.language.limits import Length

Purpose = Literal["hold", "remove"]
PUBLISHED = "published"
"""Where a step that records a publication has results, the one of this name is the publication."""


class Ground(Grounded):
    """A legal ground 法定理由 for not publishing, or for taking down."""

    title: Said
    for_: tuple[Purpose, ...]
    only: tuple[Name, ...] = ()
    """The procedures that it is for; all, where nothing is said."""
    hint: Said | None = None

    model_config = {"alias_generator": lambda name: name.removesuffix("_"), "validate_by_name": False}

    @property
    def articles(self) -> str:
        """《政府信息公开条例》第十五条、《行政处罚法》第五十条."""
        return "、".join(dict.fromkeys(said(each) for each in self.basis))


class Grounds(CatalogModel):
    """The file of grounds."""

    grounds: dict[Name, Ground]


class Ending(CatalogModel):
    """How a publication ends, or is decided against, by steps of its case."""

    withdrawn_by: tuple[str, ...] = ()
    said: Name | None = None
    withheld_by: tuple[str, ...] = ()
    reason: Name | None = None


class Endings(CatalogModel):
    """The file of endings: procedure, publication, ending."""

    endings: dict[Name, dict[Name, Ending]]


class Limit(Grounded):
    """A limit of publication and the article that it rests on."""

    within: Length


class Limits(CatalogModel):
    """The file of limits."""

    unless_said: Limit


NO_ENDING = Ending()


@lru_cache(maxsize=1)
def grounds() -> dict[str, Ground]:
    """All grounds by name, in the order in which people read them."""
    return dict(read_grounds().value.grounds)


def grounds_for(purpose: Purpose, procedure: str) -> dict[str, Ground]:
    """Those that a notice of a procedure may be held back (or taken down) for."""
    return {
        name: each
        for name, each in grounds().items()
        if purpose in each.for_ and (not each.only or procedure in each.only)
    }


def ending_of(procedure: str, publication: str) -> Ending:
    """How the cases of a procedure end one of its publications."""
    return _endings().get(procedure, {}).get(publication, NO_ENDING)


@lru_cache(maxsize=1)
def limit_unless_said() -> Limit:
    """How soon the platform has to publish what its procedure sets no limit for: 政府信息公开条例第二十六条."""
    return read_limits().value.unless_said


@lru_cache(maxsize=1)
def _endings() -> dict[str, dict[str, Ending]]:
    return read_endings().value.endings


def read_grounds() -> Located[Grounds]:
    """The file with its lines. Raises CatalogError."""
    return load_located(catalog_path("publishing", "grounds.yaml"), Grounds)


def read_endings() -> Located[Endings]:
    """The file with its lines. Raises CatalogError."""
    return load_located(catalog_path("publishing", "endings.yaml"), Endings)


def read_limits() -> Located[Limits]:
    """The file with its lines. Raises CatalogError."""
    return load_located(catalog_path("publishing", "limits.yaml"), Limits)


def check_rules(procedures: Library | None = None) -> list[CatalogProblem]:
    """What is wrong between these files and the procedures: names that are not there, results nobody has sorted."""
    known = {each.id: each for each in (procedures or library()).latest()}
    file, problems = read_endings(), []
    for procedure, blocks in file.value.endings.items():
        for block, ending in blocks.items():
            place = ("endings", procedure, block)
            definition = known.get(procedure)
            if definition is None or block not in definition.publish:
                problems.append(file.problem(place, f"没有程序“{procedure}”的公开事项“{block}”", "请核对名称"))
                continue
            for reference in (*ending.withdrawn_by, *ending.withheld_by):
                step, _, result = reference.partition(".")
                found = definition.steps.get(step)
                if found is None or (result and result not in found.results):
                    problems.append(file.problem(place, f"程序没有步骤“{reference}”", "请核对步骤和结果"))
            problems += [
                file.problem(place, f"程序没有要素“{field}”", "请核对要素")
                for field in (ending.said, ending.reason)
                if field and field not in definition.fields
            ]
    limits = read_limits()
    try:
        parse_duration(limits.value.unless_said.within)
    except ValueError as fault:
        problems.append(limits.problem(("unless_said", "within"), str(fault), "请写成“20 working days”这样的期限"))
    grounded = read_grounds()
    for name, ground in grounded.value.grounds.items():
        if missing := [each for each in ground.only if each not in known]:
            problems.append(grounded.problem(("grounds", name, "only"), f"没有程序“{missing[0]}”", "请核对名称"))
    return [*problems, *_unsorted(procedures or library(), file)]


def _unsorted(procedures: Library, file: Located[Endings]) -> list[CatalogProblem]:
    """Publications whose recording step has results, none of which says that it was published."""
    problems = []
    for definition in procedures.latest():
        for name, block in definition.publish.items():
            results = definition.steps[block.by].results if block.by else {}
            withheld = file.value.endings.get(definition.id, {}).get(name, NO_ENDING).withheld_by
            if results and PUBLISHED not in results and not withheld:
                say = f"“{definition.title}”的公开事项“{block.title}”分不出哪个结果是已公开"
                mend = "请把表示已公开的结果命名为 published，或者在 withheld_by 写明哪些结果是不公开"
                problems.append(file.problem(("endings",), say, mend))
    return problems
