"""The third value, and the laws by which it spreads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.conditions.functions import CaseFacts


@dataclass(frozen=True, slots=True)
class Unknown:
    """What cannot be said, since facts are missing.

    ``missing`` are the dotted names of the missing facts (``fine``, ``party.kind``), a question about the case as its
    text (``on('serve')``). ``reasons`` are Chinese sentences for what could not be worked out all the same.
    ``undecided`` marks what a proof's search has not decided yet, which may still turn out to be there or not.
    """

    missing: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    undecided: bool = False

    def __bool__(self) -> bool:
        # Neither answer would be safe: `if condition:` must not take the unknown for a yes, nor `if not condition:`.
        raise TypeError("an unknown condition is neither true nor false; compare with `is True` or isinstance")


class Frame:
    """What one evaluation works on. Variables of macros are kept by number."""

    __slots__ = ("calendar", "case", "facts", "variables")

    def __init__(self, facts: Mapping[str, Any], case: CaseFacts | None, calendar: WorkCalendar | None) -> None:
        self.facts = facts
        self.case = case
        self.calendar = calendar
        self.variables: dict[int, Any] = {}


Run = Callable[[Frame], Any]


def joined(one: Any, other: Any) -> Unknown:
    """The unknown that rests on either of two values, of which one at least is unknown."""
    if one.__class__ is not Unknown:
        assert isinstance(other, Unknown)
        return other
    assert isinstance(one, Unknown)
    if other.__class__ is not Unknown:
        return one
    return Unknown(one.missing | other.missing, one.reasons | other.reasons, one.undecided or other.undecided)


def some_unknown(values: Iterable[Any]) -> Unknown | None:
    """The unknown that rests on all unknown values among these, None when all are known."""
    found: Unknown | None = None
    for value in values:
        if value is None or value.__class__ is Unknown:
            unknown = Unknown() if value is None else value  # None: an empty place in a list of facts
            found = unknown if found is None else joined(found, unknown)
    return found


def unless_unknown(values: Iterable[Any], otherwise: Any) -> Any:
    """The unknown among the values if there is one, else the other."""
    unknown = some_unknown(values)
    return otherwise if unknown is None else unknown


def folded(values: Iterable[Any], decisive: bool) -> Any:
    """Truths joined by and (decided by a false) or by or (decided by a true)."""
    unknown: Unknown | None = None
    for value in values:
        if value is decisive:
            return decisive
        if value.__class__ is Unknown:
            unknown = value if unknown is None else joined(unknown, value)
    return not decisive if unknown is None else unknown


def equal(one: Any, other: Any) -> Any:
    """Whether two values are equal: True, False or Unknown. Lists are compared item by item."""
    if one.__class__ is Unknown or other.__class__ is Unknown:
        return joined(one, other)
    if one is None or other is None:
        return Unknown()
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            return False
        return folded((equal(*pair) for pair in zip(one, other, strict=True)), False)
    return one == other
