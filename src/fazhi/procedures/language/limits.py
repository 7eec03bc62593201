"""Time limits 期限, the intervals 期间 that stop them, and parameters 参数."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.procedures.language.basis import Breach, Condition, Grounded, Name, OneOrMore, Said, listed

Length = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""``90 days``, ``7 working days``, ``3 months``, ``24 hours``, or the name of a duration parameter or field."""


class LimitKind(StrEnum):
    """Whose limit it is."""

    DUTY = "duty"
    RIGHT = "right"
    PROMISE = "promise"
    WAIT = "wait"

    @property
    def label(self) -> str:
        return {"duty": "法定办理期限", "right": "权利行使期", "promise": "承诺时限", "wait": "须届满的期间"}[
            self.value
        ]


class Moment(CatalogModel):
    """Which fact counts: a step, and where the law counts from something else than the act, a date it collects."""

    step: OneOrMore
    on: Name | None = None

    @cached_property
    def any(self) -> tuple[str, ...]:
        return listed(self.step)


Point = str | tuple[str, ...] | Moment


def moment(point: Point) -> Moment:
    return point if isinstance(point, Moment) else Moment(step=point)


class Extend(Grounded):
    """How a limit is made longer 延长: the step that does it, by what length, how often."""

    by: str
    within: Length
    """A length, or the field of that step which holds it."""
    at_most: Length | None = None
    times: int = 1


class TimeLimit(Grounded):
    """One time limit."""

    title: Said
    help: Said | None = None
    """What people should know of it; why it is set where no law says so."""
    kind: LimitKind = LimitKind.DUTY
    from_: Point
    to: Point
    within: Length
    when: Condition | None = None
    restarts: OneOrMore = ()
    """Steps from whose day it is counted anew 重新计算."""
    excludes: OneOrMore = ()
    """Intervals that do not count."""
    extend: tuple[Extend, ...] | Extend = ()
    rolls: bool | Name = False
    """Whether a last day that is not worked gives way to the next working day; or a parameter that says so."""
    holds: OneOrMore = ()
    """Steps that wait until a right's window is used, waived or over."""
    waived_by: OneOrMore = ()
    deems: str | None = None
    """The step that the law takes as done when the limit passes without its ``to`` 视为."""
    each: bool = False
    """A clock of its own for each time that ``from`` is taken."""
    breach: Breach = Breach.LATE
    say: Said | None = None
    warn: Length | None = None

    model_config = {"alias_generator": lambda name: name.removesuffix("_"), "validate_by_name": False}

    @model_validator(mode="after")
    def _holds_only_for_windows(self) -> Self:
        if listed(self.holds) and self.kind not in (LimitKind.RIGHT, LimitKind.WAIT):
            raise refuse(
                "只有权利行使期（right）和须届满的期间（wait）可以暂缓后续步骤（holds）",
                "请改 kind，或删去 holds",
                ("holds",),
            )
        if listed(self.waived_by) and self.kind is not LimitKind.RIGHT:
            raise refuse(
                "只有权利行使期（right）可以提前放弃（waived_by）", "请改 kind，或删去 waived_by", ("waived_by",)
            )
        return self

    @cached_property
    def start(self) -> Moment:
        return moment(self.from_)

    @cached_property
    def end(self) -> Moment:
        return moment(self.to)

    @cached_property
    def extensions(self) -> tuple[Extend, ...]:
        return self.extend if isinstance(self.extend, tuple) else (self.extend,)


class Resumption(StrEnum):
    """From which day counting goes on when an interval ends."""

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"


class Interval(Grounded):
    """Time between two steps: it stops limits that exclude it, and may stop the case 中止.

    The day it begins still counts (始日不计算在期间内); the day it ends is part of it, unless the law lets counting
    go on from that very day (恢复之日起继续计算: ``resumes: same_day``).
    """

    title: Said
    from_: OneOrMore
    to: OneOrMore
    resumes: Resumption = Resumption.NEXT_DAY
    allows: OneOrMore | None = None
    """Where given: while it lasts, only these steps may be taken."""

    model_config = {"alias_generator": lambda name: name.removesuffix("_"), "validate_by_name": False}


class ParameterKind(StrEnum):
    MONEY = "money"
    NUMBER = "number"
    DURATION = "duration"
    BOOLEAN = "boolean"
    TEXT = "text"


class Dated(CatalogModel):
    """A value from a day on."""

    since: date
    value: str | int | bool
    source: Said


class Parameter(Grounded):
    """What the national law leaves open 参数: a jurisdiction sets its own value, dated and with its source.

    ``value: null`` is right where the law names no number and none may be invented: a limit that rests on it does not
    run until the jurisdiction has set one, and every page says so.
    """

    title: Said
    type: ParameterKind
    value: str | int | bool | None = None
    unit: Said | None = None
    note: Said | None = None
    """Whose default it is, and why: shown beside the value."""
    values: tuple[Dated, ...] = ()
