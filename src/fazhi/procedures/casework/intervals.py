"""Intervals 期间 of a case: when they began and ended, and what they keep from being counted or done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.limits import Interval, Resumption
from fazhi.procedures.pauses import Pause


def spans_of(state: CaseState, name: str, *, thread: int = 0) -> Iterator[tuple[Event, Event | None]]:
    """Each time an interval began, with the event that ended it (None while it lasts).

    Of an interval that lies in threads, those of every thread are given when asked for the case (``thread`` 0): two
    third parties who are asked at one time are two intervals, and the answer of one does not end the other.
    """
    interval = state.definition.intervals[name]
    kind = state.definition.steps[listed(interval.from_)[0].partition(".")[0]].thread
    if kind is None:
        yield from _spans(interval, state.events)
        return
    wanted = [thread] if thread else [number for number, (each, _) in state.threads.items() if each == kind]
    for number in wanted:
        yield from _spans(interval, [event for event in state.events if event.thread in (number, 0)])


def _spans(interval: Interval, events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    begun: Event | None = None
    for event in events:
        if begun is None and _is(event, listed(interval.from_)):
            begun = event
        elif begun is not None and _is(event, listed(interval.to)):
            yield begun, event
            begun = None
    if begun is not None:
        yield begun, None


def _is(event: Event, references: tuple[str, ...]) -> bool:
    return event.step in references or f"{event.step}.{event.result}" in references


def pauses_of(state: CaseState, name: str, *, thread: int = 0) -> list[Pause]:
    """The days that an interval keeps from being counted.

    The day it begins still counts, as the day of an event always does (民事诉讼法 第八十五条第二款); where counting
    goes on from the day of resumption itself, that day counts too.
    """
    interval = state.definition.intervals[name]
    basis = "、".join(said(each) for each in interval.basis)
    found = []
    for begun, ended in spans_of(state, name, thread=thread):
        start = begun.on + timedelta(days=1)
        end = ended.on if ended else None
        if end is not None and interval.resumes is Resumption.SAME_DAY:
            end -= timedelta(days=1)
        if end is None or end >= start:
            found.append(Pause(start, end, interval.title, basis))
    return found


def blocking(state: CaseState) -> tuple[str, Interval] | None:
    """The interval that keeps the case standing still now 中止; None when nothing does."""
    for name, interval in state.definition.intervals.items():
        if interval.allows is None:
            continue
        if any(ended is None for _, ended in spans_of(state, name)):
            return name, interval
    return None
