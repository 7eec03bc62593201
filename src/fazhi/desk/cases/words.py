"""How cases, clocks and findings are worded and coloured on pages."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from fazhi.cases.models import Case, Finding
from fazhi.cases.models.finding import FindingState
from fazhi.catalog.loading import catalog_path, load_yaml
from fazhi.catalog.plan_colours import ColourRules, When
from fazhi.desk.components import Mark
from fazhi.procedures.casework.clocks import Clock, ClockState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.procedures.language.limits import LimitKind

FAMILIES = {
    "penalty": "行政处罚",
    "reconsideration": "行政复议",
    "disclosure": "政府信息公开",
    "normative_document": "行政规范性文件",
    "annual_report": "法治政府建设年度报告",
    "duty_reporting": "述法",
    "rule_of_law_inspection": "法治督察",
    "inspection": "行政检查",
    "major_decision": "重大行政决策",
    "hotline": "热线和信箱",
    "dispute": "矛盾纠纷化解",
    "legal_aid": "法律援助",
    "enforcement_complaint": "行政执法投诉举报",
}
FINDING_COLOURS = {
    FindingState.OPEN: "red",
    FindingState.EXPLAINED: "yellow",
    FindingState.RECTIFIED: "blue",
    FindingState.DISMISSED: "grey",
}
_CLOCK_COLOURS = {
    ClockState.MET: "green",
    ClockState.LATE: "orange",
    ClockState.OVERDUE: "red",
    ClockState.UNSET: "yellow",
}


def family_title(family: str, members: Iterable[Definition]) -> str:
    """The heading of a family; a new one goes by the name of its first procedure until it has one."""
    return FAMILIES.get(family) or next((each.title for each in members), family)


@lru_cache(maxsize=1)
def colour_rules() -> ColourRules:
    """The thresholds of the five colours for cases; they are office rules, and stand in the catalog."""
    return load_yaml(catalog_path("cases", "colours.yaml"), ColourRules)


def colour_until(due_on: date, today: date) -> str:
    """The colour of the five that a day still to come (or past) has."""
    if due_on < today:
        return "red"
    for rule in colour_rules().rules:
        if rule.when is When.NEAR and rule.within_days is not None and due_on <= today + timedelta(rule.within_days):
            return rule.colour.value
    return "blue"


def days_left(due_on: date, today: date) -> str:
    """逾期 3 天 · 今天到期 · 还有 5 天."""
    left = (due_on - today).days
    return f"逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还有 {left} 天")


def case_mark(case: Case, today: date) -> Mark:
    """How pressing a case is; for a closed one how it ended."""
    if case.closed_on is not None:
        return Mark("green", case.outcome_title or "已办结")
    if case.due_on is None:
        return Mark("grey", "无在算期限")
    return Mark(colour_until(case.due_on, today), days_left(case.due_on, today))


def due_limit_title(case: Case) -> str:
    """The title of the nearest limit."""
    limit = case.definition.time_limits.get(case.due_limit)
    return limit.title if limit else ""


def procedure_title(case: Case) -> str:
    return case.definition.short or case.definition.title


def clock_mark(clock: Clock, today: date) -> Mark:
    """Where a clock stands, with the days left while it runs."""
    state = clock.state(today)
    if state is ClockState.OVERDUE and clock.due_on:
        return Mark("red", days_left(clock.due_on, today))
    if state is ClockState.RUNNING and clock.due_on:
        pressing = clock.kind in (LimitKind.DUTY, LimitKind.PROMISE)
        return Mark(colour_until(clock.due_on, today) if pressing else "blue", days_left(clock.due_on, today))
    if state is ClockState.MET and clock.counted is None:
        return Mark("grey", "已完成（未设定天数）")
    return Mark(_CLOCK_COLOURS.get(state, "grey"), state.label)


def finding_mark(finding: Finding) -> Mark:
    state = FindingState(finding.state)
    return Mark(FINDING_COLOURS[state], state.label)


def procedure_choices() -> list[tuple[str, str]]:
    """Every procedure, for filters."""
    return [(each.id, each.title) for each in library().latest()]
