"""How long entries are good, as lists show it and narrow by it: 有效期内, 临期, 已过有效期."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.lookups import GreaterThanOrEqual, LessThan, LessThanOrEqual

from fazhi.desk.components import Mark
from fazhi.desk.registers.showing import state_mark
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading
from fazhi.registers.keys import validity_of
from fazhi.registers.models import EntryState

SOON, OVER = "soon", "over"
CHOICES = ((SOON, "临期"), (OVER, "已过有效期"))


def soon_of(definition: RegisterDefinition, on: date) -> date | None:
    """The last day that counts as near; None for a register that gives no warning."""
    if not definition.validity.ends or not definition.validity.warn:
        return None
    return reading.warned_until(definition, on)


def mark_of(
    definition: RegisterDefinition, state: str, data: Mapping[str, Any], *, on: date, soon: date | None
) -> Mark:
    """How an entry stands on a day."""
    starts, ends = validity_of(definition, data)
    return state_mark(state, starts=starts, ends=ends, on=on, soon=soon)


def good_on(definition: RegisterDefinition, day: date) -> Q:
    """The condition that an entry, or a version, is in force and within its time on a day."""
    found = Q(state=EntryState.IN_FORCE)
    if starts := definition.validity.starts:
        found &= _blank(starts) | Q(LessThanOrEqual(KT(f"data__{starts}"), day.isoformat()))
    if ends := definition.validity.ends:
        found &= _blank(ends) | Q(GreaterThanOrEqual(KT(f"data__{ends}"), day.isoformat()))
    return found


def narrowing(definition: RegisterDefinition, choice: str, on: date) -> Q:
    """The condition for a choice of the filter 有效期."""
    ends, day = KT(f"data__{definition.validity.ends}"), on.isoformat()
    if choice == OVER:
        return Q(LessThan(ends, day))
    soon = soon_of(definition, on) or on
    return Q(GreaterThanOrEqual(ends, day)) & Q(LessThanOrEqual(ends, soon.isoformat()))


def _blank(name: str) -> Q:
    return ~Q(data__has_key=name) | Q(**{f"data__{name}": None})
