"""The outline of a procedure: everything its definition says, in Chinese, in the order in which one would explain it.

The command line and the web page render the same outline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """An article that something rests on. ``key`` is the citation as the file has it, ``said`` as people write it."""

    key: str
    said: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a part rests on: articles, and documents that are not in the statutes 未核实."""

    articles: tuple[Article, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A field on the form of a step."""

    name: str
    title: str
    kind: str
    required: bool
    hint: str
    options: tuple[str, ...]
    columns: tuple[str, ...]
    personal: bool
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule, or a step required before: in which cases, and what its breach means. ``that`` is the rule in words."""

    say: str
    when: str
    that: str
    breach: str
    consequence: str
    grounds: Grounds
    help: str = ""


@dataclass(frozen=True, slots=True)
class ResultOutline:
    """One way a step can end."""

    name: str
    title: str
    when: str
    asks: tuple[Asked, ...]
    requires: tuple[Condition, ...]
    rules: tuple[Condition, ...]
    again: tuple[str, ...]
    """Titles of steps that have to be done again."""
    closes: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class StepOutline:
    """One step."""

    number: int
    name: str
    title: str
    help: str
    by: tuple[str, ...]
    after: str
    unless: tuple[str, ...]
    when: str
    repeat: bool
    thread: str
    asks: tuple[Asked, ...]
    papers: tuple[str, ...]
    not_by: tuple[str, ...]
    bars: str
    requires: tuple[Condition, ...]
    rules: tuple[Condition, ...]
    results: tuple[ResultOutline, ...]
    again: tuple[str, ...]
    closes: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Extension:
    """How a limit is made longer."""

    by: str
    length: str
    at_most: str
    times: int
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class LimitOutline:
    """One time limit, or a window in which a party may act."""

    name: str
    title: str
    help: str
    kind: str
    kind_label: str
    start: str
    end: str
    length: str
    when: str
    stops: tuple[str, ...]
    extensions: tuple[Extension, ...]
    restarts: tuple[str, ...]
    rolls: str
    holds: tuple[str, ...]
    waived_by: tuple[str, ...]
    deems: str
    each: bool
    consequence: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class IntervalOutline:
    """Time that does not count."""

    title: str
    start: str
    end: str
    allows: tuple[str, ...]
    resumes: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class ParameterOutline:
    """What a jurisdiction sets for itself."""

    name: str
    title: str
    value: str
    changes: tuple[tuple[date, str, str], ...]
    """Dated values with their sources."""
    note: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class NotionOutline:
    """A legal notion 法律概念 that conditions use."""

    title: str
    that: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class ThreadOutline:
    """What can happen several times within a case."""

    name: str
    title: str
    opens: str
    closes: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class PublicationOutline:
    """What goes public."""

    title: str
    after: str
    when: str
    fields: tuple[str, ...]
    masked: tuple[str, ...]
    within: str
    removed_after: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole procedure."""

    id: str
    title: str
    edition: date
    about: str
    begins: str
    number: str
    statutes: tuple[tuple[str, int], ...]
    """Names of the statutes it rests on, with how many citations."""
    steps: tuple[StepOutline, ...]
    limits: tuple[LimitOutline, ...]
    windows: tuple[LimitOutline, ...]
    intervals: tuple[IntervalOutline, ...]
    notions: tuple[NotionOutline, ...]
    threads: tuple[ThreadOutline, ...]
    parameters: tuple[ParameterOutline, ...]
    outcomes: tuple[str, ...]
    publications: tuple[PublicationOutline, ...]
    recording: str
    grounds: Grounds
