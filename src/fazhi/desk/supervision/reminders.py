"""催办提醒: what the clock raised for the actor's units, and signing for it."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localtime

from fazhi.desk.lists import Choice, Column, ListPage
from fazhi.desk.pages import DeskRequest, done, page
from fazhi.desk.supervision.words import level_mark
from fazhi.desk.templatetags.desk import mark
from fazhi.government.permissions import FOLLOWUP_ANSWER, FOLLOWUP_CLOSE, FOLLOWUP_VIEW, MONTHLY_REPORT, within_reach
from fazhi.plans import monthly
from fazhi.plans.followup import reminders
from fazhi.plans.models import MonthlyReminder, Reminder


class Reminders(ListPage[Reminder]):
    """Reminders of follow-ups within reach, the newest first."""

    title, permission, order = "催办提醒", FOLLOWUP_VIEW, "-raised"
    columns = (
        Column(
            "number",
            "督办编号",
            lambda r: r.node.followup.number,
            link=lambda r: reverse("desk:supervision:followup", args=[r.node.followup_id]),
            width=20,
        ),
        Column("level", "提醒", lambda r: r.get_level_display(), cell=lambda r: mark(level_mark(r)), sort="level"),
        Column("node", "节点", lambda r: r.node.title, width=20),
        Column("unit", "单位", lambda r: str(r.unit), sort="unit__order", width=18),
        Column("limit", "时限", lambda r: r.must_by, sort="must_by", width=18),
        Column("raised", "提醒时间", lambda r: r.raised_at, sort="raised_at", width=18),
        Column(
            "read",
            "签收",
            lambda r: f"{r.read_by} {localtime(r.read_at):%Y-%m-%d}" if r.read_at else "未签收",
            width=20,
        ),
    )
    filters = (
        Choice(
            "read",
            "签收",
            choices=(("no", "未签收"), ("yes", "已签收")),
            narrow=lambda value: Q(read_at__isnull=value == "no"),
        ),
        Choice("level", "等级", "level", choices=Reminder.Level.choices),
    )
    empty = "没有催办提醒。"

    def rows(self) -> QuerySet[Reminder]:
        reach = within_reach(self.actor, FOLLOWUP_VIEW, "unit")
        return Reminder.objects.filter(reach).select_related("node__followup", "unit", "read_by")


@page(permission=(FOLLOWUP_ANSWER, FOLLOWUP_CLOSE), methods=("POST",))
def read(request: DeskRequest, pk: int) -> HttpResponse:
    """Signs for a reminder of a follow-up."""
    reminder = get_object_or_404(Reminder.objects.select_related("node"), pk=pk)
    reminders.read(actor=request.actor, reminder=reminder, at=request.now)
    return done(request, "已签收。", "desk:supervision:followup", reminder.node.followup_id)


@page(permission=MONTHLY_REPORT, methods=("POST",))
def read_monthly(request: DeskRequest, pk: int) -> HttpResponse:
    """Signs for a reminder of a monthly report."""
    reminder = get_object_or_404(MonthlyReminder, pk=pk)
    monthly.read(actor=request.actor, reminder=reminder, at=request.now)
    return done(request, "已签收。", "desk:supervision:monthly_round", reminder.round_id)
