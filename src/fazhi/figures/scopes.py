"""Whose records a figure counts 统计范围: a whole jurisdiction, or some bodies of it."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.figures.compiling.sql import Sql, every, sql, value
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import FIGURE_VIEW, Permission, reaches_jurisdiction, within_reach


@dataclass(frozen=True)
class Scope:
    """``organizations``: the bodies whose records are counted; None: all of the jurisdiction, of no body too."""

    jurisdiction_id: int
    organizations: frozenset[int] | None = None

    @classmethod
    def whole(cls, jurisdiction_id: int) -> Scope:
        return cls(jurisdiction_id)

    @classmethod
    def unit(cls, organization: Organization) -> Scope:
        """A body with everything below it; dissolved ones too, since their records stay."""
        below = Organization.objects.filter(
            jurisdiction_id=organization.jurisdiction_id, path__startswith=organization.path
        )
        return cls(organization.jurisdiction_id, frozenset(below.values_list("pk", flat=True)))

    @classmethod
    def of(cls, actor: Actor, permission: Permission = FIGURE_VIEW) -> Scope:
        """What a person may look into, within the jurisdiction of their first seat. One statement, or none."""
        area = actor.jurisdiction_id or 0
        reach = within_reach(actor, permission)
        if reaches_jurisdiction(actor, permission, area=area):
            return cls(area)
        found = Organization.objects.filter(reach, jurisdiction_id=area).values_list("pk", flat=True)
        return cls(area, frozenset(found))

    def narrowed(self, organization: Organization) -> Scope:
        """As much of a body as lies within this scope."""
        own = Scope.unit(organization)
        if self.organizations is None:
            same = organization.jurisdiction_id == self.jurisdiction_id
            return own if same else Scope(self.jurisdiction_id, frozenset())
        assert own.organizations is not None
        return Scope(self.jurisdiction_id, self.organizations & own.organizations)

    def condition(self, area: str, unit: Sql) -> Sql:
        """The scope as a condition on a record's jurisdiction and body."""
        return every(self.conditions(area, unit))

    def conditions(self, area: str, unit: Sql) -> list[Sql]:
        """The two, each for itself: all hold."""
        whose = [sql(f"{area} = {{}}", value(self.jurisdiction_id))]
        if self.organizations is not None:
            whose.append(sql("{} = ANY({}::bigint[])", unit, value(sorted(self.organizations))))
        return whose
