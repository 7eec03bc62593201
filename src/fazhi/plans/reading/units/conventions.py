"""列第一位者为牵头单位 and 加*的为牵头单位: how a plan says once who leads, and from where on it holds.

Said outside the tasks (head, notes, end) it holds for the whole document. Said within a task it holds from there on if
it says so (下同) or if it is said once, where units are first named; said task by task, it holds for each alone.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from fazhi.plans.reading.units.labels import find_labels
from fazhi.plans.reading.units.wordings import FIRST_IS_LEAD, FOR_ALL, FROM_HERE, SIGNED_IS_LEAD, STATES

Span = tuple[int, int]

_LONGEST_SENTENCE = 90
_LONGEST_LIST = 300
_BRACKETS = re.compile(r"[(〔\[【)〕\]】]")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a document says of its lists of units. `first_from`: the place from which on the first of a list leads."""

    first_from: int
    own: frozenset[int]
    """Starts of the tasks that say it of themselves alone."""
    signed_is_lead: bool = False

    def first_is_lead(self, place: int) -> bool:
        """Whether the first unit leads in the task or table row that begins at `place`."""
        return place >= self.first_from or place in self.own


def conventions_of(folded: str, items: Sequence[Span], named: Sequence[int]) -> Conventions:
    """The conventions of a document. `items`: the spans of its tasks, in order; `named`: starts of those with units."""
    signed = bool(SIGNED_IS_LEAD.search(folded))
    starts = [start for start, _ in items]
    said: dict[int, bool] = {}
    first_from = len(folded) + 1
    for match in FIRST_IS_LEAD.finditer(folded):
        place = bisect_right(starts, match.start()) - 1
        if place < 0 or match.start() >= items[place][1]:
            return Conventions(0, frozenset(), signed)
        sentence = _sentence(folded, match.start(), match.end(), items[place])
        beside = _beside_a_list(folded, starts[place], match.start())
        if beside is None and not STATES.search(match.group()):
            continue  # 打造全省首家…, 由县司法局牵头
        if not beside or FOR_ALL.search(sentence):
            return Conventions(0, frozenset(), signed)
        said[starts[place]] = said.get(starts[place], False) or bool(FROM_HERE.search(sentence))
    onward = [start for start, goes_on in said.items() if goes_on]
    if onward:
        first_from = min(onward)
    elif len(said) == 1 and min(said) <= min(named, default=0):
        first_from = min(said)
    return Conventions(first_from, frozenset(said), signed)


def _sentence(folded: str, start: int, end: int, item: Span) -> str:
    """The sentence around a place, with one more after it: …为牵头单位。下同."""
    low = max(item[0], start - _LONGEST_SENTENCE)
    begin = max(low, *(folded.rfind(sign, low, start) + 1 for sign in "。\n("))
    stop = min(item[1], end + 24)
    return folded[begin:stop].split("\n", 1)[0] if "\n" not in folded[begin:end] else folded[begin:stop]


def _beside_a_list(folded: str, start: int, place: int) -> bool | None:
    """Whether the words at `place` stand with a list of units: in its bracket, or behind its label on the same line.

    False in a bracket that has no list; None in a sentence of its own.
    """
    opened: list[int] = []
    for match in _BRACKETS.finditer(folded, max(start, place - _LONGEST_LIST), place):
        if match.group() in "(〔[【":
            opened.append(match.start())
        elif opened:
            opened.pop()
    line = max(start, place - _LONGEST_LIST, folded.rfind("\n", start, place) + 1)
    if any(label.role for label in find_labels(folded[line:place])):
        return True
    if not opened:
        return None
    before = folded[opened[0] + 1 : place]
    alone = folded[line : opened[0]].strip() == "" and not re.search("[、:]", before) and opened[0] != start
    return not alone
