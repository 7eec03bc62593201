"""Reads that the pages share: how many numbers of each verdict a draft has, and the records for the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from fazhi.figures.scopes import Scope
from fazhi.government.models import Jurisdiction
from fazhi.scrutiny import drafts, recorded, shelved
from fazhi.scrutiny.checking import Line
from fazhi.scrutiny.command import Recorded, Records, UnknownAreaError
from fazhi.scrutiny.models import Draft
from fazhi.scrutiny.verdicts import Verdict


def with_counts(seen: QuerySet[Draft]) -> QuerySet[Draft]:
    """Drafts with how many numbers of each verdict they have, as `counted_<verdict>`, in the same query."""
    return seen.annotate(
        **{f"counted_{each.value}": Count("figures", filter=Q(figures__verdict=each.value)) for each in Verdict}
    )


def records_of(code: str, *, today: date) -> Records:
    """The records of the jurisdiction with this code, for `fazhi report check`. Raises UnknownAreaError."""
    area = Jurisdiction.objects.filter(code=code).first()
    if area is None:
        known = "、".join(f"{each.code} {each.name}" for each in Jurisdiction.objects.order_by("code")[:20])
        raise UnknownAreaError(f"没有代码为“{code}”的辖区。现有：{known or '（没有辖区）'}。")
    scope = Scope.whole(area.pk)

    def values(lines: Sequence[Line]) -> Mapping[int, Recorded]:
        asked = {
            at: (line.figure_id, period)
            for at, line in enumerate(lines)
            if line.figure_id and (period := recorded.period_in(line.period))
        }
        found = recorded.recorded(asked.values(), scope=scope, today=today)
        return {
            at: Recorded(value.figure.title, value.figure.unit, value.number, value.text)
            for at, pair in asked.items()
            if (value := found.get(pair)) is not None
        }

    return Records(shelved.matcher(), drafts.answers_of(area), values)
