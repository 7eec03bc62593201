"""Which instruments 文书 an act makes."""

from __future__ import annotations

from fazhi.procedures.casework.context import Context, Parameters, judge_of
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import listed


def papers_of(state: CaseState, request: Request, context: Context) -> tuple[str, ...]:
    """The instruments of the step that are due with what the act says. ``state`` is the case before the act."""
    definition = state.definition
    found = []
    for name in listed(definition.steps[request.step].instrument):
        when = definition.instruments[name].when
        if when is not None:
            about = about_act(
                on=request.on, result=request.result, attachments=request.attachments, opened_on=state.opened_on
            )
            parameters = Parameters(definition, context.parameters, request.on)
            facts = Facts(state, parameters, act=about, thread=request.thread, given=request.data)
            if judge_of(definition).ask(when, facts, CaseAnswers(state, request.thread), context.calendar) is not True:
                continue
        found.append(name)
    return tuple(found)
