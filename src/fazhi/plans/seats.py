"""From which of their units an actor acts, and the small checks that verbs of follow-up, months and problems share."""

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import Permission, Reach
from fazhi.plans.refusals import Refused


def acting_unit(actor: Actor, permission: Permission, towards: Organization) -> Organization:
    """The unit in whose name an actor uses a permission towards a unit; call it after `permissions.require`.

    A person may sit in several units; the entry must name the one whose role let them act, that unit itself first.
    """
    fitting = [
        seat
        for seat in actor.seats
        if seat.jurisdiction_id == towards.jurisdiction_id and any(role in permission.roles for role in seat.roles)
    ]
    if any(seat.organization_id == towards.pk for seat in fitting):
        return towards
    wide = [seat for seat in fitting if _reaches_all(permission, seat.roles)]
    return Organization.objects.get(pk=(wide or fitting)[0].organization_id)


def required_text(text: str, say: str, *, field: str) -> str:
    """The text without blanks around it. Raises Refused with `say` when nothing is left."""
    text = text.strip()
    if not text:
        raise Refused(say, field=field)
    return text


def _reaches_all(permission: Permission, roles: frozenset[str]) -> bool:
    return any(reach == Reach.JURISDICTION and role in roles for role, reach in permission.roles.items())
