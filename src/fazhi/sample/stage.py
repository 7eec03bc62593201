"""Where the sample's events happen: its units, its people, and the day from which all dates count back."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from fazhi.catalog.sample_work import Moment
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Jurisdiction, Organization, Person


@dataclass
class Stage:
    """`units` by the keys of district.yaml, `people` by login."""

    now: datetime
    jurisdiction: Jurisdiction
    units: dict[str, Organization]
    people: dict[str, Person]
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        """The person with the seats they hold today."""
        if login not in self._actors:
            self._actors[login] = actor_for(person=self.people[login], on=self.now.date())
        return self._actors[login]

    def moment(self, moment: Moment) -> datetime:
        """When it happened: so many days before today, at its time of day."""
        return self.days_ago(moment.days_ago, time.fromisoformat(moment.time))

    def days_ago(self, days: int, at: time) -> datetime:
        """That time of day, so many days before today."""
        return datetime.combine(self.now.date() - timedelta(days=days), at, tzinfo=self.now.tzinfo)
