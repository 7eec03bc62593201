"""Who may check which report. Makers of the district's report see it against all records; a body's against its own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import (
    REPORT_MANAGE,
    REPORT_VIEW,
    REPORT_WRITE,
    NotAllowed,
    may,
    reaches_jurisdiction,
    require,
    within_reach,
)
from fazhi.scrutiny.models import Draft


def visible_drafts(actor: Actor) -> QuerySet[Draft]:
    """Past reports, which are public, to all who see reports; drafts to those who may check them."""
    areas = {seat.jurisdiction_id for seat in actor.seats}
    seen = Draft.objects.filter(jurisdiction__in=areas)
    if reaches_jurisdiction(actor, REPORT_MANAGE):
        return seen
    own = within_reach(actor, REPORT_WRITE, "organization", area="jurisdiction")
    past = Q(kind=Draft.Kind.PAST) if may(actor, REPORT_VIEW) else Q(pk=None)
    return seen.filter(past | Q(by=actor.person) | (own & ~Q(organization=None)))


def checked_bodies(actor: Actor) -> QuerySet[Organization]:
    """The bodies whose reports the actor may check."""
    return Organization.objects.filter(within_reach(actor, REPORT_WRITE), dissolved_on=None)


def require_checking(actor: Actor, organization: Organization | None) -> None:
    """Raises NotAllowed unless the actor may check a report on this body, or on the whole jurisdiction (None)."""
    if organization is not None:
        require(actor, REPORT_WRITE, organization=organization)
    elif not reaches_jurisdiction(actor, REPORT_MANAGE):
        raise NotAllowed(REPORT_MANAGE, "核对全区的报告由法治协调员办理。您可以选择本单位的报告。")
