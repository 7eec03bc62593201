"""In which cases, checks or exams an entry is used: other modules say so, the entry's page shows it.

# fazhi/desk/cases/entry_uses.py
register("cases", find)      # find(actor, entry_id, limit) -> Used(links, count, more)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fazhi.desk.components import Mark
from fazhi.government.actors import Actor

SHOWN = 10


@dataclass(frozen=True)
class Use:
    """One place where an entry is used."""

    title: str
    url: str
    note: str = ""
    on: date | None = None
    mark: Mark | None = None


@dataclass(frozen=True)
class Used:
    """What one supplier found: the latest uses, how many there are in all, and where all of them are listed."""

    title: str
    uses: Sequence[Use]
    count: int
    more: str = ""


Supplier = Callable[[Actor, UUID, int], Used]
_suppliers: dict[str, Supplier] = {}


def register(key: str, find: Supplier) -> None:
    """Adds a supplier; one with the same key is replaced. It returns only what the actor may see."""
    _suppliers[key] = find


def uses_of(actor: Actor, entry_id: UUID) -> list[Used]:
    """Everything that uses the entry, group by group; groups without a use are left out."""
    found = [find(actor, entry_id, SHOWN) for find in _suppliers.values()]
    return [each for each in found if each.count]
