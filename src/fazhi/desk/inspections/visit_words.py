"""How visits are worded and coloured on pages."""

from datetime import date

from fazhi.desk.components import Mark
from fazhi.inspections.visits import Visit

RESULT_COLOURS = {
    "clean": "green",
    "corrected": "green",
    "rectify": "orange",
    "penalty": "red",
    "transfer": "orange",
    "unreachable": "grey",
    "obstructed": "red",
}
RISKS = {"a": "A 低", "b": "B 一般", "c": "C 较高", "d": "D 高"}


def visit_mark(visit: Visit, today: date) -> Mark:
    """Where a visit stands: what was found, or what it waits for."""
    if visit.result:
        return Mark(RESULT_COLOURS.get(visit.result, "grey"), visit.result_title)
    if visit.visited_on is not None:
        return Mark("blue", "已检查，待作结果")
    if visit.case.closed_on is not None:
        return Mark("grey", visit.case.outcome_title or "已终止")
    if visit.planned_on is not None and visit.planned_on < today:
        return Mark("orange", "已过计划日期，尚未检查")
    if visit.announced_on is not None:
        return Mark("blue", "已通知")
    if visit.approved_on is not None:
        return Mark("yellow", "已批准，待通知")
    return Mark("grey", "待审批")


def visit_day(visit: Visit) -> date:
    """The day under which a visit is listed: made, planned, or asked for."""
    return visit.visited_on or visit.planned_on or visit.applied_on


def risk_words(value: object) -> str:
    return RISKS.get(str(value or ""), "未分类")
