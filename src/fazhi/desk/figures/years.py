"""历年: what the records say of each year, and beside it what earlier reports stated 报告所载: stated, not recorded.

Reports state the numbers of the whole district, so that they stand beside those alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from fazhi.desk.figures import charts
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.stats import opened
from fazhi.figures.counting import Value, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.periods import Period
from fazhi.government import permissions
from fazhi.government.permissions import REPORT_VIEW
from fazhi.scrutiny import series
from fazhi.scrutiny.verdicts import in_stated_unit, plain

SHOWN = 5
"""Years of records; those that only reports state come before them."""
MOST = 12


@dataclass(frozen=True)
class StatedLine:
    """A number of an earlier report: `url` opens the sentence; `apart` is how far the records of that year are off."""

    year: int
    text: str
    title: str
    url: str
    recorded: str
    apart: str


@dataclass(frozen=True)
class Years:
    """The chart of the years, and what reports stated of them, the latest first."""

    chart: charts.Chart
    stated: tuple[StatedLine, ...] = ()
    series_url: str = ""


def years_of(name: str, figure: Figure, asked: Asked) -> Years:
    """This year and those before, each whole; the running one as far as it is."""
    told = _told(name, asked)
    last = asked.period.last.year
    first = min([last - SHOWN + 1, *(each.year for each in told if each.year <= last)])
    periods = [Period.year(year) for year in range(max(first, last - MOST + 1), last + 1)]
    found = {each: values([name], scope=asked.scope, period=each, today=asked.today)[name] for each in periods}
    recorded = charts.Series(
        "记录",
        tuple(charts.Point(found[each].number, opened(name, figure, each, asked.unit_id), found[each].text)
              for each in periods),
    )  # fmt: skip
    drawn = [recorded, *([_dots(periods, told, figure.unit)] if told else [])]
    labels = [f"{each.first.year}年" for each in periods]
    chart = charts.line(f"{figure.title}（历年）", labels, drawn, figure.unit)
    by_year = {period.first.year: found[period] for period in periods}
    lines = tuple(_line(each, figure.unit, by_year.get(each.year)) for each in reversed(told))
    return Years(chart, lines, reverse("desk:scrutiny:series-figure", args=[name]) if told else "")


def _told(name: str, asked: Asked) -> list[series.StatedValue]:
    """What past reports stated, for those who read reports and look at the whole district."""
    whole = asked.unit is None and asked.scope.organizations is None
    if not whole or not permissions.may(asked.actor, REPORT_VIEW):
        return []
    return series.stated(asked.scope.jurisdiction_id, name)


def _dots(periods: list[Period], told: list[series.StatedValue], unit: str) -> charts.Series:
    """One point a year; where two reports differ, that of the later one."""
    times = in_stated_unit(Decimal(1), unit)
    by_year = {each.year: each for each in told}
    points = []
    for period in periods:
        each = by_year.get(period.first.year)
        points.append(
            charts.Point(each.value / times, sentence_url(each.source), each.source.text)
            if each
            else charts.Point(None)
        )
    return charts.Series("报告所载", tuple(points), "orange")


def _line(each: series.StatedValue, unit: str, value: Value | None) -> StatedLine:
    number = None if value is None or value.number is None else in_stated_unit(value.number, unit)
    difference = None if number is None else each.value - number
    return StatedLine(
        each.year,
        each.source.text,
        each.source.title,
        sentence_url(each.source),
        "" if value is None else value.text,
        "" if not difference else f"{'多' if difference > 0 else '少'} {plain(abs(difference))}",
    )


def sentence_url(source: series.Source) -> str:
    """The place in the report where a number is stated."""
    return f"{reverse('desk:scrutiny:check', args=[source.draft_id])}?show=all#t-{source.order}"
