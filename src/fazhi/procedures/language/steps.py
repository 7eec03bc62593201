"""Steps 步骤: who may do what after what, and what the law requires of it."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import GetCoreSchemaHandler, model_validator
from pydantic_core import core_schema

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.procedures.language.basis import Breach, Condition, Grounded, Name, OneOrMore, Said, listed
from fazhi.procedures.language.following import LeadsTo, Records, Revises


class AnyOf(CatalogModel):
    """One of these is enough."""

    any: tuple[str, ...]


After = str | AnyOf | tuple[str | AnyOf, ...]
"""``file``, ``review.passed``, ``[all, of, these]``, ``{any: [one, of, these]}``, or both mixed."""


def alternatives(after: After | None) -> tuple[tuple[str, ...], ...]:
    """What must have been done: every group, of each group one. Empty: nothing need have been done."""
    if after is None:
        return ()
    parts = after if isinstance(after, tuple) else (after,)
    return tuple((part,) if isinstance(part, str) else part.any for part in parts)


class Requirement(Grounded):
    """A step that must have been taken before, in the cases that ``when`` names."""

    step: OneOrMore
    """One of these, each ``step`` or ``step.result``."""
    when: Condition | None = None
    say: Said | None = None
    breach: Breach = Breach.INVALID
    help: Said | None = None
    """Why it is asked where no law says so."""

    @property
    def any(self) -> tuple[str, ...]:
        return listed(self.step)


class Rule(Grounded):
    """A condition on the act itself."""

    that: Condition
    when: Condition | None = None
    say: Said
    breach: Breach = Breach.INVALID
    help: Said | None = None
    """Why it is asked where no law says so."""


class _OrChanges:
    """Lets ``revises: changes`` stand for nothing but the field of proposed changes."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        changes = core_schema.no_info_after_validator_function(_of_changes, handler.generate_schema(Name))
        return core_schema.union_schema([handler(source), changes])


def _of_changes(changes: str) -> Revises:
    return Revises(changes=changes)


class Ending(Grounded):
    """What a step and each of its results may set going."""

    revises: Annotated[Revises, _OrChanges] | None = None
    returns: Name | None = None
    """The field of proposed changes 拟调整 that are given back, to be worked on and handed in again."""
    records: tuple[Records, ...] = ()
    leads_to: tuple[LeadsTo, ...] = ()


class Result(Ending):
    """A way a step can end."""

    title: Said
    close: Name | None = None
    """The outcome with which the case is closed."""
    collect: tuple[Name, ...] = ()
    offer: tuple[Name, ...] = ()
    when: Condition | None = None
    resets: OneOrMore = ()
    """Steps that have to be done again: what they had reached no longer counts."""
    requires: tuple[Requirement, ...] = ()
    rules: tuple[Rule, ...] = ()


class _OrTitle:
    """Lets ``passed: 审核通过`` stand for a result that is nothing but its title.

    A union and not a validator before: that would see Python values, where strict mode takes no list for a tuple.
    """

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        title = core_schema.no_info_after_validator_function(_titled, handler.generate_schema(Said))
        return core_schema.union_schema([handler(source), title])


def _titled(title: str) -> Result:
    return Result(title=title)


class Step(Ending):
    """One step of a procedure."""

    title: Said
    help: Said | None = None
    by: OneOrMore = "handler"
    after: After | None = None
    unless: OneOrMore = ()
    when: Condition | None = None
    repeat: bool = False
    thread: Name | None = None
    collect: tuple[Name, ...] = ()
    offer: tuple[Name, ...] = ()
    results: dict[Name, Annotated[Result, _OrTitle]] = {}
    close: Name | None = None
    resets: OneOrMore = ()
    not_by: OneOrMore = ()
    """Steps whose doers may not take this one 职能分离."""
    bars: Name | None = None
    """A field of people who may take no further step in the case 回避."""
    requires: tuple[Requirement, ...] = ()
    rules: tuple[Rule, ...] = ()
    instrument: OneOrMore = ()

    @model_validator(mode="after")
    def _closes_once(self) -> Self:
        if self.close and any(result.close for result in self.results.values()):
            raise refuse("步骤和它的结果都写了 close", "请只在结果上写 close", ("close",))
        return self

    @property
    def actors(self) -> tuple[str, ...]:
        return listed(self.by)


class Actor(CatalogModel):
    """Who takes steps 办理角色. An outside one does not sign in: a person of the body enters what they did."""

    title: Said
    role: Name | None = None
    """Role of the membership (handler, legal_reviewer, head …); none for people outside."""
    entered_by: OneOrMore = ()

    @model_validator(mode="after")
    def _inside_or_outside(self) -> Self:
        if bool(self.role) == bool(listed(self.entered_by)):
            raise refuse("办理角色要么是本单位的角色（role），要么由谁代录（entered_by）", "请二选一填写")
        return self


class Thread(Grounded):
    """Something that may happen several times in a case, with steps and clocks of its own 分项: a seizure 查封扣押."""

    title: Said
    opens: Name
    closes: tuple[str, ...]
    """Steps (or step.result) after which nothing of it is left open."""


ROLES = {"handler": "承办人", "legal_reviewer": "法制审核人员", "head": "负责人", "coordinator": "依法治区办统筹人员"}
"""Roles of people of the body: actors that need no declaration."""


def parts_of(step: Step) -> tuple[Step | Result, ...]:
    """The step and each of its results: what may ask, require and reset alike."""
    return (step, *step.results.values())


def following(step: Step, result: str) -> tuple[Step | Result, ...]:
    """The parts of a step that say what an act with that result sets going."""
    return (step, step.results[result]) if result in step.results else (step,)


def collected(step: Step, result: str | None = None) -> frozenset[str]:
    """Fields asked and required when the step is taken, in whichever way or with that result."""
    chosen = [step.results[result]] if result else list(step.results.values())
    return frozenset(step.collect).union(*(each.collect for each in chosen))


def asked(step: Step, result: str | None = None) -> frozenset[str]:
    """Fields that the step asks at all: collected and offered."""
    chosen = [step.results[result]] if result else list(step.results.values())
    return collected(step, result) | frozenset(step.offer).union(*(each.offer for each in chosen))
