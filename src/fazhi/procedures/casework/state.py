"""The state of a case: the fold of its events, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from fazhi.procedures.casework.events import Event
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition


@dataclass(frozen=True)
class CaseState:
    """What has been done in a case. Never changed: `taken` gives the state after one more event.

    ``data`` holds the fields of the case as JSON values, ``threads`` the kind and the fields of every thread.
    """

    definition: Definition
    events: tuple[Event, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    threads: Mapping[int, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    outcome: str = ""

    @property
    def opened_on(self) -> date | None:
        return self.events[0].on if self.events else None

    @cached_property
    def standing(self) -> dict[tuple[str, int], tuple[Event, ...]]:
        """The events that count, by step and thread: those that no later step has reset."""
        found: dict[tuple[str, int], tuple[Event, ...]] = {}
        for event in self.events:
            step = self.definition.steps[event.step]
            resets = listed(step.resets)
            if event.result:
                resets += listed(step.results[event.result].resets)
            for name in resets:
                same = (
                    self.definition.steps[name].thread is not None and self.definition.steps[name].thread == step.thread
                )
                for key in [key for key in found if key[0] == name and (not same or key[1] == event.thread)]:
                    del found[key]
            key = (event.step, event.thread)
            # A step that is not repeated is only taken again for a new round, and the new round is what counts.
            found[key] = (*found.get(key, ()), event) if step.repeat else (event,)
        return found

    def found(self, reference: str, *, thread: int = 0) -> tuple[Event, ...]:
        """The standing events of ``step`` or ``step.result``, in the order they were entered.

        ``thread`` is the one the question is asked from: a step of the same kind is looked for in that one only.
        """
        name, _, result = reference.partition(".")
        kind = self.definition.steps[name].thread
        if kind is None:
            events = self.standing.get((name, 0), ())
        elif thread and self.threads.get(thread, ("",))[0] == kind:
            events = self.standing.get((name, thread), ())
        else:
            keys = sorted(key for key in self.standing if key[0] == name)
            events = tuple(sorted((event for key in keys for event in self.standing[key]), key=lambda each: each.seq))
        return tuple(event for event in events if event.result == result) if result else events

    def done(self, reference: str, *, thread: int = 0) -> bool:
        return bool(self.found(reference, thread=thread))

    def taken_by(self, step: str) -> frozenset[str]:
        """Everyone who ever took a step, resets notwithstanding: who has investigated does not review."""
        return frozenset(event.by for event in self.events if event.step == step)

    def open_threads(self, kind: str | None = None) -> tuple[int, ...]:
        """The numbers of the threads that are not closed yet."""
        return tuple(
            number
            for number, (name, _) in self.threads.items()
            if (kind is None or name == kind)
            and not any(self.done(reference, thread=number) for reference in self.definition.threads[name].closes)
        )

    def facts_of(self, thread: int) -> Mapping[str, Any]:
        """The fields as a step of a thread sees them: those of the case and its own."""
        return {**self.data, **self.threads[thread][1]} if thread in self.threads else self.data

    def taken(self, event: Event, given: Mapping[str, Any]) -> CaseState:
        """The state after ``event``, which gave the fields ``given``."""
        step = self.definition.steps[event.step]
        data, threads = self.data, self.threads
        if step.thread is None:
            data = self._merged(data, given)
        else:
            own = threads.get(event.thread, (step.thread, {}))[1]
            threads = {**threads, event.thread: (step.thread, self._merged(own, given))}
        outcome = (step.results[event.result].close if event.result else None) or step.close or ""
        return CaseState(
            self.definition,
            (*self.events, event),
            data,
            threads,
            self.barred | self._barred_by(step.bars, given),
            outcome,
        )

    def _barred_by(self, name: str | None, given: Mapping[str, Any]) -> frozenset[str]:
        people = given.get(name) if name else None
        if isinstance(people, Mapping):
            people = [people]
        return frozenset(str(person.get("id", "")) for person in people or ())

    def _merged(self, old: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        merged = dict(old)
        for name, value in given.items():
            adds = self.definition.fields[name].accumulate and isinstance(value, list)
            merged[name] = [*merged.get(name, ()), *value] if adds else value
        return merged

    def to_json(self) -> dict[str, Any]:
        """What is kept beside the fields of the case."""
        return {
            "events": [event.to_json() for event in self.events],
            "threads": {str(number): [name, dict(data)] for number, (name, data) in self.threads.items()},
            "barred": sorted(self.barred),
        }

    @classmethod
    def from_json(
        cls, definition: Definition, kept: Mapping[str, Any], data: Mapping[str, Any], outcome: str
    ) -> CaseState:
        return cls(
            definition,
            tuple(Event.from_json(each) for each in kept["events"]),
            data,
            {int(number): (name, own) for number, (name, own) in kept["threads"].items()},
            frozenset(kept["barred"]),
            outcome,
        )


def fold(definition: Definition, acts: Sequence[tuple[Event, Mapping[str, Any]]]) -> CaseState:
    """The state that a case's acts lead to."""
    state = CaseState(definition)
    for event, given in acts:
        state = state.taken(event, given)
    return state
