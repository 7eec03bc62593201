"""The procedure as a machine over abstract states: which acts are possible in a state, and to what state they lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fazhi.procedures.casework.context import Judge
from fazhi.procedures.conditions import Unknown
from fazhi.procedures.conditions.free_case import undecided
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.typing import ABOUT_THE_ACT
from fazhi.procedures.proving.acts import Act, Acts, Asked, Mask
from fazhi.procedures.proving.states import MOST_COUNTED, State, StateAnswers, condition_texts, layout_of

_TIMES = frozenset(ABOUT_THE_ACT) - {"result"}
"""What depends on the day and on what is attached: taken to be as the act needs it."""


class Machine:
    """Answers in one world of facts after the other. Without a world every fact is as the act needs it."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        judge = Judge(definition)
        compiled = [judge.compiled(text) for text in condition_texts(definition)]
        asks = frozenset[tuple[str, str]]().union(*(each.asks for each in compiled))
        read = frozenset[str]().union(*(each.names for each in compiled))
        self.layout = layout_of(definition, asks, read)
        made = Acts(definition, self.layout, judge)
        self.acts = tuple(made)
        self._deemed = tuple(self._deemings(made))
        self.settled = _settled(definition, self.acts)
        self._threads = {
            kind: (self.layout.thread_mask(kind), made.mask(thread.closes, kind).here)
            for kind, thread in definition.threads.items()
        }
        self._facts: Mapping[str, Any] | None = None
        self._kept: dict[tuple[object, ...], bool | None] = {}

    def suppose(self, facts: Mapping[str, Any] | None) -> None:
        """Sets the world in which questions are answered from now on."""
        self._facts = facts
        self._kept.clear()

    def moves(self, state: State) -> tuple[list[Act], bool]:
        """The acts that are possible, with suitable people, days and entries, and those that the law takes as done.

        Second: whether some act is refused only for what it enters itself in this world. Other facts are then
        entered, and what follows is another world's business.
        """
        if state.outcome:
            return [], False
        found: list[Act] = []
        elsewhere = False
        for act in self.acts:
            if self._in_turn(state, act) and self._lawful(state, act, free=True):
                if self._facts is None or self._lawful(state, act, free=False):
                    found.append(act)
                else:
                    elsewhere = True
        return found + [act for act in self._passing(state) if act not in found], elsewhere

    def _in_turn(self, state: State, act: Act) -> bool:
        if act.begins is bool(state.case) or act.once.stands(state):
            return False
        for group in act.after:
            if not group.stands(state):
                return False
        if state.blocked and not self._allowed(state.blocked, act):
            return False
        if act.thread is not None and act.opens is self._is_open(state, act.thread):
            return False
        return all(state.counts[place] < MOST_COUNTED for place in act.counts)

    def _lawful(self, state: State, act: Act, *, free: bool) -> bool:
        for when in act.whens:
            if self._holds(when, state, act, free) is False:
                return False
        for demand in act.demands:
            needed = demand.when is None or self._holds(demand.when, state, act, free) is True
            if needed and not demand.done.stands(state):
                return False
        for rule in act.rules:
            applies = rule.when is None or self._holds(rule.when, state, act, free) is True
            if applies and self._holds(rule.that, state, act, free) is False:
                return False
        return True

    @staticmethod
    def _allowed(blocked: int, act: Act) -> bool:
        first = blocked & -blocked
        return bool(act.allowed_in & first)

    def _is_open(self, state: State, kind: str) -> bool:
        own, closes = self._threads[kind]
        return bool(state.here & own) and not state.here & closes

    def _holds(self, asked_for: Asked, state: State, act: Act, free: bool) -> bool | None:
        """True, False (which the unknown is too), or None where the act itself decides.

        With ``free`` all that the act enters is as it needs it; else only what nothing looks at later.
        """
        key = (asked_for.text, act.number, free, asked_for.rests_on(state))
        if key not in self._kept:
            self._kept[key] = self._evaluated(asked_for, state, act, free)
        return self._kept[key]

    def _evaluated(self, asked_for: Asked, state: State, act: Act, free: bool) -> bool | None:
        facts: dict[str, Any] = {"result": act.result}
        for name in asked_for.compiled.names - {"result"}:
            bit = self.layout.fields.get(name)
            if self._facts is None or name in _TIMES or (name in act.asks and (free or name not in self.settled)):
                facts[name] = undecided(name)
            elif name in act.asks or bit is None:
                facts[name] = self._facts.get(name)
            elif state.filled & bit:
                facts[name] = self._facts.get(name) if name in self.settled else undecided(name)
        value = asked_for.compiled.evaluate(facts, StateAnswers(self.layout, state, act.thread))
        if isinstance(value, Unknown):
            return None if value.undecided else False
        return value is True

    def taken(self, state: State, act: Act) -> State:
        """The state after the act."""
        case, here, before = state.case, state.here, state.before
        if act.opens and act.thread is not None:
            own, _ = self._threads[act.thread]
            before, here = before | here & own, here & ~own
        for kind, mask in act.resets:
            if kind is None:
                case &= ~mask
            else:
                here &= ~mask
                before = before if kind == act.thread else before & ~mask
        if act.thread is None:
            case = case & ~act.over | act.own
        else:
            here = here & ~act.over | act.own
        # The case has begun, whether or not anything looks at its first step.
        case = case or 1 << len(self.layout.bits)
        counts = state.counts
        if act.counts or act.recounts:
            counts = tuple(
                (0 if place in act.recounts else count) + (place in act.counts) for place, count in enumerate(counts)
            )
        blocked = (state.blocked & ~act.ends) | (act.starts & ~state.blocked)
        return State(case, here, before, counts, state.filled | act.fills, blocked, act.close)

    def _passing(self, state: State) -> Iterator[Act]:
        return (act for act, begun, over in self._deemed if begun.stands(state) and not over.stands(state))

    def _deemings(self, made: Acts) -> Iterator[tuple[Act, Mask, Mask]]:
        """Steps that the law takes as done when a limit passes: after what, and until what."""
        for limit in self.definition.time_limits.values():
            if limit.deems is None:
                continue
            name, _, result = limit.deems.partition(".")
            thread = self.definition.steps[name].thread
            begun = made.mask(limit.start.any, thread)
            over = made.mask((*limit.end.any, *listed(limit.waived_by), limit.deems), thread)
            yield from ((act, begun, over) for act in self.acts if (act.step, act.result) == (name, result))


def _settled(definition: Definition, acts: tuple[Act, ...]) -> frozenset[str]:
    """Fields that a condition reads after the step that entered them, and that no other or repeated step can change."""
    found: dict[str, list[str]] = {}
    for name, step in definition.steps.items():
        for each in entered(definition, step):
            found.setdefault(each, []).append(name)
    repeated = {name for name, step in definition.steps.items() if step.repeat}
    read: dict[str, set[str]] = {}
    for act in acts:
        for condition in act.conditions:
            for name in condition.compiled.names:
                read.setdefault(name, set()).add(act.step)
    return frozenset(
        name
        for name, steps in found.items()
        if len(steps) == 1 and steps[0] not in repeated and read.get(name, set()) - set(steps)
    )
