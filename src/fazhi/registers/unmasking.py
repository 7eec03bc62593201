"""Showing personal data 查看个人信息: to those who may, for a purpose that they state, each time recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_UNMASK, NotAllowed, may, reaches_jurisdiction, require
from fazhi.registers.definitions import definition
from fazhi.registers.models import Entry, Unmasking
from fazhi.registers.refusals import Refused
from fazhi.registers.sealing import is_sealed, open_

SHORTEST_PURPOSE, LONGEST_PURPOSE = 2, 300


def may_unmask(actor: Actor, entry: Entry) -> bool:
    """Whether the actor may see the entry's personal data: of their own body, or of all."""
    if not any(seat.jurisdiction_id == entry.jurisdiction_id for seat in actor.seats):
        return False
    if entry.organization is None:
        return reaches_jurisdiction(actor, REGISTER_UNMASK)
    return may(actor, REGISTER_UNMASK, organization=entry.organization)


@transaction.atomic
def unmask(*, actor: Actor, entry: Entry, field: str, purpose: str, at: datetime) -> Any:
    """The open value of a personal field, None where nothing is entered; that it was shown is recorded first.

    Raises NotAllowed; Refused for a field that is not personal or a purpose that is none.
    """
    defined = definition(entry.register)
    purpose = purpose.strip()
    if field not in defined.personal:
        raise Refused("这一项不是个人信息，无需申请查看。", field=field)
    if not may_unmask(actor, entry):
        if entry.organization is not None:
            require(actor, REGISTER_UNMASK, organization=entry.organization)
        raise NotAllowed(REGISTER_UNMASK, f"您没有查看《{defined.title}》个人信息的权限，请联系本单位管理员。")
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        raise Refused(f"请写明查看个人信息的用途，{SHORTEST_PURPOSE}至{LONGEST_PURPOSE}字。", field="purpose")
    kept = entry.data.get(field)
    if kept is None:
        return None
    Unmasking.objects.create(
        jurisdiction_id=entry.jurisdiction_id,
        register=entry.register,
        entry_id=entry.pk,
        field=field,
        person=actor.person,
        at=at,
        purpose=purpose,
    )
    return open_(kept, register=entry.register, field=field) if is_sealed(kept) else kept
