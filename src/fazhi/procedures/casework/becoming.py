"""How a request becomes an event: which thread it belongs to, and which of its values limits will look at."""

from __future__ import annotations

from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.per_definition import per_definition
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered


def next_event(state: CaseState, request: Request, *, seq: int) -> Event:
    """The event that a request becomes when it is taken; a step that opens a thread gives it the next number."""
    step = state.definition.steps[request.step]
    thread = 0
    if step.thread is not None:
        opens = state.definition.threads[step.thread].opens == request.step
        thread = max(state.threads, default=0) + 1 if opens else request.thread
    marks = {name: request.data[name] for name in marked_fields(state.definition) if name in request.data}
    return Event(seq, request.step, request.result, thread, request.by, request.on, request.at, marks)


@per_definition
def marked_fields(definition: Definition) -> frozenset[str]:
    """The fields that limits count from or are extended by: events keep their values."""
    return frozenset(
        name
        for limit in definition.time_limits.values()
        for name in (limit.start.on, limit.end.on, *(each.within for each in limit.extensions))
        if name and name in definition.fields
    )


def asked_anew(definition: Definition, name: str) -> frozenset[str]:
    """The fields that a repeated step asks each time: those that no other step asks are facts of the act alone.

    What the first inquiry said about its record does not speak for the second.
    """
    return _asked_anew(definition).get(name, frozenset())


@per_definition
def _asked_anew(definition: Definition) -> dict[str, frozenset[str]]:
    by_step = {name: entered(definition, step) for name, step in definition.steps.items()}
    return {
        name: frozenset(
            field
            for field in by_step[name]
            if not definition.fields[field].accumulate
            and not any(field in others for other, others in by_step.items() if other != name)
        )
        for name, step in definition.steps.items()
        if step.repeat
    }
