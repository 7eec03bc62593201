"""Conditions that no facts can meet: a rule nobody can keep forbids its step, a `when` that never holds is a slip."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.procedures import conditions
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.context import Judge
from fazhi.procedures.conditions import BOOLEAN, ConditionError, Expression, Name
from fazhi.procedures.conditions.tree import Binary
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import Rule
from fazhi.procedures.language.typing import stated_conditions, types_at, types_of


def unsatisfiable(located: Located[Definition]) -> Iterator[CatalogProblem]:
    """Blames rules that cannot be kept, conditions that never hold, and what is too involved to tell."""
    definition = located.value
    judge = Judge(definition)
    names = types_of(definition)
    rules = dict(_rules(definition))
    for stated in stated_conditions(definition):
        if stated.expects is not BOOLEAN:
            continue  # a number to show
        known = dict(types_at(definition, names, stated.step))
        rule = rules.get(stated.place[:-1])
        expression = judge.compiled(stated.text).expression
        if rule is not None and stated.place[-1] == "that" and rule.when is not None:
            expression = Binary("&&", judge.compiled(rule.when).expression, expression)
        try:
            possible = _possible(expression, known)
        except ConditionError as error:
            yield located.problem(
                stated.place, f"无法判断条件能否成立：{error.say.removesuffix('。')}", "请拆成几个简单的条件"
            )
            continue
        if possible:
            continue
        if rule is not None and stated.place[-1] == "that":
            yield located.problem(stated.place, f"规则“{rule.say}”在任何情况下都无法满足", "请核对条件 that（和 when）")
        else:
            yield located.problem(stated.place, "这个条件在任何情况下都不成立", "请核对条件，或删去这一部分")


def _rules(definition: Definition) -> Iterator[tuple[Place, Rule]]:
    for name, step in definition.steps.items():
        for number, rule in enumerate(step.rules):
            yield ("steps", name, "rules", number), rule
        for key, result in step.results.items():
            for number, rule in enumerate(result.rules):
                yield ("steps", name, "results", key, "rules", number), rule


def _possible(expression: Expression, names: dict[str, Name]) -> bool:
    """Parameters are free: every jurisdiction sets its own."""
    return conditions.satisfy(expression, names, {}, calendar=standard_calendar()) is not None
