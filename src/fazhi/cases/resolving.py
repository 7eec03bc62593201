"""What an act names outside of its case, looked up before it is assessed: people, entries of registers, drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fazhi.cases import entries, people, proposals, supplying
from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.procedures.casework.requests import Reason
from fazhi.procedures.language.definition import Definition


def resolve(
    definition: Definition,
    given: Mapping[str, Any],
    *,
    step: str,
    result: str,
    on: date,
    organization: Organization,
    case: Case | None,
    corrects: bool = False,
) -> tuple[dict[str, Any], list[Reason]]:
    """The given values as the engine takes them, and what is wrong with those that mean nobody and nothing.

    ``case`` is None while it is being opened; ``corrects``: the values correct an act, which supplies nothing anew.
    A step or a result that the procedure does not have is left to the engine to refuse.
    """
    values, wrong = people.resolve(definition, given, on=on, organization=organization)
    found = definition.steps.get(step)
    if found is None:
        return values, wrong
    result = result if result in found.results else ""
    values, more = entries.resolve(definition, values, step=step, result=result, on=on, organization=organization)
    wrong += more
    wrong += proposals.resolve(definition, values, organization=organization, case=case)
    if not corrects:
        wrong += supplying.supply(
            definition, values, step=step, result=result, case=case, organization=organization, on=on
        )
    return values, wrong
