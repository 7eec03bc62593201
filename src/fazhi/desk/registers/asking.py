"""What a page of a register is asked for: which register, in which jurisdiction, and what this person may do there."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import REGISTER_KEEP, REGISTER_KEEP_OWN, within_reach
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import Keeper, RegisterDefinition, Seen
from fazhi.registers.keeping import permission_for
from fazhi.registers.ledgers import ledger_if_any
from fazhi.registers.models import Draft, Ledger
from fazhi.registers.models.draft import DraftState

MOST_DRAFTS = 10


def asked(register: str, reader: Actor | None = None) -> RegisterDefinition:
    """The definition. Raises Http404, and NotAllowed where the reader may not look into it."""
    try:
        definition = library.shelf().get(register)
    except library.UnknownRegisterError:
        raise Http404 from None
    if reader is not None and definition.seen_by is Seen.KEEPERS:
        permissions.require(reader, permission_for(definition))
    return definition


def area_id(actor: Actor) -> int:
    """The number of the actor's jurisdiction; 0, which is none's, for a person without a seat."""
    return actor.jurisdiction_id or 0


def area_of(actor: Actor) -> Jurisdiction:
    """The jurisdiction of the actor's first seat. Raises Http404 for a person without one."""
    found = Jurisdiction.objects.filter(pk=area_id(actor)).first()
    if found is None:
        raise Http404
    return found


def ledger_of(actor: Actor, register: str) -> Ledger | None:
    """The jurisdiction's copy of the register; None while nobody has written into it."""
    return ledger_if_any(area_id(actor), register)


def existing_ledger(actor: Actor, register: str) -> Ledger:
    """The same. Raises Http404 where there is none."""
    found = ledger_of(actor, register)
    if found is None:
        raise Http404
    return found


def may_keep(actor: Actor, definition: RegisterDefinition, organization: Organization | None = None) -> bool:
    """Whether the actor may change the register at all, or, with a body given, the entries of that body."""
    needed = permission_for(definition)
    if definition.kept_by is Keeper.CENTRAL or organization is None:
        return permissions.may(actor, needed)
    return permissions.may(actor, needed, organization=organization)


def visible_drafts(actor: Actor, register: str = "") -> QuerySet[Draft]:
    """The drafts 拟调整 of the bodies whose entries the actor may keep, and the actor's own."""
    reached = within_reach(actor, REGISTER_KEEP_OWN, "organization")
    if permissions.may(actor, REGISTER_KEEP):
        reached |= Q(organization=None)
    found = Draft.objects.filter(reached | Q(made_by=actor.person), jurisdiction_id=area_id(actor))
    return found.filter(register=register) if register else found


def open_drafts(actor: Actor, register: str) -> list[Draft]:
    """Those into which changes can still be put, the latest first."""
    return list(visible_drafts(actor, register).filter(state=DraftState.OPEN).defer("changes")[:MOST_DRAFTS])


def day_asked(text: str) -> date | None:
    """The day in an address (2025-03-01); None for none, or for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
