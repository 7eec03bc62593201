"""Data model of ``sample/work.yaml``: what has been done in the sample district by the day it is installed.

All days are counted back from that day (``days_ago``), so that a sample installed next year is as alive as today's.
Nothing happens on the day itself: an event at 15:00 would lie in the future of somebody who installs at nine.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Place, refuse
from fazhi.catalog.sample_district import Key, Login, PlanId

Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
DaysAgo = Annotated[int, Field(ge=1, le=366)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
TaskNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]+$")]


class Moment(CatalogModel):
    """Something a person did on a day before the day of installing, at a time of day in the district's time zone."""

    by: Login
    days_ago: DaysAgo
    time: ClockTime = "10:00"

    @property
    def order(self) -> tuple[int, str]:
        return (-self.days_ago, self.time)


class TargetValue(CatalogModel):
    """A value reached. ``metric`` is a piece of the task's own words, by which the target is found."""

    metric: Text
    value: Annotated[Decimal, Field(ge=0)] | Annotated[int, Field(ge=0)]
    unit: Text


class SampleReview(Moment):
    """The answer to a report: accepted 通过, or returned 退回 with a reason."""

    time: ClockTime = "16:00"
    result: Literal["accepted", "returned"]
    reason: Text | None = None

    @model_validator(mode="after")
    def _returned_with_a_reason(self) -> Self:
        if self.result == "returned" and self.reason is None:
            raise refuse("退回没有写原因", "请填写 reason", ("result",))
        return self


class SampleProgress(Moment):
    """A report 进展填报 of a lead unit, or the contribution 配合情况 of another. Without a review it still waits."""

    task: TaskNumber
    unit: Key
    text: Text
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    values: tuple[TargetValue, ...] = ()
    review: SampleReview | None = None

    @model_validator(mode="after")
    def _review_comes_later(self) -> Self:
        if self.review is not None and self.review.order <= self.order:
            raise refuse("审核早于填报", "请核对 days_ago", ("review", "days_ago"))
        return self


class FollowUpStep(StrEnum):
    """Kinds of entries on a follow-up after it was issued."""

    RESPOND = "respond"
    FEEDBACK = "feedback"
    SETTLE = "settle"
    RETURN = "return"
    CLOSE = "close"


COORDINATORS_STEPS = frozenset({FollowUpStep.RETURN, FollowUpStep.CLOSE})


class SampleFollowUpEntry(Moment):
    kind: FollowUpStep
    text: Text


class SampleFollowUp(CatalogModel):
    """A follow-up 督办 issued under a rule of ``followup/``, with what was entered on it since."""

    key: Key
    rule: Text
    source: Text
    matter: Text
    task: TaskNumber | None = None
    unit: Key
    difficulty: Literal["ordinary", "hard"]
    issued: Moment
    entries: tuple[SampleFollowUpEntry, ...] = ()

    @model_validator(mode="after")
    def _entries_follow_each_other(self) -> Self:
        _refuse_disorder((self.issued, *self.entries))
        previous: FollowUpStep | None = None
        for index, entry in enumerate(self.entries):
            if previous is FollowUpStep.CLOSE:
                raise refuse("销号之后还有记录", "请删去后面的记录", ("entries", index))
            if entry.kind in COORDINATORS_STEPS and previous is not FollowUpStep.SETTLE:
                raise refuse("没有申请办结就退回或销号", "请在前面加上 settle 记录", ("entries", index, "kind"))
            previous = entry.kind
        return self


class ProblemStep(StrEnum):
    """Kinds of entries on a problem after it was registered."""

    PROGRESS = "progress"
    RECTIFY = "rectify"
    RETURN = "return"
    VERIFY = "verify"


VERIFIERS_STEPS = frozenset({ProblemStep.RETURN, ProblemStep.VERIFY})


class SampleProblemEntry(Moment):
    kind: ProblemStep
    text: Text


class SampleProblem(CatalogModel):
    """A problem 问题 of the ledger. ``due_in_days`` counts from the day of installing; negative is past."""

    text: Text
    source: Literal["report", "inspection", "assessment"]
    source_note: Text
    category: Text
    measure: Text
    unit: Key
    registered: Moment
    due_in_days: Annotated[int, Field(ge=-366, le=366)]
    entries: tuple[SampleProblemEntry, ...] = ()

    @property
    def state(self) -> Literal["open", "rectified", "verified"]:
        """Where the problem stands after its entries."""
        last = self.entries[-1].kind if self.entries else None
        if last is ProblemStep.VERIFY:
            return "verified"
        return "rectified" if last is ProblemStep.RECTIFY else "open"

    @model_validator(mode="after")
    def _entries_follow_each_other(self) -> Self:
        _refuse_disorder((self.registered, *self.entries))
        previous: ProblemStep | None = None
        for index, entry in enumerate(self.entries):
            if previous is ProblemStep.VERIFY:
                raise refuse("核验销号之后还有记录", "请删去后面的记录", ("entries", index))
            if entry.kind in VERIFIERS_STEPS and previous is not ProblemStep.RECTIFY:
                raise refuse("没有申请销号就退回或核验", "请在前面加上 rectify 记录", ("entries", index, "kind"))
            previous = entry.kind
        return self


class SampleMonthlyReport(CatalogModel):
    """A unit's report. One that would fall after the day of installing is left out: that round is still running."""

    unit: Key
    by: Login
    days_after_opening: Annotated[int, Field(ge=0, le=27)]
    progress: Text
    problems: Text | None = None
    requests: Text | None = None
    next_steps: Text | None = None


class SampleMonth(CatalogModel):
    """One month's round 月度报告, open from the first day after the month. Units without a report are missing 缺报."""

    months_ago: Annotated[int, Field(ge=1, le=12)]
    units: tuple[Key, ...] = Field(min_length=1)
    reports: tuple[SampleMonthlyReport, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        reported = {report.unit for report in self.reports}
        return tuple(unit for unit in self.units if unit not in reported)

    @model_validator(mode="after")
    def _reports_are_expected(self) -> Self:
        seen: set[str] = set()
        for index, report in enumerate(self.reports):
            if report.unit not in self.units or report.unit in seen:
                raise refuse(f"单位“{report.unit}”不在应报单位中，或报了两次", "请核对", ("reports", index, "unit"))
            seen.add(report.unit)
        return self


class SampleWork(CatalogModel):
    """``work.yaml``. Task numbers are those of ``plan``, which was imported at ``imported``, before all else."""

    plan: PlanId
    imported: Moment
    progress: tuple[SampleProgress, ...]
    followups: tuple[SampleFollowUp, ...]
    problems: tuple[SampleProblem, ...]
    monthly: tuple[SampleMonth, ...]

    @model_validator(mode="after")
    def _nothing_precedes_the_plan(self) -> Self:
        for index, progress in enumerate(self.progress):
            if progress.order <= self.imported.order:
                raise refuse("早于计划导入之日", "请核对 days_ago", ("progress", index, "days_ago"))
        return self


def _refuse_disorder(moments: Iterable[Moment]) -> None:
    """The first moment is the issue or registration; the others stand under ``entries``."""
    previous: tuple[int, str] | None = None
    for index, moment in enumerate(moments):
        if previous is not None and moment.order < previous:
            place: Place = ("entries", index - 1, "days_ago")
            raise refuse("时间早于上一条记录", "请按先后顺序排列，并核对 days_ago 和 time", place)
        previous = moment.order
