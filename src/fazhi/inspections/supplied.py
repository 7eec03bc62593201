"""What the platform fills into cases of inspection by itself 平台填写: nobody types how often somebody was visited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from fazhi.cases import parameters, supplying
from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.inspections import planning, visits
from fazhi.inspections.visits import Visit
from fazhi.procedures.language.library import library
from fazhi.registers.models import Entry
from fazhi.registers.standing import standing

# 民法典: these are legal persons 法人; what is not listed here is 其他组织.
PARTY_KINDS = {
    "sole_trader": "sole_trader",
    "company": "legal_person",
    "cooperative": "legal_person",
    "institution": "legal_person",
    "social": "legal_person",
}


@dataclass(frozen=True)
class Asked:
    """An act about to be taken, as suppliers are asked about it."""

    case: Case | None
    given: Mapping[str, Any]
    organization: Organization
    on: date

    def value(self, name: str) -> Any:
        """A field as the act gives it, else as the case has it."""
        return self.given.get(name) or (self.case.data.get(name) if self.case else None)

    @cached_property
    def entity(self) -> UUID | None:
        """The enterprise that the act names; else the one that the case is about."""
        kept = self.value("entity")
        if isinstance(kept, Mapping) and kept.get("id"):
            with suppress(ValueError):
                return UUID(str(kept["id"]))
        return None

    @cached_property
    def visits(self) -> list[Visit]:
        """All visits to the enterprise but this one."""
        made = visits.visits_of(self.entity) if self.entity else []
        return [each for each in made if self.case is None or each.case.pk != self.case.pk]

    @property
    def planned(self) -> date:
        """The planned day; the day of the act, where none can be read."""
        with suppress(ValueError):
            return date.fromisoformat(str(self.value("planned_on")))
        return self.on


def register() -> None:
    """Makes the values known to procedures; called when the app is ready."""
    for name, supplier in _SUPPLIERS.items():
        supplying.register(name, _asking(supplier))


def overlap_days(jurisdiction_id: int, on: date) -> int:
    """Within how many days visits of two bodies are proposed for merging: the jurisdiction's own, else the default."""
    own = parameters.values_for(jurisdiction_id=jurisdiction_id, procedure=visits.PROCEDURE, on=on)
    value = own.get("overlap_days", library().editions(visits.PROCEDURE)[-1].parameters["overlap_days"].value)
    return int(value or 0)


def _party_of_entity(asked: Asked) -> dict[str, str] | None:
    """The enterprise as a party. What its register keeps sealed (the representative, the telephone) stays there."""
    if asked.entity is None or not Entry.objects.filter(pk=asked.entity, register=visits.REGISTER).exists():
        return None
    stand = standing([asked.entity], on=asked.on)[asked.entity]
    return {
        "kind": PARTY_KINDS.get(str(stand.data.get("entity_type")), "other"),
        "name": stand.title,
        "id_number": str(stand.data.get("uscc") or ""),
        "address": str(stand.data.get("address") or ""),
    }


def _visits_this_year(asked: Asked) -> int | None:
    return len(visits.visited_in(asked.on.year, asked.visits)) if asked.entity else None


def _own_visits_this_year(asked: Asked) -> int | None:
    own = [each for each in asked.visits if each.case.organization_id == asked.organization.pk]
    return len(visits.visited_in(asked.on.year, own)) if asked.entity else None


def _days_since_last_visit(asked: Asked) -> int | None:
    """Up to the planned day; None where nobody has been there."""
    last = visits.last_before(asked.visits, asked.planned)
    return (asked.planned - last).days if last else None


def _overlapping_visits(asked: Asked) -> int | None:
    """How many pending visits of other bodies lie near the planned day."""
    if asked.entity is None:
        return None
    near = overlap_days(asked.organization.jurisdiction_id, asked.on)
    found = visits.overlapping(asked.visits, organization_id=asked.organization.pk, on=asked.planned, within=near)
    return len(found)


def _yearly_cap_of_items(asked: Asked) -> int | None:
    """The lowest yearly cap that the list of inspection items publishes for those chosen."""
    chosen = asked.value("items") or ()
    ids = [UUID(each["id"]) for each in chosen if isinstance(each, Mapping) and each.get("id")]
    caps = [int(each.data["yearly_cap"]) for each in standing(ids, on=asked.on).values() if _capped(each.data)]
    return min(caps, default=None)


def _capped(data: Mapping[str, Any]) -> bool:
    return data.get("yearly_cap") not in (None, "")


def _overlapping_plans(asked: Asked) -> int | None:
    """How many proposed items of a plan touch the same kinds of objects in the same months as other bodies' items."""
    carried = asked.value("changes")
    if not isinstance(carried, Mapping):
        return None
    return len(planning.overlaps_of_draft(carried, organization=asked.organization))


def _asking(supplier: Callable[[Asked], Any]) -> supplying.Supplier:
    def supply(case: Case | None, given: Mapping[str, Any], organization: Organization, on: date) -> Any:
        return supplier(Asked(case, given, organization, on))

    return supply


_SUPPLIERS: dict[str, Callable[[Asked], Any]] = {
    "party_of_entity": _party_of_entity,
    "visits_this_year": _visits_this_year,
    "own_visits_this_year": _own_visits_this_year,
    "days_since_last_visit": _days_since_last_visit,
    "overlapping_visits": _overlapping_visits,
    "yearly_cap_of_items": _yearly_cap_of_items,
    "overlapping_plans": _overlapping_plans,
}
