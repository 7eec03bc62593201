"""How the parts of a procedure are said in Chinese: references, conditions, lengths, citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fazhi.procedures import conditions
from fazhi.procedures.conditions import ConditionError, Name
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.basis import Grounded, listed
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import Moment
from fazhi.procedures.language.steps import ROLES, Step, alternatives
from fazhi.procedures.language.typing import types_at, types_of
from fazhi.procedures.outlining.outline import Article, Grounds


@dataclass
class Wording:
    """Says the parts of one definition."""

    definition: Definition
    names: Mapping[str, Name] = field(init=False)
    titles: Mapping[str, str] = field(init=False)
    """Titles of every step and every result."""

    def __post_init__(self) -> None:
        self.names = types_of(self.definition)
        steps = self.definition.steps
        results = [f"{name}.{result}" for name, step in steps.items() for result in step.results]
        self.titles = {reference: self.step(reference) for reference in (*steps, *results)}

    def step(self, reference: str) -> str:
        """``review.passed`` → 法制审核·审核通过."""
        name, _, result = reference.partition(".")
        step = self.definition.steps[name]
        return f"{step.title}·{step.results[result].title}" if result else step.title

    def steps(self, references: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.step(reference) for reference in references)

    def actor(self, name: str) -> str:
        declared = self.definition.actors.get(name)
        if declared is None:
            return ROLES.get(name, name)
        inside = [self.actor(each) for each in listed(declared.entered_by)]
        return f"{declared.title}（由{'、'.join(inside)}代录）" if inside else declared.title

    def after(self, step: Step) -> str:
        """``立案之后``; ``调查终结，并且举行听证或者放弃听证之后``; empty for the opening step."""
        groups = alternatives(step.after)
        if not groups:
            return ""
        return "，并且".join("或者".join(f"“{self.step(each)}”" for each in group) for group in groups) + "之后"

    def condition(self, text: str | None, step: str | None = None) -> str:
        """A condition in words as far as they go; empty for none."""
        if text is None:
            return ""
        try:
            return conditions.explain(
                conditions.parse(text),
                types_at(self.definition, self.names, step),
                steps=self.titles,
                threads={name: each.title for name, each in self.definition.threads.items()},
            )
        except ConditionError:
            return f"“{text}”"

    def length(self, text: str | None) -> str:
        """``7 working days`` → 7个工作日; a parameter by its title and value."""
        if text is None:
            return ""
        parameter = self.definition.parameters.get(text)
        if parameter is not None:
            value = self._counted(str(parameter.value)) if parameter.value is not None else "法律未定天数，由本地区规定"
            return f"{parameter.title}（{value}）"
        declared = self.definition.fields.get(text)
        return f"“{declared.title}”所填的长度" if declared is not None else self._counted(text)

    def _counted(self, text: str) -> str:
        try:
            return parse_duration(text).chinese
        except CountingError:
            return text

    def moment(self, moment: Moment) -> str:
        """What a limit counts from or to."""
        said = "或者".join(f"“{self.step(each)}”" for each in moment.any)
        declared = self.definition.fields.get(moment.on or "")
        return f"{said}的“{declared.title}”" if declared else said

    def grounds(self, part: Grounded) -> Grounds:
        articles = tuple(Article(key, said(key), listed(phrases)) for key, phrases in part.basis.items())
        return Grounds(articles, part.sources)
