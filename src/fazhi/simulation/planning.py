"""Which cases a simulation opens: how many of which procedure, in which body, on which day. The same seed, the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fazhi.catalog.sample_simulation import ProcedureHabits, SampleSimulation
from fazhi.procedures.calendar import WorkCalendar, standard_calendar
from fazhi.procedures.casework.naming import first_step
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.library import Library
from fazhi.simulation.cast import Body

UNKNOWN = ProcedureHabits(share=2)
"""A procedure that the habits do not name: few cases, walked by its definition alone."""


@dataclass(frozen=True)
class Opening:
    """One case to be opened. ``chance`` decides everything in it; no case draws on another's."""

    number: int
    definition: Definition
    habits: ProcedureHabits
    body: Body
    on: date
    chance: Random


def openings(
    *,
    count: int,
    seed: int,
    first: date,
    last: date,
    bodies: Sequence[Body],
    habits: SampleSimulation,
    library: Library,
    listed: Callable[[str], bool],
) -> Iterator[Opening]:
    """The cases of a run, spread over the working days from ``first`` to ``last``; at first one of every procedure.

    ``listed`` says whether a register has entries to begin a case with; without them a procedure that needs one is left
    out, and also without habits, which alone say what entries go together. One with a share of nought is left out too:
    it comes once a year, and not on any day (a report, an appraisal). A procedure whose bodies are all missing from
    ``bodies`` is carried on by any that has a handler and a head.
    """
    begun = {
        each.id: library.editions(each.id)[0].edition for each in library.latest() if _can_begin(each, habits, listed)
    }
    procedures = {name: habits.procedures.get(name, UNKNOWN) for name, day in begun.items() if day < last}
    procedures = {name: own for name, own in procedures.items() if own.share}
    ordered = sorted(procedures, key=lambda name: (name not in habits.procedures, name))
    calendar = standard_calendar()
    for number in range(count):
        chance = Random(f"{seed}/{number}")  # noqa: S311 -- a game, not a secret
        name = ordered[number] if number < len(ordered) else _weighed(chance, procedures)
        able = _able(bodies, procedures[name])
        on = _day(chance, calendar, max(first, begun[name]), last)
        definition = library.edition(name, on)
        yield Opening(number, definition, procedures[name], chance.choice(able), on, chance)


def _can_begin(definition: Definition, habits: SampleSimulation, listed: Callable[[str], bool]) -> bool:
    """Not with changes of a register that somebody would have to have prepared 拟调整, and not without its entries."""
    step = first_step(definition)
    if any(definition.fields[name].type is Kind.CHANGES for name in entered(definition, step)):
        return False
    needed = [definition.fields[name] for name in step.collect]
    registers = [str(field.refers_to) for field in needed if field.type in (Kind.ENTRY, Kind.ENTRIES)]
    return not registers or (definition.id in habits.procedures and all(map(listed, registers)))


def _weighed(chance: Random, procedures: Mapping[str, ProcedureHabits]) -> str:
    return chance.choices(list(procedures), [each.share for each in procedures.values()])[0]


def _able(bodies: Sequence[Body], habits: ProcedureHabits) -> list[Body]:
    working = [body for body in bodies if body.with_role(("handler",)) and body.with_role(("head",))]
    return [body for body in working if body.key in habits.bodies] or working


def _day(chance: Random, calendar: WorkCalendar, first: date, last: date) -> date:
    day = first + timedelta(days=chance.randrange((last - first).days + 1))
    found = calendar.next_working_day(day)
    return found if found <= last else calendar.add(day, -1)
