"""历年数据: what reports of earlier years stated of a figure. Stated, not recorded: whoever shows it says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count

from fazhi.scrutiny.models import Draft, StatedFigure


class Source(NamedTuple):
    """Where a value is stated: the report and the place in it."""

    draft_id: int
    order: int
    title: str
    text: str


class StatedValue(NamedTuple):
    """A value of a year as a report stated it; money in 元, rates in %."""

    year: int
    value: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Series:
    """A figure with the values of its years; a year with two different values has `differs`."""

    figure: str
    values: tuple[StatedValue, ...]

    @property
    def differs(self) -> frozenset[int]:
        years = [each.year for each in self.values]
        return frozenset(year for year in years if len({each.value for each in self.values if each.year == year}) > 1)


def stated(jurisdiction_id: int, figure_id: str) -> list[StatedValue]:
    """What the jurisdiction's past reports stated of a figure for whole years, oldest first.

    Only reports on the whole jurisdiction, and only numbers for a full year: 上半年 and 五年来 are left out. A report
    that names an earlier year (2023年受理57件) states that year. Equal values stated twice are given once.
    """
    return list(_values(jurisdiction_id, [figure_id]).get(figure_id, ()))


def all_stated(jurisdiction_id: int, figure_ids: Collection[str] | None = None) -> Mapping[str, Series]:
    """The series of many figures (of all that are stated, without `figure_ids`), in one query."""
    return {name: Series(name, tuple(found)) for name, found in _values(jurisdiction_id, figure_ids).items()}


def reports_by_year(jurisdiction_id: int) -> dict[int, int]:
    """How many past reports there are of each year."""
    counted = (
        Draft.objects.filter(jurisdiction=jurisdiction_id, kind=Draft.Kind.PAST)
        .order_by("year").values_list("year").annotate(Count("pk"))
    )  # fmt: skip
    return dict(counted)


def _values(jurisdiction_id: int, figure_ids: Collection[str] | None) -> dict[str, list[StatedValue]]:
    rows = (
        StatedFigure.objects.filter(
            jurisdiction=jurisdiction_id, draft__kind=Draft.Kind.PAST, draft__organization=None, high=None
        )
        .exclude(figure="")
        .exclude(first=None)
        .select_related("draft")
        .order_by("figure", "first", "draft_id", "order")
    )
    if figure_ids is not None:
        rows = rows.filter(figure__in=figure_ids)
    found: dict[str, list[StatedValue]] = {}
    for row in rows:
        assert row.first is not None
        assert row.last is not None
        whole_year = (row.first.month, row.first.day, row.last.month, row.last.day) == (1, 1, 12, 31)
        if not whole_year or row.first.year != row.last.year:
            continue
        values = found.setdefault(row.figure, [])
        if not any(each.year == row.first.year and each.value == row.value for each in values):
            source = Source(row.draft_id, row.order, row.draft.title, row.written)
            values.append(StatedValue(row.first.year, row.value, source))
    return found
