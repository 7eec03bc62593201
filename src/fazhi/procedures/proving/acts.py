"""Acts of the abstract walk: what each step, with each of its results, needs and does, as bits of the state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fazhi.procedures.casework.context import Judge
from fazhi.procedures.conditions import Compiled
from fazhi.procedures.language.basis import Breach, listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.steps import Result, Step, alternatives
from fazhi.procedures.proving.states import Layout, State


class Mask(NamedTuple):
    """Bits of which one must stand: among the steps of the case, of the open threads, of all threads."""

    case: int = 0
    here: int = 0
    anywhere: int = 0

    def stands(self, state: State) -> bool:
        return bool(state.case & self.case or state.here & self.here or (state.here | state.before) & self.anywhere)


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition as one act asks it, and the part of a state on which its answer rests."""

    text: str
    compiled: Compiled
    filled: int
    case: int
    threads: int
    counts: tuple[int, ...]

    def rests_on(self, state: State) -> tuple[object, ...]:
        """Equal for states in which the answer is the same."""
        return (
            state.filled & self.filled,
            state.case & self.case,
            state.here & self.threads,
            state.before & self.threads,
            tuple(state.counts[place] for place in self.counts),
        )


@dataclass(frozen=True, slots=True)
class Demand:
    """A required step, in the cases that ``when`` names."""

    done: Mask
    when: Asked | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule that makes the act invalid when it is broken."""

    that: Asked
    when: Asked | None


@dataclass(frozen=True, slots=True)
class Act:
    """A step with one of its results."""

    number: int
    step: str
    result: str
    title: str
    thread: str | None
    begins: bool
    opens: bool
    once: Mask
    """Steps that must not stand: itself where it is not repeated, and what excludes it."""
    after: tuple[Mask, ...]
    whens: tuple[Asked, ...]
    demands: tuple[Demand, ...]
    rules: tuple[Kept, ...]
    resets: tuple[tuple[str | None, int], ...]
    """Thread and bits of each step that has to be done again."""
    own: int
    over: int
    """Bits of the same step's earlier rounds, in whose place this one stands."""
    asks: frozenset[str]
    fills: int
    close: str
    counts: tuple[int, ...]
    recounts: tuple[int, ...]
    starts: int
    """Intervals that it begins, as bits."""
    ends: int
    allowed_in: int

    @property
    def conditions(self) -> tuple[Asked, ...]:
        """Every condition that decides whether the act is possible."""
        return (
            *self.whens,
            *(demand.when for demand in self.demands if demand.when),
            *(rule.that for rule in self.rules),
            *(rule.when for rule in self.rules if rule.when),
        )


def references(step: str, result: str) -> frozenset[str]:
    """How other parts may speak of a step taken with a result."""
    return frozenset((step, f"{step}.{result}"))


@dataclass(frozen=True, slots=True)
class Acts:
    """Makes the acts of a definition ready."""

    definition: Definition
    layout: Layout
    judge: Judge

    def __iter__(self) -> Iterator[Act]:
        number = 0
        for name, step in self.definition.steps.items():
            for key in step.results or ("",):
                yield self._act(number, name, step, key, step.results.get(key))
                number += 1

    def _act(self, number: int, name: str, step: Step, key: str, result: Result | None) -> Act:
        thread = step.thread
        opens = thread is not None and self.definition.threads[thread].opens == name
        once = (() if step.repeat or opens else self._final(name, step)) + listed(step.unless)
        parts: list[Step | Result] = [step, result] if result else [step]
        asks = entered(self.definition, step, key or None)
        resets = [each for part in parts for each in listed(part.resets)]
        return Act(
            number=number,
            step=name,
            result=key,
            title=f"{step.title}·{result.title}" if result else step.title,
            thread=thread,
            begins=step.after is None,
            opens=opens,
            once=self.mask(once, thread),
            after=tuple(self.mask(group, thread) for group in alternatives(step.after)),
            whens=tuple(self._asked(part.when, thread) for part in parts if part.when),
            demands=tuple(
                Demand(self.mask(each.any, thread), self._asked(each.when, thread) if each.when else None)
                for part in parts
                for each in part.requires
                if each.breach is Breach.INVALID
            ),
            rules=tuple(
                Kept(self._asked(each.that, thread), self._asked(each.when, thread) if each.when else None)
                for part in parts
                for each in part.rules
                if each.breach is Breach.INVALID
            ),
            resets=tuple((self.definition.steps[each].thread, self.layout.mask(each)) for each in resets),
            own=self.layout.bits.get((name, key), 0),
            over=0 if step.repeat else self.layout.mask(name),
            asks=asks,
            fills=sum(self.layout.fields.get(each, 0) for each in asks),
            close=(result.close if result else None) or step.close or "",
            counts=tuple(self._places(references(name, key))),
            recounts=tuple(place for each, place in self.layout.counted.items() if each.partition(".")[0] in resets),
            starts=self._intervals(name, key, "from_"),
            ends=self._intervals(name, key, "to"),
            allowed_in=self._intervals(name, key, "allows"),
        )

    @staticmethod
    def _final(name: str, step: Step) -> tuple[str, ...]:
        """What of the step itself bars it: not a result that has other steps taken again, which opens a next round."""
        if not step.results:
            return (name,)
        return tuple(f"{name}.{key}" for key, result in step.results.items() if not listed(result.resets))

    def mask(self, names: Iterable[str], thread: str | None) -> Mask:
        """One of these references, as a step of ``thread`` sees them."""
        case = here = anywhere = 0
        for reference in names:
            kind = self.definition.steps[reference.partition(".")[0]].thread
            bits = self.layout.mask(reference)
            if kind is None:
                case |= bits
            elif kind == thread:
                here |= bits
            else:
                anywhere |= bits
        return Mask(case, here, anywhere)

    def _asked(self, text: str, thread: str | None) -> Asked:
        compiled = self.judge.compiled(text)
        mask = self.mask((about for question, about in compiled.asks if question != "open"), thread)
        threads = mask.here | mask.anywhere
        for question, about in compiled.asks:
            if question == "open":
                threads |= self.layout.thread_mask(about)
        counts = tuple(self.layout.counted[about] for question, about in compiled.asks if question == "count")
        filled = sum(self.layout.fields.get(name, 0) for name in compiled.names)
        return Asked(text, compiled, filled, mask.case, threads, counts)

    def _places(self, names: frozenset[str]) -> Iterator[int]:
        return (place for each, place in self.layout.counted.items() if each in names)

    def _intervals(self, step: str, result: str, key: str) -> int:
        names = references(step, result)
        found = 0
        for number, interval in enumerate(self.layout.intervals):
            if names & set(listed(getattr(self.definition.intervals[interval], key))):
                found |= 1 << number
        return found
