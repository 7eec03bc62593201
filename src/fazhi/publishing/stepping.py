"""The one place that writes notices and their steps: a change that the public could see is a step, never silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from fazhi.government.models import Organization, Person
from fazhi.publishing.models import Notice, NoticeState, NoticeStep, StepKind
from fazhi.publishing.showing import Shown
from fazhi.statutes.searching.bigrams import vector

LONGEST_SEARCHED = 6000
"""Characters of the content that are looked for; a decision of ten pages is found by its first six."""


def step(
    notice: Notice,
    kind: StepKind,
    *,
    at: datetime,
    by: Person | None = None,
    ground: str = "",
    reason: str = "",
) -> NoticeStep:
    """Enters what was done; the content as it stands then is kept with it."""
    return NoticeStep.objects.create(
        notice=notice, kind=kind, at=at, by=by, ground=ground[:200], reason=reason, fields=notice.fields
    )


def enter_due(notice: Notice, *, organization: Organization, at: datetime) -> None:
    """Begins a notice: it is due."""
    notice.state = NoticeState.DUE
    notice.save(force_insert=True)
    index(notice, organization)
    step(notice, StepKind.DUE, at=at)


def enter_published(notice: Notice, *, on: date, at: datetime, removes_on: date | None) -> None:
    """It is public from now on; ``on`` is the day that counts (the day of the act that published it, or today)."""
    notice.state, notice.published_on, notice.removes_on = NoticeState.PUBLISHED, on, removes_on
    notice.removed_on, notice.removal, notice.said = None, "", ""
    notice.save(update_fields=["state", "published_on", "removes_on", "removed_on", "removal", "said"])
    step(notice, StepKind.PUBLISHED, at=at)


def enter_removed(
    notice: Notice,
    *,
    on: date,
    removal: str,
    at: datetime,
    by: Person | None = None,
    ground: str = "",
    reason: str = "",
    said: str = "",
) -> None:
    """It is public no longer. ``said`` is what everybody may read about why."""
    notice.state, notice.removed_on, notice.removal, notice.said = NoticeState.REMOVED, on, removal, said
    notice.save(update_fields=["state", "removed_on", "removal", "said"])
    step(notice, StepKind.REMOVED, at=at, by=by, ground=ground, reason=reason)


def index(notice: Notice, organization: Organization) -> None:
    """Writes what a notice is found by: its title, its body, its content — nothing but what is public."""
    words = vector([(notice.title, "A"), (organization.name, "B"), (_words(notice.fields)[:LONGEST_SEARCHED], "C")])
    Notice.objects.filter(pk=notice.pk).update(search=Cast(Value(words), SearchVectorField()))


def _words(fields: Sequence[Shown]) -> str:
    return "，".join(str(each["text"]) for each in fields)
