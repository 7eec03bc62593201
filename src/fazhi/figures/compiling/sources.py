"""Where each kind of record stands in the database: its rows, its body, its days, the columns that conditions read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fazhi.figures.compiling.sql import Sql, sql, value
from fazhi.figures.language.definition import Counted

ZONE = ZoneInfo("Asia/Shanghai")
_OF_CASE = re.compile(r"\bc\.")


@dataclass(frozen=True)
class Source:
    """Rows of one kind: ``table`` as ``r`` (cases as ``c``), joined by ``case`` to the case where that is asked for.

    ``plain`` are the columns that conditions read by name; ``moments`` those of them that are the day of a moment, with
    the column that the index has. ``narrow`` are columns that indexes hold: figures that read nothing else are counted
    over groups of them. ``kept`` is the JSON with the fields.
    """

    table: str
    model: str
    key: str
    area: str
    unit: str
    plain: Mapping[str, str]
    procedure: str = ""
    kept: str = ""
    facts: str = ""
    """JSON with the short fields alone, where the database keeps such."""
    case: str = ""
    join: str = ""
    narrow: frozenset[str] = frozenset()
    moments: Mapping[str, str] = field(default_factory=dict)
    always: str = ""

    def rows(self, *parts: Sql) -> Sql:
        """What the parts read from: the table, with the case where any of them speaks of it."""
        joined = self.join and any(_OF_CASE.search(part.text) for part in parts)
        return Sql(f"{self.table} {self.join}" if joined else self.table)


def _day(column: str) -> str:
    return f"(({column}) AT TIME ZONE 'Asia/Shanghai')::date"


_CASE = {
    "opened_on": "c.opened_on",
    "closed_on": "c.closed_on",
    "closed": "(c.closed_on IS NOT NULL)",
    "outcome": "NULLIF(c.outcome, '')",
    "done_again": (
        "EXISTS (SELECT 1 FROM cases_caselink l JOIN cases_case s ON s.id = l.source_id"
        " WHERE l.case_id = c.id AND s.procedure = c.procedure)"
    ),
}
_LEADING = (
    "(SELECT u.organization_id FROM plans_taskunit u WHERE u.task_id = r.id"
    " ORDER BY (u.part = 'supporting'), u.\"order\", u.id LIMIT 1)"
)
_BROKEN_DOWN = (
    "EXISTS (SELECT 1 FROM plans_task d JOIN plans_plan e ON e.id = d.plan_id"
    " WHERE d.origin_id = r.id AND e.state = 'active' AND d.status <> 'dropped')"
)
"""Left to yearly tasks (`plans.queries.at_work`): to count both would count every delay twice."""
_CANDIDATES = "(SELECT count(*) FROM exams_candidate d WHERE d.exam_id = r.id{})"
_SAID = "EXISTS (SELECT 1 FROM intake_message m WHERE m.application_id = r.id AND m.kind = '{}')"
_HANDLED_AT = (
    "(SELECT min(m.at) FROM intake_message m WHERE m.application_id = r.id"
    " AND m.kind IN ('accepted', 'correction', 'answer', 'declined', 'transfer', 'merged'))"
)
_OVERDUE = "(r.state = 'received' AND r.due_on < {today})"
LATE_NOTE = "期限届满仍未办理，已列入单位负责人待办。"
"""As `intake.reminding` writes it: that day is kept nowhere else once something was done."""
_NOTED = (
    "EXISTS (SELECT 1 FROM intake_message m WHERE m.application_id = r.id AND m.kind = 'note' AND m.by_id IS NULL"
    " AND m.text = '{}')"
)
JOIN = "JOIN cases_case c ON c.id = r.case_id"
SOURCES = {
    Counted.CASES: Source(
        table="cases_case c",
        model="cases.Case",
        key="c.id",
        area="c.jurisdiction_id",
        unit="c.organization_id",
        plain=_CASE,
        procedure="c.procedure",
        kept="c.data",
        facts="c.facts",
        case="c.id",
        narrow=frozenset({"c.procedure", "c.outcome", "c.opened_on", "c.closed_on", "c.organization_id"}),
    ),
    Counted.ACTS: Source(
        table="cases_act r",
        model="cases.Act",
        key="r.id",
        join=JOIN,
        procedure="r.procedure",
        narrow=frozenset(
            {"r.step", "r.result", "r.kind", "r.performed_on", "r.procedure", "r.organization_id", "c.outcome"}
        ),
        area="r.jurisdiction_id",
        unit="r.organization_id",
        plain=_CASE | {"performed_on": "r.performed_on", "result": "NULLIF(r.result, '')"},
        kept="c.data",
        facts="c.facts",
        case="c.id",
        always="r.kind IN ('step', 'deemed')",
    ),
    Counted.CLOCKS: Source(
        table="cases_clock r",
        model="cases.Clock",
        key="r.id",
        join=JOIN,
        area="r.jurisdiction_id",
        unit="r.organization_id",
        procedure="r.procedure",
        narrow=frozenset(
            {"r.procedure", 'r."limit"', "r.kind", "r.state", "r.due_on", "r.met_on", "r.organization_id"}
        ),
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
        facts="c.facts",
        case="c.id",
    ),
    Counted.FINDINGS: Source(
        table="cases_finding r",
        model="cases.Finding",
        key="r.id",
        join=JOIN,
        area="r.jurisdiction_id",
        unit="r.organization_id",
        procedure="c.procedure",
        plain=_CASE | {"found_on": _day("r.found_at"), "breach": "r.breach", "state": "r.state", "rule": "r.rule"},
        kept="c.data",
        facts="c.facts",
        case="c.id",
        moments={"found_on": "r.found_at"},
    ),
    Counted.ENTRIES: Source(
        table="registers_entry r",
        model="registers.Entry",
        key="r.id",
        area="r.jurisdiction_id",
        unit="r.organization_id",
        plain={"in_force": "(r.state = 'in_force')", "state": "r.state"},
        kept="r.data",
    ),
    Counted.TASKS: Source(
        table="plans_task r JOIN plans_plan p ON p.id = r.plan_id",
        model="plans.Task",
        key="r.id",
        area="r.jurisdiction_id",
        unit=_LEADING,
        plain={
            "due_on": "r.due_on",
            "done_on": "r.done_on",
            "status": "r.status",
            "branch": "r.is_branch",
            "broken_down": _BROKEN_DOWN,
            "in_force": "(p.state = 'active')",
            "plan_kind": "p.kind",
            "overdue": "(r.status = 'open' AND r.due_on < {today})",
        },
    ),
    Counted.FOLLOWUPS: Source(
        table="plans_followup r",
        model="plans.FollowUp",
        key="r.id",
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
        table="plans_problem r",
        model="plans.Problem",
        key="r.id",
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
        table="plans_bulletin r",
        model="plans.Bulletin",
        key="r.id",
        area="r.jurisdiction_id",
        unit="NULL::bigint",
        plain={"issued_on": _day("r.issued_at")},
        moments={"issued_on": "r.issued_at"},
    ),
    Counted.EXAMS: Source(
        table="exams_exam r",
        model="exams.Exam",
        key="r.id",
        area="r.jurisdiction_id",
        unit="r.organization_id",
        plain={
            "title": "r.title",
            "held_on": _day("r.opens_at"),
            "confirmed_on": _day("r.confirmed_at"),
            "purpose": "r.purpose",
            "mode": "r.mode",
            "enrolled": _CANDIDATES.format(""),
            "sat": _CANDIDATES.format(" AND d.passed IS NOT NULL"),
            "passed": _CANDIDATES.format(" AND d.passed"),
        },
        moments={"held_on": "r.opens_at", "confirmed_on": "r.confirmed_at"},
        always="r.state = 'published'",
    ),
    Counted.CANDIDATES: Source(
        table="exams_candidate r JOIN exams_exam x ON x.id = r.exam_id",
        model="exams.Candidate",
        key="r.id",
        area="x.jurisdiction_id",
        unit="r.organization_id",
        plain={
            "title": "x.title",
            "held_on": _day("x.opens_at"),
            "purpose": "x.purpose",
            "mode": "x.mode",
            "sat_on": "r.sat_on",
            "sat": "(r.passed IS NOT NULL)",
            "passed": "r.passed",
            "score": "r.score",
            "attempts": "r.sat",
            "certified": "EXISTS (SELECT 1 FROM exams_certificate d WHERE d.candidate_id = r.id)",
            "staffing": "r.staffing",
        },
        moments={"held_on": "x.opens_at"},
        always="x.state = 'published'",
    ),
    Counted.TRAININGS: Source(
        table="exams_training r",
        model="exams.Training",
        key="r.id",
        area="r.jurisdiction_id",
        unit="r.organization_id",
        plain={
            "title": "r.title",
            "held_on": "r.held_on",
            "form": "r.form",
            "hours": "r.hours",
            "attended": "(SELECT count(*) FROM exams_attendance d WHERE d.training_id = r.id)",
        },
        always="r.withdrawn_why = ''",
    ),
    Counted.ATTENDANCES: Source(
        table="exams_attendance r JOIN exams_training x ON x.id = r.training_id",
        model="exams.Attendance",
        key="r.id",
        area="x.jurisdiction_id",
        unit="r.organization_id",
        plain={"title": "x.title", "held_on": "x.held_on", "form": "x.form", "hours": "r.hours"},
        always="x.withdrawn_why = ''",
    ),
    Counted.APPLICATIONS: Source(
        table="intake_application r LEFT JOIN cases_case k ON k.id = r.case_id",
        model="intake.Application",
        key="r.id",
        area="r.jurisdiction_id",
        unit="r.organization_id",
        plain={
            "received_on": _day("r.received_at"),
            "handled_on": _day(_HANDLED_AT),
            "closed_on": f"(CASE WHEN k.id IS NULL THEN {_day('r.closed_at')} ELSE k.closed_on END)",
            "form": "r.form",
            "channel": "r.channel",
            "state": "r.state",
            "overdue": _OVERDUE,
            "late": f"({_NOTED.format(LATE_NOTE)} OR {_OVERDUE})",
            "corrected": _SAID.format("correction"),
            "transferred": _SAID.format("transfer"),
            "urged": _SAID.format("urging"),
            "reopened": _SAID.format("reopening"),
            "satisfaction": "r.satisfaction",
        },
        moments={"received_on": "r.received_at"},
    ),
}


WITHIN_THREAD = "(c.data || coalesce(c.state #> ARRAY['threads', r.thread, '1'], '{}'::jsonb))"
"""The fields as a step within a thread 并行事项 sees them: what its thread holds goes before what the case holds."""


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
