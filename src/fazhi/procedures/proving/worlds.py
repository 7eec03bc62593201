"""Worlds: the facts of a case that no step decides, by values that matter to the procedure's conditions.

Whether the fine is large or the materials are complete is settled by the matter, not by the officer who takes the next
step. A proof therefore supposes one set of facts after the other and walks the whole procedure in each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from fazhi.procedures import conditions
from fazhi.procedures.casework.context import Parameters
from fazhi.procedures.conditions import ConditionError, Expression
from fazhi.procedures.conditions.tree import Binary, Unary
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.typing import types_of
from fazhi.procedures.proving.acts import Act

_BUDGET = 600


def worlds_of(
    definition: Definition, acts: tuple[Act, ...], settled: frozenset[str], most: int
) -> Iterator[dict[str, Any]]:
    """Sets of facts in which many acts are possible, and mixtures of values that make conditions true and false.

    ``settled`` are the fields whose value no act can choose freely.
    """
    names = types_of(definition)
    values = Parameters(definition, {}, definition.edition)
    fixed = {name: values[name] for name in values if values[name] is not None}
    read = [each for act in acts for each in act.conditions if each.compiled.names & settled]
    expressions = list({each.text: each.compiled.expression for each in read}.values())
    mattering = conditions.representatives(expressions, names, fixed=fixed)
    choices = {name: each for name, each in mattering.items() if name in settled}
    generator = random.Random(definition.key)  # noqa: S311 -- a spread of cases, the same in every run
    wanted = [each for act in acts for each in _lawful(act, settled)]
    for number in range(most):
        # What is not filled in comes first among the values, and is the rarer case.
        facts = {name: generator.choice(each[1:] or each) for name, each in choices.items()}
        if number % 2 == 0:
            generator.shuffle(wanted)
            facts |= _fitting(wanted, names, fixed, settled)
        for name in choices:
            if number % 4 == 3 and generator.random() < 0.1:
                facts[name] = None
        yield fixed | facts


def _lawful(act: Act, settled: frozenset[str]) -> Iterator[Expression]:
    """What must hold for the act to be possible, where it rests on settled facts."""
    parts = [when.compiled.expression for when in act.whens if when.compiled.names & settled]
    for rule in act.rules:
        that = rule.that.compiled.expression
        if rule.when is not None:
            that = Binary("||", Unary("!", rule.when.compiled.expression), that)
        if rule.that.compiled.names & settled:
            parts.append(that)
    if parts:
        yield reduce(lambda one, other: Binary("&&", one, other), parts)


def _fitting(
    wanted: list[Expression], names: Mapping[str, Any], fixed: Mapping[str, Any], settled: frozenset[str]
) -> dict[str, Any]:
    """Facts under which as many of these hold as go together, taken in their order."""
    facts: dict[str, Any] = {}
    for expression in wanted:
        try:
            found = conditions.satisfy(expression, names, {**fixed, **facts}, limit=_BUDGET)
        except ConditionError:
            continue
        facts |= {name: value for name, value in (found or {}).items() if name in settled}
    return facts
