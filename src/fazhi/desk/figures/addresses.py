"""Addresses of figures: every number that a page shows leads to its figure, every cell of it to the records behind.

A period stands in the address as people say it: ``2026``, ``2026h1``, ``2026q1``, ``2026-03``, or first_last day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

NONE = "-"
"""The key of the cell for records without one (no unit, no kind), in the address."""


class Span(Protocol):
    """What an address takes of a `fazhi.figures.periods.Period`: its first and last day."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...


def figure_url(
    figure: str, period: Span | None = None, unit: int | None = None, by: str | None = None, key: object = None
) -> str:
    """The page of a figure, or of one cell of it: value, definition, parts, tables. Without a period, this year."""
    return _with(_page("desk:figures:figure", figure), period, unit, _cell(by, key))


def records_url(
    figure: str, period: Span | None = None, unit: int | None = None, by: str | None = None, key: object = None
) -> str:
    """The list of the records that a counting figure counts, or those of one cell: ``by`` unit, month, kind, outcome.

    A ratio has no list of its own: ask for its parts.
    """
    return _with(_page("desk:figures:records", figure), period, unit, _cell(by, key))


def board_url(domain: str, period: Span | None = None, unit: int | None = None) -> str:
    """The board 数据板 of a domain."""
    return _with(_page("desk:figures:board", domain), period, unit)


def funnel_url(procedure: str, period: Span | None = None, unit: int | None = None) -> str:
    """How many cases of a procedure reached each step, and how its limits were kept."""
    return _with(_page("desk:figures:funnel", procedure), period, unit)


def now_url(name: str, unit: int | None = None, by: str | None = None, key: object = None) -> str:
    """The records of a figure of `made.standing`: what stands open or late today."""
    return _with(_page("desk:figures:now", name), None, unit, _cell(by, key))


def step_url(procedure: str, name: str, period: Span, unit: int | None = None) -> str:
    """The records of a figure of `made.of_procedure`."""
    return _with(_page("desk:figures:procedure-records", procedure, name), period, unit)


def freeze_url(figures: Iterable[str], period: Span, unit: int | None = None) -> str:
    """The form that freezes these figures."""
    return _with(_page("desk:figures:freeze"), period, unit, [("figure", each) for each in figures])


def period_key(period: Span) -> str:
    """A period as the address says it; `asking.read_period` reads it."""
    first, last = period.first, period.last
    if first.day == 1 and first.year == last.year and last.day == monthrange(last.year, last.month)[1]:
        match last.month - first.month + 1:
            case 12:
                return f"{first.year}"
            case 6 if first.month % 6 == 1:
                return f"{first.year}h{(first.month + 5) // 6}"
            case 3 if first.month % 3 == 1:
                return f"{first.year}q{(first.month + 2) // 3}"
            case 1:
                return f"{first:%Y-%m}"
    return f"{first:%Y-%m-%d}_{last:%Y-%m-%d}"


def _page(name: str, *parts: str) -> str:
    return _path(get_script_prefix(), name, parts)


@lru_cache(maxsize=8192)
def _path(prefix: str, name: str, parts: tuple[str, ...]) -> str:  # noqa: ARG001 -- where the site is mounted
    """Worked out once: a board leads to some three hundred places, a quarter of what it took."""
    return reverse(name, args=parts)


def _cell(by: str | None, key: object) -> list[tuple[str, str]]:
    return [] if by is None else [("by", str(by)), ("key", NONE if key is None else str(key))]


def _with(address: str, period: Span | None, unit: int | None, more: Iterable[tuple[str, str]] = ()) -> str:
    asked = [("period", period_key(period))] if period is not None else []
    if unit is not None:
        asked.append(("unit", str(unit)))
    asked.extend(more)
    return f"{address}?{urlencode(asked)}" if asked else address
