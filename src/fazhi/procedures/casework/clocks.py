"""Clocks 期限: every time limit that runs or ran in a case, derived from its events alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from fazhi.procedures.casework.context import Context, Parameters, judge_of, parameter_value
from fazhi.procedures.casework.events import SYSTEM, Event
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.intervals import pauses_of
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.counting import DueDate, Extension, Unit, due
from fazhi.procedures.durations import Duration, parse_duration
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.limits import Extend, LimitKind, TimeLimit
from fazhi.procedures.pauses import PLACE


class ClockState(StrEnum):
    """Where a clock stands on a day."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    LAPSED = "lapsed"
    WAIVED = "waived"
    ENDED = "ended"
    UNSET = "unset"

    @property
    def label(self) -> str:
        return {
            "running": "进行中", "paused": "已停止计算", "overdue": "已超期", "met": "按期完成", "late": "逾期完成",
            "lapsed": "已届满", "waived": "已放弃", "ended": "随案件终结", "unset": "未设定天数",
        }[self.value]  # fmt: skip


OPEN = frozenset({ClockState.RUNNING, ClockState.PAUSED, ClockState.OVERDUE, ClockState.UNSET})


@dataclass(frozen=True)
class Clock:
    """One time limit of one case (of one thread, of one occurrence). ``counted`` is None where no length is set."""

    limit: str
    thread: int
    number: int
    start: Event
    started_on: date
    counted: DueDate | None
    met: Event | None
    met_on: date | None
    met_at: datetime | None
    waived: Event | None
    closed_on: date | None
    kind: LimitKind

    @property
    def due_on(self) -> date | None:
        return self.counted.on if self.counted else None

    @property
    def key(self) -> tuple[str, int, int]:
        return self.limit, self.thread, self.number

    def state(self, today: date) -> ClockState:
        """Where it stands at the end of ``today``."""
        if self.waived is not None:
            return ClockState.WAIVED
        if self.met_on is not None:
            late = self.counted is not None and self.counted.is_late(self._met_moment)
            return ClockState.LATE if late and self.kind is not LimitKind.WAIT else ClockState.MET
        if self.closed_on is not None and not (self.due_on and self.due_on < self.closed_on):
            return ClockState.ENDED
        if self.counted is None:
            return ClockState.UNSET
        if self.due_on is None:
            return ClockState.PAUSED
        if self.due_on >= today:
            return (
                ClockState.PAUSED
                if self.counted.pauses and any(p.covers(today) and p.end is None for p in self.counted.pauses)
                else ClockState.RUNNING
            )
        if self.kind in (LimitKind.RIGHT, LimitKind.WAIT):
            return ClockState.LAPSED
        return ClockState.OVERDUE if self.closed_on is None else ClockState.LATE

    @property
    def _met_moment(self) -> date:
        assert self.met_on is not None
        return self.met_at if self.met_at and self.counted and self.counted.at else self.met_on


def clocks(state: CaseState, context: Context) -> tuple[Clock, ...]:
    """Every clock of a case, in the order of the file. ``context.today`` only matters for parameters and conditions."""
    return tuple(clock for name in state.definition.time_limits for clock in clocks_of(state, context, name))


def clocks_of(state: CaseState, context: Context, name: str) -> tuple[Clock, ...]:
    """The clocks of one limit."""
    limit = state.definition.time_limits[name]
    if not state.events or not any(state.done(each) for each in limit.start.any):
        return ()
    return tuple(
        clock
        for thread in _threads_of(state, limit)
        for clock in _clocks_in(state, context, name, limit, thread)
        if _applies(state, context, limit, clock)
    )


def _threads_of(state: CaseState, limit: TimeLimit) -> Sequence[int]:
    kind = thread_kind(state, limit)
    return [0] if kind is None else [number for number, (each, _) in state.threads.items() if each == kind]


def thread_kind(state: CaseState, limit: TimeLimit) -> str | None:
    """The kind of thread a limit runs in: that of the step it starts from, else of the one it runs to.

    A limit from a step of the case to the opening of a thread runs in the case: the thread is not there yet.
    """
    definition = state.definition
    for references, opens in ((limit.start.any, True), (limit.end.any, False)):
        for reference in references:
            name = reference.partition(".")[0]
            kind = definition.steps[name].thread
            if kind is not None and (opens or definition.threads[kind].opens != name):
                return kind
    return None


def _events(state: CaseState, references: Sequence[str], thread: int) -> list[Event]:
    found = {event.seq: event for each in references for event in state.found(each, thread=thread)}
    return [found[seq] for seq in sorted(found)]


def _clocks_in(state: CaseState, context: Context, name: str, limit: TimeLimit, thread: int) -> Iterator[Clock]:
    starts = _events(state, limit.start.any, thread)
    if not starts:
        return
    ends = _events(state, limit.end.any, thread)
    waivers = _events(state, listed(limit.waived_by), thread)
    used: set[int] = set()
    for number, start in enumerate(starts if limit.each else starts[:1], 1):
        met = next((each for each in ends if _ends(limit, start, each) and each.seq not in used), None)
        if met and limit.each:
            used.add(met.seq)
        begun = start
        for again in _events(state, listed(limit.restarts), thread):
            if again.seq > begun.seq and not (met and again.seq > met.seq):
                begun = again
        waived = next((each for each in waivers if each.seq > start.seq and not (met and met.seq < each.seq)), None)
        if waived and met and waived.seq < met.seq:
            met = None
        yield _clock(state, context, name, limit, thread, number, begun, met, waived)


def _ends(limit: TimeLimit, start: Event, end: Event) -> bool:
    """Whether an event can end what another began. One act may do both where it says both days."""
    return end.seq > start.seq or (end.seq == start.seq and bool(limit.start.on or limit.end.on))


def _clock(
    state: CaseState,
    context: Context,
    name: str,
    limit: TimeLimit,
    thread: int,
    number: int,
    begun: Event,
    met: Event | None,
    waived: Event | None,
) -> Clock:
    started = _day(begun, limit.start.on if begun.step in _steps(limit.start.any) else None)
    within = length_of(state, context, limit.within, thread, begun.on)
    counted = None
    if within is not None:
        moment = _moment(begun, limit.start.on, started) if within.unit is Unit.HOUR else started
        counted = due(
            moment,
            within,
            calendar=context.calendar,
            rolls=_rolls(state, context, limit, begun.on) and within.unit is not Unit.HOUR,
            pauses=[pause for each in listed(limit.excludes) for pause in pauses_of(state, each, thread=thread)],
            extensions=[
                Extension(length, state.definition.steps[event.step].title, "、".join(map(said, extend.basis)))
                for extend, event, length in extensions_of(state, context, limit, thread)
                if event.seq > begun.seq
            ],
        )
    return Clock(
        limit=name,
        thread=thread,
        number=number,
        start=begun,
        started_on=started,
        counted=counted,
        met=met,
        met_on=_day(met, limit.end.on) if met else None,
        met_at=_moment(met, limit.end.on, _day(met, limit.end.on)) if met else None,
        waived=waived,
        closed_on=state.events[-1].on if state.outcome else None,
        kind=limit.kind,
    )


def _steps(references: Sequence[str]) -> set[str]:
    return {each.partition(".")[0] for each in references}


def _day(event: Event, mark: str | None) -> date:
    kept = event.marks.get(mark) if mark else None
    if not isinstance(kept, str) or not kept:
        return event.on
    return date.fromisoformat(kept[:10])


def _moment(event: Event, mark: str | None, day: date) -> datetime:
    """The moment that hours are counted from: the marked one, else that of the act, else the beginning of the day."""
    kept = event.marks.get(mark) if mark else None
    if isinstance(kept, str) and "T" in kept:
        return datetime.fromisoformat(kept)
    return event.at or datetime.combine(day, time.min, PLACE)


def extensions_of(
    state: CaseState, context: Context, limit: TimeLimit, thread: int
) -> Iterator[tuple[Extend, Event, Duration]]:
    """The extensions taken so far: which rule, by which event, by how much."""
    for extend in limit.extensions:
        for event in state.found(extend.by, thread=thread):
            length = extension_length(state, context, extend, event.marks, event.on, thread)
            if length is not None:
                yield extend, event, length


def extension_length(
    state: CaseState, context: Context, extend: Extend, marks: Mapping[str, Any], on: date, thread: int
) -> Duration | None:
    if extend.within in state.definition.fields:
        kept = marks.get(extend.within)
        return parse_duration(str(kept)) if kept else None
    return length_of(state, context, extend.within, thread, on)


def length_of(state: CaseState, context: Context, text: str, thread: int, on: date) -> Duration | None:
    """The length a limit names: literally, by a parameter of that day, or by a field. None: nobody has set it."""
    if text in state.definition.parameters:
        value = parameter_value(state.definition.parameters[text], context.parameters.get(text), on)
        return parse_duration(str(value)) if value else None
    if text in state.definition.fields:
        kept = state.facts_of(thread).get(text)
        return parse_duration(str(kept)) if kept else None
    return parse_duration(text)


def _rolls(state: CaseState, context: Context, limit: TimeLimit, on: date) -> bool:
    if isinstance(limit.rolls, bool):
        return limit.rolls
    return bool(parameter_value(state.definition.parameters[limit.rolls], context.parameters.get(limit.rolls), on))


def _applies(state: CaseState, context: Context, limit: TimeLimit, clock: Clock) -> bool:
    if limit.when is None:
        return True
    own = Parameters(state.definition, context.parameters, clock.started_on)
    last = state.events[-1]
    about = about_act(on=last.on, result=last.result, attachments=0, opened_on=state.opened_on)
    facts = Facts(state, own, act=about, thread=clock.thread, given={})
    answer = judge_of(state.definition).ask(limit.when, facts, CaseAnswers(state, clock.thread), context.calendar)
    return answer is True


def deemed(state: CaseState, context: Context, *, seq: int) -> Event | None:
    """The next step that the law takes as done because a limit has passed 视为; None when there is none today.

    Its day is the last day of the limit (期限届满之日起视为受理). ``seq`` is the number that its act will have.
    """
    if state.outcome:
        return None
    passed: list[tuple[date, Event]] = []
    for name, limit in state.definition.time_limits.items():
        if limit.deems is None:
            continue
        for clock in clocks_of(state, context, name):
            if clock.met is None and clock.waived is None and clock.due_on is not None and clock.due_on < context.today:
                step, _, result = limit.deems.partition(".")
                if not state.done(limit.deems, thread=clock.thread):
                    passed.append((clock.due_on, Event(seq, step, result, clock.thread, SYSTEM, clock.due_on)))
    return min(passed, key=lambda each: each[0])[1] if passed else None
