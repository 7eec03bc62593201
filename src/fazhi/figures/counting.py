"""Counting figures 计数: many at once, in one statement for all that read the same rows.

Figures of one kind of record are added up in one pass over it, each by a filter of its own; what is made of other
figures is worked out from theirs. The day of asking is an argument: overdue is overdue as of a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fazhi.figures.adding_up import added_up
from fazhi.figures.compiling.counts import count_of
from fazhi.figures.dimensions import By, Key
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope

Asked = Iterable[str] | Mapping[str, Figure]

__all__ = ["Asked", "By", "Key", "Value", "definitions", "table", "value_of", "values"]


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's value. ``number`` is None for a ratio with nothing to divide by; ``of`` and ``to`` are its parts."""

    figure: Figure
    number: Decimal | None
    of: Decimal | None = None
    to: Decimal | None = None

    @property
    def plain(self) -> str:
        """The number as it is read, without its unit: 1,204 · 93.1 · —."""
        if self.number is None:
            return "—"
        if self.figure.ratio is not None:
            return f"{self.number:.{self.figure.ratio.places}f}"
        whole = self.number == self.number.to_integral_value()
        return f"{self.number:,.0f}" if whole else f"{self.number:,.2f}"

    @property
    def text(self) -> str:
        """With its unit: 1,204件, 93.1%."""
        return self.plain if self.number is None else f"{self.plain}{self.figure.unit}"

    @property
    def prose(self) -> str:
        """As a text says it: 1204件, 100%. A share that is rounded keeps its nought: 100.0% is not all."""
        whole = self.of is not None and bool(self.to) and self.of * 100 % (self.to or 1) == 0
        if self.number is not None and whole and self.figure.unit == "%":
            return f"{self.number.normalize():f}%"
        return self.text.replace(",", "")

    @property
    def note(self) -> str:
        """What it means that there is no number; '' where there is one."""
        ratio = self.figure.ratio
        return ratio.empty if ratio is not None and self.number is None else ""


def values(asked: Asked, *, scope: Scope, period: Period, today: date) -> dict[str, Value]:
    """The figures' values, by id, in the order asked. Raises UnknownFigureError."""
    found = _table(asked, scope, period, today, None)
    return {name: cells[None] for name, cells in found.items()}


def table(asked: Asked, *, scope: Scope, period: Period, today: date, by: By) -> dict[str, dict[Key, Value]]:
    """The figures' values by a dimension. Keys: the body's number, ``2026-03``, an option; None for records without.

    Only keys under which there is something are there. A figure that cannot be broken down so has no keys at all.
    """
    if by is By.MONTH:
        return _by_month(asked, scope, period, today)
    return _table(asked, scope, period, today, by)


def definitions(asked: Asked) -> tuple[list[str], Mapping[str, Figure]]:
    """The names asked for, and every definition needed to work them out. Raises UnknownFigureError."""
    catalog = shelf()
    own: Mapping[str, Figure] = asked if isinstance(asked, Mapping) else {}
    wanted = list(own or asked)
    known: dict[str, Figure] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in known:
            known[name] = own.get(name) or catalog.get(name)
            waiting += known[name].parts
    return wanted, known


def _by_month(asked: Asked, scope: Scope, period: Period, today: date) -> dict[str, dict[Key, Value]]:
    """Placed records by the month of their day; what stands open is counted at the end of each month."""
    wanted, known = definitions(asked)
    standing = {name for name in known if _stands(known[name], known)}
    flowing = {name: known[name] for name in wanted if name not in standing}
    found: dict[str, dict[Key, Value]] = {name: {} for name in wanted}
    if flowing:
        found |= _table(flowing, scope, period, today, By.MONTH)
    asked_standing = {name: known[name] for name in wanted if name in standing}
    if asked_standing:
        parts = [name for name, figure in definitions(asked_standing)[1].items() if figure.counts is not None]
        months = {f"{month.first:%Y-%m}": month for month in period.until(today).months()}
        counts = {(name, key): count_of(known[name], months[key], today) for key in months for name in parts}
        cells = added_up(counts, scope, None)
        for key in months:
            counted = {name: cells[name, key].get(None, Decimal(0)) for name in parts}
            for name in asked_standing:
                found[name][key] = value_of(name, known, counted)
    return found


def _stands(figure: Figure, known: Mapping[str, Figure]) -> bool:
    if figure.counts is None:
        return any(_stands(known[part], known) for part in figure.parts)
    return figure.dated in ("at_end", "at_start")


def _table(asked: Asked, scope: Scope, period: Period, today: date, by: By | None) -> dict[str, dict[Key, Value]]:
    wanted, known = definitions(asked)
    counts = {name: count_of(figure, period, today) for name, figure in known.items() if figure.counts is not None}
    cells = added_up(counts, scope, by)
    return {name: _worked_out(name, known, cells, by) for name in wanted}


def _worked_out(
    name: str, known: Mapping[str, Figure], cells: Mapping[str, Mapping[Key, Decimal]], by: By | None
) -> dict[Key, Value]:
    keys: Iterable[Key] = [None] if by is None else _keys(name, known, cells)
    return {key: value_of(name, known, {each: cells[each].get(key, Decimal(0)) for each in cells}) for key in keys}


def _keys(name: str, known: Mapping[str, Figure], cells: Mapping[str, Mapping[Key, Decimal]]) -> list[Key]:
    figure = known[name]
    if figure.counts is not None:
        found = dict.fromkeys(cells[name])
    else:
        found = dict.fromkeys(key for part in figure.parts for key in _keys(part, known, cells))
    return sorted(found, key=lambda key: (key is None, str(key)))


def value_of(name: str, known: Mapping[str, Figure], counted: Mapping[str, Decimal]) -> Value:
    """A figure's value from those of the figures that count records."""
    figure = known[name]
    if figure.counts is not None:
        return Value(figure, counted[name])
    parts = [value_of(part, known, counted).number for part in figure.parts]
    if figure.ratio is None:
        present = [part or Decimal(0) for part in parts]
        number = sum(present, Decimal(0)) if figure.sum else present[0] - present[1]
        return Value(figure, number)
    of, to = parts[0] or Decimal(0), parts[1] or Decimal(0)
    if not to:
        return Value(figure, None, of, to)
    share = of / to * (100 if figure.unit == "%" else 1)
    step = Decimal(1).scaleb(-figure.ratio.places)
    return Value(figure, share.quantize(step, ROUND_HALF_UP), of, to)
