"""检查评价: a slip lets the enterprise rate a visit once, without its name; bodies see figures, never a single rating.

What this cannot do: the body prints the slip, so it could use it itself. The enterprise's page says whether the slip of
a visit was used, so that a slip used by somebody else is noticed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Avg, Count, QuerySet

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import CASE_VIEW, CASE_WORK, reaches_jurisdiction, require, within_reach
from fazhi.inspections.codes import ALPHABET
from fazhi.inspections.models import Rating, RatingSlip
from fazhi.inspections.refusals import Refused
from fazhi.inspections.visits import PROCEDURE
from fazhi.procedures.pauses import day_of

LENGTH = 12
FEWEST = 5
"""A body sees averages from this many ratings on: fewer would tell who said what."""
LONGEST = 1_000
QUESTIONS = {
    "lawful": "亮证、告知，按通知的事项检查",
    "courteous": "态度文明，不妨碍正常经营",
    "helpful": "讲清问题，指导改正",
}


@dataclass(frozen=True)
class Figures:
    """What a body may know of its ratings: how many, and averages where there are enough."""

    organization: Organization
    count: int
    lawful: float | None = None
    courteous: float | None = None
    helpful: float | None = None


@transaction.atomic
def issue_slip(*, actor: Actor, case: Case, at: datetime) -> str:
    """A slip for a visit: what is printed on it. Printed again, the one before is void. Raises NotAllowed, Refused."""
    require(actor, CASE_WORK, organization=case.organization)
    if case.procedure != PROCEDURE:
        raise Refused("只有行政检查有评价单。")
    token = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    slip = RatingSlip.objects.select_for_update().filter(case=case).first()
    if slip is not None and slip.used:
        raise Refused("本次检查已经评价，不再出具评价单。")
    if slip is None:
        slip = RatingSlip(case=case)
    slip.token_sha256, slip.issued_by, slip.issued_on = _digest(token), actor.person, day_of(at)
    slip.save()
    return token


@transaction.atomic
def rate(*, entity: UUID, token: str, scores: dict[str, int], text: str, on: date) -> Organization:
    """Keeps a rating of one of the enterprise's visits; returns the body that was rated.

    The day is kept, not the moment; nothing kept with it leads back to the visit. Raises Refused.
    """
    slip = (
        RatingSlip.objects.select_for_update(of=("self",))
        .filter(token_sha256=_digest(token))
        .select_related("case__organization")
        .first()
    )
    if slip is None or str((slip.case.data.get("entity") or {}).get("id", "")) != str(entity):
        raise Refused("评价码不对，请核对评价单上印的字母和数字。", field="token")
    if slip.used:
        raise Refused("这张评价单已经用过。如果不是您评价的，请拨打监督投诉电话反映。", field="token")
    for name, title in QUESTIONS.items():
        if not 1 <= scores.get(name, 0) <= 5:
            raise Refused(f"请给“{title}”打分，1分到5分。", field=name)
    if len(text.strip()) > LONGEST:
        raise Refused(f"意见最多{LONGEST}字。", field="text")
    slip.used = True
    slip.save(update_fields=["used"])
    body = slip.case.organization
    Rating.objects.create(
        jurisdiction_id=body.jurisdiction_id,
        organization=body,
        given_on=on,
        text=text.strip(),
        **{name: scores[name] for name in QUESTIONS},
    )
    return body


def used_slips(cases: Iterable[UUID]) -> dict[UUID, bool]:
    """Which of these visits have a slip, and whether it was used; one query."""
    return dict(RatingSlip.objects.filter(case__in=list(cases)).values_list("case", "used"))


def visible_ratings(actor: Actor) -> QuerySet[Rating]:
    """Single ratings: for those who look into the whole district 依法治区办统筹、监督员, never for the rated body."""
    if not reaches_jurisdiction(actor, CASE_VIEW):
        return Rating.objects.none()
    own = actor.organization_ids
    return (
        Rating.objects.filter(within_reach(actor, CASE_VIEW, "organization", area="jurisdiction"))
        .exclude(organization__in=own)
        .select_related("organization")
    )


def figures(actor: Actor) -> list[Figures]:
    """Averages of the bodies within reach, those with too few ratings with their number alone; two queries."""
    reach = within_reach(actor, CASE_VIEW, "organization", area="jurisdiction")
    rows = {
        row["organization"]: row
        for row in Rating.objects.filter(reach)
        .order_by()
        .values("organization")
        .annotate(times=Count("pk"), **{name: Avg(name) for name in QUESTIONS})
    }
    bodies = Organization.objects.filter(pk__in=rows).order_by("order", "pk")
    return [_figures(body, rows[body.pk]) for body in bodies]


def _figures(body: Organization, row: Mapping[str, Any]) -> Figures:
    count = int(row["times"])
    if count < FEWEST:
        return Figures(body, count)
    return Figures(body, count, **{name: round(float(row[name]), 1) for name in QUESTIONS})


def _digest(token: str) -> str:
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()
