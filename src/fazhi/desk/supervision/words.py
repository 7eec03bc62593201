"""How follow-ups, problems and reports are worded and coloured on pages; the domain gives moments and states."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from fazhi.desk.components import Mark
from fazhi.plans.followup import marks
from fazhi.plans.followup.rules import moment_words
from fazhi.plans.models import FollowUp, FollowUpNode, Problem, Reminder

LEVEL_COLOURS = {"near": "yellow", "yellow": "yellow", "red": "red", "missing": "red", "urged": "yellow"}


@dataclass(frozen=True)
class Clock:
    """A node as the strip shows it: what, by whom, by when, how it stands, how it was counted."""

    title: str
    actor: str
    limit: str
    mark: Mark
    counted: str
    met: str


def followup_mark(followup: FollowUp) -> Mark:
    """The mark of a follow-up that `supervision_queries.visible_followups` annotated."""
    shown = marks.Mark(followup.mark)  # type: ignore[attr-defined]  # annotated
    return Mark(shown.colour, shown.label)


def clocks(followup: FollowUp, nodes: list[FollowUpNode], at: datetime) -> list[Clock]:
    """The strip of a follow-up's nodes at a moment."""
    late = [node for node in nodes if node.actor == FollowUpNode.Actor.UNIT and marks.is_late(node, at)]
    second = {node.pk for node in sorted(late, key=lambda each: (each.yellow_at, each.order))[1:]}
    return [
        Clock(
            title=node.title,
            actor=str(followup.unit) if node.actor == FollowUpNode.Actor.UNIT else str(followup.issuing_unit),
            limit=f"{moment_words(node.must_by)}前" if node.must_by else "",
            mark=_node_mark(node, node.pk in second, at),
            counted=node.counted,
            met=moment_words(node.met_at) if node.met_at else "",
        )
        for node in nodes
    ]


def due_mark(problem: Problem, today: date) -> Mark:
    """How a problem that `visible_problems` annotated stands to its due day."""
    colour: str = problem.colour  # type: ignore[attr-defined]  # annotated
    if problem.state != Problem.State.OPEN:
        return Mark(colour, problem.get_state_display())
    return Mark(colour, days_words(problem.due_on, today))


def days_words(due: date, today: date) -> str:
    """还有 3 天, 今天到期, 逾期 2 天."""
    left = (due - today).days
    if left == 0:
        return "今天到期"
    return f"还有 {left} 天" if left > 0 else f"逾期 {-left} 天"


def level_mark(reminder: Reminder) -> Mark:
    return Mark(LEVEL_COLOURS[reminder.level], reminder.get_level_display())


def _node_mark(node: FollowUpNode, is_second: bool, at: datetime) -> Mark:
    if node.must_by is None:
        return (
            Mark("green", "已完成")
            if node.met_at
            else Mark("grey", "未起算" if node.counted[-1:] == "算" else "不设时限")
        )
    due, seen = timezone.localtime(node.must_by).date(), timezone.localtime(node.met_at or at).date()
    if node.met_at is not None and node.met_at <= node.must_by:
        return Mark("green", "按时完成")
    if node.met_at is None and at <= node.must_by:
        near = node.near_at is not None and node.near_at <= at
        return Mark("yellow" if near else "blue", days_words(due, seen))
    red = (node.red_at is not None and (node.met_at or at) > node.red_at) or (node.red_on_second_miss and is_second)
    overdue = f"逾期 {(seen - due).days} 天" if seen > due else "已逾期"
    return Mark("red" if red else "yellow", overdue + ("完成" if node.met_at else ""))
