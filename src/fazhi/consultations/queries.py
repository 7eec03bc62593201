"""Reads for the desk, narrowed to what a person may see."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fazhi.consultations.models import Consultation, Opinion, State
from fazhi.government.actors import Actor
from fazhi.government.permissions import CONSULT_MANAGE, CONSULT_VIEW, within_reach

ANSWER_WITHIN = timedelta(days=30)
"""A reminder of ours, no law's: published answers are looked for when this time has passed after the end."""


def visible(actor: Actor) -> QuerySet[Consultation]:
    """The consultations that a person may look into."""
    reach = within_reach(actor, CONSULT_VIEW, "organization", area="jurisdiction")
    return Consultation.objects.filter(reach).select_related("organization", "case")


def with_waiting(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """With ``waiting``: how many opinions have no answer yet."""
    waiting = (
        Opinion.objects.filter(consultation=OuterRef("pk"), fate="")
        .order_by()
        .values("consultation")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.annotate(waiting=Coalesce(Subquery(waiting), 0))


def own(actor: Actor) -> QuerySet[Consultation]:
    """Those that a person has to look after."""
    reach = within_reach(actor, CONSULT_MANAGE, "organization", area="jurisdiction")
    return Consultation.objects.filter(reach).select_related("organization")


def preparing(actor: Actor) -> QuerySet[Consultation]:
    """Drafts that wait to be opened."""
    return own(actor).filter(state=State.DRAFT).order_by("closes_on", "pk")


def closing(actor: Actor, today: date, *, within: int = 7) -> QuerySet[Consultation]:
    """Open ones that end in a few days."""
    soon = Q(closes_on__gte=today, closes_on__lte=today + timedelta(days=within))
    return own(actor).filter(soon, state=State.OPEN).order_by("closes_on", "pk")


def over(actor: Actor, today: date) -> QuerySet[Consultation]:
    """Those that are over and whose answers are not published, the oldest first, with ``waiting``."""
    past = Q(state=State.CLOSED) | Q(state=State.OPEN, closes_on__lt=today)
    return with_waiting(own(actor).filter(past)).order_by("closes_on", "pk")
