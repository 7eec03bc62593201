"""Runs simulated cases through the verbs of `fazhi.cases`, day by day across all cases, as they would have happened.

Every act is taken by its verb in a transaction of its own, at the simulated moment; the only thing that is different
from people's work is that a commit does not wait for the disk. A run that breaks off leaves whole acts behind.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from fazhi.cases import correcting, taking
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given, Taken
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import Library
from fazhi.simulation.moves import Move, Stuck, Wait
from fazhi.simulation.planning import Opening, openings
from fazhi.simulation.report import Report
from fazhi.simulation.stage import Stage
from fazhi.simulation.walking import Walk

SPAN = timedelta(days=700)
"""How far back the first cases lie."""
CLOSING = time(17, 50)
Tell = Callable[[str], object]


@dataclass(order=True)
class Course:
    """One case in the run: when it is taken up next, and what is peculiar to it."""

    at: datetime
    number: int
    walk: Walk = field(compare=False)
    case_id: UUID | None = field(default=None, compare=False)
    label: str = field(default="", compare=False)
    tries_refused_at: int = field(default=-1, compare=False)
    slips_at: int = field(default=-1, compare=False)
    tardy_at: int = field(default=-1, compare=False)
    left_at: int = field(default=-1, compare=False)


def simulate(
    *, stage: Stage, habits: SampleSimulation, library: Library, count: int, seed: int, until: datetime, tell: Tell
) -> Report:
    """Opens ``count`` cases over the two years before ``until`` and carries them on to that moment.

    The same seed over the same people and procedures gives the same cases: titles, steps, days. Returns the counts.
    """
    run = _Run(stage, habits, until, tell)
    last = until.date() - timedelta(days=1)
    plan = openings(
        count=count,
        seed=seed,
        first=last - SPAN,
        last=last,
        bodies=stage.bodies,
        habits=habits,
        library=library,
        listed=lambda register: bool(stage.entries(register)),
    )
    with _quick_commits():
        run.through([run.course(opening) for opening in plan])
    return run.report


@contextmanager
def _quick_commits() -> Iterator[None]:
    """Commits that do not wait for the disk, for the length of a run."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit TO DEFAULT")


class _Run:
    def __init__(self, stage: Stage, habits: SampleSimulation, until: datetime, tell: Tell) -> None:
        self.stage, self.habits, self.until, self.tell = stage, habits, until, tell
        self.report = Report()
        self._calendar = standard_calendar()

    def course(self, opening: Opening) -> Course:
        """A case before its first act."""
        chance, shares = opening.chance, self.habits.shares
        morning = time(8 + chance.randrange(7), chance.randrange(60))
        parameters = self.stage.parameters(opening.definition.id, opening.on)
        walk = Walk(
            opening.definition,
            opening.habits,
            self.habits.names,
            opening.body,
            chance,
            opening.on,
            parameters,
            entries=self.stage.entries,
        )

        def drawn(share: int, low: int, high: int) -> int:
            return chance.randint(low, high) if chance.randrange(100) < share else -1

        return Course(
            datetime.combine(opening.on, morning, tzinfo=self.until.tzinfo),
            opening.number,
            walk,
            tries_refused_at=drawn(shares.tried_something_refused, 1, 4),
            slips_at=drawn(shares.corrected, 1, 5),
            tardy_at=drawn(shares.tardy, 1, 6),
            left_at=drawn(shares.left_lying, 2, 8),
        )

    def through(self, courses: Sequence[Course]) -> None:
        """Takes up the cases in the order of time, until the end of it or of them."""
        waiting = list(courses)
        heapq.heapify(waiting)
        told = 0
        while waiting:
            course = heapq.heappop(waiting)
            if course.at > self.until:
                continue
            today = course.at.date()
            again = self._taken_up(course)
            if again is not None:
                course.at = again
                heapq.heappush(waiting, course)
            if self.report.acts.total() - told >= 5000:
                told = self.report.acts.total()
                self.tell(f"  {today}：案件 {self.report.cases.total()} 件，办理记录 {told} 条")

    def _taken_up(self, course: Course) -> datetime | None:
        """One look at a case; the moment of the next, None when there is none."""
        walk, at = course.walk, course.at
        walk.parameters = self.stage.parameters(walk.definition.id, at.date())
        if walk.seq and walk.seq >= course.left_at > 0:
            return None
        on = self._day_done(course)
        move = walk.next(at, on=on)
        match move:
            case None:
                return None
            case Stuck():
                self.report.stuck.append(course.label)
                return None
            case Wait(until):
                later = max(until, at.date() + timedelta(days=1))
                return self._morning(course, self._calendar.next_working_day(later))
        if 0 < course.tries_refused_at <= walk.seq:
            self._refused(course)
        before = walk.improvised
        try:
            taken = self._take(course, move)
        except ActRefused:
            # A register knows more than the plan: a number is taken, an entry has gone, a supplied count is too high.
            self.report.stuck.append(course.label)
            return None
        self.report.improvised = self.report.improvised + walk.improvised - before
        if move.on != at.date():
            self.report.entered_later += 1
        if 0 < course.slips_at <= taken.seq:
            self._corrected(course, move, taken)
        if taken.case.outcome:
            self.report.closed[walk.definition.id] += 1
            return None
        return self._next(course, move, taken.case.due_on)

    def _day_done(self, course: Course) -> date:
        """Mostly the day itself; now and then the working day before, entered only now."""
        today, walk = course.at.date(), course.walk
        if not walk.state.events or walk.chance.randrange(100) >= self.habits.shares.entered_later:
            return today
        return max(self._calendar.add(today, -1), walk.state.events[-1].on)

    def _take(self, course: Course, move: Move) -> Taken:
        walk, actor = course.walk, self.stage.actor(move.by)
        given = given_of(walk.definition, move)
        if course.case_id is None:
            unit = self.stage.units[walk.body.id]
            taken = taking.open_case(
                actor=actor, procedure=walk.definition.id, organization=unit, given=given, at=course.at
            )
            course.case_id, course.label = taken.case.pk, taken.case.number
            self.report.cases[walk.definition.id] += 1
        else:
            taken = taking.take(actor=actor, case_id=course.case_id, given=given, at=course.at)
        walk.took(taken.case.folded)
        self.report.acts[walk.definition.id] += 1
        self.report.findings.update(finding.breach for finding in taken.findings)
        return taken

    def _refused(self, course: Course) -> None:
        move = course.walk.forbidden(course.at)
        if move is None or course.case_id is None:
            return
        try:
            taking.take(
                actor=self.stage.actor(move.by),
                case_id=course.case_id,
                given=given_of(course.walk.definition, move),
                at=course.at,
            )
        except ActRefused:
            self.report.refused += 1
            course.tries_refused_at = -1
            return
        raise AssertionError(f"{course.label}: {move.step} was refused in the plan and taken by the engine")

    def _corrected(self, course: Course, move: Move, taken: Taken) -> None:
        slip = course.walk.slip(move, taken.seq)
        if slip is None or taken.case.outcome:
            return
        course.at += timedelta(minutes=25)
        assert course.case_id is not None
        done = correcting.correct(
            actor=self.stage.actor(slip.by),
            case_id=course.case_id,
            seq=slip.seq,
            reason=slip.reason,
            data={slip.field: slip.value},
            at=course.at,
        )
        course.walk.took(done.case.folded)
        self.report.corrected += 1
        course.slips_at = -1

    def _next(self, course: Course, move: Move, due_on: date | None) -> datetime:
        """The usual time after an act; before the nearest limit where that is possible, after it where it is missed."""
        today, walk = course.at.date(), course.walk
        days = walk.days_after(move)
        day = self._calendar.add(today, days) if days else today
        if due_on is not None and due_on >= today and not walk.keeps_its_day(move):
            last = due_on if self._calendar.is_working(due_on).working else self._calendar.add(due_on, -1)
            if walk.seq == course.tardy_at:
                day = self._calendar.add(due_on, walk.chance.randint(2, 9))
            else:
                day = max(min(day, last), today)
        if day == today:
            later = course.at + timedelta(minutes=walk.chance.randint(12, 55))
            if later.time() <= CLOSING and later.date() == today:
                return later
            day = self._calendar.add(today, 1)
        return self._morning(course, day)

    def _morning(self, course: Course, day: date) -> datetime:
        chance = course.walk.chance
        return datetime.combine(day, time(8 + chance.randrange(7), chance.randrange(60)), tzinfo=self.until.tzinfo)


def given_of(definition: Definition, move: Move) -> Given:
    """The move as the verbs take it; what the platform supplies nobody enters."""
    supplied = {name for name, field in definition.fields.items() if field.supplied}
    data = {name: value for name, value in move.data.items() if name not in supplied}
    return Given(move.step, move.on, move.result, move.thread, move.at, data)
