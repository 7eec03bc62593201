"""Writing down what was said or done on a matter: the one way into the entries of follow-ups and problems."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Manager

from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import Permission
from fazhi.plans.models.said import SaidEntry
from fazhi.plans.seats import acting_unit

Entry = TypeVar("Entry", bound=SaidEntry)


def enter(
    entries: "Manager[Entry]",
    towards: Organization,
    kind: str,
    actor: Actor,
    permission: Permission,
    text: str,
    files: Sequence[KeptFile],
    at: datetime,
) -> Entry:
    """Adds an entry to a matter's `entries`, in the name of the unit from which the actor acts towards its unit."""
    unit = acting_unit(actor, permission, towards)
    entry = entries.create(kind=kind, text=text, unit=unit, by=actor.person, at=at)
    entry.files.set(files)
    return entry
