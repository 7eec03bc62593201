"""Events: what the state of a case keeps of each act. The acts themselves, with all they say, are in the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from fazhi.procedures.pauses import PLACE

SYSTEM = "system"
"""Who takes a step that the law takes as done 视为."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step that was taken. ``thread`` is 0 for the case itself; ``marks`` holds what limits count from."""

    seq: int
    step: str
    result: str
    thread: int
    by: str
    on: date
    at: datetime | None = None
    marks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def deemed(self) -> bool:
        return self.by == SYSTEM

    def corrected(
        self, *, on: date | None = None, at: datetime | None = None, marks: Mapping[str, Any] | None = None
    ) -> Event:
        """The same event as a correction leaves it."""
        moved = replace(self, on=on, at=at) if on else self
        return replace(moved, marks={**moved.marks, **marks}) if marks else moved

    def to_json(self) -> list[Any]:
        """A short list: a case's state is read and written with every act."""
        at = self.at.astimezone(PLACE).isoformat() if self.at else None
        return [self.seq, self.step, self.result, self.thread, self.by, self.on.isoformat(), at, dict(self.marks)]

    @classmethod
    def from_json(cls, kept: list[Any]) -> Event:
        seq, step, result, thread, by, on, at, marks = kept
        return cls(
            seq, step, result, thread, by, date.fromisoformat(on), datetime.fromisoformat(at) if at else None, marks
        )
