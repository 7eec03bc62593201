"""Walks a procedure through the states it can come into, as far as a bound allows, and finds those it cannot leave.

What few walks have done comes first, so that a bound cuts off repetitions rather than whole branches.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from fazhi.procedures.proving.acts import Act
from fazhi.procedures.proving.machine import Machine
from fazhi.procedures.proving.seeking import Found, distances, seek
from fazhi.procedures.proving.states import State

_PROBE = 400
"""How many states are looked at to find a way to close the case from one where the walk was cut off."""
_PROBED = 100
"""From how many states where the walk was cut off a way is sought; the others are open ends."""


@dataclass
class Walked:
    """What one walk found. ``cut_off`` states were not walked on from; ways out were sought from ``probed`` of them.

    ``open_ends`` are those of the probed for which a way out was neither found nor excluded within the bound.
    """

    states: int = 0
    complete: bool = True
    reached: dict[int, State] = field(default_factory=dict)
    """For each act that was taken, by its number, a state after it."""
    stuck: list[tuple[str, ...]] = field(default_factory=list)
    """Ways into states from which the case cannot be closed, as titles of the acts."""
    cut_off: int = 0
    probed: int = 0
    open_ends: int = 0
    unproven: int = 0
    """States walked on from that lead on only to open ends and to states that were not probed."""


@dataclass
class _Graph:
    came_from: dict[State, tuple[State, Act] | None] = field(default_factory=dict)
    back: dict[State, list[State]] = field(default_factory=dict)
    waiting: list[tuple[int, int, State]] = field(default_factory=list)
    elsewhere: list[State] = field(default_factory=list)


def walk(machine: Machine, most: int) -> Walked:
    """From the opening, expanding at most ``most`` states."""
    found = Walked()
    graph = _Graph({machine.layout.start: None}, {}, [(0, 0, machine.layout.start)])
    times: Counter[int] = Counter()
    while graph.waiting and found.states < most:
        state = heapq.heappop(graph.waiting)[2]
        found.states += 1
        moves, elsewhere = machine.moves(state)
        if elsewhere:
            graph.elsewhere.append(state)
        for act in moves:
            after = machine.taken(state, act)
            found.reached.setdefault(act.number, after)
            _arrive(graph, times, state, act, after)
    found.complete = not graph.waiting
    closed = (state for state in graph.came_from if state.outcome)
    closable = _reaching((*closed, *graph.elsewhere), graph.back)
    cut_off = [state for _, _, state in sorted(graph.waiting)]
    found.cut_off = len(cut_off)
    trapped = _probe(machine, cut_off, closable, found)
    _prove_rest(machine, graph, set(cut_off), closable)
    # States before a cut-off one that can be closed can be closed, too.
    closable = _reaching(closable, graph.back)
    cut = _reaching((state for state in cut_off if state not in closable and state not in trapped), graph.back)
    stuck = [state for state in graph.came_from if state not in closable and state not in cut]
    found.stuck = _ways(graph.came_from, stuck)
    ahead = set(cut_off)
    found.unproven = sum(state not in closable and state not in ahead for state in graph.came_from) - len(stuck)
    return found


def _arrive(graph: _Graph, times: Counter[int], state: State, act: Act, after: State) -> None:
    if after == state:
        return
    graph.back.setdefault(after, []).append(state)
    if after in graph.came_from:
        return
    graph.came_from[after] = (state, act)
    if not after.outcome:
        times[act.number] += 1
        heapq.heappush(graph.waiting, (times[act.number], len(graph.came_from), after))


def _reaching(goals: Iterable[State], back: dict[State, list[State]]) -> set[State]:
    """The states from which one of the goals can be reached."""
    reached = set(goals)
    waiting = list(reached)
    while waiting:
        for before in back.get(waiting.pop(), ()):
            if before not in reached:
                reached.add(before)
                waiting.append(before)
    return reached


def _probe(machine: Machine, cut_off: list[State], closable: set[State], found: Walked) -> set[State]:
    """Looks for ways to close the case from states where the walk was cut off; adds what lies on them to ``closable``.

    Gives the states from which there is no way.
    """
    away = distances(machine, [act for act in machine.acts if act.close])
    waiting = [state for state in cut_off if state not in closable]
    found.probed = len(cut_off) - len(waiting)
    trapped: set[State] = set()
    for start in waiting[:: max(1, len(waiting) // _PROBED)]:
        way = seek(
            machine,
            start,
            lambda _, after: bool(after.outcome) or after in closable,
            away,
            _PROBE,
            elsewhere_is_enough=True,
        )
        closable.update(way.way)
        found.probed += 1
        found.open_ends += way.found is Found.UNSETTLED
        if way.found is Found.NO:
            trapped.add(start)
    return trapped


def _prove_rest(machine: Machine, graph: _Graph, cut_off: set[State], closable: set[State]) -> None:
    """Seeks a way to close the case from every state walked on from for which none is known yet."""
    away = distances(machine, [act for act in machine.acts if act.close])
    closable |= _reaching(closable, graph.back)
    for start in graph.came_from:
        if start not in closable and start not in cut_off:
            way = seek(
                machine,
                start,
                lambda _, after: bool(after.outcome) or after in closable,
                away,
                _PROBE,
                elsewhere_is_enough=True,
            )
            closable.update(way.way)


def _ways(came_from: dict[State, tuple[State, Act] | None], stuck: list[State]) -> list[tuple[str, ...]]:
    """Ways into the stuck states: only entrances, since what follows is stuck for the same reason."""
    inside = set(stuck)
    entrances = [state for state in stuck if (step := came_from[state]) is None or step[0] not in inside]
    return sorted((_way(came_from, state) for state in entrances), key=len)


def _way(came_from: dict[State, tuple[State, Act] | None], state: State) -> tuple[str, ...]:
    titles: list[str] = []
    step = came_from[state]
    while step is not None:
        titles.append(step[1].title)
        step = came_from[step[0]]
    return tuple(reversed(titles))
