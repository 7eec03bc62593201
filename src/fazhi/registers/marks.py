"""Marks 检索标记: the few values by which entries are looked up exactly, in one small index for all registers.

An index over all of the fields would serve too, and was measured: a list of 20,000 entries took longer to get into that
index than to be checked and hashed. Marks are for values that must be unique, for personal values (by their blind
index), and for who holds a credential.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.sealing import find, is_sealed


def marks_of(definition: RegisterDefinition, data: Mapping[str, Any]) -> list[str]:
    """The marks of an entry with these fields."""
    found = [mark for names in definition.unique if (mark := unique_mark(definition, names, data)) is not None]
    found += [personal_mark(name, kept["find"]) for name in definition.personal if is_sealed(kept := data.get(name))]
    if definition.credential:
        holder = data.get(definition.credential.holder)
        if isinstance(holder, Mapping) and holder.get("id"):
            found.append(holder_mark(holder["id"]))
    return sorted(found)


def unique_mark(definition: RegisterDefinition, names: Sequence[str], data: Mapping[str, Any]) -> str | None:
    """The mark of values that no two entries in force may share; None where one of them is blank."""
    values = [_compared(definition, name, data.get(name)) for name in names]
    if any(each is None for each in values):
        return None
    return f"unique:{','.join(names)}:{json.dumps(values, ensure_ascii=False, sort_keys=True)}"


def personal_mark(name: str, found: str) -> str:
    """The mark of a personal value, by its blind index."""
    return f"find:{name}:{found}"


def holder_mark(person: object) -> str:
    """The mark of who holds the credential."""
    return f"holder:{person}"


def _compared(definition: RegisterDefinition, name: str, kept: Any) -> Any:
    """What a value is compared by: a record by its number, a personal value by its blind index."""
    if kept is None:
        return None
    if definition.fields[name].personal:
        return kept["find"] if is_sealed(kept) else find(kept, register=definition.id, field=name)
    if isinstance(kept, Mapping) and kept.get("id"):
        return kept["id"]
    return kept
