"""An opinion is handed in at once where there is room, else it waits in the one queue (docs/decisions/0016-bursts.md).

The portal stands above both: consultations know nothing of the queue, and the queue nothing of consultations.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fazhi.consultations import speaking
from fazhi.consultations.models import Consultation, Opinion
from fazhi.consultations.refusals import Refused
from fazhi.consultations.speaking import Voice
from fazhi.intake import drafts, queueing
from fazhi.intake.drafts import Written
from fazhi.intake.refusals import FormRefused

KIND = "draft-opinion"
"""Of drafts of opinions; no form is called so, since their names have no hyphen."""
TYPED = "typed"


def hand_in(*, consultation: Consultation, voice: Voice, key: str, at: datetime) -> Opinion | Written:
    """The opinion, where there is room or it is there already; else the sealed draft that waits.

    Raises Refused of consultations, at once, for what is wrong with it now.
    """
    if earlier := said_before(consultation, key):
        return earlier
    with transaction.atomic():
        if queueing.has_room(at=at):
            return speaking.say(consultation_id=consultation.pk, voice=voice, at=at, key=key)
        speaking.check(consultation=consultation, voice=voice, at=at)
        written = drafts.begin(form=KIND, jurisdiction=consultation.jurisdiction, at=at)
        said = {"consultation": str(consultation.pk), "key": key, "voice": asdict(voice)}
        # Beside what waits: refused, or taken out of the queue, it is still there.
        return queueing.join(replace(written, content={TYPED: said}), {}, at=at)


def said_before(consultation: Consultation, key: str) -> Opinion | None:
    """The opinion that came of a form."""
    return Opinion.objects.filter(consultation=consultation, key=key).first()


def take(*, held: Written, sent_at: datetime, at: datetime) -> None:  # noqa: ARG001 -- the queue says when it is, too
    """Its turn has come: said as of the press. Raises FormRefused where it goes back to its form."""
    said = held.content[TYPED]
    voice = Voice(**said["voice"])
    try:
        speaking.say(consultation_id=UUID(said["consultation"]), voice=voice, at=sent_at, key=said["key"])
    except Refused as refused:
        raise FormRefused({refused.field: refused.say}) from refused
    drafts.discard(held)


def typed(written: Written, *, key: str) -> Voice | None:
    """What was said in a draft, waiting or refused; None where it is another form's."""
    said = written.content.get(TYPED, {})
    return Voice(**said["voice"]) if said.get("key") == key else None


def install() -> None:
    """Has the queue hand in what waits."""
    queueing.takes(KIND, take)
