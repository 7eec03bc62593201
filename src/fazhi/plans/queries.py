"""What an actor sees of plans and tasks. Everything that lists, counts or exports begins here."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet

from fazhi.government.actors import Actor
from fazhi.government.permissions import PLAN_IMPORT, TASK_REPORT, TASK_REVIEW, TASK_VIEW, within_reach
from fazhi.plans.colours import with_colour
from fazhi.plans.models import Entry, Intake, Plan, Task, TaskUnit
from fazhi.plans.progress import WAITING
from fazhi.plans.reach import jurisdictions_of


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """Tasks (leaves) of the actor's jurisdiction for those who see all of it; else those of their units and below."""
    return Task.objects.filter(is_branch=False).filter(_reached(actor))


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans of the jurisdiction, or those in which the actor's units have a task."""
    own = Task.objects.filter(plan=OuterRef("pk"), is_branch=False).filter(_reached(actor))
    return Plan.objects.filter(Q(jurisdiction__in=jurisdictions_of(actor, TASK_VIEW)) | Exists(own))


def visible_intakes(actor: Actor) -> QuerySet[Intake]:
    """Drafts of the jurisdictions into which the actor may import."""
    return Intake.objects.filter(jurisdiction__in=jurisdictions_of(actor, PLAN_IMPORT))


def at_work(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Those that are being carried out as they stand: of plans in force, not dropped, not left to yearly tasks.

    A five-year task that has been broken down is worked on through its yearly ones; to list both would count every
    delay twice.
    """
    yearly = Task.objects.filter(origin=OuterRef("pk"), plan__state=Plan.State.ACTIVE)
    left_to_years = Exists(yearly.exclude(status=Task.Status.DROPPED))
    live = tasks.filter(plan__state=Plan.State.ACTIVE).exclude(status=Task.Status.DROPPED)
    return live.filter(~left_to_years)


def tasks_of_units(actor: Actor, *, leading: bool | None = None) -> QuerySet[Task]:
    """The tasks, not dropped, in which the units where the actor may report have a part.

    `leading` True leaves those that they lead or are responsible for, False those that they only support.
    """
    parts = TaskUnit.objects.filter(task=OuterRef("pk")).filter(within_reach(actor, TASK_REPORT, "organization"))
    if leading is not None:
        supporting = Q(part=TaskUnit.Part.SUPPORTING)
        parts = parts.filter(~supporting if leading else supporting)
    return Task.objects.filter(Exists(parts), is_branch=False).exclude(status=Task.Status.DROPPED)


def waiting_entries(actor: Actor) -> QuerySet[Entry]:
    """Reports and contributions that wait for this actor's answer; what they wrote themselves is not among them."""
    coordinates = Q(jurisdiction__in=jurisdictions_of(actor, TASK_REVIEW))
    leading = TaskUnit.objects.filter(task=OuterRef("task")).exclude(part=TaskUnit.Part.SUPPORTING)
    leads = Q(kind=Entry.Kind.CONTRIBUTION) & Exists(leading.filter(within_reach(actor, TASK_REVIEW, "organization")))
    waiting = Entry.objects.filter(kind__in=WAITING, answer=None).exclude(task__status=Task.Status.DROPPED)
    return waiting.filter(coordinates | leads).exclude(by=actor.person)


def returned_entries(actor: Actor) -> QuerySet[Entry]:
    """What was given back to the actor's units and not reported anew since."""
    returned = Entry.objects.filter(kind__in=WAITING, answer__kind=Entry.Kind.RETURN)
    newer = Entry.objects.filter(
        task=OuterRef("task"), unit=OuterRef("unit"), kind=OuterRef("kind"), pk__gt=OuterRef("pk")
    )
    return returned.filter(within_reach(actor, TASK_REPORT, "unit")).exclude(Exists(newer))


def found(tasks: QuerySet[Task], words: str) -> QuerySet[Task]:
    """Those in which every word stands in the title, the text, the number or a unit's name."""
    for word in words.split():
        unit = TaskUnit.objects.filter(task=OuterRef("pk")).filter(
            Q(organization__name__icontains=word) | Q(organization__short_name__icontains=word)
        )
        tasks = tasks.filter(Q(title__icontains=word) | Q(body__icontains=word) | Q(number__iexact=word) | Exists(unit))
    return tasks


def for_lists(tasks: QuerySet[Task], today: date) -> QuerySet[Task]:
    """`tasks` with the colour of the day and all that a row of a list shows, in a fixed number of queries."""
    return with_colour(tasks, today).select_related("plan").prefetch_related("units__organization")


def _reached(actor: Actor) -> Q:
    """Tasks without any unit are seen by those who see the whole jurisdiction, so it is asked for apart."""
    parts = TaskUnit.objects.filter(task=OuterRef("pk")).filter(within_reach(actor, TASK_VIEW, "organization"))
    everywhere = jurisdictions_of(actor, TASK_VIEW)
    return Q(jurisdiction__in=everywhere) | Q(Exists(parts))
