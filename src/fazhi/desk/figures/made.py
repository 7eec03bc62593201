"""Figures that no file needs, since they follow from what is there: what stands open today, and how a procedure runs.

They are definitions like those of the catalog, counted and listed by the same engine; only nobody states them in a
report, and so they have no name there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.periods import Period
from fazhi.procedures.language.library import library
from fazhi.procedures.language.limits import LimitKind, TimeLimit

SINCE_EVER = date(2000, 1, 1)
NEAR = timedelta(days=7)
DUTIES = (LimitKind.DUTY, LimitKind.PROMISE)
# As `plans.queries.at_work` has it, or the first screen and the task lists would not agree.
AT_WORK = "overdue && in_force && !broken_down"


@lru_cache(maxsize=1)
def standing() -> Mapping[str, Figure]:
    """What one asks first, as of today. Those of `SOON` look a week ahead, the others at all that is past."""
    cases = tuple(each.id for each in library().latest())
    duty = "(kind == 'duty' || kind == 'promise')"
    return {
        "open": Figure(title="在办案件", counts=Counted.CASES, of=cases, dated="at_end"),
        "late": Figure(title="逾期未办案件", counts=Counted.CLOCKS, where=f"overdue && {duty} && !closed", once=True),
        "near": Figure(
            title="7日内到期案件", counts=Counted.CLOCKS, where=f"state == 'running' && {duty} && !closed", once=True
        ),
        "findings": Figure(title="待处理监督发现", unit="条", counts=Counted.FINDINGS, where="state == 'open'"),
        "tasks": Figure(title="逾期任务", unit="项", counts=Counted.TASKS, where=AT_WORK),
        "followups": Figure(title="在办督办", counts=Counted.FOLLOWUPS, where="state != 'closed'"),
        "problems": Figure(title="逾期未整改问题", unit="个", counts=Counted.PROBLEMS, where="overdue"),
    }


SOON = frozenset({"near"})
BREACHES = frozenset({"late", "findings", "tasks", "problems"})
"""Those of which any is one too many."""


def period_of(name: str, today: date) -> Period:
    """The days that a standing figure looks at."""
    return Period(today, today + NEAR) if name in SOON else Period(SINCE_EVER, today)


@lru_cache(maxsize=64)
def of_procedure(procedure: str) -> Mapping[str, Figure]:
    """How a procedure runs. Raises UnknownProcedureError.

    ``opened``, and ``step_…``: of the cases opened in the period, those in which a step was taken. ``outcome_…``: those
    closed in the period with that outcome. ``met_…``, ``late_…``, ``overdue_…``, ``running_…``: limits that end in it.
    """
    made = {"opened": Figure(title="立案", counts=Counted.CASES, of=procedure)}
    for edition in library().editions(procedure):
        for name, step in edition.steps.items():
            made[f"step_{name}"] = _step(procedure, name, step.title)
        for name, title in edition.outcomes.items():
            where = f"outcome == '{name}'"
            made[f"outcome_{name}"] = Figure(
                title=title, counts=Counted.CASES, of=procedure, dated="closed_on", where=where
            )
        for name, limit in edition.time_limits.items():
            if limit.kind in DUTIES:
                made |= _limit(procedure, name, limit)
    return made


def _step(procedure: str, name: str, title: str) -> Figure:
    return Figure(title=title, counts=Counted.ACTS, of=procedure, step=name, dated="opened_on", once=True)


def _limit(procedure: str, name: str, limit: TimeLimit) -> dict[str, Figure]:
    conditions = {
        "met": ("按期完成", "state == 'met'"),
        "late": ("逾期完成", "state == 'late'"),
        "overdue": ("逾期未办", "overdue"),
        "running": ("期限未到", "state == 'running' && !overdue"),
    }
    return {
        f"{key}_{name}": Figure(
            title=f"{limit.title}：{title}", unit="个", counts=Counted.CLOCKS, of=procedure, limit=name, where=where
        )
        for key, (title, where) in conditions.items()
    }
