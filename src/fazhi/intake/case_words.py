"""A case in the words of a form: the steps that the applicant sees, what they are asked, by when it is owed to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from fazhi.cases.models import Case, Paper
from fazhi.cases.taking import context_for
from fazhi.intake.entries import Due, Entry, Fact, Wanted, lines
from fazhi.intake.models import Message, MessageKind
from fazhi.procedures.applications.definition import ApplicationForm, Asking
from fazhi.procedures.casework.clocks import Clock, ClockState, clocks
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.limits import LimitKind
from fazhi.procedures.pauses import PLACE


class CaseWords:
    """A case as its applicant reads it; ``own``: whether it speaks of their own matter."""

    def __init__(self, case: Case | None, form: ApplicationForm | None, *, own: bool) -> None:
        self.case, self.form, self.own = case, form, own
        self.state: CaseState | None = case.folded if case else None

    @property
    def is_closed(self) -> bool:
        return self.case is not None and self.case.closed_on is not None

    @property
    def events(self) -> tuple[Event, ...]:
        return self.state.events if self.state and self.form else ()

    def entries(self) -> Iterator[Entry]:
        """The steps that the form names, with what of answers and questions the applicant reads."""
        papers, entered = self._papers(), self._entered()
        last = {event.step: event.seq for event in self.events}
        last_answer = next((event.seq for event in reversed(self.events) if self._shows(event)[2]), 0)
        for event in self.events:
            assert self.form is not None
            shown = self.form.shown(event.step, event.result)
            if shown is None:
                continue
            names, named_papers, answers = self._shows(event)
            facts = self._facts(names, event) if last[event.step] == event.seq else ()
            yield Entry(
                on=event.on,
                says=shown.says,
                next=(shown.next or "") if answers and last_answer == event.seq and self.is_closed else "",
                facts=facts,
                papers=tuple(each for each in papers.get(event.seq, ()) if each.instrument in named_papers),
                is_answer=answers,
                at=entered.get(event.seq, 0.0),
                rank=(1, event.seq),
            )

    def now(self) -> tuple[str, str]:
        """The last step that the applicant sees, and what comes next."""
        for event in reversed(self.events):
            assert self.form is not None
            if shown := self.form.shown(event.step, event.result):
                return shown.says, shown.next or ""
        return "", ""

    def wanted(self, messages: Sequence[Message], at: datetime) -> Wanted | None:
        """What the case asks for and has not been given."""
        for asking in self.form.asks if self.form and self.own else ():
            event = self._asked(asking)
            if event is None:
                continue
            given = any(each.kind == MessageKind.SUPPLEMENT and _day(each.at) >= event.on for each in messages)
            clock = next((each for each in reversed(self.clocks(at)) if each.limit == asking.limit), None)
            due = self._clock_due(clock, at) if clock and clock.met_on is None else None
            return Wanted("", self._facts(asking.shows, event), due, given)
        return None

    def clocks(self, at: datetime) -> tuple[Clock, ...]:
        if self.case is None or self.state is None:
            return ()
        return clocks(self.state, context_for(self.case, at))

    def due(self, at: datetime) -> Due | None:
        """The nearest open duty of the office."""
        today = _day(at)
        owed = (ClockState.RUNNING, ClockState.OVERDUE, ClockState.PAUSED)
        found = [
            each
            for each in self.clocks(at)
            if each.kind in (LimitKind.DUTY, LimitKind.PROMISE) and each.state(today) in owed and each.counted
        ]
        found.sort(key=lambda each: (each.due_on is None, each.due_on or today))
        return self._clock_due(found[0], at) if found else None

    def _clock_due(self, clock: Clock, at: datetime) -> Due:
        assert self.case is not None
        state = clock.state(_day(at))
        counted = clock.counted
        return Due(
            title=self.case.definition.time_limits[clock.limit].title,
            on=clock.due_on,
            lines=lines(counted),
            is_late=state in (ClockState.OVERDUE, ClockState.LAPSED),
            is_paused=state is ClockState.PAUSED,
        )

    def _asked(self, asking: Asking) -> Event | None:
        """The event that asks, if nothing has answered it since."""
        asked: Event | None = None
        for event in self.events:
            if event.step in asking.any or f"{event.step}.{event.result}" in asking.any:
                asked = event
            elif event.step == asking.supplement:
                asked = None
        return asked if self.case is not None and self.case.closed_on is None else None

    def _shows(self, event: Event) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Fields and papers that the form shows of an event, and whether it is an answer."""
        assert self.form is not None
        if not self.own:
            return (), (), False
        said = {event.step, f"{event.step}.{event.result}"}
        for answer in self.form.answers:
            if said & set(answer.any):
                return answer.shows, answer.papers, True
        for asking in self.form.asks:
            if said & set(asking.any):
                return asking.shows, (), False
        return (), (), False

    def _facts(self, names: Sequence[str], event: Event) -> tuple[Fact, ...]:
        assert self.state is not None
        known: Mapping[str, Any] = self.state.facts_of(event.thread)
        fields = self.state.definition.fields
        return tuple((fields[name], known[name]) for name in names if known.get(name) not in (None, "", [], {}))

    def _entered(self) -> dict[int, float]:
        """When each act was entered, by its number."""
        if self.case is None:
            return {}
        return {seq: at.timestamp() for seq, at in self.case.acts.values_list("seq", "recorded_at")}

    def _papers(self) -> dict[int, list[Paper]]:
        """Papers that were printed, by the act that made them."""
        found: dict[int, list[Paper]] = {}
        if self.case is not None and self.own:
            for paper in self.case.papers.exclude(file=None).select_related("file"):
                found.setdefault(paper.seq, []).append(paper)
        return found


def _day(at: datetime) -> date:
    return at.astimezone(PLACE).date()
