"""A definition while it is being checked: where its parts stand, what its names mean, and what was found wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.procedures.language.basis import OneOrMore
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import ROLES

_FEW = 8


@dataclass
class Draft:
    """One file under check. Every check blames the line to mend; nothing is raised before all have run."""

    located: Located[Definition]
    problems: list[CatalogProblem] = field(default_factory=list)
    misnamed: set[str] = field(default_factory=set)
    """Kinds of thing of which a name was unknown: what then looks unused may only be misspelt."""

    @property
    def definition(self) -> Definition:
        return self.located.value

    @cached_property
    def step_titles(self) -> dict[str, str]:
        return {name: step.title for name, step in self.definition.steps.items()}

    @cached_property
    def actor_titles(self) -> dict[str, str]:
        return ROLES | {name: actor.title for name, actor in self.definition.actors.items()}

    @cached_property
    def field_titles(self) -> dict[str, str]:
        return {name: declared.title for name, declared in self.definition.fields.items()}

    @cached_property
    def references(self) -> frozenset[str]:
        """Every ``step`` and ``step.result`` there is."""
        results = {f"{name}.{result}" for name, step in self.definition.steps.items() for result in step.results}
        return frozenset(self.definition.steps) | results

    def blame(self, place: Place, wrong: str, mend: str) -> None:
        self.problems.append(self.located.problem(place, wrong, mend))

    def knows(self, place: Place, name: str, known: Mapping[str, str], what: str) -> bool:
        """Whether ``name`` is one of ``known`` (name → title); blames the place with the nearest name when not."""
        if name in known:
            return True
        self.misnamed.add(what)
        self.blame(place, f"没有名为“{name}”的{what}", nearest(name, known, what))
        return False

    def refers(self, place: Place, reference: str, *, results: bool = True) -> bool:
        """Whether ``step`` or ``step.result`` exists; blames the place when not."""
        name, dot, result = reference.partition(".")
        if not self.knows(place, name, self.step_titles, "步骤"):
            return False
        if not dot:
            return True
        step = self.definition.steps[name]
        if not results:
            self.blame(place, f"这里要写步骤，不能写结果“{reference}”", f"请改为“{name}”")
            return False
        if not step.results:
            self.blame(place, f"步骤“{name}”（{step.title}）没有分结果", f"请改为“{name}”，或给这一步加上 results")
            return False
        titles = {key: value.title for key, value in step.results.items()}
        if result in titles:
            return True
        self.blame(place, f"步骤“{name}”（{step.title}）没有名为“{result}”的结果", nearest(result, titles, "结果"))
        return False


def nearest(name: str, known: Mapping[str, str], what: str) -> str:
    """How to mend an unknown name: the nearest one, or the few there are."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"是不是“{near[0]}”（{known[near[0]]}）？请核对拼写"
    if not known:
        return f"本文件没有声明任何{what}，请先声明，或删去这一项"
    listed = "、".join(f"{key}（{title}）" for key, title in list(known.items())[:_FEW])
    return f"请先声明，或从已有的中选：{listed}{'等' if len(known) > _FEW else ''}"


def each(value: OneOrMore | None, place: Place) -> Iterator[tuple[Place, str]]:
    """The items of ``a`` or ``[a, b]`` with the place of each."""
    if isinstance(value, str):
        yield place, value
    else:
        for index, item in enumerate(value or ()):
            yield (*place, index), item
