"""What the applicant sees 办理进度: which step, who has it, by when and why, what comes next, what if it is late.

Built from the application, its messages and its case, by the words of the form. A step that the form does not name is
the office's own and is not shown; people are not named, bodies are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from fazhi.cases.models import Case, Paper
from fazhi.cases.receipts import receipt_for
from fazhi.intake import deadlines, sequels, speaking
from fazhi.intake.case_words import CaseWords
from fazhi.intake.entries import Due, Entry, Wanted, lines
from fazhi.intake.models import HIDDEN, Application, Attachment, Message, MessageKind, State
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.library import UnknownFormError, forms
from fazhi.procedures.pauses import PLACE


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
    cases: tuple[Case, ...] = ()
    """Where it was done again: the cases, the earliest first; else none."""
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
    cases = sequels.cases_of(application)
    case = cases[-1] if cases else None
    own = _is_own(application)
    told = CaseWords(case, form, own=own)
    # What was to come next in a case that was closed has come: the one that does it again says so now.
    earlier = [replace(entry, next="") for each in cases[:-1] for entry in CaseWords(each, form, own=own).entries()]
    entries = [_received(application), *earlier, *told.entries(), *(_said(each, files) for each in messages)]
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
        cases=tuple(cases) if len(cases) > 1 and own else (),
        receipt=receipt_for(case).text if case is not None and told.own else "",
    )


def paper_for(application: Application, *, seq: int, instrument: str, case_number: str = "") -> Paper | None:
    """A paper that the applicant may take: one that an answer of their own case names, and that was printed.

    ``case_number``: of the case that it is in, where that was done again; none: the last one.
    """
    form = _form(application)
    cases = sequels.cases_of(application)
    case = next((each for each in cases if each.number == case_number), cases[-1] if cases else None)
    if form is None or case is None or not _is_own(application):
        return None
    told = CaseWords(case, form, own=True)
    papers = [paper for entry in told.entries() for paper in entry.papers]
    return next((each for each in papers if each.seq == seq and each.instrument == instrument), None)


def _form(application: Application) -> ApplicationForm | None:
    try:
        return forms().get(application.form)
    except UnknownFormError:
        return None


def _is_own(application: Application) -> bool:
    """Whether the case speaks of their own matter: one's own, or that into which the same telephone's was merged."""
    other = application.merged_into
    return other is None or bool(application.phone and application.phone == other.phone)


def _now(application: Application, told: CaseWords) -> tuple[str, str, str]:
    """The state in a word, what it means, and what comes next."""
    state = State(application.state)
    says, following = _STATES[state]
    if state in (State.ACCEPTED, State.MERGED):
        said, after = told.now()
        return state.label, said or says, after or following
    return state.label, says, following


def _due(
    application: Application, form: ApplicationForm | None, case: Case | None, told: CaseWords, at: datetime
) -> Due | None:
    if case is not None:
        return told.due(at) if case.closed_on is None else None
    if application.due_on is None or application.state != State.RECEIVED or form is None:
        return None
    began = _began(application)
    counted = deadlines.first_look(form, began)
    counts = lines(counted) if counted.ends_on == application.due_on else ()
    return Due(form.days.say, application.due_on, counts, is_late=application.due_on < _day(at))


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
        rate=_may_rate(application, form, at, closed=closed),
        reopen=reopens is not None and today <= reopens and application.attention != MessageKind.REOPENING,
        reopens_until=reopens,
    )


def _may_rate(application: Application, form: ApplicationForm | None, at: datetime, *, closed: bool) -> bool:
    """Once it is answered: while the answer can still be gainsaid, and after the end."""
    if application.state == State.WITHDRAWN:
        return False
    if form is None:
        return closed and application.satisfaction is None
    answered = closed or speaking.gainsaid_by(application, form, at=at) is not None
    return answered and not speaking.has_rated(application, form)


def _day(at: datetime) -> date:
    return at.astimezone(PLACE).date()
