"""Where each kind of record stands in the database: its rows, its body, its days, the columns that conditions read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fazhi.figures.compiling.sql import Sql, sql, value
from fazhi.figures.language.definition import Counted

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = "today"


@dataclass(frozen=True)
class Source:
    """Rows ``r`` of one kind (with their case ``c``, where they have one).

    ``plain`` are the columns that conditions read by name; ``moments`` those of them that are the day of a moment, with
    the column that the index has. ``always`` narrows to what is a record of this kind at all.
    """

    rows: str
    model: str
    area: str
    unit: str
    plain: Mapping[str, str]
    kept: str = ""
    case: str = ""
    moments: Mapping[str, str] = field(default_factory=dict)
    always: str = ""
    closes: tuple[str, str] = ("", "")
    """The columns between which a record stands open, for figures of what stood on a day."""


def _day(column: str) -> str:
    return f"(({column}) AT TIME ZONE 'Asia/Shanghai')::date"


_CASE = {
    "opened_on": "c.opened_on",
    "closed_on": "c.closed_on",
    "closed": "(c.closed_on IS NOT NULL)",
    "outcome": "NULLIF(c.outcome, '')",
}
_LEADING = (
    "(SELECT u.organization_id FROM plans_taskunit u WHERE u.task_id = r.id"
    " ORDER BY (u.part = 'supporting'), u.\"order\", u.id LIMIT 1)"
)
SOURCES = {
    Counted.CASES: Source(
        rows="cases_case c",
        model="cases.Case",
        area="c.jurisdiction_id",
        unit="c.organization_id",
        plain=_CASE,
        kept="c.data",
        case="c.id",
        closes=("c.opened_on", "c.closed_on"),
    ),
    Counted.ACTS: Source(
        rows="cases_act r JOIN cases_case c ON c.id = r.case_id",
        model="cases.Act",
        area="r.jurisdiction_id",
        unit="c.organization_id",
        plain=_CASE | {"performed_on": "r.performed_on", "result": "NULLIF(r.result, '')"},
        # a step within a thread 并行事项 sees what its thread holds before what the case holds
        kept="(c.data || coalesce(c.state #> ARRAY['threads', r.thread, '1'], '{}'::jsonb))",
        case="c.id",
        always="r.kind IN ('step', 'deemed')",
    ),
    Counted.CLOCKS: Source(
        rows="cases_clock r JOIN cases_case c ON c.id = r.case_id",
        model="cases.Clock",
        area="r.jurisdiction_id",
        unit="c.organization_id",
        plain=_CASE
        | {
            "started_on": "r.started_on",
            "due_on": "r.due_on",
            "met_on": "r.met_on",
            "kind": "r.kind",
            "state": "r.state",
            "overdue": "(r.state = 'running' AND r.due_on < {today})",
        },
        kept="c.data",
        case="c.id",
    ),
    Counted.FINDINGS: Source(
        rows="cases_finding r JOIN cases_case c ON c.id = r.case_id",
        model="cases.Finding",
        area="r.jurisdiction_id",
        unit="c.organization_id",
        plain=_CASE | {"found_on": _day("r.found_at"), "breach": "r.breach", "state": "r.state", "rule": "r.rule"},
        kept="c.data",
        case="c.id",
        moments={"found_on": "r.found_at"},
    ),
    Counted.ENTRIES: Source(
        rows="registers_entry r",
        model="registers.Entry",
        area="r.jurisdiction_id",
        unit="r.organization_id",
        plain={"in_force": "(r.state = 'in_force')", "state": "r.state"},
        kept="r.data",
    ),
    Counted.TASKS: Source(
        rows="plans_task r JOIN plans_plan p ON p.id = r.plan_id",
        model="plans.Task",
        area="r.jurisdiction_id",
        unit=_LEADING,
        plain={
            "due_on": "r.due_on",
            "done_on": "r.done_on",
            "status": "r.status",
            "branch": "r.is_branch",
            "plan_kind": "p.kind",
            "overdue": "(r.status = 'open' AND r.due_on < {today})",
        },
    ),
    Counted.FOLLOWUPS: Source(
        rows="plans_followup r",
        model="plans.FollowUp",
        area="r.jurisdiction_id",
        unit="r.unit_id",
        plain={
            "issued_on": _day("r.issued_at"),
            "closed_on": _day("r.closed_at"),
            "state": "r.state",
            "difficulty": "r.difficulty",
            "rule": "r.rule",
        },
        moments={"issued_on": "r.issued_at", "closed_on": "r.closed_at"},
    ),
    Counted.PROBLEMS: Source(
        rows="plans_problem r",
        model="plans.Problem",
        area="r.jurisdiction_id",
        unit="r.unit_id",
        plain={
            "registered_on": _day("r.registered_at"),
            "due_on": "r.due_on",
            "state": "r.state",
            "source": "r.source",
            "category": "r.category",
            "overdue": "(r.state = 'open' AND r.due_on < {today})",
        },
        moments={"registered_on": "r.registered_at"},
    ),
    Counted.BULLETINS: Source(
        rows="plans_bulletin r",
        model="plans.Bulletin",
        area="r.jurisdiction_id",
        unit="NULL::bigint",
        plain={"issued_on": _day("r.issued_at")},
        moments={"issued_on": "r.issued_at"},
    ),
}


def column(text: str, today: date) -> Sql:
    """A column, or an expression over columns, that may ask what day it is."""
    before, asked, after = text.partition("{today}")
    return Sql(before) + value(today) + Sql(after) if asked else Sql(text)


def within(source: Source, name: str, day: Sql, first: date, last: date) -> Sql:
    """That a day lies within a period, both ends included; by the column of the index where there is one."""
    if name not in source.moments:
        return sql("{} BETWEEN {} AND {}", day, value(first), value(last))
    start = datetime.combine(first, time(), ZONE)
    end = datetime.combine(last + timedelta(days=1), time(), ZONE)
    moment = Sql(source.moments[name])
    return sql("{} >= {} AND {} < {}", moment, value(start), moment, value(end))
