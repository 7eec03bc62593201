"""Visits 入企检查: what was announced to an enterprise, who came, what was found. Read from cases, kept nowhere else.

A visit is one case of administrative_inspection towards one entry of market_entities. It counts 计入频次 in the year
of its day, unless it was ordered from above 上级部署的专项 (国办发〔2024〕54号有关问题解答).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from fazhi.cases.models import Act, Case, EntryUse
from fazhi.procedures.casework.events import Event

PROCEDURE = "administrative_inspection"
REGISTER = "market_entities"
UNCOUNTED = "special"
"""The ground that does not count towards the cap."""


@dataclass(frozen=True)
class Officer:
    """An inspector as the act kept them: what the law lets everybody know."""

    name: str
    card: str


@dataclass(frozen=True)
class Visit:
    """One inspection of one enterprise, as far as it has gone. Days are those of the acts, corrections included."""

    case: Case
    entity: UUID | None
    applied_on: date
    planned_on: date | None
    approved_on: date | None
    announced_on: date | None
    unannounced: bool
    visited_on: date | None
    concluded_on: date | None
    result: str
    published_on: date | None

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.case.data)

    @property
    def ground(self) -> str:
        return str(self.case.data.get("ground", ""))

    @property
    def ground_title(self) -> str:
        return self._option("ground")

    @property
    def kind_title(self) -> str:
        return self._option("kind")

    @property
    def result_title(self) -> str:
        """What was found, in words; "" before there is a result."""
        results = self.case.definition.steps["conclude"].results
        return results[self.result].title if self.result in results else ""

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(str(each.get("title", "")) for each in self.case.data.get("items", ()))

    @property
    def officers(self) -> tuple[Officer, ...]:
        people = self.case.data.get("officers", ())
        return tuple(Officer(str(each.get("name", "")), str(each.get("card_number", ""))) for each in people)

    @property
    def counts(self) -> bool:
        """Whether it counts towards the yearly cap."""
        return self.visited_on is not None and self.ground != UNCOUNTED

    @property
    def pending(self) -> bool:
        """Still to come: asked for or announced, not yet made and not given up."""
        return self.visited_on is None and self.case.closed_on is None

    @property
    def known(self) -> bool:
        """Whether the enterprise may know of it: it was announced, or it has been made."""
        return self.announced_on is not None or self.visited_on is not None

    def _option(self, name: str) -> str:
        return self.case.definition.fields[name].options.get(str(self.case.data.get(name, "")), "")


def visit_of(case: Case) -> Visit:
    """What a case of inspection says of its visit; no query."""
    standing = case.folded.standing

    def last(step: str, *results: str) -> Event | None:
        events = [each for each in standing.get((step, 0), ()) if not results or each.result in results]
        return events[-1] if events else None

    applied, inspected = last("apply"), standing.get(("inspect", 0), ())
    notified, concluded = last("notify"), last("conclude")
    entity = case.data.get("entity") or {}
    return Visit(
        case=case,
        entity=UUID(entity["id"]) if entity.get("id") else None,
        applied_on=applied.on if applied else case.opened_on,
        planned_on=_day(case.data.get("planned_on")),
        approved_on=_on(last("approve", "approved")),
        announced_on=_on(last("notify", "notified")),
        unannounced=notified is not None and notified.result == "unannounced",
        visited_on=inspected[0].on if inspected else None,
        concluded_on=_on(concluded),
        result=concluded.result if concluded else "",
        published_on=_on(last("publish")),
    )


def inspections() -> QuerySet[Case]:
    """Every case of inspection, whatever body carries it on."""
    return Case.objects.filter(procedure=PROCEDURE)


def visits_of(entity: UUID) -> list[Visit]:
    """All visits to an enterprise by all bodies, the newest first; one query."""
    used = EntryUse.objects.filter(entry_id=entity, field="entity").values("case")
    cases = inspections().filter(pk__in=used).select_related("organization").order_by("-opened_on", "-pk")
    return [visit_of(case) for case in cases]


def visited_in(year: int, visits: Iterable[Visit]) -> list[Visit]:
    """Of these, the ones that count in a year."""
    return [each for each in visits if each.counts and each.visited_on is not None and each.visited_on.year == year]


def last_before(visits: Iterable[Visit], on: date) -> date | None:
    """The day of the last visit up to a day."""
    return max((each.visited_on for each in visits if each.visited_on and each.visited_on <= on), default=None)


def overlapping(visits: Iterable[Visit], *, organization_id: int, on: date, within: int) -> list[Visit]:
    """Pending visits of other bodies that are planned within so many days before or after a day."""
    span = timedelta(days=within)
    return [
        each
        for each in visits
        if each.pending
        and each.case.organization_id != organization_id
        and abs((each.planned_on or each.applied_on) - on) <= span
    ]


def visits_in_year(year: int) -> Subquery:
    """How often an entry was visited in a year, for lists of entries; one subquery over the index of uses."""
    made = _made(year).values("entry_id").annotate(times=Count("case", distinct=True)).values("times")
    return Subquery(made, output_field=IntegerField())


def counted_in_year(year: int) -> Coalesce:
    return Coalesce(visits_in_year(year), 0)


def last_visits(entities: Sequence[UUID]) -> dict[UUID, date]:
    """The day of the last visit to each of these enterprises, by the acts; one query."""
    uses = EntryUse.objects.filter(
        entry_id__in=entities, field="entity", procedure=PROCEDURE, case__acts__step="inspect"
    )
    rows = uses.values_list("entry_id").annotate(last=Max("case__acts__performed_on"))
    return dict(rows)


def times_in_year(entities: Sequence[UUID], year: int) -> dict[UUID, int]:
    """How often each of these enterprises was visited in a year, visits that do not count left out; one query."""
    uses = _uses(year).filter(entry_id__in=entities)
    return dict(uses.values_list("entry_id").annotate(times=Count("case", distinct=True)))


def _made(year: int) -> QuerySet[EntryUse]:
    return _uses(year).filter(entry_id=OuterRef("pk")).order_by()


def _uses(year: int) -> QuerySet[EntryUse]:
    acts = Act.objects.filter(step="inspect", performed_on__year=year).values("case")
    ground = KeyTextTransform("ground", "case__data")
    uses = EntryUse.objects.filter(field="entity", procedure=PROCEDURE, case__in=acts)
    return uses.annotate(ground=ground).exclude(ground=UNCOUNTED).order_by()


def _on(event: Event | None) -> date | None:
    return event.on if event else None


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
