"""Holding a consultation for a change: its row, and the right to change it."""

from __future__ import annotations

from datetime import date, datetime

from fazhi.consultations.models import Consultation, ConsultationStep, State
from fazhi.consultations.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Person
from fazhi.government.permissions import CONSULT_MANAGE, require
from fazhi.procedures.pauses import PLACE


def locked(actor: Actor, consultation: Consultation) -> Consultation:
    """The row, held until the transaction ends, so that of two people the second sees what the first did."""
    held = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("organization", "jurisdiction", "case")
        .get(pk=consultation.pk)
    )
    require(actor, CONSULT_MANAGE, organization=held.organization)
    return held


def locked_draft(actor: Actor, consultation: Consultation) -> Consultation:
    """The same, of one that is being prepared. Raises Refused for any other."""
    held = locked(actor, consultation)
    if held.state != State.DRAFT:
        raise Refused(f"“{held.title}”{held.get_state_display()}，公告内容不能再改。可以延长期限或者撤回。")
    return held


def day_of(at: datetime) -> date:
    """The day in China."""
    return at.astimezone(PLACE).date()


def note(
    consultation: Consultation, kind: str, *, by: Person | None, at: datetime, reason: str = "", text: str = ""
) -> None:
    """Writes a step into the history, with the day on which the period ends from now on."""
    ConsultationStep.objects.create(
        consultation=consultation,
        kind=kind,
        at=at,
        by=by,
        closes_on=consultation.closes_on,
        reason=reason[:300],
        text=text,
    )
