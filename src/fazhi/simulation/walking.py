"""The walk of one case: what an officer would do next, given how things are usually done and what the engine allows.

A walk knows the state of its case and nothing of the database. It proposes a move that `assess` allows; whoever takes
it tells the walk the new state. Refusals are used the way people use them: another colleague where the person may
not, the step that is missing first, another entry where one does not fit, and waiting where a window has to pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from fazhi.catalog.sample_simulation import Names, ProcedureHabits
from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import clocks, deemed
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.entries import fit_all
from fazhi.procedures.casework.naming import roles_for
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.steps import alternatives
from fazhi.simulation.agenda import PLAIN, Agenda, Wish, closes
from fazhi.simulation.cast import Body, Officer
from fazhi.simulation.inventing import Entries, Inventor, Scene
from fazhi.simulation.moves import Move, Slip, Stuck, Wait

TRIES = 10
"""How often an entry is mended before another way is looked for."""
PATIENCE = 6
"""How often a step waits for others that it requires, before another result of it is tried."""
LONGEST = 45
"""Acts after which nothing is improvised any more: such a case is left lying."""
PEOPLE = frozenset({Code.ACTOR, Code.SEPARATION, Code.BARRED})
ENTERED = frozenset({Code.ENTRY, Code.FIELD, Code.RULE, Code.DATE, Code.LIMIT})


@dataclass
class Walk:
    """One case on its way. ``state`` is the case so far; ``parameters`` are the jurisdiction's own values."""

    definition: Definition
    habits: ProcedureHabits
    names: Names
    body: Body
    chance: Random
    opens_on: date
    parameters: Mapping[str, Any] = field(default_factory=dict)
    pair: tuple[Officer, ...] = ()
    """The officers who carry on the case; drawn from the body where nobody is named."""
    entries: Entries | None = None
    """The entries of a register that can be chosen; None: they are made up."""
    state: CaseState = field(init=False)
    improvised: int = 0
    _needed: list[str] = field(default_factory=list)
    _asked: Counter[str] = field(default_factory=Counter)
    _waits: int = 0

    def __post_init__(self) -> None:
        self.state = CaseState(self.definition)
        self._agenda = Agenda(self.definition, self.habits.steps, self.chance)
        self.pair = self.pair or self._drawn_pair()
        fitting = [each for each in self.habits.matters if not each.bodies or self.body.key in each.bodies]
        own = [each for each in fitting if self.body.key in each.bodies]
        matter = self.chance.choice(own or fitting).texts if fitting else {}
        self.inventor = Inventor(
            self.chance, self.names, self.habits.fields, matter, self.body, self.pair, self.entries
        )

    def _drawn_pair(self) -> tuple[Officer, ...]:
        carded = self.body.carded(self.opens_on)
        able = list(carded if len(carded) > 1 else self.body.with_role(("handler",)))
        return tuple(self.chance.sample(able, min(2, len(able))))

    # -- what next -----------------------------------------------------------------------------------------------

    def next(self, at: datetime, *, on: date | None = None) -> Move | Wait | Stuck | None:
        """What is done at a moment (``on``: the day it is done on, where it is only entered now). None: case closed."""
        context = self._settled(at)
        if self.state.outcome:
            return None
        day = on or at.date()
        move, held = self._wished_move(at, day, context)
        if move is not None:
            return self._chosen(move)
        until = self._over(context) if held or self._waits < 2 else None
        if until is not None and self._waits < 12:
            self._waits += 1
            return Wait(until)
        return self._improvised(at, day, context)

    def _wished_move(self, at: datetime, day: date, context: Context) -> tuple[Move | None, bool]:
        """The first wish that can be followed, and whether a window holds one; what was found missing is tried too."""
        held = False
        for _ in range(3):
            needed = list(self._needed)
            for wish, thread in self._open_wishes():
                move, reasons = self._attempt(wish, thread, at, day, context)
                if move is not None:
                    return move, held
                held |= any(reason.code in (Code.HELD, Code.SUSPENDED) for reason in reasons)
            if self._needed == needed:
                break
        return None, held

    def told(self, step: str, result: str, by: Officer, at: datetime, data: Mapping[str, Any]) -> Move | Stuck:
        """The move that somebody has told: that step by that person, the rest invented as usual.

        Stuck where the engine allows it in no way: then the story is wrong.
        """
        context = self._settled(at)
        reasons: tuple[Reason, ...] = ()
        for thread in self._agenda.threads(self.state, step):
            move, reasons = self._mended(step, result, thread, at, at.date(), context, (by,), data)
            if move is not None:
                return move
        return Stuck({step: reasons})

    def took(self, state: CaseState) -> None:
        """Tells the walk what its case has become."""
        self.state = state

    def follow(self, move: Move) -> None:
        """Takes a move in the walk's own state: what a test without a database does."""
        request = move.request
        fitted, _ = fit_all(self.definition.fields, request.data)
        event = next_event(self.state, request, seq=self.seq + 1)
        self.state = self.state.taken(event, fitted)

    def days_after(self, move: Move) -> int:
        """How many working days pass after a move."""
        return self.chance.randint(*self._agenda.habit_of(move.step, move.result).days)

    def keeps_its_day(self, move: Move) -> bool:
        """Whether what follows a move waits for its day, whatever limit runs."""
        return self._agenda.habit_of(move.step, move.result).fixed

    @property
    def seq(self) -> int:
        return self.state.events[-1].seq if self.state.events else 0

    # -- mistakes ------------------------------------------------------------------------------------------------

    def forbidden(self, at: datetime) -> Move | None:
        """Something that is refused now, as a hasty officer would try it: a later step before its time."""
        context = self._settled(at)
        for wish in reversed(self._agenda.wishes):
            step = self.definition.steps[wish.step]
            if step.thread is not None or self.state.done(wish.step):
                continue
            by = self._people(wish.step)[0]
            result = wish.result or next(iter(wish.habit.results or step.results), "")
            data = self._filled(wish.step, result, Scene(at, at.date(), by, self.state.data), {})
            move = Move(by, wish.step, result, 0, at.date(), None, data)
            if not assess(self.state, move.request, context).allowed:
                return move
        return None

    def slip(self, move: Move, seq: int) -> Slip | None:
        """A mistake of the pen in the move just made; None where it says nothing in words."""
        for name, value in move.data.items():
            if self.definition.fields[name].type is Kind.LONG_TEXT and isinstance(value, str):
                return Slip(seq, move.by, name, f"{value}（已核对更正）", "录入时漏写核对情况，经核对原件更正。")
        return None

    # -- wishes --------------------------------------------------------------------------------------------------

    def _open_wishes(self) -> Iterator[tuple[Wish, int]]:
        """What is still wanted and could be this case's turn: first what was found missing."""
        self._needed = [each for each in self._needed if not self.state.done(each)]
        missing = [self._agenda.habitual(each) for each in self._needed]
        for wish in (*missing, *self._agenda.wishes, *self._agenda.opening(self.state)):
            for thread in self._agenda.threads(self.state, wish.step):
                if self._agenda.wanted(self.state, wish, thread) and self._agenda.may_be_turn(
                    self.state, wish.step, thread
                ):
                    yield wish, thread

    # -- one try -------------------------------------------------------------------------------------------------

    def _attempt(
        self, wish: Wish, thread: int, at: datetime, on: date, context: Context
    ) -> tuple[Move | None, tuple[Reason, ...]]:
        reasons: tuple[Reason, ...] = ()
        people = self._people(wish.step)
        if not people:
            return None, ()
        for number, result in enumerate(self._agenda.results(wish)):
            move, reasons = self._mended(wish.step, result, thread, at, on, context, people, {})
            if move is not None:
                return move, ()
            if not number and self._note_missing(wish.step, result, reasons):
                break
            if any(reason.code in (Code.HELD, Code.SUSPENDED) for reason in reasons):
                break
        return None, reasons

    def _people(self, name: str) -> tuple[Officer, ...]:
        """Who would take a step, the likeliest first: the case's officers, then others with the role."""
        roles = roles_for(self.definition, self.definition.steps[name])
        able = self.body.with_role(roles)
        return (*(each for each in self.pair if each in able), *(each for each in able if each not in self.pair))

    def _mended(
        self,
        step: str,
        result: str,
        thread: int,
        at: datetime,
        on: date,
        context: Context,
        people: tuple[Officer, ...],
        given: Mapping[str, Any],
    ) -> tuple[Move | None, tuple[Reason, ...]]:
        """The act, mended by the reasons against it until it is allowed; or None and the reasons that remain."""
        left = list(people)
        facts = dict(self.state.facts_of(thread))
        moment = at if step in self._hourly else None
        data: dict[str, Any] | None = None
        reasons: tuple[Reason, ...] = ()
        for _ in range(TRIES):
            scene = Scene(at, on, left[0], facts)
            if data is None:
                data = self._filled(step, result, scene, given)
            fitted, _ = fit_all(self.definition.fields, data)
            move = Move(left[0], step, result, thread, on, moment, fitted)
            reasons = assess(self.state, move.request, context).reasons
            if not reasons:
                return move, ()
            codes = {reason.code for reason in reasons}
            if codes & PEOPLE and len(left) > 1:
                left.pop(0)
            elif codes <= ENTERED and all(reason.field for reason in reasons):
                # In a fixed order: the same chance must always fall on the same field.
                wrong = sorted({reason.field for reason in reasons} - given.keys())
                if not wrong or not set(wrong) <= self.definition.fields.keys():
                    break
                self._otherwise(data, wrong, Scene(at, on, left[0], {**facts, **data}))
            else:
                break
        return None, reasons

    def _otherwise(self, data: dict[str, Any], wrong: Iterable[str], scene: Scene) -> None:
        """Fills in what is missing and enters something else for what does not fit."""
        for name in wrong:
            now, about = data.get(name), self.definition.fields[name]
            if now in (None, "", []):
                data[name] = self.inventor.value(name, about, scene)
            else:
                data[name] = self.inventor.another(name, about, scene, now)

    def _filled(self, step: str, result: str, scene: Scene, given: Mapping[str, Any]) -> dict[str, Any]:
        own = self.definition.steps[step]
        parts = (own, own.results[result]) if result else (own,)
        facts = dict(scene.facts)
        data: dict[str, Any] = {}
        for part in parts:
            wanted = (*part.collect, *(n for n in part.offer if n in given or self.inventor.fills(n)))
            for name in wanted:
                at_hand = Scene(scene.at, scene.on, scene.by, facts)
                if name in given:
                    data[name] = given[name]
                elif name not in data:
                    data[name] = self.inventor.value(name, self.definition.fields[name], at_hand)
                facts[name] = data[name]
                about = self.definition.fields[name]
                for filled, value in self.inventor.filled_by(about, data[name], self.definition.fields).items():
                    data[filled] = facts[filled] = value
        return data

    def _note_missing(self, step: str, result: str, reasons: Iterable[Reason]) -> bool:
        """Remembers the steps that the refusal asks for, and what those come after; whether there is anything to do."""
        if self._agenda.closes_by(step, result) or self._asked[step] > PATIENCE:
            return False
        # A reason carries the very basis of the requirement it comes from: by that it is known.
        asked = [reason.basis for reason in reasons if reason.code is Code.REQUIRED]
        own = self.definition.steps[step]
        missing = [
            requirement.any[0]
            for part in ((own, own.results[result]) if result else (own,))
            for requirement in part.requires
            if any(basis is requirement.basis for basis in asked)
        ]
        for reference in missing:
            self._need(reference, depth=4)
        self._asked[step] += bool(missing)
        return bool(missing)

    def _need(self, reference: str, *, depth: int) -> None:
        if reference in self._needed or not depth or len(self._needed) > 12:
            return
        self._needed.append(reference)
        step = self.definition.steps[reference.partition(".")[0]]
        for group in alternatives(step.after):
            if not any(self.state.done(each) for each in group):
                self._need(group[0], depth=depth - 1)

    # -- where nothing is wanted any more -------------------------------------------------------------------------

    def _improvised(self, at: datetime, on: date, context: Context) -> Move | Wait | Stuck:
        """Any step that is possible: those that close the case first, then those not taken yet."""
        self._waits = 0
        found: dict[str, tuple[Reason, ...]] = {}
        if self.seq > LONGEST:
            return Stuck({})
        steps = list(self.definition.steps)
        self.chance.shuffle(steps)
        steps.sort(key=lambda name: (not closes(self.definition.steps[name]), self.state.done(name)))
        for name in steps:
            for thread in self._agenda.threads(self.state, name):
                if not self._agenda.may_be_turn(self.state, name, thread):
                    continue
                wish = Wish(name, "", self._agenda.habit_of(name, ""), 99)
                usual = wish if not wish.habit.results else Wish(name, "", PLAIN, 99)
                move, reasons = self._attempt(usual, thread, at, on, context)
                if move is not None:
                    self.improvised += 1
                    return self._chosen(move)
                found[name] = reasons
        until = self._over(context)
        return Wait(until) if until is not None else Stuck(found)

    def _chosen(self, move: Move) -> Move:
        self._waits = 0
        return move

    # -- time ----------------------------------------------------------------------------------------------------

    def _settled(self, at: datetime) -> Context:
        """The day's context; what the law takes as done by then is done in the state."""
        context = Context(at.date(), self.parameters)
        if any(limit.deems for limit in self.definition.time_limits.values()):
            while event := deemed(self.state, context, seq=self.seq + 1):
                self.state = self.state.taken(event, {})
        return context

    def _over(self, context: Context) -> date | None:
        """The day after the first window that holds something is over; a week on where none has a day."""
        days = [
            clock.due_on
            for clock in clocks(self.state, context)
            if clock.met is None and clock.waived is None and clock.due_on is not None
            and listed(self.definition.time_limits[clock.limit].holds)
            and clock.due_on >= context.today
        ]  # fmt: skip
        return min(days) + timedelta(days=1) if days else None

    @cached_property
    def _hourly(self) -> frozenset[str]:
        """The steps from or to which hours are counted: their moment matters, not only their day."""
        found = set()
        for limit in self.definition.time_limits.values():
            if "hour" in limit.within:
                found |= {each.partition(".")[0] for each in (*limit.start.any, *limit.end.any)}
        return frozenset(found)
