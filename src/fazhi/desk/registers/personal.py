"""Personal data 个人信息 on pages: only ever its mask, and whether it changed."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from fazhi.procedures.registers import masking
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import sealing


def masked(definition: RegisterDefinition, name: str, kept: Any) -> str:
    """The mask of a kept value: 138****1234. What cannot be opened is shown as sealed, and breaks no page."""
    value = sealing.open_(kept, register=definition.id, field=name) if sealing.is_sealed(kept) else kept
    return masking.masked(definition.fields[name], value)


def found_whole(definition: RegisterDefinition, name: str, typed: str) -> Q:
    """The condition that a field holds exactly what was typed."""
    return Q(data__contains={name: {"find": sealing.find(typed, register=definition.id, field=name)}})
