"""Who may keep a register 维护: as its definition says, one office for all, or each body its own entries."""

from __future__ import annotations

from collections.abc import Iterable

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import (
    REGISTER_KEEP,
    REGISTER_KEEP_OWN,
    NotAllowed,
    Permission,
    Reach,
    may,
    require,
)
from fazhi.government.roles import Role
from fazhi.procedures.registers.definition import Keeper, RegisterDefinition


def permission_for(definition: RegisterDefinition) -> Permission:
    """What a person needs to change entries of the register."""
    return REGISTER_KEEP if definition.kept_by is Keeper.CENTRAL else REGISTER_KEEP_OWN


def may_keep(
    actor: Actor, definition: RegisterDefinition, jurisdiction: Jurisdiction, organization: Organization | None = None
) -> bool:
    """Whether the actor keeps any entry of the register there, or those of one body. For pages that show buttons."""
    permission = permission_for(definition)
    if organization is not None and definition.kept_by is Keeper.UNIT:
        return organization.jurisdiction_id == jurisdiction.pk and may(actor, permission, organization=organization)
    return _holds(actor, permission, jurisdiction)


def require_keeper(
    actor: Actor,
    definition: RegisterDefinition,
    jurisdiction: Jurisdiction,
    organizations: Iterable[int | None] | None = None,
) -> None:
    """Raises NotAllowed unless the actor keeps the register there and, where given, the entries of all these bodies.

    A body None is that of entries that belong to nobody in particular: only who keeps the whole may change them.
    """
    permission = permission_for(definition)
    if not _holds(actor, permission, jurisdiction):
        raise _refused(permission, definition)
    if organizations is None or definition.kept_by is Keeper.CENTRAL:
        return
    wanted = set(organizations)
    if None in wanted and not _holds(actor, permission, jurisdiction, whole=True):
        raise _refused(permission, definition)
    bodies = [each for each in wanted if each is not None]
    for organization in Organization.objects.filter(pk__in=bodies).order_by("pk"):
        require(actor, permission, organization=organization)


def _holds(actor: Actor, permission: Permission, jurisdiction: Jurisdiction, *, whole: bool = False) -> bool:
    return any(
        seat.jurisdiction_id == jurisdiction.pk
        and any(
            not whole or permission.roles[Role(role)] is Reach.JURISDICTION
            for role in seat.roles
            if role in permission.roles
        )
        for seat in actor.seats
    )


def _refused(permission: Permission, definition: RegisterDefinition) -> NotAllowed:
    who = "、".join(role.label for role in permission.roles)
    missing = f"您没有《{definition.title}》的“{permission.title}”权限。"
    return NotAllowed(permission, f"{missing}此操作由{who}办理，如需开通请联系本单位管理员。")
