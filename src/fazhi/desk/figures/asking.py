"""What a page of figures is asked for: a period and a body, read from its address; and the picker that changes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from fazhi.desk.fields import living_units, read_date
from fazhi.desk.figures.addresses import period_key
from fazhi.figures.background import ask_to_renew
from fazhi.figures.keeping import Numbers
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, OrganizationKind
from fazhi.government.permissions import FIGURE_VIEW

_SHORT = re.compile(r"(?P<year>\d{4})(?:(?P<part>[qh])(?P<number>[1-4])|-(?P<month>\d{1,2}))?", re.ASCII)
LEAST_YEAR, MOST_YEAR = 1990, 2100
YEARS, MONTHS = 5, 13
FREE = "free"
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Asked:
    """`scope` is already narrowed to what the actor may see, and to `unit` where one was chosen.

    `problem` says what of the address could not be understood; the page then shows this year.
    """

    actor: Actor
    period: Period
    scope: Scope
    today: date
    numbers: Numbers
    unit: Organization | None = None
    problem: str = ""

    @classmethod
    def of(cls, actor: Actor, now: datetime, query: QueryDict, *, page: str = "") -> Asked:
        """Raises Http404 for a body that is none, NotAllowed for one that the actor may not look into.

        With the name of a ``page`` its numbers are kept and shared (`fazhi.figures.keeping`), else counted now.
        """
        today = now.date()
        period, problem = _asked_period(query, today)
        unit = _asked_unit(actor, query)
        scope = Scope.of(actor)
        scope = scope.narrowed(unit) if unit else scope
        if page:
            numbers = Numbers.of_page(page, scope=scope, today=today, at=now, anew="anew" in query)
        else:
            numbers = Numbers.live(scope=scope, today=today, at=now)
        return cls(actor, period, scope, today, numbers, unit, problem)

    def keep(self) -> None:
        """Keeps what was counted; where it has grown old, has it counted anew while the page is already shown."""
        if old := self.numbers.keep():
            ask_to_renew(old)

    @property
    def unit_id(self) -> int | None:
        return self.unit.pk if self.unit else None

    @property
    def span(self) -> Period:
        """As much of the period as has passed: what can be compared with last year."""
        return self.period.until(self.today)

    @property
    def earlier(self) -> Period:
        """上年同期: the same span a year earlier."""
        return self.span.before()

    @property
    def runs(self) -> bool:
        """Whether the period is not over."""
        return self.period.first <= self.today < self.period.last

    @property
    def label(self) -> str:
        """2026年（截至11月22日）."""
        return f"{self.period.label}（截至{self.today.month}月{self.today.day}日）" if self.runs else self.period.label

    @property
    def where(self) -> str:
        """Whose records: the body, or what the actor may see."""
        if self.unit:
            return self.unit.name
        if self.scope.organizations is None:
            return "全区"
        return "、".join(dict.fromkeys(seat.organization_name for seat in self.actor.seats))

    def within(self, period: Period) -> Asked:
        return replace(self, period=period)

    @property
    def key(self) -> str:
        return period_key(self.period)

    @property
    def whole(self) -> bool:
        """Whether the actor sees all of the jurisdiction, were no body chosen."""
        return Scope.of(self.actor).organizations is None

    @property
    def is_free(self) -> bool:
        """Whether the span is none that the picker offers."""
        return "_" in self.key

    @cached_property
    def units(self) -> list[Organization]:
        """The living bodies that the picker offers; none where there is only one to see."""
        if self.scope.organizations is not None and len(self.scope.organizations) == 1 and not self.unit:
            return []
        return list(units_in_reach(self.actor))

    @cached_property
    def choices(self) -> Choices:
        """Periods of the picker, by kind; with the one asked for, whatever it is."""
        groups = list(_choices(self.today))
        known = {key for _, choices in groups for key, _ in choices}
        return groups if self.key in known else [("所选", [(self.key, self.period.label)]), *groups]

    @property
    def previous(self) -> str:
        """The key of the period before, of the same kind; '' for a free span."""
        found = _neighbour(self.period, -1)
        return period_key(found) if found else ""

    @property
    def following(self) -> str:
        """The key of the period after, unless it has not begun."""
        found = _neighbour(self.period, 1)
        return period_key(found) if found and found.first <= self.today else ""


def units_in_reach(actor: Actor) -> QuerySet[Organization]:
    """The living bodies of the government that a person may see figures of."""
    reach = permissions.within_reach(actor, FIGURE_VIEW)
    return living_units(actor).filter(reach).exclude(kind=OrganizationKind.OUTSIDE).order_by("path")


def read_period(text: str) -> Period | None:
    """A period as the address says it: 2026, 2026h1, 2026q1, 2026-03, 2026-01-01_2026-06-30; None for anything else."""
    if found := _SHORT.fullmatch(text.strip()):
        return _short(found)
    first, _, last = text.partition("_")
    return _between(first, last)


def _short(found: re.Match[str]) -> Period | None:
    year = int(found["year"])
    if not LEAST_YEAR <= year <= MOST_YEAR:
        return None
    if found["month"]:
        month = int(found["month"])
        return Period.month(year, month) if 1 <= month <= 12 else None
    if not found["part"]:
        return Period.year(year)
    number = int(found["number"])
    if found["part"] == "q":
        return Period.quarter(year, number)
    return Period.half(year, number) if number <= 2 else None


def _between(first: str, last: str) -> Period | None:
    start, end = read_date(first), read_date(last)
    if start is None or end is None or not LEAST_YEAR <= start.year <= end.year <= MOST_YEAR or end < start:
        return None
    return Period(start, end)


def _asked_period(query: QueryDict, today: date) -> tuple[Period, str]:
    text = query.get("period", "").strip()
    this_year = Period.year(today.year)
    if text in ("", FREE) and (query.get("from") or query.get("to")):
        found = _between(query.get("from", ""), query.get("to", ""))
        sorry = "统计期间要写清起日和止日，止日不能早于起日。现在显示的是今年。"
        return (found, "") if found else (this_year, sorry)
    if text in ("", FREE):
        return this_year, ""
    found = read_period(text)
    return (found, "") if found else (this_year, f"看不懂统计期间“{text[:40]}”，现在显示的是今年。")


def _asked_unit(actor: Actor, query: QueryDict) -> Organization | None:
    text = query.get("unit", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    areas = {seat.jurisdiction_id for seat in actor.seats}
    unit = Organization.objects.filter(jurisdiction__in=areas, pk=int(text)).first()
    if unit is None:
        raise Http404
    permissions.require(actor, FIGURE_VIEW, organization=unit)
    return unit


def _choices(today: date) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Years, halves, quarters and months up to today, the latest first."""
    year, month = today.year, today.month
    yield "年度", [_choice(Period.year(year - back)) for back in range(YEARS)]
    halves = [Period.half(each, number) for each in (year, year - 1) for number in (2, 1)]
    quarters = [Period.quarter(each, number) for each in (year, year - 1) for number in (4, 3, 2, 1)]
    yield "半年", [_choice(each) for each in halves if each.first <= today]
    yield "季度", [_choice(each) for each in quarters if each.first <= today]
    counted = [divmod(12 * year + month - 1 - back, 12) for back in range(MONTHS)]
    yield "月份", [_choice(Period.month(each, at + 1)) for each, at in counted]


def _choice(period: Period) -> tuple[str, str]:
    return period_key(period), period.label


def _neighbour(period: Period, step: int) -> Period | None:
    """The year, quarter or month before or after; None for other spans and at the ends of time."""
    year, month = period.first.year, period.first.month
    try:
        if period == Period.year(year):
            return Period.year(year + step)
        if period == Period.month(year, month):
            there, at = divmod(12 * year + month - 1 + step, 12)
            return Period.month(there, at + 1)
        quarter = (month + 2) // 3
        if period == Period.quarter(year, quarter):
            there, at = divmod(4 * year + quarter - 1 + step, 4)
            return Period.quarter(there, at + 1)
        half = (month + 5) // 6
        if period == Period.half(year, half):
            there, at = divmod(2 * year + half - 1 + step, 2)
            return Period.half(there, at + 1)
    except ValueError:
        return None
    return None
