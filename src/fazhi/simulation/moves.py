"""What a walk wants to do next: a move to make, or a day to wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fazhi.procedures.casework.requests import Reason, Request
from fazhi.simulation.cast import Officer


@dataclass(frozen=True)
class Move:
    """An act as an officer would enter it."""

    by: Officer
    step: str
    result: str
    thread: int
    on: date
    at: datetime | None
    """The moment of the act, where the procedure counts hours from it."""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        """The move as the engine assesses it."""
        return Request(
            self.step, str(self.by.id), self.by.roles, self.on, self.at, self.result, self.thread, dict(self.data)
        )


@dataclass(frozen=True)
class Wait:
    """Nothing can be done before this day."""

    until: date


@dataclass(frozen=True)
class Stuck:
    """Nothing can be done at all, though the case is open: what was in the way of each step."""

    reasons: Mapping[str, tuple[Reason, ...]]


@dataclass(frozen=True)
class Slip:
    """A mistake of the pen in an act, to be corrected: the act's number, the field and what it should say."""

    seq: int
    by: Officer
    field: str
    value: str
    reason: str
