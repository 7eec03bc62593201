"""Keeps what is worked out from a definition alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from fazhi.procedures.language.definition import Definition

Worked = TypeVar("Worked")


def per_definition(work: Callable[[Definition], Worked]) -> Callable[[Definition], Worked]:
    """Works it out once for each definition. They are loaded once and kept, so their identity is the key."""
    kept: dict[int, tuple[Definition, Worked]] = {}

    @wraps(work)
    def once(definition: Definition) -> Worked:
        found = kept.get(id(definition))
        # Another definition may stand where one that was dropped had stood.
        if found is None or found[0] is not definition:
            found = (definition, work(definition))
            kept[id(definition)] = found
        return found[1]

    return once
