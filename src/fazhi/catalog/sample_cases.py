"""Data model of ``sample/cases.yaml``: cases told by hand, one story for each thing that the sample logins find to do.

Days are counted back in working days from the day of installing, so that what is due in three days is so whenever
somebody starts. What a story does not say is invented as in every simulated case.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.catalog.sample_district import Key, Login
from fazhi.catalog.sample_simulation import Name, Reference
from fazhi.catalog.sample_work import ClockTime

Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
WorkingDaysAgo = Annotated[int, Field(ge=1, le=500)]


class SampleParameter(CatalogModel):
    """A parameter 程序参数 as the sample district has set it."""

    procedure: Name
    name: Name
    value: str | int | bool
    source: Text


class SampleAct(CatalogModel):
    """One act: ``step`` or ``step.result``, by whom, when, and what matters of what was entered."""

    take: Reference
    by: Login
    days_ago: WorkingDaysAgo
    time: ClockTime = "10:00"
    data: dict[Name, Any] = {}

    @property
    def step(self) -> str:
        return self.take.partition(".")[0]

    @property
    def result(self) -> str:
        return self.take.partition(".")[2]

    @property
    def order(self) -> tuple[int, str]:
        return (-self.days_ago, self.time)


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
    officers: tuple[Login, ...] = Field(min_length=1)
    party: dict[Name, Text] = {}
    texts: dict[Name, Text] = {}
    acts: tuple[SampleAct, ...] = Field(min_length=1)
    explained: SampleExplanation | None = None

    @model_validator(mode="after")
    def _acts_follow_each_other(self) -> Self:
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
