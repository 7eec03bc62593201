"""Monthly reporting (月度工作汇报, A16): rounds open by themselves, units report, the coordinator answers requests."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from fazhi.catalog.monthly_rule import MonthlyRule, load_monthly_rule
from fazhi.files.models import KeptFile
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization, OrganizationKind
from fazhi.plans.followup.rules import moment_words
from fazhi.plans.models import MonthlyReminder, MonthlyReply, MonthlyReport, MonthlyRound, Plan, Task
from fazhi.plans.reach import require_in
from fazhi.plans.refusals import Refused
from fazhi.plans.seats import acting_unit, required_text
from fazhi.procedures.durations import add_months

Level = MonthlyReminder.Level


@lru_cache(maxsize=1)
def rule() -> MonthlyRule:
    """The rule of the catalog, read once. Raises CatalogError when the file is wrong."""
    return load_monthly_rule()


@transaction.atomic
def open_round(*, jurisdiction: Jurisdiction, at: datetime) -> MonthlyRound | None:
    """Opens the round of the month before when its days have come and units have tasks; None when nothing is to do.

    Nothing is opened after the due day: a district that starts to work in mid-month owes no report for the last one.
    """
    today = timezone.localtime(at).date()
    if not rule().opens_on_day <= today.day <= rule().due_on_day:
        return None
    month = add_months(today.replace(day=1), -1)
    # Two ticks at once: the second waits here, and then finds the round.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    if MonthlyRound.objects.filter(jurisdiction=jurisdiction, month=month).exists():
        return None
    units = list(_units_with_tasks(jurisdiction, month))
    if not units:
        return None
    opened = MonthlyRound.objects.create(
        jurisdiction=jurisdiction, month=month, opened_at=at, due_on=today.replace(day=rule().due_on_day)
    )
    opened.units.set(units)
    return opened


@transaction.atomic
def report(
    *,
    actor: Actor,
    round: MonthlyRound,  # noqa: A002 -- the noun; the builtin is not needed here
    unit: Organization,
    progress: str,
    problems: str = "",
    requests: str = "",
    next_steps: str = "",
    files: Sequence[KeptFile] = (),
    at: datetime,
) -> MonthlyReport:
    """Hands in a unit's report; a later one corrects it, and both are kept. Late ones are taken and shown as late."""
    permissions.require(actor, permissions.MONTHLY_REPORT, organization=unit)
    if not round.units.filter(pk=unit.pk).exists():
        raise Refused(f"“{unit}”不在{round}月报的应报单位之列，无需填报。")
    made = MonthlyReport.objects.create(
        round=round,
        unit=unit,
        progress=required_text(progress, "请填写本月进展。", field="progress"),
        problems=problems.strip(),
        requests=requests.strip(),
        next_steps=next_steps.strip(),
        by=actor.person,
        at=at,
    )
    made.files.set(files)
    return made


@transaction.atomic
def reply(*, actor: Actor, report: MonthlyReport, text: str, at: datetime) -> MonthlyReply:
    """The coordinator answers what a unit asked to have coordinated (需协调事项)."""
    permissions.require(actor, permissions.MONTHLY_MANAGE, organization=report.unit)
    if not report.requests:
        raise Refused("该月报没有提出需协调事项，无需答复。")
    return MonthlyReply.objects.create(
        report=report,
        text=required_text(text, "请填写协调结果或答复意见。", field="text"),
        unit=acting_unit(actor, permissions.MONTHLY_MANAGE, report.unit),
        by=actor.person,
        at=at,
    )


@transaction.atomic
def urge(*, actor: Actor, round: MonthlyRound, at: datetime) -> list[MonthlyReminder]:  # noqa: A002 -- the noun
    """The coordinator reminds every unit whose report is missing (催报); those with an unread urging get no second."""
    require_in(actor, permissions.MONTHLY_MANAGE, round.jurisdiction_id)
    MonthlyRound.objects.select_for_update().get(pk=round.pk)
    waiting = missing_units(round)
    if not waiting:
        raise Refused(f"{round}月报已全部报送，无需催报。")
    unread = set(
        MonthlyReminder.objects.filter(round=round, level=Level.URGED, read_at=None).values_list("unit_id", flat=True)
    )
    return MonthlyReminder.objects.bulk_create(
        MonthlyReminder(round=round, unit=unit, level=Level.URGED, raised_by=actor.person, raised_at=at)
        for unit in waiting
        if unit.pk not in unread
    )


@transaction.atomic
def read(*, actor: Actor, reminder: MonthlyReminder, at: datetime) -> MonthlyReminder:
    """Signs for a reminder (签收). Refused when somebody in the unit has done so already."""
    held = MonthlyReminder.objects.select_for_update(of=("self",)).select_related("unit", "read_by")
    reminder = held.get(pk=reminder.pk)
    permissions.require(actor, permissions.MONTHLY_REPORT, organization=reminder.unit)
    if reminder.read_at is not None:
        raise Refused(f"{reminder.read_by}已于{moment_words(reminder.read_at)}签收，无需重复。")
    reminder.read_by, reminder.read_at = actor.person, at
    reminder.save(update_fields=["read_by", "read_at"])
    return reminder


@transaction.atomic
def remind_missing(*, jurisdiction: Jurisdiction, at: datetime) -> int:
    """Raises what the clock calls for in the newest round: once shortly before the due day, once after it."""
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    newest = MonthlyRound.objects.filter(jurisdiction=jurisdiction).order_by("-month").first()
    if newest is None:
        return 0
    today = timezone.localtime(at).date()
    if today > newest.due_on:
        level = Level.MISSING
    elif today >= newest.due_on - timedelta(days=rule().remind_days_before):
        level = Level.NEAR
    else:
        return 0
    told = set(newest.reminders.filter(level=level).values_list("unit_id", flat=True))
    made = MonthlyReminder.objects.bulk_create(
        MonthlyReminder(round=newest, unit=unit, level=level, raised_at=at)
        for unit in missing_units(newest)
        if unit.pk not in told
    )
    return len(made)


def missing_units(round: MonthlyRound) -> QuerySet[Organization]:  # noqa: A002 -- the noun
    """Units of the round that have handed nothing in."""
    return round.units.exclude(pk__in=MonthlyReport.objects.filter(round=round).values("unit"))


def _units_with_tasks(jurisdiction: Jurisdiction, month: date) -> QuerySet[Organization]:
    """Living units of the government with a part in a task that was under way in that month.

    Courts and procuratorates are named in plans but do not answer to the government, so they owe it no report.
    """
    after = add_months(month, 1)
    running = (
        Task.objects.filter(plan__state=Plan.State.ACTIVE, plan__starts_on__lt=after, plan__ends_on__gte=month)
        .exclude(status=Task.Status.DROPPED)
        .filter(Q(done_on=None) | Q(done_on__gte=month))
    )
    return (
        Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None)
        .filter(pk__in=running.values("units__organization"))
        .exclude(kind=OrganizationKind.OUTSIDE)
    )
