"""Data model of ``sample/cases.yaml``: cases told by hand, one story for each thing that the sample logins find to do.

Days are counted back in working days from the day of installing, so that what is due in three days is so whenever
somebody starts. Only yearly reports keep to days of the calendar. What a story does not say is invented as in every
simulated case.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.catalog.sample_district import Key, Login
from fazhi.catalog.sample_simulation import Name, Reference
from fazhi.catalog.sample_work import ClockTime

Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
WorkingDaysAgo = Annotated[int, Field(ge=1, le=500)]
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
MIDDLE = "07-01"
"""A day before it lies in the year after the one reported on: a report is begun in autumn and published in spring."""


class Reported(StrEnum):
    """The year that a story reports on: the one whose report is being written on the day of installing, or the last."""

    LAST = "last"
    CURRENT = "current"


class SampleParameter(CatalogModel):
    """A parameter 程序参数 as the sample district has set it."""

    procedure: Name
    name: Name
    value: str | int | bool
    source: Text


class SampleAct(CatalogModel):
    """One act: ``step`` or ``step.result``, by whom, when, and what matters of what was entered.

    In ``data`` ``<year>`` is the year reported on, ``<next>`` the one after it, ``<in 5>`` the fifth working day from
    the day of installing (``<in -5>``: before it), ``<person login>`` somebody of the district.
    """

    take: Reference
    by: Login
    days_ago: WorkingDaysAgo | None = None
    on: MonthDay | None = None
    """In a story that reports on a year: the day of the calendar, 07-01 and later in that year, else in the next."""
    time: ClockTime = "10:00"
    data: dict[Name, Any] = {}

    @property
    def step(self) -> str:
        return self.take.partition(".")[0]

    @property
    def result(self) -> str:
        return self.take.partition(".")[2]

    @property
    def order(self) -> tuple[int, str, str]:
        if self.on is not None:
            return (self.in_next_year, self.on, self.time)
        return (-(self.days_ago or 0), "", self.time)

    @property
    def in_next_year(self) -> bool:
        return self.on is not None and self.on < MIDDLE

    @model_validator(mode="after")
    def _has_one_day(self) -> Self:
        if (self.days_ago is None) == (self.on is None):
            raise refuse("办理日期要么写 days_ago，要么写 on", "请只写一项", ("days_ago",))
        return self


class SampleExplanation(CatalogModel):
    """What the body says to the findings of the case, which a supervisor then has to settle."""

    by: Login
    days_ago: WorkingDaysAgo
    text: Text


class SampleStory(CatalogModel):
    """A case. ``about`` says what it shows; ``officers`` carry it on."""

    key: Key
    about: Text
    procedure: Name
    unit: Key
    reports: Reported | None = None
    officers: tuple[Login, ...] = Field(min_length=1)
    party: dict[Name, Text] = {}
    texts: dict[Name, Text] = {}
    acts: tuple[SampleAct, ...] = Field(min_length=1)
    explained: SampleExplanation | None = None

    @model_validator(mode="after")
    def _acts_follow_each_other(self) -> Self:
        if len({act.on is None for act in self.acts}) > 1 or (self.acts[0].on and self.reports is None):
            raise refuse(
                "on 只用于报告某一年度的案件，并且每一步都写", "请补上 reports，或者都改写 days_ago", ("acts",)
            )
        for index in range(1, len(self.acts)):
            if self.acts[index].order <= self.acts[index - 1].order:
                wrong, mend = "时间不晚于上一步", "请按先后顺序排列，并核对 days_ago 和 time"
                raise refuse(wrong, mend, ("acts", index, "days_ago"))
        return self


class SampleCases(CatalogModel):
    """``cases.yaml``. The parameters were set by ``set_by`` before the first case."""

    set_by: Login
    parameters: tuple[SampleParameter, ...] = ()
    stories: tuple[SampleStory, ...]
