"""What a citizen says after the handing in: more material, urging, withdrawal, a rating, that it be done again.

Who calls these has shown number (or telephone) and query code (`following.find`). Each writes a message that nobody can
change, sealed, and puts the application before the clerk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from fazhi.intake import deadlines, sequels, turns
from fazhi.intake.applying import Handed, kept_files
from fazhi.intake.models import FROM_CITIZEN, Application, Attachment, Message, MessageKind, State
from fazhi.intake.models.message import SEALED_FOR
from fazhi.intake.refusals import Refused
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.library import forms
from fazhi.procedures.casework.events import Event
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.pauses import PLACE
from fazhi.registers import sealing

LONGEST = 5_000
MOST_FILES = 10
TWICE_WITHIN = timedelta(minutes=10)
"""The same words and files within this time are the same button pressed twice."""
MOST_A_DAY = 20
"""Messages of one application in a day: more is no help to anybody."""
CLOSED = frozenset({State.DECLINED, State.ANSWERED, State.WITHDRAWN})


@transaction.atomic
def supplement(*, application_id: UUID, text: str, attachments: Sequence[Handed] = (), at: datetime) -> Message:
    """补充、补正: more words or material. Answers a correction where one was asked, and the first look is due anew.

    Raises Refused where it is closed, or nothing was given; FileRefused.
    """
    held = _held(application_id, at)
    if is_closed(held):
        raise Refused("这件事已经办结，不能再补充材料。有新的情况，请重新提交一件。")
    words = _words(text)
    if not words and not attachments:
        raise Refused("请写下要补充的内容，或者选择要上传的文件。", field="text")
    if len(attachments) > MOST_FILES:
        raise Refused(f"一次最多交{MOST_FILES}个文件，请分几次交。", field="files")
    if earlier := _twice(held, MessageKind.SUPPLEMENT, words, [each.file.name for each in attachments], at):
        return earlier
    if held.state == State.RETURNED:
        held.state = State.RECEIVED
        held.due_on = deadlines.first_look(forms().get(held.form), _day(at)).ends_on
    message = _say(held, MessageKind.SUPPLEMENT, words, at)
    kept = kept_files(attachments, organization=held.organization, by=None, at=at)
    Attachment.objects.bulk_create(
        Attachment(application=held, message=message, title=title, kept=file) for title, file in kept
    )
    return message


@transaction.atomic
def urge(*, application_id: UUID, text: str = "", at: datetime) -> Message:
    """催办: once in the time that the form says. Raises Refused."""
    held = _held(application_id, at)
    if is_closed(held):
        raise Refused("这件事已经办结，不用催办。对结果不满意的，可以评价或者要求重办。")
    if (until := urged_until(held, forms().get(held.form))) and _day(at) <= until:
        raise Refused(f"已经替您催办过了。{chinese_day(until + timedelta(days=1))}起可以再催。")
    return _say(held, MessageKind.URGING, _words(text), at)


@transaction.atomic
def withdraw(*, application_id: UUID, text: str = "", at: datetime) -> Message:
    """撤回: at once where there is no case yet; else the clerk ends the case. Raises Refused."""
    held = _held(application_id, at)
    if is_closed(held):
        raise Refused("这件事已经办结，不用撤回。")
    if held.messages.filter(kind=MessageKind.WITHDRAWAL).exists():
        raise Refused("已经收到您的撤回申请，工作人员正在办理。")
    if not may_withdraw(held, forms().get(held.form), at=at):
        raise Refused("这件事办到这一步，不能再撤回。有特殊情况的，请联系办理单位。")
    if held.case_id is None:
        held.state, held.closed_at = State.WITHDRAWN, at
    return _say(held, MessageKind.WITHDRAWAL, _words(text), at)


@transaction.atomic
def rate(*, application_id: UUID, satisfaction: int, text: str = "", again: bool = False, at: datetime) -> Message:
    """评价: 1 very discontented to 5 very content, once for each answer; before the end the clerk sees it.

    ``again``: and it is to be done again, for which the words are then the reason, as in `reopen`. Raises Refused.
    """
    held = _held(application_id, at)
    if satisfaction not in range(1, 6):
        raise Refused("请选择满意程度。", field="satisfaction")
    form = forms().get(held.form)
    closed = is_closed(held)
    if held.state == State.WITHDRAWN or not (closed or gainsaid_by(held, form, at=at)):
        raise Refused("答复以后才能评价。")
    if has_rated(held, form):
        raise Refused("您已经评价过了，谢谢。")
    held.satisfaction = satisfaction
    heard = closed or bool(held.attention)  # an urging or a wish that waits is not hidden by a rating
    message = _say(held, MessageKind.RATING, "" if again else _words(text), at, heard=heard)
    return reopen(application_id=application_id, text=text, at=at) if again else message


@transaction.atomic
def reopen(*, application_id: UUID, text: str, at: datetime) -> Message:
    """不满意，要求重办: with what is wrong, within the form's time after the answer. Raises Refused."""
    held = _held(application_id, at)
    form = forms().get(held.form)
    until = reopens_until(held, form, at=at)
    if form.reopens is None or until is None:
        raise Refused("这件事不能在这里要求重办。")
    if _day(at) > until:
        raise Refused(f"要求重办的期限是{chinese_day(until)}，已经过了。仍有问题的，请重新提交一件。")
    words = _words(text)
    if not words:
        raise Refused("请写明哪里不满意，希望怎么办。", field="text")
    if _reopened_since_closing(held):
        raise Refused("已经收到您的重办要求，工作人员正在处理。")
    if held.case_id is None:
        held.state, held.closed_at = State.RECEIVED, None
        held.due_on = deadlines.first_look(form, _day(at)).ends_on
        held.satisfaction = None
    return _say(held, MessageKind.REOPENING, words, at)


def is_closed(application: Application) -> bool:
    """Whether nothing further is done about it, by us or in its case; what was merged ends with the other."""
    return ended_on(application) is not None or application.state in CLOSED


def ended_on(application: Application) -> date | None:
    """The day on which it was answered or ended; None while it is open."""
    if application.state == State.MERGED and application.merged_into is not None:
        return ended_on(application.merged_into)
    if application.case is not None:
        return application.case.closed_on
    return application.closed_at.astimezone(PLACE).date() if application.closed_at else None


def urged_until(application: Application, form: ApplicationForm) -> date | None:
    """Until when no further urging is taken, after the last one."""
    last = application.messages.filter(kind=MessageKind.URGING).order_by("-id").first()
    return deadlines.last_day(form.urge_every, _day(last.at)) if last else None


def may_withdraw(application: Application, form: ApplicationForm, *, at: datetime) -> bool:
    """Whether it can still be withdrawn: before there is a case, and while a step of the case can record it."""
    if application.state == State.MERGED:
        return False  # the case is another's
    return application.case is None or turns.first_open(application.case, form.withdrawals, at=at) is not None


def reopens_until(application: Application, form: ApplicationForm, *, at: datetime) -> date | None:
    """Until when it may be asked to be done again, counted from the end, or from the answer where a step of the case
    takes the wish; None where it may not.
    """
    if form.reopens is None or application.state in (State.WITHDRAWN, State.MERGED):
        return None
    ended, case = ended_on(application), application.case
    if ended is None and (answer := gainsaid_by(application, form, at=at)):
        ended = answer.on
    if ended is None or (case is not None and case.closed_on is not None and not sequels.may_be_asked(case, at=at)):
        return None
    return deadlines.reopening(form, jurisdiction_id=application.jurisdiction_id, ended=ended)


def gainsaid_by(application: Application, form: ApplicationForm, *, at: datetime) -> Event | None:
    """The answer of a case that is not closed, while it is the turn of the step that the form names for whoever is not
    content with it; None before there is one, and where no step takes the wish.
    """
    case, step = application.case, form.reopens.step if form.reopens else None
    if case is None or step is None or application.state == State.MERGED or not turns.is_open(case, step, at=at):
        return None
    return turns.preceded_by(case, step, answers=answers_of(form))


def has_rated(application: Application, form: ApplicationForm) -> bool:
    """Whether the last answer has been rated: one to what was done again may be rated anew."""
    if application.satisfaction is None:
        return False
    case = application.case
    answers = set(answers_of(form))
    events = reversed(case.folded.events) if case is not None else ()
    last = next((each for each in events if answers & {each.step, f"{each.step}.{each.result}"}), None)
    if case is None or last is None:
        return True
    answered_at = case.acts.values_list("recorded_at", flat=True).get(seq=last.seq)
    return application.messages.filter(kind=MessageKind.RATING, at__gt=answered_at).exists()


def answers_of(form: ApplicationForm) -> list[str]:
    """Steps, and results, by which the form says that the applicant is answered."""
    return [step for answer in form.answers for step in answer.any]


def _reopened_since_closing(application: Application) -> bool:
    """Of a case: whether the wish is there already, and the clerk has not acted on it."""
    return application.case_id is not None and application.attention == MessageKind.REOPENING


def _held(application_id: UUID, at: datetime) -> Application:
    """The row, held to the end of the transaction."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "case", "merged_into__case", "organization__jurisdiction"
    )
    held = rows.filter(pk=application_id).first()
    if held is None:
        raise Refused("没有查到这件事，请核对编号和查询码。")
    today = held.messages.filter(kind__in=FROM_CITIZEN, at__gt=at - timedelta(days=1)).count()
    if today >= MOST_A_DAY:
        raise Refused("您今天说的次数已经很多了，我们都收到了。请明天再来。")
    return held


def _say(held: Application, kind: MessageKind, words: str, at: datetime, *, heard: bool = False) -> Message:
    """Writes the message; ``heard``: nobody has to look at it."""
    if not heard:
        held.attention = kind
    held.save()
    sealed = sealing.seal(words, register=SEALED_FOR, field=kind) if words else None
    return Message.objects.create(application=held, kind=kind, at=at, sealed=sealed)


def _twice(held: Application, kind: MessageKind, words: str, names: list[str], at: datetime) -> Message | None:
    last = held.messages.filter(kind=kind, at__gt=at - TWICE_WITHIN).order_by("-id").first()
    if last is None or last.said != words:
        return None
    return last if sorted(each.kept.name for each in last.attachments.all()) == sorted(names) else None


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise Refused(f"写了{len(words)}字，请不要超过{LONGEST}字，更多的请作为文件上传。", field="text")
    return words


def _day(at: datetime) -> date:
    return at.astimezone(PLACE).date()
