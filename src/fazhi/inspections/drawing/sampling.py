"""Which objects: every object puts as many tickets into its stratum's urn as it weighs, and the seed says their order.

A ticket is SHA-256(seed,object,ID,n) for n = 1 … weight, and an object stands where its smallest ticket stands. That is
sampling without replacement with probability proportional to weight, draw by draw: the smallest of w uniform numbers
is distributed as Efraimidis and Spirakis's key 1-(1-u)^(1/w), and no power, logarithm or float is ever taken, so that
the last bit is the same on every machine. An object's ticket depends on seed, identifier and weight alone; hence
taking one out moves none of the others (consistent sampling, as ticket-based election audits use it).
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from fazhi.inspections.drawing.model import MOST_WEIGHT, RATE_PARTS, PoolObject, Rule, StratumRule

Ticket = tuple[bytes, str]
_NUMBERS = [str(number).encode() for number in range(MOST_WEIGHT + 1)]


def needed(rule: StratumRule, size: int) -> int:
    """How many of a stratum of this size are drawn: a rate is rounded up, because a share prescribed is a least."""
    return min(size, max(rule.number, -(-size * rule.rate // RATE_PARTS)))


def sizes(objects: Iterable[PoolObject]) -> Counter[str]:
    """How many objects each stratum has."""
    return Counter(each.stratum for each in objects)


def first_in_line(
    seed: str, objects: Sequence[PoolObject], rule: Rule, withdrawn: Mapping[str, int] | None = None
) -> dict[str, list[Ticket]]:
    """By stratum, the objects that are drawn, in the order of their tickets, and those that may come to replace.

    `withdrawn` says how many fell out in each stratum: as many stand in reserve at the end of the line.
    """
    reserve = withdrawn or {}
    members: dict[str, list[PoolObject]] = {}
    for each in objects:
        members.setdefault(each.stratum, []).append(each)
    return {
        stratum: heapq.nsmallest(
            needed(rule.strata[stratum], len(those)) + reserve.get(stratum, 0), _tickets(seed, those, rule.weights)
        )
        for stratum, those in members.items()
    }


def _tickets(seed: str, objects: Iterable[PoolObject], weights: Mapping[str, int]) -> Iterator[Ticket]:
    """The smallest ticket of each object. Written out, because it runs for every object there is."""
    head = f"{seed},object,".encode()
    further = {risk: _NUMBERS[2 : weight + 1] for risk, weight in weights.items()}
    for each in objects:
        stem = head + each.id.encode() + b","
        smallest = sha256(stem + b"1").digest()
        for number in further[each.risk]:
            other = sha256(stem + number).digest()
            if other < smallest:
                smallest = other
        yield smallest, each.id
