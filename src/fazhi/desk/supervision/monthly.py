"""月度报告: the rounds, one round with who reported and who is missing, the report form, requests and replies."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.lists import Column, ListPage
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.supervision.forms import MonthlyReportForm, TextForm
from fazhi.desk.supervision.uploads import with_files
from fazhi.desk.supervision.words import LEVEL_COLOURS, days_words
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import MONTHLY_MANAGE, MONTHLY_REPORT, TASK_VIEW, within_reach
from fazhi.plans import monthly
from fazhi.plans.models import MonthlyReport, MonthlyRound
from fazhi.plans.supervision_queries import (
    UnitInRound,
    units_in_round,
    unread_monthly_reminders,
    visible_rounds,
)

LIST, ROUND = "desk:supervision:monthly", "desk:supervision:monthly_round"
TRAIL = "月度报告"


class Rounds(ListPage[MonthlyRound]):
    """All rounds, the newest first."""

    title, permission, order, unit_word = "月度报告", (MONTHLY_MANAGE, MONTHLY_REPORT, TASK_VIEW), "-month", "期"
    columns = (
        Column(
            "month",
            "月份",
            lambda r: f"{r.month.year}年{r.month.month}月",
            link=lambda r: reverse(ROUND, args=[r.pk]),
            sort="month",
        ),
        Column("due", "截止日期", lambda r: r.due_on, sort="due_on"),
        Column("expected", "应报单位", lambda r: r.expected, sort="expected", align="end"),
        Column("reported", "已报", lambda r: r.reported, sort="reported", align="end"),
        Column("missing", "未报", lambda r: r.expected - r.reported, align="end"),
        Column(
            "state",
            "报送情况",
            lambda r: "全部报送" if r.reported == r.expected else "未报齐",
            cell=lambda r: mark("green", "全部报送") if r.reported == r.expected else mark("yellow", "未报齐"),
        ),
    )
    empty = "还没有月度报告。每月由系统自动开放上月月报。"

    def rows(self) -> QuerySet[MonthlyRound]:
        return visible_rounds(self.actor)


@page(permission=(MONTHLY_MANAGE, MONTHLY_REPORT, TASK_VIEW), methods=("GET",))
def monthly_round(request: DeskRequest, pk: int) -> HttpResponse:
    """A round: who reported, who is missing, what was asked for and answered."""
    found = _round(request.actor, pk)
    units = units_in_round(request.actor, found)
    manages = permissions.may(request.actor, MONTHLY_MANAGE)
    reminders = [
        (each, Mark(LEVEL_COLOURS[each.level], each.get_level_display()))
        for each in unread_monthly_reminders(request.actor).filter(round=found)
    ]
    reported = [each for each in units if each.report is not None]
    today = request.now.date()
    context = {
        "title": f"{found.month.year}年{found.month.month}月 月度报告",
        "trail": [(TRAIL, reverse(LIST))],
        "round": found,
        "due": Mark("blue" if today <= found.due_on else "grey", days_words(found.due_on, today))
        if today <= found.due_on
        else Mark("grey", "已截止"),
        "units": [(each, _standing_mark(each, found, request)) for each in units],
        "reported": reported,
        "missing": len(units) - len(reported),
        "requests": [each.report for each in reported if each.report and each.report.requests],
        "manages": manages,
        "reports_for": _units_to_report(request.actor, found),
        "reminders": reminders,
    }
    return show(request, "desk/supervision/monthly_round.html", context)


@page(permission=MONTHLY_REPORT)
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """The report form, filled with the newest report where one is corrected."""
    found = _round(request.actor, pk)
    units = _units_to_report(request.actor, found)
    if not units:
        raise Http404
    form = MonthlyReportForm.of(request, units=units, initial=_initial(request, found, units))
    if form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("unit", "progress", "problems", "requests", "next_steps")}

        def hand_in() -> MonthlyReport:
            return with_files(
                request,
                form.cleaned_data["attachments"],
                found.jurisdiction,
                lambda files: monthly.report(actor=request.actor, round=found, files=files, at=request.now, **given),
            )

        if apply(form, hand_in):
            return done(request, "月报已报送。", ROUND, pk)
    return show_form(
        request,
        form,
        title="填写月报",
        submit="报送",
        back=reverse(ROUND, args=[pk]),
        intro=f"报送{found.month.year}年{found.month.month}月工作情况，{found.due_on:%Y-%m-%d} 截止。"
        "已报送的可以再次填写更正，以最后一次为准，以前的保留备查。",
        trail=[(TRAIL, reverse(LIST)), (f"{found.month.year}年{found.month.month}月", reverse(ROUND, args=[pk]))],
    )


@page(permission=MONTHLY_MANAGE, methods=("POST",))
def urge(request: DeskRequest, pk: int) -> HttpResponse:
    """Reminds the units whose report is missing."""
    found = _round(request.actor, pk)
    raised = monthly.urge(actor=request.actor, round=found, at=request.now)
    say = f"已催报 {len(raised)} 个单位。" if raised else "未报单位都已催过，尚未签收，未重复催报。"
    return done(request, say, ROUND, pk)


@page(permission=MONTHLY_MANAGE)
def reply(request: DeskRequest, pk: int) -> HttpResponse:
    """Answers the requests of a report."""
    reports = MonthlyReport.objects.filter(within_reach(request.actor, MONTHLY_MANAGE, "unit"))
    found = get_object_or_404(reports.select_related("round", "unit"), pk=pk)
    form = TextForm.of(request, label="协调结果或答复意见")
    if form.is_valid() and apply(
        form,
        lambda: monthly.reply(actor=request.actor, report=found, text=form.cleaned_data["text"], at=request.now),
    ):
        return done(request, "已答复。", ROUND, found.round_id)
    back = reverse(ROUND, args=[found.round_id])
    month = f"{found.round.month.year}年{found.round.month.month}月"
    return show_form(
        request,
        form,
        title="答复需协调事项",
        submit="答复",
        back=back,
        intro=f"{found.unit}提出：{found.requests}",
        trail=[(TRAIL, reverse(LIST)), (month, back)],
    )


def _round(actor: Actor, pk: int) -> MonthlyRound:
    return get_object_or_404(visible_rounds(actor), pk=pk)


def _units_to_report(actor: Actor, found: MonthlyRound) -> list[Organization]:
    return list(found.units.filter(within_reach(actor, MONTHLY_REPORT)))


def _initial(request: DeskRequest, found: MonthlyRound, units: list[Organization]) -> dict[str, Any]:
    """What the unit said last in this round, to be corrected."""
    asked = request.GET.get("unit", "")
    chosen = next((unit for unit in units if str(unit.pk) == asked), units[0] if len(units) == 1 else None)
    if chosen is None:
        return {}
    last = MonthlyReport.objects.filter(round=found, unit=chosen).order_by(F("id").desc()).first()
    kept = ("progress", "problems", "requests", "next_steps")
    return {"unit": chosen.pk} | ({name: getattr(last, name) for name in kept} if last else {})


def _standing_mark(each: UnitInRound, found: MonthlyRound, request: DeskRequest) -> Mark:
    if each.report is not None:
        return Mark("yellow", "迟报") if each.is_late else Mark("green", "已报")
    return Mark("red", "缺报") if request.now.date() > found.due_on else Mark("blue", "待报")
