"""Seeks a way from one state to an act, nearest first: by how many acts the procedure's order puts between them."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from fazhi.procedures.proving.acts import Act
from fazhi.procedures.proving.machine import Machine
from fazhi.procedures.proving.states import State

_FAR = 99
_NEAR = 3


class Found(Enum):
    """Whether there is a way. UNSETTLED: none was found within the bound."""

    YES = "yes"
    NO = "no"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Sought:
    """The answer, the states on the way, and the act at its end with the state after it."""

    found: Found
    way: tuple[State, ...] = ()
    act: Act | None = None
    after: State | None = None


def distances(machine: Machine, goals: Iterable[Act]) -> tuple[int, ...]:
    """For every act, how many acts at least stand between it and one of the goals, going by what each looks at."""
    away = {goal.number: 0 for goal in goals}
    waiting = deque(machine.acts[number] for number in away)
    looks = [_looks_at(act) for act in machine.acts]
    while waiting:
        act = waiting.popleft()
        for before in machine.acts:
            if before.number not in away and before.own & looks[act.number]:
                away[before.number] = away[act.number] + 1
                waiting.append(before)
    return tuple(away.get(act.number, _FAR) for act in machine.acts)


def _looks_at(act: Act) -> int:
    masks = [*act.after, *(demand.done for demand in act.demands)]
    found = 0
    for mask in masks:
        found |= mask.case | mask.here | mask.anywhere
    for asked in act.conditions:
        found |= asked.case | asked.threads
    return found


def seek(
    machine: Machine,
    start: State,
    goal: Callable[[Act, State], bool],
    away: Sequence[int],
    most: int,
    *,
    elsewhere_is_enough: bool = False,
) -> Sought:
    """A way from ``start`` to an act (with the state after it) that is the goal, looking at ``most`` states at most.

    With ``elsewhere_is_enough`` an act that is possible in another world is a goal, too.
    """
    came_from: dict[State, State | None] = {start: None}
    waiting: list[tuple[int, int, State]] = [(0, 0, start)]
    looked = 0
    while waiting:
        if looked == most:
            return Sought(Found.UNSETTLED)
        looked += 1
        state = heapq.heappop(waiting)[2]
        moves, elsewhere = machine.moves(state)
        if elsewhere and elsewhere_is_enough:
            return Sought(Found.YES, _way(came_from, state))
        for act in moves:
            after = machine.taken(state, act)
            if goal(act, after):
                return Sought(Found.YES, _way(came_from, state), act, after)
            if after not in came_from:
                came_from[after] = state
                heapq.heappush(waiting, (away[act.number], len(came_from), after))
    return Sought(Found.NO)


def _way(came_from: dict[State, State | None], last: State) -> tuple[State, ...]:
    way = []
    on: State | None = last
    while on is not None:
        way.append(on)
        on = came_from[on]
    return tuple(way)


def reached(machine: Machine, goal: Act, states: Mapping[int, State], most: int) -> Sought:
    """A way to the goal: from the opening, else from a state after an act that comes shortly before it.

    ``states`` are states known to be reached, by the number of the act that led there.
    """
    away = distances(machine, [goal])

    def is_goal(act: Act, _: State) -> bool:
        return act.number == goal.number

    straight = seek(machine, machine.layout.start, is_goal, away, most)
    if straight.found is not Found.UNSETTLED:
        return straight
    near = sorted((number for number in states if 0 < away[number] <= _NEAR), key=lambda number: away[number])
    for number in near:
        found = seek(machine, states[number], is_goal, away, most // 10)
        if found.found is Found.YES:
            return found
    return straight
