"""Data model of ``calendars/YYYY.yaml``: the days that the State Council's notices of a year take off or have worked.

Only what differs from the plain week is written: a weekday taken off 放假, a weekend day worked 调休上班. A weekend day
on which a festival falls is a day of rest anyway and does not stand in the file.

The file is the year of the notice, not of the day: a notice often reaches into the last days of the year before (元旦),
as 2005-12-31 was set by the notice for 2006. So a day stands under the notice that an official would cite for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import (
    CatalogError,
    CatalogModel,
    CatalogProblem,
    Located,
    Place,
    catalog_path,
    load_located,
    refuse,
)

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
SATURDAY = 5
WEEKDAY_NAMES = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


class Holiday(CatalogModel):
    """What a notice sets for one festival: weekdays off, weekend days worked."""

    name: Text
    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _days_differ_from_the_week(self) -> Self:
        if not self.off and not self.worked:
            raise refuse(f"“{self.name}”没有写任何一天", "请填写 off（放假的工作日）或 worked（上班的周末）", ("name",))
        for index, day in enumerate(self.off):
            if day.weekday() >= SATURDAY:
                wrong = f"{day}是{WEEKDAY_NAMES[day.weekday()]}，本来就休息"
                raise refuse(wrong, "off 只写放假的星期一至星期五；请删去这一天或核对日期", ("off", index))
        for index, day in enumerate(self.worked):
            if day.weekday() < SATURDAY:
                wrong = f"{day}是{WEEKDAY_NAMES[day.weekday()]}，本来就上班"
                raise refuse(wrong, "worked 只写调休上班的星期六、星期日；请删去这一天或核对日期", ("worked", index))
        return self


class Notice(CatalogModel):
    """A published notice 通知. ``source`` is its public address."""

    title: Text
    source: Text
    holidays: tuple[Holiday, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _source_is_an_address(self) -> Self:
        if not self.source.startswith(("https://", "http://")):
            raise refuse(f"“{self.source[:40]}”不是网址", "请填写通知原文的网址，以 https:// 开头", ("source",))
        return self


class CalendarYear(CatalogModel):
    """The notices for one year 年度节假日安排."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    notices: tuple[Notice, ...] = Field(min_length=1)

    def days(self) -> Iterator[tuple[Place, date, Notice, Holiday, bool]]:
        """Every day that is written: its place in the file, itself, its notice, its festival, whether it is worked."""
        for n, notice in enumerate(self.notices):
            for h, holiday in enumerate(notice.holidays):
                place: Place = ("notices", n, "holidays", h)
                for index, day in enumerate(holiday.off):
                    yield (*place, "off", index), day, notice, holiday, False
                for index, day in enumerate(holiday.worked):
                    yield (*place, "worked", index), day, notice, holiday, True

    @model_validator(mode="after")
    def _days_are_in_the_year_and_written_once(self) -> Self:
        seen: set[date] = set()
        for place, day, _, _, _ in self.days():
            if not date(self.year - 1, 12, 1) <= day <= date(self.year, 12, 31):
                wrong = f"{day}不在{self.year}年，也不在上年12月"
                raise refuse(wrong, "请核对日期，或写到规定这一天的那份通知所属的年份", place)
            if day in seen:
                raise refuse(f"{day}写了两次", "一天只能写一次，请写在后发布的通知下，删去另一处", place)
            seen.add(day)
        return self


def load_calendar_years(folder: Path | None = None) -> tuple[CalendarYear, ...]:
    """All years of a folder (the catalog's ``calendars/``), in order and without a gap. Raises CatalogError."""
    paths = sorted((folder or catalog_path("calendars")).glob("*.yaml"))
    loaded = [load_located(path, CalendarYear) for path in paths]
    problems = [
        _misnamed(each, path) for each, path in zip(loaded, paths, strict=True) if str(_year(each)) != path.stem
    ]
    problems += _gaps(loaded) or _twice(loaded)
    if not loaded:
        problems.append(CatalogProblem("calendars", None, "", "没有任何一年的工作日历", "请放入 2024.yaml 形式的文件"))
    if problems:
        raise CatalogError(problems)
    return tuple(each.value for each in loaded)


def _year(loaded: Located[CalendarYear]) -> int:
    return loaded.value.year


def _misnamed(loaded: Located[CalendarYear], path: Path) -> CatalogProblem:
    year = _year(loaded)
    wrong = f"年份“{year}”与文件名“{path.name}”不一致"
    return loaded.problem(("year",), wrong, f"请把文件改名为 {year}.yaml，或修改 year")


def _gaps(loaded: Sequence[Located[CalendarYear]]) -> list[CatalogProblem]:
    """A missing year would be counted as a year without holidays, in silence."""
    return [
        after.problem(("year",), f"{_year(after)}年之前缺少{_year(before) + 1}年", "请补上缺少年份的文件，年份必须连续")
        for before, after in pairwise(loaded)
        if _year(after) != _year(before) + 1
    ]


def _twice(loaded: Sequence[Located[CalendarYear]]) -> list[CatalogProblem]:
    """Days of December that two years' notices both claim."""
    problems: list[CatalogProblem] = []
    seen: dict[date, str] = {}
    for each in loaded:
        for place, day, _, _, _ in each.value.days():
            if day in seen:
                problems.append(each.problem(place, f"{day}在 {seen[day]} 中已经写过", "请只保留规定这一天的那份通知"))
            seen.setdefault(day, each.file)
    return problems
