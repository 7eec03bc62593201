"""What scoring reads: the value of a figure at a moment, as the counting engine gives it, without the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fazhi.assessment.language.definition import plain


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure's value. ``number`` is None where a ratio has nothing to divide by; ``note`` then says what it means.

    ``of`` and ``to`` are the numerator and the divisor of a ratio.
    """

    title: str
    number: Decimal | None
    text: str
    of: Decimal | None = None
    to: Decimal | None = None
    note: str = ""
    unit: str = ""

    @property
    def said(self) -> str:
        """按时办结率 93.1%（27／29）."""
        if self.number is None:
            return f"{self.title}：没有应计算的事项{f'（{self.note}）' if self.note else ''}"
        parts = f"（{plain(self.of)}／{plain(self.to)}）" if self.of is not None and self.to is not None else ""
        return f"{self.title}：{self.text}{parts}"

    def with_number(self, number: Decimal, of: Decimal | None = None, to: Decimal | None = None) -> Reading:
        """The same figure with another value."""
        return replace(self, number=number, of=of, to=to, text=f"{plain(number)}{self.unit}")

    def as_data(self) -> dict[str, str | None]:
        return {
            "title": self.title,
            "number": _text(self.number),
            "text": self.text,
            "of": _text(self.of),
            "to": _text(self.to),
            "note": self.note,
            "unit": self.unit,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Reading:
        numbers = {key: None if data[key] is None else Decimal(data[key]) for key in ("number", "of", "to")}
        return cls(title=data["title"], text=data["text"], note=data["note"], unit=data["unit"], **numbers)


Readings = Mapping[str, Reading]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
