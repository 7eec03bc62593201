"""年度报告: every report by year, how far it is, what is due; and making a new one."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.components import Mark
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.reports.finding import HOME, HOME_TITLE, PAGE
from fazhi.desk.reports.forms import NewReport
from fazhi.desk.reports.showing import publication_mark, state_mark
from fazhi.government import permissions
from fazhi.government.models import Organization, OrganizationKind
from fazhi.government.permissions import REPORT_MANAGE, REPORT_VIEW
from fazhi.reports import carrying, knowing, making
from fazhi.reports.models import Report, Sending
from fazhi.reports.reading import listed


@dataclass(frozen=True)
class Row:
    """A report of the list."""

    report: Report
    mark: Mark
    public: Mark
    percent: int
    sent: int
    owed: int
    next_sending: Sending | None


@page(permission=REPORT_VIEW)
def home(request: DeskRequest) -> HttpResponse:
    """Reports by year, the newest first."""
    today = timezone.localtime(request.now).date()
    rows = [_row(each, today) for each in listed(request.actor)]
    years = [(year, list(group)) for year, group in groupby(rows, key=lambda row: row.report.year)]
    context = {
        "title": HOME_TITLE,
        "years": years,
        "today": today,
        "may_make": permissions.may(request.actor, REPORT_MANAGE),
        "late": sum(row.public.colour == "red" for row in rows),
    }
    return show(request, "desk/reports/home.html", context)


@page(permission=REPORT_MANAGE)
def new(request: DeskRequest) -> HttpResponse:
    """Makes a report from a template."""
    today = timezone.localtime(request.now).date()
    government = Organization.objects.filter(
        jurisdiction_id=request.actor.jurisdiction_id or 0, kind=OrganizationKind.GOVERNMENT, dissolved_on=None
    ).first()
    # A report is written from December on, about the year that ends; until the summer still about the year before.
    year = today.year if today.month > 6 else today.year - 1
    form = NewReport.of(request, initial={"year": year, "organization": government, "template": "annual_report"})
    if form.is_valid():
        given = form.cleaned_data
        if applied := apply(form, lambda: _made(request, given)):
            begun = "编制程序已启动。" if applied.value.case_id else ""
            return done(request, f"已建立报告，各章节已填入模板文字和数据。{begun}", PAGE, applied.value.pk)
    return show_form(
        request,
        form,
        title="新建年度报告",
        submit="新建",
        back=reverse(HOME),
        intro="按模板生成提纲：各节的撰写单位、引导文字、可引用的数据，存在的问题取自问题台账，下一步安排取自下一年工作要点。",
        trail=[(HOME_TITLE, reverse(HOME))],
    )


@transaction.atomic
def _made(request: DeskRequest, given: dict[str, Any]) -> Report:
    """The report, with its case where the person has a part in the body that carries it on."""
    made = making.make(actor=request.actor, **given, at=request.now)
    if carrying.course_of(made) and carrying.may_carry(request.actor, made):
        sources = knowing.of_report(made)
        made.case = carrying.begin(actor=request.actor, report=made, sources=sources, at=request.now)
    return made


def _row(report: Report, today: date) -> Row:
    sendings = list(report.sendings.all())
    waiting = [each for each in sendings if each.sent_on is None]
    dated = sorted((each for each in waiting if each.due_on), key=lambda each: each.due_on or today)
    count, done_count = report.section_count, report.done_count  # type: ignore[attr-defined]  # annotated
    return Row(
        report,
        state_mark(report),
        publication_mark(report, today),
        round(100 * done_count / count) if count else 0,
        len(sendings) - len(waiting),
        len(sendings),
        dated[0] if dated else None,
    )
