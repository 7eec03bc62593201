"""What is read from a report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FigureKind(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    RATE = "rate"
    AMOUNT = "amount"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure at [start, end) of the source (code points). 万 and 亿 are expanded, money is in 元.

    `what` says in the words of the text what is counted; `high` is the upper end of a range (20—50天).
    """

    start: int
    end: int
    text: str
    value: float
    high: float | None
    unit: str
    what: str
    qualifiers: tuple[str, ...]
    kind: FigureKind


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The figures of a report in the order of the text."""

    title: str
    figures: tuple[ReadFigure, ...]
    warnings: tuple[str, ...] = ()
