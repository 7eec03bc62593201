"""What other packages add to the page of a case: blocks in its side column, or above the next steps.

blocks.register("intake", find)     # find(actor, case) -> Block | None: one query, none where it has nothing to say
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fazhi.cases.models import Case
from fazhi.government.actors import Actor


@dataclass(frozen=True)
class Block:
    """A block: its heading, its template, and what that shows as ``block.shown``."""

    key: str
    title: str
    template: str
    shown: Mapping[str, Any]
    first: bool = False
    """Above the next steps: it says which of them is called for."""


Finder = Callable[[Actor, Case], Block | None]

_finders: dict[str, Finder] = {}


def register(key: str, find: Finder) -> None:
    """Adds a block; one with the same key is replaced."""
    _finders[key] = find


def blocks_of(actor: Actor, case: Case) -> list[Block]:
    """The blocks of a case, in the order of their keys."""
    found = (_finders[key](actor, case) for key in sorted(_finders))
    return [each for each in found if each is not None]
