"""企业码: the address of an enterprise's public page; who may make one, and what stands behind it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import DRAW_HOLD, require
from fazhi.inspections.models import EnterpriseCode
from fazhi.inspections.refusals import Refused
from fazhi.inspections.visits import REGISTER, Visit, visits_of
from fazhi.registers.models import Entry

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters and digits that look alike: it is also read from paper and typed."""
LENGTH = 10
"""Some 49 bits: nobody finds the page of an enterprise by trying."""


@dataclass(frozen=True)
class OpenPage:
    """What the public page of an enterprise shows: the enterprise, and its visits that it may know of."""

    entry: Entry
    coming: tuple[Visit, ...]
    made: tuple[Visit, ...]


@transaction.atomic
def issue(*, actor: Actor, entry: Entry, at: datetime) -> EnterpriseCode:
    """Gives an enterprise its code; the one it has, where it has one. Raises NotAllowed, Refused."""
    _must_be_allowed(actor, entry)
    # Of two who ask at once the second gets what the first has made.
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    found = code_of(entry.pk)
    return found or _made(actor, entry, at)


@transaction.atomic
def renew(*, actor: Actor, entry: Entry, at: datetime) -> EnterpriseCode:
    """A new code in the place of one that was lost or misused; the old address leads nowhere from now on."""
    _must_be_allowed(actor, entry)
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    EnterpriseCode.objects.filter(entry_id=entry.pk, ended_at=None).update(ended_at=at)
    return _made(actor, entry, at)


def code_of(entry_id: UUID) -> EnterpriseCode | None:
    """The code in use."""
    return EnterpriseCode.objects.filter(entry_id=entry_id, ended_at=None).first()


def open_page(code: str) -> OpenPage | None:
    """What stands behind a code; None for one that is not in use."""
    found = EnterpriseCode.objects.filter(code=code.strip().lower(), ended_at=None).first()
    entry = Entry.objects.filter(pk=found.entry_id).select_related("jurisdiction").first() if found else None
    if entry is None:
        return None
    known = [each for each in visits_of(entry.pk) if each.known]
    return OpenPage(
        entry=entry,
        coming=tuple(each for each in known if each.pending),
        made=tuple(each for each in known if each.visited_on is not None),
    )


def _must_be_allowed(actor: Actor, entry: Entry) -> None:
    """Officers, heads and coordinators of the enterprise's district, whichever body registered it."""
    if entry.register != REGISTER:
        raise Refused("只有检查对象名录库里的对象有企业码。")
    if actor.jurisdiction_id != entry.jurisdiction_id:
        raise Refused("只能为本辖区的检查对象生成企业码。")
    require(actor, DRAW_HOLD)


def _made(actor: Actor, entry: Entry, at: datetime) -> EnterpriseCode:
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return EnterpriseCode.objects.create(
        jurisdiction_id=entry.jurisdiction_id, entry_id=entry.pk, code=code, made_by=actor.person, made_at=at
    )
