"""How a request becomes an event: which thread it belongs to, and which of its values limits will look at."""

from __future__ import annotations

from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import Step


def next_event(state: CaseState, request: Request, *, seq: int) -> Event:
    """The event that a request becomes when it is taken; a step that opens a thread gives it the next number."""
    step = state.definition.steps[request.step]
    thread = 0
    if step.thread is not None:
        opens = state.definition.threads[step.thread].opens == request.step
        thread = max(state.threads, default=0) + 1 if opens else request.thread
    marks = {name: request.data[name] for name in marked_fields(state.definition) if name in request.data}
    return Event(seq, request.step, request.result, thread, request.by, request.on, request.at, marks)


_marked: dict[int, tuple[Definition, frozenset[str]]] = {}


def marked_fields(definition: Definition) -> frozenset[str]:
    """The fields that limits count from or are extended by: events keep their values."""
    kept = _marked.get(id(definition))
    if kept is None or kept[0] is not definition:
        names = {
            name
            for limit in definition.time_limits.values()
            for name in (limit.start.on, limit.end.on, *(each.within for each in limit.extensions))
            if name in definition.fields
        }
        kept = (definition, frozenset(name for name in names if name))
        _marked[id(definition)] = kept
    return kept[1]


_anew: dict[int, tuple[Definition, dict[str, frozenset[str]]]] = {}


def asked_anew(definition: Definition, name: str) -> frozenset[str]:
    """The fields that a repeated step asks each time: those that no other step asks are facts of the act alone.

    What the first inquiry said about its record does not speak for the second.
    """
    kept = _anew.get(id(definition))
    if kept is None or kept[0] is not definition:
        asked = {each: fields_of(step) for each, step in definition.steps.items()}
        anew = {
            each: frozenset(
                field
                for field in asked[each]
                if not definition.fields[field].accumulate
                and not any(field in others for other, others in asked.items() if other != each)
            )
            for each, step in definition.steps.items()
            if step.repeat
        }
        kept = (definition, anew)
        _anew[id(definition)] = kept
    return kept[1].get(name, frozenset())


def fields_of(step: Step) -> frozenset[str]:
    """Everything that a step may ask, whatever its result."""
    asked = {*step.collect, *step.offer}
    for result in step.results.values():
        asked |= {*result.collect, *result.offer}
    return frozenset(asked)
