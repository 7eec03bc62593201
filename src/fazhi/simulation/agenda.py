"""What one case will want to do: the habits of its procedure, drawn once, and whether each is still wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from fazhi.catalog.sample_simulation import Habit
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import Step, alternatives

PLAIN = Habit()
ANY_NUMBER = 99


@dataclass(frozen=True)
class Wish:
    """One line of the habits, as this case will follow it: ``times`` as often, with any result where none is named."""

    step: str
    result: str
    habit: Habit
    times: int


def closes(step: Step) -> bool:
    """Whether a step can close the case."""
    return bool(step.close or any(result.close for result in step.results.values()))


@dataclass
class Agenda:
    """The wishes of one case. ``habits`` by ``step`` or ``step.result``, in the order in which people think of them."""

    definition: Definition
    habits: Mapping[str, Habit]
    chance: Random
    wishes: tuple[Wish, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.wishes = tuple(self._drawn())

    def _drawn(self) -> Iterator[Wish]:
        for reference, habit in self.habits.items():
            name, _, result = reference.partition(".")
            if name in self.definition.steps and self.chance.randrange(100) < habit.share:
                yield Wish(name, result, habit, self.chance.randint(*habit.times))

    def opening(self, state: CaseState) -> tuple[Wish, ...]:
        """The first steps of the procedure, for a case that has not begun and whose habits name none."""
        if state.events:
            return ()
        return tuple(Wish(name, "", PLAIN, 1) for name, step in self.definition.steps.items() if step.after is None)

    def habit_of(self, step: str, result: str) -> Habit:
        return self.habits.get(f"{step}.{result}") or self.habits.get(step) or PLAIN

    def habitual(self, reference: str) -> Wish:
        """A step that has turned out to be needed, done as it usually is."""
        name, _, result = reference.partition(".")
        habit = self.habit_of(name, result)
        return Wish(name, result, Habit(days=habit.days, results=habit.results), ANY_NUMBER)

    def wanted(self, state: CaseState, wish: Wish, thread: int) -> bool:
        """Whether a wish is not fulfilled yet. A result that sends the case back is no progress: it is wanted again."""
        habit = wish.habit
        if habit.after is not None and not state.done(habit.after, thread=thread):
            return False
        if habit.until is not None:
            return not state.done(habit.until, thread=thread)
        reference = f"{wish.step}.{wish.result}" if wish.result else wish.step
        again = len(state.found(habit.again, thread=thread)) if habit.again else 0
        return self._progress(state, reference, thread) < wish.times + again

    def _progress(self, state: CaseState, reference: str, thread: int) -> int:
        step = self.definition.steps[reference.partition(".")[0]]
        taken = state.found(reference, thread=thread)
        return sum(not (event.result and listed(step.results[event.result].resets)) for event in taken)

    def threads(self, state: CaseState, name: str) -> tuple[int, ...]:
        """The threads in which a step may be taken; 0 for the case, and for a step that opens a thread."""
        step = self.definition.steps[name]
        if step.thread is None or self.definition.threads[step.thread].opens == name:
            return (0,)
        return state.open_threads(step.thread)

    def may_be_turn(self, state: CaseState, name: str, thread: int) -> bool:
        """A quick look before the engine is asked: what comes before is done, what excludes it is not."""
        step = self.definition.steps[name]
        if (step.after is None) is bool(state.events):
            return False
        if not step.repeat and step.thread is None and self._progress(state, name, thread):
            return False
        if not all(any(state.done(each, thread=thread) for each in group) for group in alternatives(step.after)):
            return False
        return not any(state.done(each, thread=thread) for each in listed(step.unless))

    def results(self, wish: Wish) -> Iterator[str]:
        """The results to try, likely ones first; only those that the habit names, if it names any."""
        step = self.definition.steps[wish.step]
        if wish.result or not step.results:
            yield wish.result
            return
        left = {name: wish.habit.results.get(name, 0 if wish.habit.results else 1) for name in step.results}
        left = {name: weight for name, weight in left.items() if weight}
        while left:
            found = self.chance.choices(list(left), list(left.values()))[0]
            del left[found]
            yield found

    def closes_by(self, name: str, result: str) -> bool:
        """Whether a step closes the case with this result."""
        step = self.definition.steps[name]
        return bool(step.close or (result and step.results[result].close))
