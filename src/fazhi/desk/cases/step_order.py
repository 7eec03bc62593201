"""Which of the steps that may be taken people will most likely want: for their order on the page of a case."""

from __future__ import annotations

from enum import IntEnum

from fazhi.procedures.casework.offering import Option
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import alternatives


class Rank(IntEnum):
    """How near a step is at hand; the smaller, the nearer."""

    PRESSING = 0
    """It ends a limit that is running."""
    FOLLOWS = 1
    """The latest act made way for it, and it was not taken yet."""
    OPEN = 2
    """It was not taken yet, and is taken once."""
    SELDOM = 3
    """It was taken before, may be taken many times, or ends or halts the case."""


def rank_of(state: CaseState, option: Option, *, presses: bool) -> Rank:
    """Where a step that may be taken stands. `presses`: it ends a duty that is running."""
    drastic = is_drastic(state.definition, option)
    if presses:
        return Rank.SELDOM if drastic and _has_milder_end(state.definition, option) else Rank.PRESSING
    taken = bool(state.found(option.name, thread=option.thread))
    if drastic or taken:
        return Rank.SELDOM
    if _follows(state, option):
        return Rank.FOLLOWS
    return Rank.SELDOM if option.step.repeat else Rank.OPEN


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


def _has_milder_end(definition: Definition, option: Option) -> bool:
    """Whether the limits that the step ends name another step first: then it is the exception, not the way."""
    ends = [each.end.any for each in definition.time_limits.values()]
    own = [each for each in ends if any(_step(name) == option.name for name in each)]
    return all(_step(each[0]) != option.name for each in own)


def _step(reference: str) -> str:
    return reference.partition(".")[0]
