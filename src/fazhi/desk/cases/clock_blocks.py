"""期限: the clocks of a case with their explanations, as pages show them."""

from dataclasses import dataclass
from datetime import date

from fazhi.desk.cases.words import clock_mark
from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.procedures.casework.clocks import OPEN, Clock, ClockState
from fazhi.procedures.counting import DueDate
from fazhi.procedures.language.definition import Definition


@dataclass(frozen=True)
class ClockBlock:
    """A clock: title, kind, where it stands, and the sentences of how it was counted."""

    clock: Clock
    title: str
    kind: str
    mark: Mark
    due: str
    is_open: bool
    lines: tuple[str, ...]
    provisional: str
    unset: str
    note: str
    articles: list[ArticleLink]

    @property
    def counted(self) -> DueDate | None:
        return self.clock.counted


def block_of(definition: Definition, clock: Clock, today: date) -> ClockBlock:
    limit = definition.time_limits[clock.limit]
    counted = clock.counted
    parameter = definition.parameters.get(limit.within)
    unset = ""
    if counted is None:
        what = f"“{parameter.title}”" if parameter else "期限的长度"
        unset = f"{what}没有设定，本期限不计算。请依法治区办在“程序参数”中设定。" if parameter else f"{what}没有填写。"
    name = limit.title + (f"（第{clock.number}次）" if limit.each and clock.number > 1 else "")
    return ClockBlock(
        clock=clock,
        title=name + (f"·第{clock.thread}项" if clock.thread else ""),
        kind=clock.kind.label,
        mark=clock_mark(clock, today),
        due=_due(clock),
        is_open=clock.state(today) in OPEN,
        lines=tuple(counted.explain()) if counted else (),
        provisional=(counted.provisional_sentence or "") if counted else "",
        unset=unset,
        note=limit.help or (parameter.note if parameter and parameter.note else ""),
        articles=articles_of(limit.basis, limit.sources),
    )


def blocks_of(definition: Definition, clocks: tuple[Clock, ...], today: date) -> list[ClockBlock]:
    """The open ones by day, then the rest in the order of the procedure."""
    blocks = [block_of(definition, each, today) for each in clocks]
    running = [each for each in blocks if each.is_open]
    running.sort(key=lambda each: (each.clock.due_on is None, each.clock.due_on or today))
    return running + [each for each in blocks if not each.is_open]


def _due(clock: Clock) -> str:
    if clock.counted is None:
        return ""
    if clock.counted.at is not None:
        return f"{clock.counted.at:%Y-%m-%d %H:%M}届满"
    if clock.due_on is not None:
        return f"{clock.due_on:%Y-%m-%d} 届满"
    return "恢复后确定" if clock.state(date.min) is ClockState.PAUSED else ""
