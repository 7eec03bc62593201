"""How notices are worded and coloured on staff pages."""

from __future__ import annotations

from datetime import date

from fazhi.desk.cases.words import colour_until, days_left
from fazhi.desk.components import Mark, Moment
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.publishing import reading
from fazhi.publishing.models import Notice, NoticeState, NoticeStep

_STATE_COLOURS = {NoticeState.PUBLISHED: "green", NoticeState.HELD: "orange", NoticeState.REMOVED: "grey"}


def notice_mark(notice: Notice, today: date) -> Mark:
    """How pressing one is that is due; where the others stand."""
    state = NoticeState(notice.state)
    if state is NoticeState.DUE:
        if notice.due_on is None:
            return Mark("blue", "待公开")
        return Mark(colour_until(notice.due_on, today), days_left(notice.due_on, today))
    if state is NoticeState.PUBLISHED and was_late(notice):
        return Mark("orange", f"逾期公开 {days_late(notice)} 天")
    if state is NoticeState.REMOVED:
        return Mark("grey", notice.get_removal_display() or state.label)
    return Mark(_STATE_COLOURS[state], state.label)


def was_late(notice: Notice) -> bool:
    return days_late(notice) > 0


def days_late(notice: Notice) -> int:
    """Days by which it was published too late; nought for one in time."""
    if notice.due_on is None or notice.published_on is None:
        return 0
    return max(0, (notice.published_on - notice.due_on).days)


def moments(steps: list[NoticeStep]) -> list[Moment]:
    """The steps as a timeline, the newest first."""
    return [
        Moment(
            title=each.get_kind_display(),
            at=each.at,
            by=each.by.name if each.by else "平台",
            text=f"法定理由：{each.ground}\n{each.reason}" if each.ground else each.reason,
        )
        for each in reversed(steps)
    ]


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of notice, for filters; one title may stand for blocks of several procedures."""
    return [(f"{procedure}.{name}", f"{title}（{_short(procedure)}）") for procedure, name, title in reading.kinds()]


def kind_of(notice: Notice) -> str:
    return reading.kind_title(notice.procedure, notice.publication)


def _short(procedure: str) -> str:
    try:
        latest = library().editions(procedure)[-1]
    except UnknownProcedureError:
        return procedure
    return latest.short or latest.title
