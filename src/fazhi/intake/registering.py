"""登记: a clerk enters what came by telephone, at the counter or by letter: the same form, the same checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import INTAKE_HANDLE, require
from fazhi.intake import applying
from fazhi.intake.applying import Handed, Submitted
from fazhi.intake.models import Channel
from fazhi.intake.refusals import Refused
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.pauses import PLACE

OPENING = time(9)
"""The hour that stands for a day of which no more is known."""
BY_CLERK = (Channel.PHONE, Channel.COUNTER, Channel.LETTER, Channel.TRANSFER)


def register(
    *,
    actor: Actor,
    form: ApplicationForm,
    organization: Organization,
    channel: Channel,
    applicant: Mapping[str, Any],
    data: Mapping[str, Any],
    attachments: Sequence[Handed] = (),
    place: str = "",
    at: datetime,
    received_on: date | None = None,
    key: str | None = None,
) -> Submitted:
    """Hands in for somebody what they said or wrote; the answer has the query code, to be given to them.

    ``received_on``: the day on which it came, where that was before today: limits count from it.
    Raises NotAllowed; FormRefused with everything that is to be mended; Refused for a channel that is the citizen's.
    """
    require(actor, INTAKE_HANDLE, organization=organization)
    if channel not in BY_CLERK:
        raise Refused("请选择来件的渠道：电话、窗口、信函或者转来。", field="channel")
    today = at.astimezone(PLACE).date()
    if received_on is not None and received_on > today:
        raise Refused("收件日期晚于今天，请核对。", field="received_on")
    if received_on is not None and received_on < today:
        at = datetime.combine(received_on, OPENING, PLACE)
    return applying.submit(
        form=form,
        organization=organization,
        applicant=applicant,
        data=data,
        attachments=attachments,
        place=place,
        channel=channel,
        by=actor.person,
        at=at,
        key=key,
    )
