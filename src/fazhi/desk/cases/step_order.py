"""Which of the steps that may be taken people will most likely want: for their order on the page of a case."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from fazhi.procedures.casework.offering import Option
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import TimeLimit
from fazhi.procedures.language.steps import alternatives


class Rank(IntEnum):
    """How near a step is at hand; the smaller, the nearer."""

    PRESSING = 0
    """It ends a limit that is running."""
    FOLLOWS = 1
    """The latest act made way for it, and it was not taken yet."""
    OPEN = 2
    """It was not taken yet, and what the law sets a limit for waits for it."""
    SELDOM = 3
    """Nothing waits for it, or it was taken before, or it ends or halts the case."""


def rank_of(state: CaseState, option: Option, *, presses: Sequence[TimeLimit]) -> Rank:
    """Where a step that may be taken stands. `presses`: the running duties that it ends.

    A limit names first the step that it is for; the others end it by the way 终止、驳回, and nobody is led to them.
    """
    drastic, follows = is_drastic(state.definition, option), _follows(state, option)
    if presses:
        own = any(_step(limit.end.any[0]) == option.name for limit in presses)
        return Rank.PRESSING if own else (Rank.FOLLOWS if follows else Rank.SELDOM)
    if drastic or state.found(option.name, thread=option.thread):
        return Rank.SELDOM
    if follows:
        return Rank.FOLLOWS
    return Rank.OPEN if option.name in _awaited(state.definition) and not _opens(state, option) else Rank.SELDOM


def _awaited(definition: Definition) -> set[str]:
    """The way to the steps that limits are for: what they come after or require, and so on back."""
    wanted = [_step(limit.end.any[0]) for limit in definition.time_limits.values()]
    found: set[str] = set()
    while wanted:
        step = definition.steps[wanted.pop()]
        requires = [*step.requires, *(each for result in step.results.values() for each in result.requires)]
        groups = [*alternatives(step.after), *(each.any for each in requires)]
        before = {_step(reference) for group in groups for reference in group} - found
        found |= before
        wanted += before
    return found


def is_usual(state: CaseState, option: Option, rank: Rank) -> bool:
    """Whether the button of a step may stand out: it neither closes nor halts the case, and is not an extra."""
    if is_drastic(state.definition, option):
        return False
    return rank is Rank.PRESSING or (rank is Rank.FOLLOWS and not option.step.repeat and not _opens(state, option))


def is_drastic(definition: Definition, option: Option) -> bool:
    """Whether the step, with every result it may have now, closes the case or brings it to a standstill 中止."""
    step, name = option.step, option.name
    halts = {
        each for interval in definition.intervals.values() if interval.allows is not None
        for each in listed(interval.from_)
    }  # fmt: skip
    if step.close or name in halts:
        return True
    ways = [each.name for each in option.results if each.allowed] or list(step.results)
    return bool(ways) and all(step.results[each].close or f"{name}.{each}" in halts for each in ways)


def _follows(state: CaseState, option: Option) -> bool:
    """Whether the latest act is one of those that the step comes after."""
    last = state.events[-1]
    if last.thread not in (0, option.thread):
        return False
    latest = {last.step, f"{last.step}.{last.result}"}
    return any(latest & set(group) for group in alternatives(option.step.after))


def _opens(state: CaseState, option: Option) -> bool:
    kind = option.step.thread
    return kind is not None and state.definition.threads[kind].opens == option.name


def _step(reference: str) -> str:
    return reference.partition(".")[0]
