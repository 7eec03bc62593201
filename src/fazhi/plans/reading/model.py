"""What the plan reader gives: a plan, its tasks, and the place of everything in the source.

All offsets are code points in the text that was read; `text[start:end]` is what a page highlights.
"""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit (单位) as the plan writes it; `spans` has one entry for each time the task names it in the same role."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReadDeadline:
    """A time limit (完成时限) and its normal form: 2023-06, --09-30, Q4, P3M, ongoing …"""

    text: str
    norm: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A measurable target (指标): metric, comparison and value."""

    text: str
    metric: str
    op: str
    value: float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One task (任务): the lowest numbered item of an action section."""

    number: str
    title: str
    body: str
    start: int
    end: int
    heading_path: tuple[str, ...]
    lead_units: tuple[ReadUnit, ...]
    supporting_units: tuple[ReadUnit, ...]
    all_units: tuple[ReadUnit, ...]
    deadlines: tuple[ReadDeadline, ...]
    targets: tuple[ReadTarget, ...]


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan that has been read.

    `issuer` and `years` are hints from the title (空 when it says nothing): the years give a plan's default year.
    `warnings` are Chinese sentences for the person who imports it; `decisions` say which pass decided what.
    """

    title: str
    issuer: str
    years: tuple[int, ...]
    tasks: tuple[ReadTask, ...]
    warnings: tuple[str, ...]
    decisions: tuple[str, ...] = ()
