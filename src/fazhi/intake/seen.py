"""What the applicant sees 办理进度: which step, who has it, by when and why, what comes next, what if it is late.

Built from the application, its messages and its case, by the words of the form. A step that the form does not name is
the office's own and is not shown; people are not named, bodies are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fazhi.cases.models import Case, Paper
from fazhi.cases.receipts import receipt_for
from fazhi.cases.taking import context_for
from fazhi.intake import deadlines, speaking
from fazhi.intake.models import HIDDEN, Application, Attachment, Message, MessageKind, State
from fazhi.procedures.applications.definition import ApplicationForm, Asking
from fazhi.procedures.applications.library import UnknownFormError, forms
from fazhi.procedures.casework.clocks import Clock, ClockState, clocks
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.counting import DueDate
from fazhi.procedures.language.fields import Field
from fazhi.procedures.language.limits import LimitKind
from fazhi.procedures.pauses import PLACE

Fact = tuple[Field, Any]


@dataclass(frozen=True)
class Due:
    """A last day: what for, how it is counted, and whether it has passed."""

    title: str
    on: date | None
    lines: tuple[str, ...]
    is_late: bool
    is_paused: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the office asks of the applicant 补正, and until when."""

    text: str
    facts: tuple[Fact, ...]
    due: Due | None
    is_given: bool
    """Something was handed in since; the office has not looked at it yet."""


@dataclass(frozen=True)
class Entry:
    """One line of what has happened."""

    on: date
    says: str
    text: str = ""
    next: str = ""
    """Of the last answer: what follows from it, and what to do against it, where no further step says what is next."""
    remedies: str = ""
    facts: tuple[Fact, ...] = ()
    papers: tuple[Paper, ...] = ()
    files: tuple[Attachment, ...] = ()
    by_citizen: bool = False
    is_answer: bool = False
    at: float = 0.0
    """When it was entered, for the order of one day."""
    rank: tuple[Any, ...] = ()


@dataclass(frozen=True)
class May:
    """What the applicant can do now."""

    supplement: bool
    urge: bool
    urged_until: date | None
    withdraw: bool
    rate: bool
    reopen: bool
    reopens_until: date | None


@dataclass(frozen=True)
class Seen:
    """Everything on the applicant's page."""

    application: Application
    form: ApplicationForm | None
    state: str
    says: str
    next: str
    body: str
    due: Due | None
    wanted: Wanted | None
    history: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    is_closed: bool
    may: May
    remedy: str = ""
    after: tuple[str, ...] = field(default=())
    receipt: str = ""
    """The line 回执 that speaks for the record of their own case, as far as it goes now."""


_STATES = {
    State.RECEIVED: ("已经收到，等待工作人员查看", "工作人员查看以后，会告诉您是否受理。"),
    State.RETURNED: ("请您补充材料", "收到您的补充以后，继续办理。"),
    State.ACCEPTED: ("已经登记，正在办理", ""),
    State.DECLINED: ("不予受理", ""),
    State.ANSWERED: ("已经答复", ""),
    State.MERGED: ("与同一件事合并办理", "办理结果会在这里一并告诉您。"),
    State.WITHDRAWN: ("您已经撤回", ""),
}
_SAID = {
    MessageKind.SUPPLEMENT: "您补充了材料",
    MessageKind.URGING: "您催办了一次",
    MessageKind.WITHDRAWAL: "您申请撤回",
    MessageKind.RATING: "您作了评价",
    MessageKind.REOPENING: "您要求重办",
    MessageKind.ACCEPTED: "已经登记，开始办理",
    MessageKind.CORRECTION: "请您补充材料",
    MessageKind.ANSWER: "已经答复",
    MessageKind.DECLINED: "不予受理",
    MessageKind.TRANSFER: "转给别的单位办理",
    MessageKind.MERGED: "与同一件事合并办理",
}
_FROM_CITIZEN = (
    MessageKind.SUPPLEMENT,
    MessageKind.URGING,
    MessageKind.WITHDRAWAL,
    MessageKind.RATING,
    MessageKind.REOPENING,
)


def seen(application: Application, *, at: datetime) -> Seen:
    """What whoever has number and code sees now; about six queries."""
    form = _form(application)
    messages = [each for each in application.messages.order_by("id") if each.kind not in HIDDEN]
    files = list(application.attachments.select_related("kept"))
    case = _case(application)
    told = _CaseWords(case, form, own=_is_own(application))
    entries = [_received(application), *told.entries(), *(_said(each, files) for each in messages)]
    history = sorted(entries, key=lambda each: (each.on, each.at, each.rank))
    state, says, following = _now(application, told)
    wanted = told.wanted(messages, at) if case is not None else _returned(application, messages, at)
    return Seen(
        application=application,
        form=form,
        state=state,
        says=says,
        next=following,
        body=(case.organization if case else application.organization).name,
        due=_due(application, form, case, told, at),
        wanted=wanted,
        history=tuple(reversed(history)),
        answers=tuple(each for each in reversed(history) if each.is_answer),
        is_closed=speaking.is_closed(application),
        may=_may(application, form, messages, at),
        remedy=form.remedy if form else "",
        after=form.after if form and application.state == State.RECEIVED else (),
        receipt=receipt_for(case).text if case is not None and told.own else "",
    )


def paper_for(application: Application, *, seq: int, instrument: str) -> Paper | None:
    """A paper that the applicant may take: one that an answer of their own case names, and that was printed."""
    form = _form(application)
    case = _case(application)
    if form is None or case is None or not _is_own(application):
        return None
    told = _CaseWords(case, form, own=True)
    papers = [paper for entry in told.entries() for paper in entry.papers]
    return next((each for each in papers if each.seq == seq and each.instrument == instrument), None)


class _CaseWords:
    """A case in the words of a form."""

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
            lines=_lines(counted),
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


def _form(application: Application) -> ApplicationForm | None:
    try:
        return forms().get(application.form)
    except UnknownFormError:
        return None


def _case(application: Application) -> Case | None:
    """Its own, or that of the application with which it is dealt with."""
    if application.case is not None:
        return application.case
    return application.merged_into.case if application.merged_into else None


def _is_own(application: Application) -> bool:
    """Whether the case speaks of their own matter: one's own, or that into which the same telephone's was merged."""
    other = application.merged_into
    return other is None or bool(application.phone and application.phone == other.phone)


def _now(application: Application, told: _CaseWords) -> tuple[str, str, str]:
    """The state in a word, what it means, and what comes next."""
    state = State(application.state)
    says, following = _STATES[state]
    if state in (State.ACCEPTED, State.MERGED):
        said, after = told.now()
        return state.label, said or says, after or following
    return state.label, says, following


def _due(
    application: Application, form: ApplicationForm | None, case: Case | None, told: _CaseWords, at: datetime
) -> Due | None:
    if case is not None:
        return told.due(at) if case.closed_on is None else None
    if application.due_on is None or application.state != State.RECEIVED or form is None:
        return None
    began = _began(application)
    counted = deadlines.first_look(form, began)
    lines = _lines(counted) if counted.ends_on == application.due_on else ()
    return Due(form.days.say, application.due_on, lines, is_late=application.due_on < _day(at))


def _began(application: Application) -> date:
    """The day from which the first look is counted: that of the last supplement or reopening, else of the receipt."""
    anew = (MessageKind.SUPPLEMENT, MessageKind.REOPENING)
    last = application.messages.filter(kind__in=anew).order_by("-id").first()
    return _day(last.at if last else application.received_at)


def _returned(application: Application, messages: Sequence[Message], at: datetime) -> Wanted | None:
    """What was asked before there was a case."""
    if application.state != State.RETURNED:
        return None
    last = next((each for each in reversed(messages) if each.kind == MessageKind.CORRECTION), None)
    if last is None:
        return None
    due = Due("补正期限", last.until, (), is_late=last.until < _day(at)) if last.until else None
    return Wanted(last.said, (), due, is_given=False)


def _received(application: Application) -> Entry:
    return Entry(on=_day(application.received_at), says="已经收到您提交的内容", by_citizen=True, rank=(0, 0))


def _said(message: Message, files: Sequence[Attachment]) -> Entry:
    kind = MessageKind(message.kind)
    return Entry(
        on=_day(message.at),
        says=_SAID.get(kind, kind.label),
        text=message.said,
        remedies=message.remedies,
        files=tuple(each for each in files if each.message_id == message.pk),
        by_citizen=kind in _FROM_CITIZEN,
        is_answer=kind in (MessageKind.ANSWER, MessageKind.DECLINED),
        at=message.at.timestamp(),
        rank=(2, message.pk),
    )


def _may(application: Application, form: ApplicationForm | None, messages: Sequence[Message], at: datetime) -> May:
    closed = speaking.is_closed(application)
    today = _day(at)
    urged = speaking.urged_until(application, form) if form and not closed else None
    reopens = speaking.reopens_until(application, form, at=at) if form else None
    asked_back = any(each.kind == MessageKind.WITHDRAWAL for each in messages)
    return May(
        supplement=not closed,
        urge=not closed and (urged is None or today > urged),
        urged_until=urged if urged and today <= urged else None,
        withdraw=not closed and not asked_back and form is not None and speaking.may_withdraw(application, form, at=at),
        rate=closed and application.satisfaction is None and application.state != State.WITHDRAWN,
        reopen=reopens is not None and today <= reopens and application.attention != MessageKind.REOPENING,
        reopens_until=reopens,
    )


def _lines(counted: DueDate | None) -> tuple[str, ...]:
    if counted is None:
        return ()
    provisional = counted.provisional_sentence
    return (*counted.explain(), *([provisional] if provisional else []))


def _day(at: datetime) -> date:
    return at.astimezone(PLACE).date()
