"""Reads of follow-ups, reminders, monthly rounds, problems and bulletins that pages and figures share.

Each is narrowed to what the actor may see; a list costs a fixed number of queries whatever its length.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import Permission, within_reach
from fazhi.plans.followup.marks import Mark, in_force, with_marks
from fazhi.plans.models import (
    Bulletin,
    FollowUp,
    FollowUpEntry,
    FollowUpNode,
    MonthlyReminder,
    MonthlyReply,
    MonthlyReport,
    MonthlyRound,
    Problem,
    ProblemEntry,
    Reminder,
)

NEAR_DAYS = 7


def visible_followups(actor: Actor, at: datetime) -> QuerySet[FollowUp]:
    """Follow-ups the actor may see, with `mark`, `misses`, `urgency` (0 is worst), and the next limit: `next_title`,
    `next_must_by`."""
    reach = within_reach(actor, permissions.FOLLOWUP_VIEW, "unit")
    upcoming = FollowUpNode.objects.filter(in_force(at), followup=OuterRef("pk"), met_at=None).order_by(
        F("must_by").asc(nulls_last=True), "order"
    )
    followups = with_marks(FollowUp.objects.filter(reach), at).select_related("unit", "task").defer("terms")
    return followups.annotate(
        urgency=_urgency(),
        next_title=Subquery(upcoming.values("title")[:1]),
        next_must_by=Subquery(upcoming.values("must_by")[:1]),
    )


def followup_for_page(actor: Actor, pk: int, at: datetime) -> FollowUp | None:
    """One follow-up with all that its page shows; None when there is none that the actor may see."""
    entries = FollowUpEntry.objects.select_related("by", "unit").prefetch_related("files")
    nodes = FollowUpNode.objects.filter(in_force(at))
    reminders = Reminder.objects.select_related("node", "unit", "read_by").order_by("raised_at", "id")
    return (
        visible_followups(actor, at)
        .defer(None)
        .select_related("issuing_unit", "issued_by", "jurisdiction")
        .prefetch_related(
            Prefetch("entries", entries),
            Prefetch("nodes", nodes, to_attr="nodes_in_force"),
            Prefetch("nodes__reminders", reminders),
        )
        .filter(pk=pk)
        .first()
    )


def unread_reminders(actor: Actor) -> QuerySet[Reminder]:
    """Reminders that the actor's units still have to sign for; those of nodes met meanwhile need it no more."""
    units = within_reach(actor, permissions.FOLLOWUP_ANSWER, "unit") & Q(node__actor=FollowUpNode.Actor.UNIT)
    coordinators = within_reach(actor, permissions.FOLLOWUP_CLOSE, "unit") & Q(
        node__actor=FollowUpNode.Actor.COORDINATOR
    )
    return (
        Reminder.objects.filter(units | coordinators, read_at=None, node__met_at=None, node__withdrawn_at=None)
        .exclude(node__followup__state=FollowUp.State.CLOSED)
        .select_related("node__followup", "unit")
    )


def unread_monthly_reminders(actor: Actor) -> QuerySet[MonthlyReminder]:
    """The same of monthly reports: gone when the report is in."""
    reach = within_reach(actor, permissions.MONTHLY_REPORT, "unit")
    handed_in = MonthlyReport.objects.filter(round=OuterRef("round"), unit=OuterRef("unit"))
    waiting = MonthlyReminder.objects.filter(reach, ~Exists(handed_in), read_at=None)
    return waiting.select_related("round", "unit", "raised_by")


def reports_owed(actor: Actor) -> list[tuple[MonthlyRound, Organization]]:
    """Reports that the actor's own units have not handed in, the oldest first."""
    units = Organization.objects.filter(within_reach(actor, permissions.MONTHLY_REPORT))
    through = MonthlyRound.units.through
    handed_in = MonthlyReport.objects.filter(round=OuterRef("monthlyround"), unit=OuterRef("organization"))
    owed = through.objects.filter(~Exists(handed_in), organization__in=units)
    rows = owed.select_related("monthlyround", "organization").order_by("monthlyround__month", "organization__order")
    return [(row.monthlyround, row.organization) for row in rows]


def visible_rounds(actor: Actor) -> QuerySet[MonthlyRound]:
    """Rounds of the actor's jurisdictions, with `expected` and `reported`, counted over the units within reach.

    A round in which no unit is within reach is left out.
    """
    reach = within_reach(actor, permissions.TASK_VIEW, "units")
    areas = {seat.jurisdiction_id for seat in actor.seats}
    reports = within_reach(actor, permissions.TASK_VIEW, "reports__unit")
    rounds = MonthlyRound.objects.filter(jurisdiction__in=areas).annotate(
        expected=Count("units", filter=reach, distinct=True),
        reported=Count("reports__unit", filter=reports, distinct=True),
    )
    return rounds.filter(expected__gt=0).select_related("jurisdiction")


@dataclass(frozen=True)
class UnitInRound:
    """A unit's standing in a round: its newest report (with replies) or None, and how many it handed in.

    `is_late` looks at the first report: one that came in time and was corrected later is not late.
    """

    unit: Organization
    report: MonthlyReport | None
    reports: int
    is_late: bool


def units_in_round(actor: Actor, round: MonthlyRound) -> list[UnitInRound]:  # noqa: A002 -- the noun
    """Every unit of the round within reach, those that are missing first."""
    units = list(round.units.filter(within_reach(actor, permissions.TASK_VIEW)))
    replies = MonthlyReply.objects.select_related("by", "unit")
    reports = (
        MonthlyReport.objects.filter(round=round, unit__in=units)
        .select_related("by", "unit")
        .prefetch_related("files", Prefetch("replies", replies))
        .order_by("id")
    )
    by_unit: dict[int, list[MonthlyReport]] = {}
    for report in reports:
        by_unit.setdefault(report.unit_id, []).append(report)
    standing = [_standing(unit, by_unit.get(unit.pk, []), round) for unit in units]
    return sorted(standing, key=lambda each: each.report is not None)


def visible_problems(actor: Actor, today: date) -> QuerySet[Problem]:
    """Problems the actor may see, with `colour`: green verified, red overdue, yellow due within a week, else blue."""
    reach = within_reach(actor, permissions.PROBLEM_VIEW, "unit")
    colour = Case(
        When(state=Problem.State.VERIFIED, then=Value("green")),
        # handed over for verification: whether that takes long is not the unit's doing
        When(state=Problem.State.RECTIFIED, then=Value("blue")),
        When(due_on__lt=today, then=Value("red")),
        When(due_on__lte=today + timedelta(days=NEAR_DAYS), then=Value("yellow")),
        default=Value("blue"),
        output_field=CharField(),
    )
    return Problem.objects.filter(reach).annotate(colour=colour).select_related("unit", "task__plan")


def problem_for_page(actor: Actor, pk: int, today: date) -> Problem | None:
    """One problem with all that its page shows; None when there is none that the actor may see."""
    entries = ProblemEntry.objects.select_related("by", "unit").prefetch_related("files")
    found = visible_problems(actor, today).select_related("registered_by", "jurisdiction")
    return found.prefetch_related(Prefetch("entries", entries)).filter(pk=pk).first()


def visible_bulletins(actor: Actor) -> QuerySet[Bulletin]:
    """Issued bulletins of the actor's jurisdictions for whoever sees follow-ups; drafts for those who issue them."""
    areas = {seat.jurisdiction_id for seat in actor.seats if _holds(seat.roles, permissions.FOLLOWUP_VIEW)}
    drafting = {seat.jurisdiction_id for seat in actor.seats if _holds(seat.roles, permissions.FOLLOWUP_ISSUE)}
    seen = Q(jurisdiction__in=areas, issued_at__isnull=False) | Q(jurisdiction__in=drafting)
    return Bulletin.objects.filter(seen).select_related("drafted_by", "issued_by", "jurisdiction")


def _urgency() -> Case:
    """0 for the worst mark, so that sorting puts it first."""
    whens = [When(mark=mark.value, then=Value(rank)) for rank, mark in enumerate(Mark)]
    return Case(*whens, output_field=IntegerField())


def _standing(unit: Organization, reports: list[MonthlyReport], round: MonthlyRound) -> UnitInRound:  # noqa: A002
    late = bool(reports) and timezone.localtime(reports[0].at).date() > round.due_on
    return UnitInRound(unit=unit, report=reports[-1] if reports else None, reports=len(reports), is_late=late)


def _holds(roles: frozenset[str], permission: Permission) -> bool:
    return any(role in roles for role in permission.roles)
