"""The definition of a procedure 程序定义: one edition of one statutory procedure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from fazhi.procedures.language.alerts import Alert
from fazhi.procedures.language.basis import Condition, Grounded, Name, OneOrMore, Said
from fazhi.procedures.language.fields import Field
from fazhi.procedures.language.limits import Interval, Length, Parameter, TimeLimit
from fazhi.procedures.language.steps import Actor, Step, Thread, parts_of


class Begins(StrEnum):
    EX_OFFICIO = "ex_officio"
    ON_APPLICATION = "on_application"

    @property
    def label(self) -> str:
        return {"ex_officio": "依职权", "on_application": "依申请"}[self.value]


class NamedCondition(Grounded):
    """A legal notion 法律概念, named once and used below by its name."""

    title: Said
    that: Condition


class Instrument(Grounded):
    """An instrument 文书 that a step makes: printed from the case by the template of the same name."""

    title: Said
    number: Said | None = None
    """``{org}罚告〔{year}〕{seq}号``; none for papers without a number of their own."""
    template: Name | None = None
    """Where the template has another name than the instrument."""
    when: Condition | None = None
    """In which cases the step makes it; always, where nothing is said."""


class Publication(Grounded):
    """What is published 公开, after which step, under what masking. The limit for it stands among the time limits."""

    title: Said
    after: OneOrMore
    by: Name | None = None
    """The step that records the publication; none: the portal publishes by itself."""
    when: Condition | None = None
    fields: tuple[Name, ...] = ()
    masked: tuple[Name, ...] = ()
    within: Length | None = None
    removed_after: Length | None = None


class Recording(Grounded):
    """How soon an act has to be entered 录入; later is a finding."""

    within: Length


class Definition(Grounded):
    """One procedure. The order of steps in the file is the order in which people read them."""

    id: Name
    title: Said
    short: Annotated[str, StringConstraints(max_length=12)] | None = None
    edition: date
    domain: Name
    begins: Begins
    about: Said
    number: Said
    serves: tuple[str, ...] = ()
    """Rows of the inventory."""
    family: Name
    subject: Name | None = None
    """The field that names a case in lists (a party, a document's title)."""
    cause: Name | None = None
    """The field that says what it is about."""

    parameters: dict[Name, Parameter] = {}
    actors: dict[Name, Actor] = {}
    fields: dict[Name, Field]
    conditions: dict[Name, NamedCondition] = {}
    outcomes: dict[Name, Said]
    threads: dict[Name, Thread] = {}
    steps: dict[Name, Step]
    intervals: dict[Name, Interval] = {}
    time_limits: dict[Name, TimeLimit] = {}
    alerts: dict[Name, Alert] = {}
    instruments: dict[Name, Instrument] = {}
    publish: dict[Name, Publication] = {}
    recording: Recording | None = None

    @property
    def key(self) -> str:
        return f"{self.id}/{self.edition.isoformat()}"

    @property
    def can_be_done_again(self) -> bool:
        """Whether a case of it can lead to a new one that does the same again 重办."""
        endings = (part for step in self.steps.values() for part in parts_of(step))
        return any(each.procedure == self.id for part in endings for each in part.leads_to)
