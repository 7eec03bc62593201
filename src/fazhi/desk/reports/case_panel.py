"""编制程序: the case of a report on the report's page, the report on the case's page, and the button that begins it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from fazhi.cases import queries
from fazhi.cases.models import Case
from fazhi.desk.cases import blocks
from fazhi.desk.cases.next_steps import NextStep, next_steps
from fazhi.desk.cases.step_order import Rank
from fazhi.desk.cases.words import case_mark, clock_mark
from fazhi.desk.components import Mark
from fazhi.desk.pages import DeskRequest, done, page
from fazhi.desk.reports.finding import MANAGERS, PAGE, manages, report_or_404
from fazhi.desk.reports.showing import state_mark
from fazhi.government.actors import Actor
from fazhi.procedures.casework.clocks import ClockState
from fazhi.reports import carrying, knowing
from fazhi.reports.models import Report
from fazhi.reports.reading import visible_reports


@dataclass(frozen=True)
class Days:
    """A limit of the case: what for, until when, where it stands."""

    title: str
    due_on: date
    mark: Mark


@page(permission=MANAGERS, methods=("POST",))
def begin(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins the case of a report, or ties the one that is there."""
    report = report_or_404(request.actor, pk)
    sources = knowing.of_report(report)
    case = carrying.begin(actor=request.actor, report=report, sources=sources, at=request.now)
    return done(request, f"编制程序已启动，案号 {case}。", PAGE, pk)


def panel(request: DeskRequest, report: Report) -> dict[str, Any] | None:
    """What the page of a report shows of its case; None where the template knows of no procedure."""
    course = carrying.course_of(report)
    if course is None:
        return None
    carries = carrying.may_carry(request.actor, report)
    case = queries.find_case(request.actor, report.case_id) if report.case_id else None
    shown: dict[str, Any] = {
        "case": report.case,
        "carries": carries,
        "may_begin": report.case is None and carries and manages(request.actor, report) and not report.is_frozen,
        "open": case is not None,
    }
    if case is None:
        return shown
    outlook = queries.outlook(actor=request.actor, case=case, at=request.now)
    steps = next_steps(request, case, outlook)
    here = carrying.steps_of(report)
    # Those of sending stand in the list of recipients already.
    sent = carrying.limits_of_sending(report, case)
    days = [
        Days(case.definition.time_limits[clock.limit].title, clock.due_on, clock_mark(clock, outlook.today))
        for clock in sorted(outlook.clocks, key=lambda each: each.due_on or date.max)
        if clock.due_on is not None and clock.state(outlook.today) is not ClockState.ENDED and clock.limit not in sent
    ]
    return shown | {
        "mark": case_mark(case, outlook.today),
        "days": days,
        "allowed": [each for each in steps.allowed if each.option.name not in here and _is_due(each, report)],
        "others": [each for each in steps.others if each.option.name not in here],
    }


def _is_due(step: NextStep, report: Report) -> bool:
    """Whether the page should lead there: what it does not take by itself and what comes next; closing at the end."""
    return step.rank < Rank.SELDOM or report.state == Report.State.PUBLISHED


def block(actor: Actor, case: Case) -> blocks.Block | None:
    """The report of a case, on the case's page."""
    if not carrying.is_of_reports(case):
        return None
    found = visible_reports(actor).filter(case=case).first()
    if found is None:
        return None
    titles = [step.title for name, step in case.definition.steps.items() if name in carrying.steps_of(found)]
    shown = {"report": found, "mark": state_mark(found), "url": reverse(PAGE, args=[found.pk]), "steps": titles}
    return blocks.Block("reports", "报告文本", "desk/reports/case_block.html", shown)


blocks.register("reports", block)
