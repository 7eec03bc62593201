"""What the records say of the figures that a text states, for the period that each statement names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from fazhi.figures.counting import Value, values
from fazhi.figures.language import library
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.scrutiny.periods import StatedPeriod

__all__ = ["Asked", "Period", "period_in", "recorded"]

Asked = tuple[str, Period]


def period_in(stated: StatedPeriod) -> Period | None:
    """The period to count over; None where the text names one without a beginning (近五年)."""
    if stated.first is None or stated.last is None or stated.last < stated.first:
        return None
    return Period(stated.first, stated.last)


def recorded(asked: Iterable[Asked], *, scope: Scope, today: date) -> Mapping[Asked, Value]:
    """Values of figures over periods: one statement a period. Figures that the catalog no longer has are left out."""
    by_period: dict[Period, list[str]] = defaultdict(list)
    known = library.shelf()
    for figure, period in dict.fromkeys(asked):
        if figure in known:
            by_period[period].append(figure)
    return {
        (figure, period): value
        for period, figures in by_period.items()
        for figure, value in values(figures, scope=scope, period=period, today=today).items()
    }
