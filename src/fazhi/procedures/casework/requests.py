"""What somebody wants to do in a case, and the answer: allowed, refused with reasons, or allowed with findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from fazhi.procedures.language.basis import Basis, Breach


@dataclass(frozen=True)
class Request:
    """An act to be assessed. ``roles`` are those of the person in the case's body; ``data`` JSON values by field."""

    step: str
    by: str
    roles: frozenset[str]
    on: date
    at: datetime | None = None
    result: str = ""
    thread: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)
    attachments: int = 0


class Code(StrEnum):
    """Why an act is refused; stable, for programs."""

    UNKNOWN_STEP = "unknown_step"
    CASE_CLOSED = "case_closed"
    NOT_OPENED = "not_opened"
    RESULT = "result"
    THREAD = "thread"
    ACTOR = "actor"
    SEPARATION = "separation_of_duties"
    BARRED = "barred"
    ORDER = "order"
    ALREADY_DONE = "already_done"
    EXCLUDED = "excluded"
    NOT_APPLICABLE = "not_applicable"
    SUSPENDED = "suspended"
    HELD = "held"
    REQUIRED = "required_step_missing"
    RULE = "rule"
    FIELD = "field"
    ENTRY = "entry_not_in_force"
    REGISTER = "register_refused"
    DATE = "date"
    LIMIT = "limit"


@dataclass(frozen=True)
class Reason:
    """Why an act is refused. ``say`` is for people; ``basis`` the articles."""

    code: Code
    say: str
    basis: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""
    sources: tuple[str, ...] = ()

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(self.basis)


@dataclass(frozen=True)
class Raised:
    """A finding 监督发现 that an accepted act raises. ``rule`` says which part of the definition found it."""

    rule: str
    breach: Breach
    say: str
    basis: Basis = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The answer to a request. Refused when there are reasons; findings are those the act raises if it is taken."""

    reasons: tuple[Reason, ...] = ()
    findings: tuple[Raised, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons
