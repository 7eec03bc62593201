"""Numbers of boards 看板数据, counted once and kept: docs/decisions/0015.

A board of a hundred figures by month, body and outcome reads the records of two years; many people look at it, and few
need this very second. What is kept says when it was counted, and the page says so. Whatever a number opens, and all
that is frozen, printed in a report or checked, is counted from the records at that moment.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from fazhi.figures.calls import Call, Cells
from fazhi.figures.counting import Asked, By, Key, Value
from fazhi.figures.models import KeptNumbers
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope

FRESH = timedelta(minutes=1)
"""As long as this, what was counted is shown and nothing is done."""
OLDEST = timedelta(minutes=15)
"""As long as this, it is shown while it is counted anew; after that the page waits for new numbers."""
SHARE = 20
"""What takes long to count stays fresh for longer: counting takes no more than a twentieth of the time."""
NOTED = timedelta(hours=1)
"""That somebody looked is written down no more often than this."""


@dataclass
class Numbers:
    """What one page asks at the moment ``at``. Since ``counted_at`` none of its numbers is older."""

    scope: Scope
    today: date
    at: datetime
    counted_at: datetime
    page: str = ""
    row: KeptNumbers | None = None
    kept: dict[str, Cells] = field(default_factory=dict)
    _asked: dict[str, Call] = field(default_factory=dict)
    _took: float = 0.0

    @classmethod
    def live(cls, *, scope: Scope, today: date, at: datetime) -> Numbers:
        """Counts whatever is asked."""
        return cls(scope, today, at, at)

    @classmethod
    def of_page(cls, page: str, *, scope: Scope, today: date, at: datetime, anew: bool = False) -> Numbers:
        """What is kept of a page, if it is not too old; ``anew`` counts all of it again. One statement."""
        key = key_of(page, scope, today)
        row = None if anew else KeptNumbers.objects.filter(key=key, counted_at__gte=at - OLDEST).first()
        if row is None:
            return cls(scope, today, at, at, page)
        return cls(scope, today, at, row.counted_at, page, row, dict(row.calls))

    @property
    def is_stale(self) -> bool:
        """Whether it is time to count anew, beside what is shown."""
        return self.row is not None and self.counted_at < self.at - fresh_for(self.row.took)

    def values(self, asked: Asked, *, period: Period) -> dict[str, Value]:
        """As `counting.values`."""
        found = self._found(Call.of(asked, period=period, by=None))
        return {name: cells[None] for name, cells in found.items()}

    def table(self, asked: Asked, *, period: Period, by: By) -> dict[str, dict[Key, Value]]:
        """As `counting.table`."""
        return self._found(Call.of(asked, period=period, by=by))

    def keep(self) -> str:
        """Keeps what was counted; gives the key of what is kept where that has grown old: `renewing` counts it anew."""
        if not self.page:
            return ""
        if self.row is None or self._took:
            self._write()
        elif self.row.seen_at < self.at - NOTED:
            KeptNumbers.objects.filter(key=self.row.key).update(seen_at=self.at)
        return self.row.key if self.row is not None and self.is_stale else ""

    def _write(self) -> None:
        asked = {key: call.to_json() for key, call in self._asked.items()}
        store(
            self.page,
            self.scope,
            self.today,
            asked=asked if self.row is None else {**self.row.asked, **asked},
            calls=self.kept,
            counted_at=self.counted_at,
            seen_at=self.at,
            took=self._took + (self.row.took if self.row else 0.0),
        )

    def _found(self, call: Call) -> dict[str, dict[Key, Value]]:
        key = call.key
        self._asked[key] = call
        if key not in self.kept:
            began = time.perf_counter()
            self.kept[key] = call.count(scope=self.scope, today=self.today)
            self._took += time.perf_counter() - began
        return call.read(self.kept[key])


def store(page: str, scope: Scope, today: date, **counted: Any) -> None:
    """Keeps numbers in place of those that were kept of the page on that day; ``counted``: the other columns."""
    named = {"page": page, "jurisdiction": scope.jurisdiction_id, "bodies": bodies_of(scope), "today": today}
    KeptNumbers.objects.update_or_create(key=key_of(page, scope, today), defaults={**named, **counted})


def key_of(page: str, scope: Scope, today: date) -> str:
    """Of a page as all see it who see the same bodies, on a day of asking."""
    return hashlib.sha256(repr((page, scope.jurisdiction_id, bodies_of(scope), today)).encode()).hexdigest()


def bodies_of(scope: Scope) -> list[int] | None:
    """The bodies of a scope in order; None for all."""
    return None if scope.organizations is None else sorted(scope.organizations)


def fresh_for(took: float) -> timedelta:
    """How long numbers that took so many seconds to count are shown before they are counted anew."""
    return min(max(FRESH, timedelta(seconds=took * SHARE)), OLDEST - FRESH)
