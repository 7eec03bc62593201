"""Who fills in sheets 填报单位, and whose records each of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fazhi.figures.scopes import Scope
from fazhi.government.models import Organization
from fazhi.government.models.organization import OrganizationKind

BODIES = (OrganizationKind.DEPARTMENT, OrganizationKind.STREET)
"""Kinds of bodies that report by themselves; a community's records are those of its street."""


def bodies(jurisdiction_id: int, year: int) -> list[Organization]:
    """The bodies that report a year: those that lived into it. In the order of the district's list."""
    living = Q(dissolved_on=None) | Q(dissolved_on__gt=date(year, 12, 31))
    found = Organization.objects.filter(living, jurisdiction_id=jurisdiction_id, kind__in=BODIES)
    return list(found.order_by("order", "pk"))


@dataclass(frozen=True)
class Homes:
    """To which reporting body the records of a unit belong: the nearest one above it, itself included."""

    of_unit: dict[int, int]

    @classmethod
    def of(cls, jurisdiction_id: int, reporting: Iterable[Organization]) -> Homes:
        """Reads every unit of the jurisdiction, dissolved ones too: their records stay. One statement."""
        own = {body.pk for body in reporting}
        rows: Sequence[tuple[int, str]] = list(
            Organization.objects.filter(jurisdiction_id=jurisdiction_id).values_list("pk", "path")
        )
        homes = {}
        for unit, path in rows:
            above = [int(part) for part in path.strip(".").split(".") if part]
            home = next((each for each in reversed(above) if each in own), None)
            if home is not None:
                homes[unit] = home
        return cls(homes)

    def units(self, body: int) -> frozenset[int]:
        """The units whose records a body counts as its own."""
        return frozenset(unit for unit, home in self.of_unit.items() if home == body)


def scope_of(organization: Organization, year: int) -> Scope:
    """The records of a body: its own and those of units below that do not report themselves."""
    reporting = [*bodies(organization.jurisdiction_id, year), organization]
    homes = Homes.of(organization.jurisdiction_id, reporting)
    return Scope(organization.jurisdiction_id, homes.units(organization.pk))
