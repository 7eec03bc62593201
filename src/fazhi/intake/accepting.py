"""From the application to the case 立案: opening it with what was handed in, and putting into it what comes afterwards.

The case is opened and carried on through the gate of all cases (`fazhi.cases.taking`); here stands only what of an
application goes into which act. Nothing is typed twice: the fields, the party, the papers are those of the citizen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fazhi.cases import correcting, taking
from fazhi.cases.models import Act
from fazhi.cases.models import Attachment as CaseAttachment
from fazhi.cases.taking import Given, Taken
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.intake import speaking, turns
from fazhi.intake.casework import values_for_case
from fazhi.intake.handling import OPEN, PUT_IN, SEEN, locked, told
from fazhi.intake.models import Application, Message, MessageKind, State
from fazhi.intake.models.message import FROM_CITIZEN
from fazhi.intake.reading import form_of
from fazhi.intake.refusals import Refused
from fazhi.procedures.applications.definition import ApplicationForm, Reopening
from fazhi.procedures.pauses import PLACE


@transaction.atomic
def accept(
    *,
    actor: Actor,
    application_id: UUID,
    at: datetime,
    given: Given | None = None,
    whole: bool = False,
    key: str | None = None,
) -> Taken:
    """立案: opens the case of the form's procedure with everything that was handed in.

    ``given``: what the clerk adds to it or puts differently (None: nothing, and the act is of today). ``whole``: its
    fields are all there are, so that the clerk can leave something out. A ``key`` used before returns what it did then.
    Raises NotAllowed; ActRefused with every reason of the procedure; Refused where the application is no longer open.
    """
    application = locked(actor, application_id)
    form = known_form(application)
    # Sent twice, it is the case that was opened then; sent anew, it is refused.
    sent_before = bool(key) and Act.objects.filter(case=application.case, key=key).exists()
    if application.state not in OPEN and not sent_before:
        raise Refused(f"这件来件{application.get_state_display()}，不能再立案。请刷新页面核对。")
    given = given or Given(form.opens, at.astimezone(PLACE).date(), result=form.result or "")
    carried = {} if whole else values_for_case(application)
    taken = taking.open_case(
        actor=actor,
        procedure=form.procedure,
        organization=application.organization,
        given=replace(
            given,
            data={**carried, **given.data},
            attachments=(*_kept(application), *given.attachments),
        ),
        at=at,
        key=key,
    )
    if taken.repeated:
        return taken
    application.state, application.case, application.due_on = State.ACCEPTED, taken.case, None
    application.merged.update(case=taken.case)
    told(actor, application, MessageKind.ACCEPTED, f"已立案办理，案号{taken.case.number}。{''.join(form.after)}", at=at)
    return taken


@transaction.atomic
def attach_to_case(
    *, actor: Actor, application_id: UUID, at: datetime, given: Given | None = None, key: str | None = None
) -> Taken:
    """入卷: what the citizen has sent since becomes an act of the case, with its words and its files.

    ``given`` is the step that takes it (`step_for` says which fits); None adds it to the record as 补充材料, which any
    case takes at any time. Raises NotAllowed, ActRefused, Refused where there is no case or nothing to add.
    """
    application = locked(actor, application_id)
    if application.case_id is None or application.state not in (State.ACCEPTED, State.MERGED):
        raise Refused("这件来件还没有立案，材料会随立案一并入卷。")
    kept = new_files(application)
    if given is None:
        words = new_words(application)
        if not kept and not words:
            raise Refused("申请人没有新的来文和材料，不用入卷。")
        taken = correcting.supplement(
            actor=actor,
            case_id=application.case_id,
            text=words,
            attachments=kept or [_as_file(application, words, at)],
            at=at,
            key=key,
        )
    else:
        together = replace(given, attachments=(*kept, *given.attachments))
        taken = taking.take(actor=actor, case_id=application.case_id, given=together, at=at, key=key)
    if not taken.repeated:
        told(actor, application, MessageKind.NOTE, f"{PUT_IN}（第{taken.seq}号记录）。", at=at)
    return taken


def step_for(application: Application, *, at: datetime) -> str | None:
    """The step of the case that takes what the citizen sent last: of those of the form, the one whose turn it is.

    None where there is none, and for what was merged: its case is another's.
    """
    form, case = form_of(application), application.case
    if form is None or case is None or application.state != State.ACCEPTED:
        return None
    match application.attention:
        case MessageKind.SUPPLEMENT:
            return turns.first_open(case, (each.supplement for each in form.asks), at=at)
        case MessageKind.WITHDRAWAL:
            return turns.first_open(case, form.withdrawals, at=at)
        case MessageKind.REOPENING | MessageKind.RATING:
            return turns.first_open(case, [form.reopens.step] if form.reopens and form.reopens.step else [], at=at)
    return None


def values_for_step(application: Application, step: str) -> dict[str, Any]:
    """What of the citizen's words, and of their rating, goes into the fields of that step."""
    form = form_of(application)
    if form is not None and form.reopens is not None and form.reopens.step == step:
        return _of_the_wish(application, form, form.reopens)
    into = next((each.into for each in form.asks if each.supplement == step), None) if form else None
    words = words_of(application, MessageKind.SUPPLEMENT)
    return {into: words} if into and words else {}


def result_for(application: Application, step: str) -> str:
    """The result of that step that fulfils what the citizen wishes; blank where they wish for none."""
    form = form_of(application)
    wish = form.reopens if form else None
    wishes = application.attention == MessageKind.REOPENING
    return wish.result or "" if wish is not None and wish.step == step and wishes else ""


def _of_the_wish(application: Application, form: ApplicationForm, wish: Reopening) -> dict[str, Any]:
    """Their words where they want it done again; their rating of the answer at which the step looks. Whoever has not
    rated it, and wants it done again, is not content.
    """
    wishes = application.attention == MessageKind.REOPENING
    rated = application.satisfaction if speaking.has_rated(application, form) else None
    values: dict[str, Any] = {}
    if wish.rating and (rated or wishes):
        values = {wish.rating.into: wish.rating.options[(rated or 1) - 1]}
    words = words_of(application, MessageKind.REOPENING)
    if wish.into and words:
        values[wish.into] = words
    return {**wish.values, **values} if values else {}


def new_messages(application: Application) -> list[Message]:
    """What the citizen wrote since the office last saw to it; a note in between does not see to anything."""
    found: list[Message] = []
    for message in application.messages.order_by("-id"):
        if message.kind in FROM_CITIZEN:
            found.append(message)
        elif message.kind != MessageKind.NOTE or message.text.startswith((SEEN, PUT_IN)):
            break
    return found[::-1]


def new_words(application: Application) -> str:
    """Their words, in order; for a message without any, what it is."""
    said = [each.said.strip() or MessageKind(each.kind).label for each in new_messages(application)]
    return "\n".join(said)


def words_of(application: Application, kind: str) -> str:
    """Their words of one kind: an urging in between is no part of what a step records."""
    said = [each.said.strip() for each in new_messages(application) if each.kind == kind]
    return "\n".join(each for each in said if each)


def new_files(application: Application) -> list[KeptFile]:
    """Files of the citizen that are not in the case yet."""
    there = CaseAttachment.objects.filter(case=application.case).values("file")
    found = application.attachments.exclude(kept__in=there).select_related("kept")
    return [each.kept for each in found]


def known_form(application: Application) -> ApplicationForm:
    """The form under which it came in. Raises Refused where the catalog no longer has it."""
    form = form_of(application)
    if form is None:
        raise Refused("这类来件的表单已经不在目录里，不能立案，可以答复、转办或者不予受理。")
    return form


def _as_file(application: Application, words: str, at: datetime) -> KeptFile:
    """Words without a paper, as one: a case takes papers."""
    data = words.encode()
    return store.keep(
        name=f"{application.number}群众来文.txt", data=data, jurisdiction=application.jurisdiction, by=None, at=at
    )


def _kept(application: Application) -> Sequence[KeptFile]:
    return [each.kept for each in application.attachments.select_related("kept")]
