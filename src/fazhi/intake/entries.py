"""What of a matter is shown to its applicant: a due date, what is wanted of them, a line of what has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.cases.models import Paper
from fazhi.intake.models import Attachment
from fazhi.procedures.counting import DueDate
from fazhi.procedures.language.fields import Field

Fact = tuple[Field, Any]


@dataclass(frozen=True)
class Due:
    """A last day: what for, how it is counted, and whether it has passed."""

    title: str
    on: date | None
    lines: tuple[str, ...]
    is_late: bool
    is_paused: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the office asks of the applicant 补正, and until when."""

    text: str
    facts: tuple[Fact, ...]
    due: Due | None
    is_given: bool
    """Something was handed in since; the office has not looked at it yet."""


@dataclass(frozen=True)
class Entry:
    """One line of what has happened."""

    on: date
    says: str
    text: str = ""
    next: str = ""
    """Of the last answer: what follows from it, and what to do against it, where no further step says what is next."""
    remedies: str = ""
    facts: tuple[Fact, ...] = ()
    papers: tuple[Paper, ...] = ()
    files: tuple[Attachment, ...] = ()
    by_citizen: bool = False
    is_answer: bool = False
    at: float = 0.0
    """When it was entered, for the order of one day."""
    rank: tuple[Any, ...] = ()


def lines(counted: DueDate | None) -> tuple[str, ...]:
    """How a day was counted, said line by line; nothing where none was."""
    if counted is None:
        return ()
    provisional = counted.provisional_sentence
    return (*counted.explain(), *([provisional] if provisional else []))
