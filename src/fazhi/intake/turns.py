"""Whether it is a step's turn in the case of an application: a wish is offered only where it can be fulfilled.

Who may take the step, and what it asks of them, are other questions and left out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fazhi.cases.models import Case
from fazhi.cases.taking import context_for
from fazhi.procedures.casework.assessing import prospects
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.naming import roles_for
from fazhi.procedures.casework.offering import FAR
from fazhi.procedures.casework.requests import Code, Request
from fazhi.procedures.language.steps import alternatives
from fazhi.procedures.pauses import PLACE

_NOT_ITS_TURN = FAR | {Code.NOT_APPLICABLE}


def first_open(case: Case, steps: Iterable[str], *, at: datetime) -> str | None:
    """The first of these steps whose turn it is in the case; None where it is that of none."""
    return next((each for each in steps if is_open(case, each, at=at)), None)


def is_open(case: Case, name: str, *, at: datetime) -> bool:
    """Whether the case, as it stands, has come to that step."""
    state = case.folded
    step = state.definition.steps.get(name)
    if step is None or case.closed_on is not None:
        return False
    request = Request(name, "", roles_for(state.definition, step), at.astimezone(PLACE).date())
    return not any(each.code in _NOT_ITS_TURN for each in prospects(state, request, context_for(case, at)).reasons)


def preceded_by(case: Case, name: str, *, answers: Iterable[str] = ()) -> Event | None:
    """The last act that a step comes after, or that is one of ``answers`` (``reply``, ``reply.granted``): the answer
    against which that step speaks.
    """
    step = case.definition.steps.get(name)
    before = {each.partition(".")[0] for group in alternatives(step.after) for each in group} if step else set()
    known = before | set(answers)
    return next(
        (each for each in reversed(case.folded.events) if known & {each.step, f"{each.step}.{each.result}"}), None
    )
