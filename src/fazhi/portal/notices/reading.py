"""How the list of notices is narrowed and counted. What of them is public, `fazhi.publishing.reading` alone decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from fazhi.government.models import Jurisdiction, Organization
from fazhi.publishing import reading
from fazhi.publishing.models import Notice


@dataclass(frozen=True)
class Wanted:
    """What a visitor asks the list for; empty values narrow nothing."""

    words: Sequence[str] = ()
    kind: str = ""
    unit: int = 0
    since: date | None = None
    until: date | None = None


def public(jurisdiction: Jurisdiction, today: date) -> QuerySet[Notice]:
    """The notices of a place that everybody may see today, the newest first."""
    return reading.public(jurisdiction, on=today).filter(published_on__lte=today)


def narrowed(rows: QuerySet[Notice], wanted: Wanted) -> QuerySet[Notice]:
    """The notices that fulfil every condition."""
    rows = reading.find(rows, " ".join(wanted.words))
    if wanted.kind:
        procedure, _, publication = wanted.kind.partition(".")
        rows = rows.filter(procedure=procedure, publication=publication)
    if wanted.unit:
        rows = rows.filter(organization=wanted.unit)
    if wanted.since:
        rows = rows.filter(published_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(published_on__lte=wanted.until)
    return rows


def counts_by_kind(rows: QuerySet[Notice]) -> dict[str, int]:
    """How many there are of each kind, by its key. One statement."""
    found = rows.order_by().values_list("procedure", "publication").annotate(count=Count("pk"))
    return {f"{procedure}.{publication}": count for procedure, publication, count in found}


def units(rows: QuerySet[Notice]) -> list[tuple[Organization, int]]:
    """The bodies that published something, in their order, and how much. Two statements."""
    counts = dict(rows.order_by().values_list("organization").annotate(count=Count("pk")))
    return [(each, counts[each.pk]) for each in Organization.objects.filter(pk__in=counts).order_by("order", "pk")]


def told(notice: Notice) -> str:
    """What a notice says, in one line."""
    return "；".join(f"{each['title']}：{each['text']}" for each in notice.fields if each.get("text"))


def is_masked(field: dict[str, Any]) -> bool:
    """Whether a part of a field is left out: what is masked has no value beside its text."""
    return field.get("value") is None
