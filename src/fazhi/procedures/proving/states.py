"""Abstract states of a case: only what some step, limit or condition of the procedure looks at.

A state is a tuple of whole numbers, so that many thousands can be kept and compared: which steps (with which result)
stand, those of the thread that is open and of threads before it, how often steps were taken that a condition counts,
which fields are filled in, and which intervals stop the case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fazhi.procedures.conditions.free_case import undecided
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.names import after_references
from fazhi.procedures.language.steps import parts_of
from fazhi.procedures.language.typing import stated_conditions

MOST_COUNTED = 3
"""How often a step is taken at most where a condition counts it."""


class State(NamedTuple):
    """What stands. ``here`` are the steps of the threads that are open, ``before`` those of threads already closed."""

    case: int = 0
    here: int = 0
    before: int = 0
    counts: tuple[int, ...] = ()
    filled: int = 0
    blocked: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which bit of a state means what."""

    definition: Definition
    bits: dict[tuple[str, str], int]
    """The bit of each ``(step, result)`` that something looks at; the same number serves case and threads."""
    counted: dict[str, int]
    """The place of each reference that a condition counts."""
    fields: dict[str, int]
    """The bit of each field that a condition reads."""
    intervals: tuple[str, ...]
    """Intervals that stop the case, by their bit."""
    _masks: dict[str, int] = field(default_factory=dict)

    @property
    def start(self) -> State:
        return State(counts=(0,) * len(self.counted))

    def mask(self, reference: str) -> int:
        """The bits of which one must stand for ``step`` or ``step.result`` to be done."""
        if reference not in self._masks:
            name, _, result = reference.partition(".")
            bits = (bit for (step, each), bit in self.bits.items() if step == name and result in ("", each))
            self._masks[reference] = sum(bits)
        return self._masks[reference]

    def thread_mask(self, kind: str) -> int:
        """The bits of all steps of one kind of thread."""
        steps = {name for name, step in self.definition.steps.items() if step.thread == kind}
        return sum(bit for (step, _), bit in self.bits.items() if step in steps)

    def done(self, state: State, reference: str, *, thread: str | None = None) -> bool:
        """Whether a step stands, as a step of ``thread`` (None: of the case) sees it."""
        kind = self.definition.steps[reference.partition(".")[0]].thread
        mask = self.mask(reference)
        if kind is None:
            return bool(state.case & mask)
        return bool((state.here if kind == thread else state.here | state.before) & mask)

    def is_open(self, state: State, kind: str) -> bool:
        """Whether a thread of the kind is open."""
        if not state.here & self.thread_mask(kind):
            return False
        closes = self.definition.threads[kind].closes
        return not any(self.done(state, reference, thread=kind) for reference in closes)


def layout_of(definition: Definition, asks: frozenset[tuple[str, str]], fields: frozenset[str]) -> Layout:
    """The layout for a procedure whose conditions ask ``asks`` about the case and read ``fields``."""
    seen = _observed(definition) | {about for question, about in asks if question != "open"}
    # The steps that open and close a thread are always looked at: by their thread.
    seen |= {each for thread in definition.threads.values() for each in (thread.opens, *thread.closes)}
    steps = {reference.partition(".")[0] for reference in seen}
    pairs = [
        (name, result)
        for name, step in definition.steps.items()
        if name in steps or any(each.resets for each in parts_of(step))
        for result in (step.results or ("",))
    ]
    counted = sorted(about for question, about in asks if question == "count")
    return Layout(
        definition,
        {pair: 1 << number for number, pair in enumerate(pairs)},
        {reference: number for number, reference in enumerate(counted)},
        {name: 1 << number for number, name in enumerate(sorted(fields & definition.fields.keys()))},
        tuple(name for name, interval in definition.intervals.items() if interval.allows is not None),
    )


def _observed(definition: Definition) -> set[str]:
    seen: set[str] = set()
    for step in definition.steps.values():
        seen |= {reference for _, reference in after_references(step, ())} | set(listed(step.unless))
        for part in parts_of(step):
            seen |= {each for requirement in part.requires for each in requirement.any}
    for limit in definition.time_limits.values():
        if limit.deems:
            seen |= {limit.deems, *limit.start.any, *limit.end.any, *listed(limit.waived_by)}
    return seen


@dataclass(frozen=True, slots=True)
class StateAnswers:
    """Answers what a condition asks about the case from an abstract state; days and persons stay open."""

    layout: Layout
    state: State
    thread: str | None

    def done(self, reference: str) -> bool:
        return self.layout.done(self.state, reference, thread=self.thread)

    def count(self, reference: str) -> int:
        return self.state.counts[self.layout.counted[reference]]

    def on(self, reference: str) -> Any:
        return undecided(f"on('{reference}')") if self.done(reference) else None

    def by(self, reference: str) -> Any:
        return undecided(f"by('{reference}')") if self.done(reference) else None

    def open(self, kind: str) -> int:
        return int(self.layout.is_open(self.state, kind))


def condition_texts(definition: Definition) -> frozenset[str]:
    """The texts of all conditions that decide what may be done; named ones are written out where they are used."""
    return frozenset(stated.text for stated in stated_conditions(definition) if stated.place[0] == "steps")
