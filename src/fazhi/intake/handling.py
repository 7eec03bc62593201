"""What the office does with an application 来件: the one gate for clerks. What becomes of it as a case is `accepting`.

Every verb holds the application's row, so that of two clerks who act at once the second is told what the first has
done, and writes the message that the citizen reads. Refusals are sentences.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import INTAKE_HANDLE, require
from fazhi.intake.models import Application, Message, MessageKind, State
from fazhi.intake.reading import form_of
from fazhi.intake.refusals import Refused
from fazhi.intake.templates import blanks
from fazhi.procedures.pauses import PLACE

LONGEST = 4000
OPEN = (State.RECEIVED, State.RETURNED)
"""States in which the office still has to decide what becomes of it."""
SEEN, PUT_IN = "已阅", "群众来文已入卷"
"""How the notes begin that say that a citizen's message was seen to."""


@transaction.atomic
def return_for_correction(*, actor: Actor, application_id: UUID, text: str, until: date, at: datetime) -> Message:
    """补正: asks the citizen, before there is a case, for what is missing, once and for all; ``until`` is the last day.

    Raises NotAllowed; Refused where it is no longer open, the text is unfinished, or the day is not after today.
    """
    application = locked(actor, application_id, *OPEN)
    words = written(text, "请写明需要补正的内容。")
    if until <= _day(at):
        raise Refused("补正期限须在今天以后，请给申请人留出合理的时间。", field="until")
    application.state, application.due_on = State.RETURNED, until
    return told(actor, application, MessageKind.CORRECTION, words, at=at, until=until)


@transaction.atomic
def decline(*, actor: Actor, application_id: UUID, ground: str, text: str, remedies: str, at: datetime) -> Message:
    """不予受理: with its ground and the remedies, both of which the citizen reads.

    Raises NotAllowed; Refused where it is no longer open or one of the three is missing or unfinished.
    """
    application = locked(actor, application_id, *OPEN)
    why = written(ground, "请写明不予受理的理由。", "ground")
    words = written(text, "请写明告知的内容。")
    ways = written(remedies, "不予受理须告知救济途径，请填写。", "remedies")
    _close(application, State.DECLINED, at)
    return told(actor, application, MessageKind.DECLINED, f"理由：{why}\n{words}", at=at, remedies=ways)


@transaction.atomic
def answer(
    *, actor: Actor, application_id: UUID, text: str, remedies: str = "", merged: bool = False, at: datetime
) -> Message:
    """直接答复: an answer without a case, for forms that allow it; ``merged``: those merged into it are answered too.

    Raises NotAllowed; Refused where it is no longer open, its form wants a case, or remedies are missing.
    """
    application = locked(actor, application_id, *OPEN)
    form = form_of(application)
    if form is not None and form.direct is None:
        raise Refused(f"“{form.title}”须立案办理，不能直接答复。")
    words = written(text, "请写明答复内容。")
    ways = written(remedies, "", "remedies", needed=False)
    if not ways and form is not None and form.direct is not None and form.direct.remedies:
        raise Refused("这类来件的答复须告知救济途径，请填写。", field="remedies")
    _close(application, State.ANSWERED, at)
    answered = told(actor, application, MessageKind.ANSWER, words, at=at, remedies=ways)
    for other in application.merged.select_for_update() if merged else ():
        told(actor, other, MessageKind.ANSWER, words, at=at, remedies=ways)
    return answered


@transaction.atomic
def tell_merged(*, actor: Actor, application_id: UUID, text: str, remedies: str = "", at: datetime) -> int:
    """告知并入的来件: the answer in the case of one goes to all that were merged into it, in words fit for each.

    The number of those told comes out. Raises NotAllowed; Refused without words, or where nothing was merged into it.
    """
    application = locked(actor, application_id)
    words = written(text, "请写明答复内容。")
    ways = written(remedies, "", "remedies", needed=False)
    others = list(application.merged.filter(state=State.MERGED).select_for_update())
    if not others:
        raise Refused("没有并入这一件的来件。")
    for other in others:
        told(actor, other, MessageKind.ANSWER, words, at=at, remedies=ways, heard=False)
    return len(others)


@transaction.atomic
def transfer(*, actor: Actor, application_id: UUID, to: Organization, reason: str, at: datetime) -> Message:
    """转办: to another body of the jurisdiction. The promised day stays: passing on gives nobody more time.

    Raises NotAllowed; Refused where it is no longer open, or the other body cannot receive it.
    """
    application = locked(actor, application_id, *OPEN)
    why = written(reason, "请写明转办的理由。", "reason")
    if to.jurisdiction_id != application.jurisdiction_id or to.dissolved_on is not None:
        raise Refused("只能转给本地区现有的单位。", field="to")
    if to.pk == application.organization_id:
        raise Refused("来件已经在这个单位，请另选单位。", field="to")
    message = told(actor, application, MessageKind.TRANSFER, f"转由{to.name}办理。{why}", at=at, save=False)
    application.organization, application.handler, application.state = to, None, State.RECEIVED
    application.save(update_fields=["organization", "handler", "state", "attention"])
    return message


@transaction.atomic
def merge(*, actor: Actor, application_id: UUID, into_id: UUID, at: datetime) -> Message:
    """并案: a repeat goes with an earlier application of the same body; the citizen is told its number.

    Raises NotAllowed; Refused where either is not open to it.
    """
    if application_id == into_id:
        raise Refused("不能并入自己，请另选一件。", field="into")
    # In a fixed order, so that two clerks who merge two applications into each other do not wait for one another.
    list(Application.objects.select_for_update().filter(pk__in=[application_id, into_id]).order_by("pk"))
    application = locked(actor, application_id, *OPEN)
    into = Application.objects.filter(pk=into_id, organization=application.organization_id).first()
    if into is None:
        raise Refused("只能并入本单位的来件；在别的单位的，请先转办。", field="into")
    if into.state in (State.MERGED, State.WITHDRAWN, State.DECLINED):
        raise Refused(f"{into.number}{into.get_state_display()}，不能并入，请另选一件。", field="into")
    application.merged.update(merged_into=into)
    application.merged_into, application.case = into, into.case
    _close(application, State.MERGED, at)
    own = bool(application.phone) and application.phone == into.phone
    words = (
        f"与您{_day_words(into)}提出的来件（{into.number}）" if own else f"与已经收到的同一事项来件（{into.number}）"
    )
    return told(actor, application, MessageKind.MERGED, f"{words}合并办理，办理结果一并告知。", at=at)


@transaction.atomic
def note(*, actor: Actor, application_id: UUID, text: str, at: datetime) -> Message:
    """内部记录: read by the office alone, in any state. Raises NotAllowed, Refused for no words."""
    application = locked(actor, application_id)
    words = written(text, "请填写记录的内容。")
    return told(actor, application, MessageKind.NOTE, words, at=at, heard=False)


@transaction.atomic
def seen(*, actor: Actor, application_id: UUID, at: datetime) -> Message | None:
    """已阅: what the citizen wrote last was read and asks for nothing further; None where there was nothing new."""
    application = locked(actor, application_id)
    if not application.attention:
        return None
    words = f"{SEEN}“{MessageKind(application.attention).label}”。"
    return told(actor, application, MessageKind.NOTE, words, at=at)


def locked(actor: Actor, application_id: UUID, *states: State) -> Application:
    """The application, held until the transaction ends, if the actor handles for its body and it is in such a state.

    Raises NotAllowed, Refused.
    """
    rows = Application.objects.select_for_update(of=("self",))
    application = rows.select_related("organization__jurisdiction").filter(pk=application_id).first()
    if application is None:
        raise Refused("没有这件来件，请刷新列表。")
    require(actor, INTAKE_HANDLE, organization=application.organization)
    if states and application.state not in states:
        raise Refused(f"这件来件{application.get_state_display()}，不能再这样办理。请刷新页面核对。")
    return application


def told(
    actor: Actor,
    application: Application,
    kind: MessageKind,
    text: str,
    *,
    at: datetime,
    remedies: str = "",
    until: date | None = None,
    heard: bool = True,
    save: bool = True,
) -> Message:
    """Writes the office's message, saves the application; ``heard``: what the citizen wrote last has been seen to."""
    if heard:
        application.attention = ""
        application.handler = application.handler or actor.person
    if save:
        application.save()
    return Message.objects.create(
        application=application,
        kind=kind,
        at=at,
        by=actor.person,
        organization=application.organization,
        text=text,
        remedies=remedies,
        until=until,
    )


def written(text: str, missing: str, field: str = "text", *, needed: bool = True) -> str:
    """The words of a message. Raises Refused for none, too many, and for blanks of a template that are left."""
    words = text.strip()
    if not words and needed:
        raise Refused(missing, field=field)
    if len(words) > LONGEST:
        raise Refused(f"内容有{len(words)}字，超过{LONGEST}字，请精简或者作为附件。", field=field)
    if left := blanks(words):
        raise Refused(f"还有{len(left)}处没有填写：{'、'.join(left[:3])}。请填好或者删去。", field=field)
    return words


def _close(application: Application, state: State, at: datetime) -> None:
    application.state, application.closed_at, application.due_on = state, at, None


def _day(at: datetime) -> date:
    return at.astimezone(PLACE).date()


def _day_words(application: Application) -> str:
    day = _day(application.received_at)
    return f"{day.year}年{day.month}月{day.day}日"
