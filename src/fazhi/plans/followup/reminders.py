"""Reminders (催办提醒): raised when a node of a follow-up comes near or is missed, and signed for by the unit."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.plans.followup.marks import in_force, passed
from fazhi.plans.followup.rules import moment_words, near_from
from fazhi.plans.models import FollowUp, FollowUpNode, Reminder
from fazhi.plans.refusals import Refused

Level = Reminder.Level


@transaction.atomic
def remind(*, jurisdiction: Jurisdiction, at: datetime) -> int:
    """Raises what the open nodes of a jurisdiction call for at this moment; returns how many reminders are new.

    Safe to call as often as one likes: a node is reminded of once a level and limit. When the clock was not looked at
    for a while, only the present level is raised, not those that were slept through.
    """
    # Two ticks at once would both find nothing raised; the second waits here for the first.
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    due = {
        _key(reminder): reminder for node in _nodes_to_watch(jurisdiction, at) if (reminder := _called_for(node, at))
    }
    raised = {
        _key(reminder) for reminder in Reminder.objects.filter(node__in={reminder.node_id for reminder in due.values()})
    }
    made = Reminder.objects.bulk_create(reminder for key, reminder in due.items() if key not in raised)
    return len(made)


@transaction.atomic
def read(*, actor: Actor, reminder: Reminder, at: datetime) -> Reminder:
    """Signs for a reminder (签收) in the name of the unit. Refused when somebody there has done so already."""
    reminder = (
        Reminder.objects.select_for_update(of=("self",)).select_related("node", "unit", "read_by").get(pk=reminder.pk)
    )
    is_units = reminder.node.actor == FollowUpNode.Actor.UNIT
    permission = permissions.FOLLOWUP_ANSWER if is_units else permissions.FOLLOWUP_CLOSE
    permissions.require(actor, permission, organization=reminder.unit)
    if reminder.read_at is not None:
        raise Refused(f"{reminder.read_by}已于{moment_words(reminder.read_at)}签收，无需重复。")
    reminder.read_by, reminder.read_at = actor.person, at
    reminder.save(update_fields=["read_by", "read_at"])
    return reminder


def _nodes_to_watch(jurisdiction: Jurisdiction, at: datetime) -> QuerySet[FollowUpNode]:
    """Unmet nodes with a limit of matters not yet closed; `is_second` says that the unit missed an earlier one."""
    earlier = FollowUpNode.objects.filter(
        in_force(at), passed("yellow_at", at), followup=OuterRef("followup"), actor=FollowUpNode.Actor.UNIT
    ).filter(Q(yellow_at__lt=OuterRef("yellow_at")) | Q(yellow_at=OuterRef("yellow_at"), order__lt=OuterRef("order")))
    return (
        FollowUpNode.objects.filter(jurisdiction=jurisdiction, met_at=None, must_by__isnull=False)
        .filter(in_force(at), Q(near_at__lte=at) | Q(yellow_at__lt=at))
        .exclude(followup__state=FollowUp.State.CLOSED)
        # Nothing comes after red: leaving these out keeps the hourly look short however much is overdue.
        .exclude(Exists(Reminder.objects.filter(node=OuterRef("pk"), must_by=OuterRef("must_by"), level=Level.RED)))
        .select_related("followup")
        .defer("followup__terms", "followup__matter")
        .annotate(is_second=Exists(earlier))
    )


def _called_for(node: FollowUpNode, at: datetime) -> Reminder | None:
    """The reminder that a node calls for at this moment, not yet saved."""
    assert node.must_by is not None
    level, days = Level.NEAR, 0
    is_units = node.actor == FollowUpNode.Actor.UNIT
    if node.yellow_at is not None and node.yellow_at < at:
        second = is_units and node.red_on_second_miss and node.is_second  # type: ignore[attr-defined]  # annotated
        level = Level.RED if second or (node.red_at is not None and node.red_at < at) else Level.YELLOW
    else:
        passed_days = [each for each in node.remind_days if near_from(node.must_by, each) <= at]
        if not passed_days or node.must_by < at:
            return None
        days = min(passed_days)
    return Reminder(
        jurisdiction_id=node.jurisdiction_id,
        node=node,
        unit_id=node.followup.unit_id if is_units else node.followup.issuing_unit_id,
        level=level,
        days_before=days,
        must_by=node.must_by,
        raised_at=at,
    )


def _key(reminder: Reminder) -> tuple[int, str, int, datetime]:
    return (reminder.node_id, reminder.level, reminder.days_before, reminder.must_by)
