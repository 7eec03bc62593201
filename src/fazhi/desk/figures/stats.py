"""Figures as pages show them: the value, where it opens, and how it stands against the same span of last year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fazhi.desk.figures.addresses import figure_url, records_url
from fazhi.desk.figures.asking import Asked
from fazhi.figures.counting import By, Key, Value
from fazhi.figures.language.definition import OF_PROCEDURES, Counted, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.language.names import STANDING, dated
from fazhi.figures.language.things import ORGANIZATION
from fazhi.figures.periods import Period

_LATER = frozenset({"due_on"})
"""Days that may lie ahead: such figures count differently until today and until the end of the period."""


@dataclass(frozen=True)
class Change:
    """Against 上年同期. `colour` is none: whether more is better no figure says."""

    words: str
    arrow: str = ""
    said: str = ""


@dataclass(frozen=True)
class Stat:
    """A figure with its value. `url` opens the records, or the figure's page where it is made of others."""

    name: str
    value: Value
    url: str
    page: str
    before: Value | None = None
    change: Change | None = None

    @property
    def figure(self) -> Figure:
        return self.value.figure

    @property
    def title(self) -> str:
        return self.value.figure.title

    @property
    def is_idle(self) -> bool:
        """Whether there was nothing, this year and last."""
        return not self.value.number and (self.before is None or not self.before.number)


@dataclass(frozen=True)
class Part:
    """A figure that another is made of, with the way to its records. `role`: 分子, 分母, 加数, 被减数, 减数."""

    role: str
    stat: Stat


def stats(names: Iterable[str], asked: Asked, *, compare: bool = True) -> dict[str, Stat]:
    """The values of figures, with their change on last year. Raises UnknownFigureError."""
    wanted = list(names)
    if not wanted:
        return {}
    now = asked.numbers.values(wanted, period=asked.period)
    if not compare:
        return {name: _stat(name, now[name], asked) for name in wanted}
    before = asked.numbers.values(wanted, period=asked.earlier)
    so_far = now | _so_far(wanted, asked)
    return {name: _stat(name, now[name], asked, before[name], changed(so_far[name], before[name])) for name in wanted}


def opened(
    name: str, figure: Figure, period: Period, unit: int | None = None, by: By | None = None, key: Key = None
) -> str:
    """Where a number leads: to the records that were counted, or to the parts of a figure made of others."""
    address = records_url if figure.counts is not None else figure_url
    if by is None:
        return address(name, period, unit)
    return address(name, period, unit, by.value, key)


def parts_of(
    figure: Figure, asked: Asked, found: Mapping[str, Value], by: By | None = None, key: Key = None
) -> list[Part]:
    """What a figure is made of, each with its own value and list."""
    roles = ("分子", "分母") if figure.ratio else ("被减数", "减数") if figure.difference else ("",) * len(figure.parts)
    made = []
    for role, name in zip(roles, figure.parts, strict=True):
        part = shelf().get(name)
        url = opened(name, part, asked.period, asked.unit_id, by, key)
        made.append(Part(role, Stat(name, found[name], url, figure_url(name, asked.period, asked.unit_id))))
    return made


def changed(now: Value, before: Value) -> Change | None:
    """In words: 增加 12 件（8.3%）; for shares 上升 2.1 个百分点. None where there is nothing to compare."""
    if now.number is None or before.number is None or not (now.number or before.number):
        return None
    difference = now.number - before.number
    if not difference:
        return Change("与上年同期持平", "→", f"上年同期 {before.text}")
    arrow = "↑" if difference > 0 else "↓"
    said = f"上年同期 {before.text}"
    size = abs(difference)
    if now.figure.ratio is not None:
        points = " 个百分点" if now.figure.unit == "%" else f" {now.figure.unit}"
        return Change(f"{_plain(size)}{points}", arrow, said)
    share = f"，{_plain((size / before.number * 100).quantize(Decimal('0.1')))}%" if before.number > 0 else ""
    return Change(f"{_plain(size)} {now.figure.unit}{share}", arrow, said)


def leaves(name: str) -> list[tuple[str, Figure]]:
    """The counting figures that a figure comes down to."""
    figure = shelf().get(name)
    if figure.counts is not None:
        return [(name, figure)]
    found = [each for part in figure.parts for each in leaves(part)]
    return list(dict(found).items())


def dimensions(name: str) -> list[By]:
    """By what a figure can be broken down: only by what all that it comes down to have, or the parts would not add up.

    A share by outcome says nothing: the outcome mostly is what it counts.
    """
    counted = [figure for _, figure in leaves(name)]
    found = [By.MONTH]
    # Of different bodies each row would say one.
    if all(figure.counts is not Counted.BULLETINS and figure.distinct != ORGANIZATION for figure in counted):
        found.append(By.UNIT)
    if all(figure.kind for figure in counted):
        found.append(By.KIND)
    if shelf().get(name).ratio is None and all(figure.counts in OF_PROCEDURES for figure in counted):
        found.append(By.OUTCOME)
    return found


def stands(name: str) -> bool:
    """Whether it counts what stood on a day, not what happened in a period."""
    return any(dated(figure) in STANDING for _, figure in leaves(name))


def _so_far(names: list[str], asked: Asked) -> dict[str, Value]:
    """Values until today, of figures whose records may lie ahead: what last year is fairly compared with."""
    if asked.span == asked.period:
        return {}
    ahead = [name for name in names if any(dated(figure) in _LATER for _, figure in leaves(name))]
    return asked.numbers.values(ahead, period=asked.span) if ahead else {}


def _stat(name: str, value: Value, asked: Asked, before: Value | None = None, change: Change | None = None) -> Stat:
    url = opened(name, value.figure, asked.period, asked.unit_id)
    return Stat(name, value, url, figure_url(name, asked.period, asked.unit_id), before, change)


def _plain(number: Decimal) -> str:
    shown = number.normalize()
    return f"{shown:,f}"
