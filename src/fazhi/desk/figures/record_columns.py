"""How the records behind figures are listed: the columns of each kind, and the way to the case, entry or task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from fazhi import clock
from fazhi.desk.cases.words import case_mark, finding_mark
from fazhi.desk.components import Mark
from fazhi.desk.figures.guarded_columns import APPLICATIONS, ATTENDANCES, CANDIDATES, EXAMS, TRAININGS
from fazhi.desk.figures.listings import Listing, two_lines
from fazhi.desk.lists import Column
from fazhi.desk.plans.words import answering, task_mark
from fazhi.desk.templatetags.desk import mark
from fazhi.figures.language.definition import Counted
from fazhi.procedures.casework.clocks import ClockState
from fazhi.procedures.language.basis import Breach

__all__ = ["LISTINGS", "STATE_COLOURS", "Listing"]

_HEAVY = ("data", "state", "facts", "header", "search", "head_hash")
_CASE_HEAVY = tuple(f"case__{name}" for name in _HEAVY)
_CLOCK_COLOURS = {"met": "green", "late": "orange", "running": "blue", "paused": "yellow"}
STATE_COLOURS = {
    "in_force": "green", "suspended": "orange", "withdrawn": "grey", "open": "blue", "settled": "yellow",
    "closed": "green", "rectified": "blue", "verified": "green",
}  # fmt: skip


def _case_url(pk: object) -> str:
    return reverse("desk:cases:case", args=[pk])


def _of_case(label: str = "案件") -> tuple[Column[Any], ...]:
    """The case of a record, with the body that handles it."""
    return (
        Column(
            "case",
            label,
            lambda r: r.case.title,
            cell=lambda r: two_lines(_case_url(r.case_id), r.case.title, r.case.number),
            wide=True,
            width=44,
        ),
        Column("number", "案号", lambda r: r.case.number, sort="case__number", width=26, page=False),
        Column("unit", "单位", lambda r: str(r.case.organization), sort="case__organization__order", width=18),
    )


def _closing(case: Any) -> str:
    return str(case.outcome_title or "—") if case.closed_on else "在办"


def _act_step(act: Any) -> str:
    step = act.case.definition.steps.get(act.step)
    result = step.results.get(act.result) if step else None
    return f"{step.title if step else act.step}{'：' + result.title if result else ''}"


def _act_url(act: Any) -> str:
    return f"{_case_url(act.case_id)}#act-{act.seq}"


def _limit_title(row: Any) -> str:
    limit = row.case.definition.time_limits.get(row.limit)
    return str(limit.title if limit else row.limit)


def _limit_url(row: Any) -> str:
    return reverse("desk:cases:clock", args=[row.case_id, row.limit, row.thread, row.number])


def _clock_mark(row: Any) -> Mark:
    if row.state == "running" and row.due_on and row.due_on < clock.today():
        return Mark("red", f"逾期 {(clock.today() - row.due_on).days} 天")
    return Mark(_CLOCK_COLOURS.get(row.state, "grey"), ClockState(row.state).label)


def _state(row: Any) -> SafeString:
    return mark(STATE_COLOURS.get(row.state, "grey"), row.get_state_display())


def _with_case(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("case", "case__organization").defer(*_CASE_HEAVY)


CASES = Listing(
    (
        Column(
            "title", "案件", lambda c: c.title, wide=True, width=44,
            cell=lambda c: two_lines(_case_url(c.pk), c.title, c.number),
        ),
        Column("number", "案号", lambda c: c.number, sort="number", width=26, page=False),
        Column("unit", "单位", lambda c: str(c.organization), sort="organization__order", width=18),
        Column("handler", "承办人", lambda c: c.handler.name, sort="handler__name", width=10, phone=False),
        Column("opened", "立案", lambda c: c.opened_on, sort="opened_on", width=12),
        Column("closed", "办结", lambda c: c.closed_on, sort="closed_on", width=12),
        Column("outcome", "结果", _closing, width=22),
        Column(
            "mark", "期限", lambda c: case_mark(c, clock.today()).words if not c.closed_on else "",
            cell=lambda c: mark(case_mark(c, clock.today())) if not c.closed_on else "—", width=14,
        ),
    ),
    "-opened",
    ("number", "title"),
    "案号、名称",
    lambda rows: rows.select_related("organization", "handler").defer(*_HEAVY),
    "件",
)  # fmt: skip
ACTS = Listing(
    (
        *_of_case(),
        Column("step", "办理记录", _act_step, link=_act_url, width=26),
        Column("performed", "办理日期", lambda a: a.performed_on, sort="performed_on", width=12),
        Column("person", "办理人", lambda a: a.person.name if a.person else "依法视为", width=12, phone=False),
        Column("recorded", "录入时间", lambda a: a.recorded_at, sort="recorded_at", width=18, phone=False),
    ),
    "-performed",
    ("case__number", "case__title"),
    "案号、名称",
    lambda rows: _with_case(rows).select_related("case", "case__organization", "person").defer(*_CASE_HEAVY, "body"),
)
CLOCKS = Listing(
    (
        *_of_case(),
        Column("limit", "期限", _limit_title, link=_limit_url, width=26),
        Column("started", "起算", lambda r: r.started_on, sort="started_on", width=12, phone=False),
        Column("due", "届满", lambda r: r.due_on, sort="due_on", width=12),
        Column("met", "完成", lambda r: r.met_on, sort="met_on", width=12),
        Column("mark", "状态", lambda r: _clock_mark(r).words, cell=lambda r: mark(_clock_mark(r)), width=14),
    ),
    "due",
    ("case__number", "case__title"),
    "案号、名称",
    _with_case,
)
FINDINGS = Listing(
    (
        Column(
            "say",
            "内容",
            lambda f: f.say,
            link=lambda f: reverse("desk:cases:finding", args=[f.pk]),
            wide=True,
            width=60,
        ),
        Column("state", "状态", lambda f: f.get_state_display(), cell=lambda f: mark(finding_mark(f)), sort="state"),
        Column("breach", "类别", lambda f: Breach(f.breach).label, sort="breach", width=12),
        Column("case", "案件", lambda f: f.case.number, link=lambda f: _case_url(f.case_id), width=28),
        Column("unit", "单位", lambda f: str(f.case.organization), sort="case__organization__order", width=18),
        Column("found", "发现时间", lambda f: f.found_at, sort="found_at", width=18),
    ),
    "-found",
    ("say", "case__number", "case__title"),
    "内容、案号",
    _with_case,
)
ENTRIES = Listing(
    (
        Column(
            "title", "条目", lambda e: e.title, wide=True, width=50,
            link=lambda e: reverse("desk:registers:entry", args=[e.register, e.pk]),
        ),
        Column("unit", "单位", lambda e: str(e.organization) if e.organization else "", sort="organization__order"),
        Column("state", "状态", lambda e: e.get_state_display(), cell=_state, sort="state", width=10),
        Column("from", "有效期自", lambda e: e.valid_from, sort="valid_from", width=12),
        Column("until", "有效期至", lambda e: e.valid_until, sort="valid_until", width=12),
        Column("since", "现状自", lambda e: e.since, sort="since", width=12, phone=False),
    ),
    "title",
    ("title",),
    "名称",
    lambda rows: rows.select_related("organization").defer("data"),
)  # fmt: skip
TASKS = Listing(
    (
        Column(
            "title", "任务", str, link=lambda t: reverse("desk:plans:task", args=[t.pk]), wide=True, width=50
        ),
        Column("units", "牵头、责任单位", answering, width=24),
        Column("due", "期限", lambda t: t.due_on, sort="due_on", width=12),
        Column("done", "完成", lambda t: t.done_on, sort="done_on", width=12),
        Column(
            "mark", "状态", lambda t: task_mark(t, clock.today()).words,
            cell=lambda t: mark(task_mark(t, clock.today())), width=14,
        ),
        Column("plan", "规划计划", lambda t: t.plan.title, width=30, phone=False),
    ),
    "due",
    ("title",),
    "任务名称",
    lambda rows: rows.select_related("plan").prefetch_related("units__organization"),
    "项",
)  # fmt: skip
FOLLOWUPS = Listing(
    (
        Column(
            "matter", "督办事项", lambda f: f.matter, wide=True, width=50,
            cell=lambda f: two_lines(reverse("desk:supervision:followup", args=[f.pk]), f.matter[:60], f.number),
        ),
        Column("number", "编号", lambda f: f.number, sort="number", page=False, width=20),
        Column("unit", "承办单位", lambda f: str(f.unit), sort="unit__order", width=18),
        Column("issued", "交办", lambda f: f.issued_at, sort="issued_at", width=18),
        Column("closed", "销号", lambda f: f.closed_at, sort="closed_at", width=18),
        Column("state", "状态", lambda f: f.get_state_display(), cell=_state, sort="state", width=14),
    ),
    "-issued",
    ("number", "matter"),
    "编号、事项",
    lambda rows: rows.select_related("unit").defer("terms"),
    "件",
)  # fmt: skip
PROBLEMS = Listing(
    (
        Column(
            "text", "问题", lambda p: p.text, wide=True, width=50,
            cell=lambda p: two_lines(reverse("desk:supervision:problem", args=[p.pk]), p.text[:60], p.number),
        ),
        Column("number", "编号", lambda p: p.number, sort="number", page=False, width=20),
        Column("unit", "责任单位", lambda p: str(p.unit), sort="unit__order", width=18),
        Column("source", "来源", lambda p: p.get_source_display(), sort="source", width=14),
        Column("due", "整改期限", lambda p: p.due_on, sort="due_on", width=12),
        Column("state", "状态", lambda p: p.get_state_display(), cell=_state, sort="state", width=16),
    ),
    "due",
    ("number", "text"),
    "编号、问题",
    lambda rows: rows.select_related("unit"),
    "个",
)  # fmt: skip
BULLETINS = Listing(
    (
        Column(
            "title", "通报", lambda b: b.title, wide=True, width=50,
            link=lambda b: reverse("desk:supervision:bulletin", args=[b.pk]),
        ),
        Column("since", "起", lambda b: b.since, sort="since", width=12),
        Column("until", "止", lambda b: b.until, sort="until", width=12),
        Column("issued", "签发", lambda b: b.issued_at, sort="issued_at", width=18),
    ),
    "-issued",
    ("title",),
    "标题",
    lambda rows: rows,
    "期",
)  # fmt: skip
LISTINGS: Mapping[Counted, Listing] = {
    Counted.CASES: CASES,
    Counted.ACTS: ACTS,
    Counted.CLOCKS: CLOCKS,
    Counted.FINDINGS: FINDINGS,
    Counted.ENTRIES: ENTRIES,
    Counted.TASKS: TASKS,
    Counted.FOLLOWUPS: FOLLOWUPS,
    Counted.PROBLEMS: PROBLEMS,
    Counted.BULLETINS: BULLETINS,
    Counted.EXAMS: EXAMS,
    Counted.CANDIDATES: CANDIDATES,
    Counted.TRAININGS: TRAININGS,
    Counted.ATTENDANCES: ATTENDANCES,
    Counted.APPLICATIONS: APPLICATIONS,
}
