"""Options 可办事项: every step of a procedure as it stands now, for one person, allowed or with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fazhi.procedures.casework.assessing import prospects
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.requests import Code, Reason, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.steps import Step

FAR = frozenset({Code.ORDER, Code.ALREADY_DONE, Code.EXCLUDED, Code.THREAD, Code.NOT_OPENED, Code.CASE_CLOSED})
"""Reasons that only say it is not this step's turn; the others say what is in the way."""


@dataclass(frozen=True)
class ResultOption:
    """One way a step may end now."""

    name: str
    title: str
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Option:
    """One step that may be taken, or why it may not. ``thread`` names the thread it belongs to (0: the case)."""

    name: str
    step: Step
    thread: int
    reasons: tuple[Reason, ...]
    results: tuple[ResultOption, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def near(self) -> bool:
        """Whether people should see it: it is this step's turn, or nothing but a mendable reason is in the way."""
        return not any(reason.code in FAR for reason in self.reasons)


def options(state: CaseState, context: Context, *, by: str, roles: frozenset[str], on: date) -> tuple[Option, ...]:
    """All steps in the order of the file; a step of a thread once for each open one."""
    found: list[Option] = []
    for name, step in state.definition.steps.items():
        requests = (Request(name, by, roles, on, thread=thread) for thread in _threads(state, name, step))
        found += [_option(state, context, request, step) for request in requests]
    return tuple(found)


def _threads(state: CaseState, name: str, step: Step) -> tuple[int, ...]:
    if step.thread is None or state.definition.threads[step.thread].opens == name:
        return (0,)
    return state.open_threads(step.thread) or (0,)


def _option(state: CaseState, context: Context, request: Request, step: Step) -> Option:
    answer = prospects(state, request, context)
    if answer.reasons or not step.results:
        return Option(request.step, step, request.thread, answer.reasons)
    results = tuple(
        ResultOption(
            name,
            result.title,
            prospects(
                state,
                Request(request.step, request.by, request.roles, request.on, result=name, thread=request.thread),
                context,
            ).reasons,
        )
        for name, result in step.results.items()
    )
    # Where every result is refused for one and the same reason, the step as a whole is.
    if all(result.reasons for result in results):
        return Option(request.step, step, request.thread, results[0].reasons, results)
    return Option(request.step, step, request.thread, (), results)
