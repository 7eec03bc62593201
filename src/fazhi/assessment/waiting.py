"""What waits for a reviewer, as a condition in SQL: the same that `ItemScore.settled` says of one row."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from fazhi.assessment.models import Assessment, ItemScore

_DISPUTED = Q(self_excluded=True) | (Q(self_points__isnull=False) & ~Q(self_points=F("computed")))
_WAITS = (
    Q(review_points=None)
    & (Q(review_excluded=None) | Q(review_excluded=False))
    & ((Q(self_excluded=True) & Q(review_excluded=None)) | (Q(applicable=True) & (Q(computed=None) | _DISPUTED)))
)


def waiting(rows: QuerySet[ItemScore], assessments: Iterable[Assessment]) -> QuerySet[ItemScore]:
    """Those of the rows that a reviewer still has to decide. A bonus that nobody claims waits for nobody.

    ``assessments``: those that the rows belong to.
    """
    systems = [assessment.edition.system for assessment in assessments]
    bonus = {item.id for system in systems if system.bonus for item in system.bonus.items}
    unclaimed = Q(item__in=bonus) & (Q(self_points=None) | Q(self_points=0))
    return rows.filter(_WAITS).exclude(unclaimed)
