"""Dimensions 维度: by what a figure is broken down."""

from __future__ import annotations

from enum import StrEnum

from fazhi.figures.compiling.counts import Count
from fazhi.figures.compiling.sql import Sql, sql

Key = int | str | None
"""The body's number, ``2026-03``, an option; None for records without one."""


class By(StrEnum):
    """A dimension."""

    UNIT = "unit"
    MONTH = "month"
    KIND = "kind"
    OUTCOME = "outcome"

    @property
    def label(self) -> str:
        return {"unit": "按单位", "month": "按月", "kind": "按类别", "outcome": "按结果"}[self.value]


def key_of(count: Count, by: By | None) -> Sql | None:
    """What records are grouped by; None where this figure has no such dimension."""
    match by:
        case By.UNIT:
            return count.unit
        case By.MONTH:
            return sql("to_char({}, 'YYYY-MM')", count.day) if count.day is not None else None
        case By.KIND:
            return count.kind
        case By.OUTCOME:
            return Sql("NULLIF(c.outcome, '')") if count.source.case else None
    return None
