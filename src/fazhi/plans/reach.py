"""Asking permissions about a whole jurisdiction, where no single unit is in question (importing a plan, say)."""

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import NotAllowed, Permission, Reach, require


def jurisdictions_of(actor: Actor, permission: Permission) -> frozenset[int]:
    """The jurisdictions in which the actor holds the permission for everything."""
    return frozenset(seat.jurisdiction_id for seat in actor.seats if _everywhere(permission, seat.roles))


def require_in(actor: Actor, permission: Permission, jurisdiction_id: int) -> Organization:
    """Raises NotAllowed unless the actor holds the permission for the jurisdiction; gives the unit they act from."""
    require(actor, permission)
    for seat in actor.seats:
        if seat.jurisdiction_id == jurisdiction_id and _everywhere(permission, seat.roles):
            return Organization.objects.get(pk=seat.organization_id)
    raise NotAllowed(permission, f"您没有该辖区的“{permission.title}”权限，只能办理本辖区的事项。")


def _everywhere(permission: Permission, roles: frozenset[str]) -> bool:
    return any(reach == Reach.JURISDICTION and role in roles for role, reach in permission.roles.items())
