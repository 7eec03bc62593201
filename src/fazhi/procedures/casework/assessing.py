"""Assesses an act before it is taken: what stands against it, and what it would raise.

The checks go from the coarse to the fine, and everything of one kind is told at once: somebody who lacks three papers
hears of all three. Where an earlier check fails, the later ones would only repeat it in other words.
"""

from __future__ import annotations

from fazhi.procedures.casework.contents import Act
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.requests import Answer, Code, Reason, Request
from fazhi.procedures.casework.state import CaseState


def assess(state: CaseState, request: Request, context: Context) -> Answer:
    """Whether the act may be taken, with every reason against it, or the findings it raises."""
    step = state.definition.steps.get(request.step)
    if step is None:
        return Answer((Reason(Code.UNKNOWN_STEP, f"本程序没有步骤“{request.step}”。"),))
    act = Act(state, request, context, step)
    for check in (act.place, act.order, act.content):
        reasons = tuple(check())
        if reasons:
            return Answer(reasons)
    return Answer((), tuple(act.raised()))


def prospects(state: CaseState, request: Request, context: Context) -> Answer:
    """Like `assess` before anything is filled in: only what is known already can stand against the act.

    Rules on fields that the step itself collects cannot be judged yet and are left out.
    """
    step = state.definition.steps[request.step]
    act = Act(state, request, context, step, filled=False)
    for check in (act.place, act.order, act.content):
        reasons = tuple(check())
        if reasons:
            return Answer(reasons)
    return Answer()
