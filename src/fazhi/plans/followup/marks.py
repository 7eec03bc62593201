"""The mark (亮牌) of a follow-up at a moment, computed from its nodes: once as SQL for lists, once in Python for one.

Only what the unit has to do counts: a coordinator who is slow to close marks nobody. A node that was missed stays
missed when it is met later, so a mark, once shown, stays until the matter is closed. A node withdrawn because the
matter was turned into a hard one no longer counts.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from fazhi.plans.models import FollowUp, FollowUpNode


class Mark(TextChoices):
    """Marks from worst to best; each has a colour of the five-colour warning and never stands without its word."""

    RED = "red", "红牌"
    YELLOW = "yellow", "黄牌"
    NEAR = "near", "临期"
    NORMAL = "normal", "正常"
    CLOSED = "closed", "已销号"

    @property
    def colour(self) -> str:
        """Blue while all is well, yellow near a limit and after the first miss, red, and green at the end."""
        return {"near": "yellow", "normal": "blue", "closed": "green"}.get(self.value, self.value)


def is_late(node: FollowUpNode, at: datetime) -> bool:
    """Whether the unit had missed this node at a moment (met late counts as missed)."""
    return _passed(node, node.yellow_at, at)


def mark_of(followup: FollowUp, nodes: Iterable[FollowUpNode], at: datetime) -> Mark:
    """The mark of one follow-up at a moment, from its nodes."""
    if followup.closed_at is not None and followup.closed_at <= at:
        return Mark.CLOSED
    counted = [node for node in nodes if node.actor == FollowUpNode.Actor.UNIT and not _withdrawn(node, at)]
    late = [node for node in counted if is_late(node, at)]
    if any(_passed(node, node.red_at, at) for node in counted):
        return Mark.RED
    if len(late) > 1 and any(node.red_on_second_miss for node in late):
        return Mark.RED
    if late:
        return Mark.YELLOW
    return Mark.NEAR if any(_is_near(node, at) for node in counted) else Mark.NORMAL


def with_marks(followups: QuerySet[FollowUp], at: datetime) -> QuerySet[FollowUp]:
    """Adds `mark` (a value of Mark, the same as `mark_of`) and `misses` (how many nodes were missed) to each."""
    nodes = FollowUpNode.objects.filter(followup=OuterRef("pk"), actor=FollowUpNode.Actor.UNIT).filter(in_force(at))
    late = nodes.filter(passed("yellow_at", at)).order_by()
    misses = late.values("followup").annotate(count=Count("pk")).values("count")
    near = nodes.filter(Q(near_at__lte=at) & (Q(met_at=None) | Q(met_at__gt=at)))
    red = Exists(nodes.filter(passed("red_at", at)))
    return followups.annotate(
        misses=Coalesce(Subquery(misses, output_field=IntegerField()), Value(0)),
        mark=Case(
            When(closed_at__lte=at, then=Value(Mark.CLOSED.value)),
            When(red | (Q(misses__gt=1) & Exists(late.filter(red_on_second_miss=True))), then=Value(Mark.RED.value)),
            When(misses__gt=0, then=Value(Mark.YELLOW.value)),
            When(Exists(near), then=Value(Mark.NEAR.value)),
            default=Value(Mark.NORMAL.value),
            output_field=CharField(),
        ),
    )


def in_force(at: datetime) -> Q:
    """Nodes that were not withdrawn at a moment."""
    return Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)


def passed(column: str, at: datetime) -> Q:
    """Nodes that were still unmet when the moment in `column` passed, seen from `at`."""
    return Q(**{f"{column}__lt": at}) & (Q(met_at=None) | Q(met_at__gt=F(column)))


def _withdrawn(node: FollowUpNode, at: datetime) -> bool:
    return node.withdrawn_at is not None and node.withdrawn_at <= at


def _passed(node: FollowUpNode, moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment < at and (node.met_at is None or node.met_at > moment)


def _is_near(node: FollowUpNode, at: datetime) -> bool:
    return node.near_at is not None and node.near_at <= at and (node.met_at is None or node.met_at > at)
