"""不满意重办 once the case is closed: a new case does it again, linked to the old one, with everything that is known.

The procedure says what the closed case leads to and what is carried over (`leads_to`); the form says where the words of
the applicant go (`reopens.again`). The application goes with the new case, whoever opened it and on whichever page: the
query code, urging, withdrawal and the next rating then speak of that one, and what the old one said stays to be read.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fazhi.cases import taking
from fazhi.cases.leading import FollowUp
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.intake import accepting, sequels
from fazhi.intake.handling import locked, told
from fazhi.intake.models import Application, MessageKind, State
from fazhi.intake.refusals import Refused
from fazhi.procedures.pauses import PLACE


def offered(application: Application, *, at: datetime) -> FollowUp | None:
    """What the closed case of an application can be done again by; None where nobody wishes it, or it cannot be."""
    if application.attention != MessageKind.REOPENING or application.state != State.ACCEPTED:
        return None
    return sequels.leads_again(application.case, at=at) if application.case is not None else None


@transaction.atomic
def open_again(*, actor: Actor, application_id: UUID, at: datetime, key: str | None = None) -> Taken:
    """重办: opens the new case with what the old one carries over, the applicant's words, and all files.

    Pressed twice with one ``key`` it gives what was opened then. Raises NotAllowed; ActRefused with every reason of the
    procedure; Refused where nobody wishes it any more, or it was opened already.
    """
    application = locked(actor, application_id)
    if key and (case := _opened_with(application, key)):
        return Taken(case, 1, repeated=True)
    form, case = accepting.known_form(application), application.case
    found = offered(application, at=at)
    if case is None or found is None:
        raise Refused("这件来件没有等待处理的重办要求，或者已经另立一件重办。请刷新页面核对。")
    data = {**found.data}
    wished_on = max(each.at for each in accepting.new_messages(application)).astimezone(PLACE).date()
    data |= {name: wished_on.isoformat() for name in form.received}
    if form.reopens is not None and form.reopens.again:
        data[form.reopens.again] = accepting.words_of(application, MessageKind.REOPENING)
    given = Given(
        form.opens,
        at.astimezone(PLACE).date(),
        result=form.result or "",
        data=data,
        attachments=_files(application, found),
    )
    return taking.open_case(
        actor=actor,
        procedure=form.procedure,
        organization=case.organization,
        given=given,
        at=at,
        key=key,
        source=found.source,
    )


def follow(actor: Actor, case: Case, origin: Case, at: datetime) -> None:
    """The applications of a case go with the one that does it again; what was merged into them goes along."""
    if case.procedure != origin.procedure:
        return
    own = Application.objects.select_for_update(of=("self",)).filter(case=origin, state=State.ACCEPTED)
    for application in own.select_related("organization"):
        application.case = case
        application.merged.update(case=case)
        said = f"原案件{origin.number}办结以后，另立一件重新办理，新的案号{case.number}。"
        told(actor, application, MessageKind.ACCEPTED, said, at=at)


def _opened_with(application: Application, key: str) -> Case | None:
    """The case of the application, if it was opened with that key."""
    case = application.case
    return case if case is not None and case.acts.filter(seq=1, key=key).exists() else None


def _files(application: Application, found: FollowUp) -> tuple[KeptFile, ...]:
    """Those of the old case's first act, and everything the applicant has handed in, each once."""
    handed = (each.kept for each in application.attachments.select_related("kept"))
    return tuple({each.pk: each for each in (*found.files, *handed)}.values())
