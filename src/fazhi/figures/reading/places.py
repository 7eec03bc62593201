"""Each number with the words beside it: what passes 4 and 5 look at."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.plans.reading.clauses import Clauses
from fazhi.plans.reading.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity and the words beside it in its clause, up to the quantities before and after it."""

    quantity: Quantity
    left: str
    right: str
    continues: bool
    followed: bool
    depth: int


def places_of(clauses: Clauses, quantities: list[Quantity]) -> list[Place]:
    """Each quantity with its surroundings."""
    depths = _depths(clauses.text)
    places = []
    for index, quantity in enumerate(quantities):
        start, end = clauses.start(quantity.start), clauses.end(quantity.end)
        continues = index > 0 and quantities[index - 1].end > start
        followed = index + 1 < len(quantities) and quantities[index + 1].start < end
        left = clauses.text[quantities[index - 1].end if continues else start : quantity.start]
        right = clauses.text[quantity.end : quantities[index + 1].start if followed else end]
        places.append(Place(quantity, left, right, continues, followed, depths[quantity.start]))
    return places


def _depths(text: str) -> list[int]:
    depth, found = 0, []
    for char in text:
        if char in "([{〔":
            depth += 1
        elif char in ")]}〕":
            depth = max(0, depth - 1)
        elif char == "\n":
            depth = 0
        found.append(depth)
    return found
