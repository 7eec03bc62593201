"""An actor: a person as permissions see them, with every seat they hold today, read once a request."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fazhi.government.models import Membership, Person


@dataclass(frozen=True)
class Seat:
    """A present membership: where it is in the tree, and its roles."""

    organization_id: int
    organization_name: str
    path: str
    jurisdiction_id: int
    roles: frozenset[str]
    position: str = ""


@dataclass(frozen=True)
class Actor:
    """A person and their seats. `person` is kept so that verbs can write who did it."""

    person: Person
    seats: tuple[Seat, ...]

    @property
    def roles(self) -> frozenset[str]:
        """All roles held anywhere."""
        return frozenset().union(*(seat.roles for seat in self.seats))

    @property
    def jurisdiction_id(self) -> int | None:
        """The jurisdiction of the first seat; None for a person without one."""
        return self.seats[0].jurisdiction_id if self.seats else None

    @property
    def organization_ids(self) -> frozenset[int]:
        """The units in which the person sits."""
        return frozenset(seat.organization_id for seat in self.seats)


def actor_for(*, person: Person, on: date) -> Actor:
    """Reads the seats that `person` holds on a day, in one query; a disabled account has none."""
    if not person.is_active:
        return Actor(person, ())
    present = Membership.objects.filter(person=person, started_on__lte=on).filter(
        Q(ended_on=None) | Q(ended_on__gt=on), organization__dissolved_on=None
    )
    seats = tuple(
        Seat(
            organization_id=seat.organization_id,
            organization_name=str(seat.organization),
            path=seat.organization.path,
            jurisdiction_id=seat.organization.jurisdiction_id,
            roles=frozenset(seat.roles),
            position=seat.position,
        )
        for seat in present.select_related("organization").order_by("id")
    )
    return Actor(person, seats)
