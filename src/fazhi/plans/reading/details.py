"""Pass 8, details: the time limits and targets of one task, found in its clean text and placed in the source."""

from fazhi.plans.reading.deadlines import find_deadlines
from fazhi.plans.reading.mapped import Mapped
from fazhi.plans.reading.model import ReadDeadline, ReadTarget
from fazhi.plans.reading.targets import find_targets


def deadlines_of(text: Mapped) -> tuple[ReadDeadline, ...]:
    """The deadlines of a task's text."""
    return tuple(
        ReadDeadline(text.shown[d.start : d.end], d.norm, text.source_span(d.start, d.end))
        for d in find_deadlines(text.folded)
    )


def targets_of(text: Mapped, title: str) -> tuple[ReadTarget, ...]:
    """The measurable targets of a task's text; the title says what a bare 不少于4期 counts."""
    return tuple(
        ReadTarget(text.shown[t.start : t.end], t.metric, t.op, t.value, t.unit, text.source_span(t.start, t.end))
        for t in find_targets(text.folded, title=title)
    )
