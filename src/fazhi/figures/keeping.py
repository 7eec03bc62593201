"""Numbers of boards 看板数据, counted once and kept: docs/decisions/0015.

A board of a hundred figures by month, body and outcome reads the records of two years; many people look at it, and few
need this very second. What is kept says when it was counted, and the page says so. Whatever a number opens, and all
that is frozen, printed in a report or checked, is counted from the records at that moment.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection

from fazhi.figures.counting import Asked, By, Key, Value, definitions, table, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.models import KeptNumbers
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope

FRESH = timedelta(minutes=1)
"""As long as this, what was counted is shown and nothing is done."""
OLDEST = timedelta(minutes=15)
"""As long as this, it is shown while it is counted anew; after that the page waits for new numbers."""

log = logging.getLogger(__name__)
_renewing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="figures")
_under_way: set[str] = set()
_Cells = dict[str, list[list[Any]]]
_Call = Callable[[], Mapping[str, Mapping[Key, Value]]]


@dataclass
class Numbers:
    """What one page asks at the moment ``at``. Since ``counted_at`` none of its numbers is older."""

    scope: Scope
    today: date
    at: datetime
    counted_at: datetime
    key: str = ""
    kept: dict[str, _Cells] = field(default_factory=dict)
    is_stale: bool = False
    _asked: dict[str, _Call] = field(default_factory=dict)
    _is_new: bool = False

    @classmethod
    def live(cls, *, scope: Scope, today: date, at: datetime) -> Numbers:
        """Counts whatever is asked."""
        return cls(scope, today, at, at)

    @classmethod
    def of_page(cls, page: str, *, scope: Scope, today: date, at: datetime, anew: bool = False) -> Numbers:
        """What is kept of a page, if it is not too old; ``anew`` counts all of it again. One statement."""
        key = hashlib.sha256(repr((page, scope.jurisdiction_id, _bodies(scope), today)).encode()).hexdigest()
        row = None if anew else KeptNumbers.objects.filter(key=key, counted_at__gte=at - OLDEST).first()
        if row is None:
            return cls(scope, today, at, at, key)
        return cls(scope, today, at, row.counted_at, key, dict(row.calls), row.counted_at < at - FRESH)

    def values(self, asked: Asked, *, period: Period) -> dict[str, Value]:
        """As `counting.values`."""
        found = self._found(asked, period, None, lambda: _as_table(asked, self.scope, period, self.today))
        return {name: cells[None] for name, cells in found.items()}

    def table(self, asked: Asked, *, period: Period, by: By) -> dict[str, dict[Key, Value]]:
        """As `counting.table`."""
        return self._found(
            asked, period, by, lambda: table(asked, scope=self.scope, period=period, today=self.today, by=by)
        )

    def keep(self) -> None:
        """Keeps what was counted; where it has grown old, counts it anew while the page is already shown."""
        if not self.key:
            return
        if self._is_new:
            rows = {"calls": self.kept, "counted_at": self.counted_at}
            KeptNumbers.objects.update_or_create(key=self.key, defaults=rows)
        elif self.is_stale and self.key not in _under_way:
            _under_way.add(self.key)
            _renewing.submit(self._renew_apart)

    def renew(self) -> None:
        """Counts again all that the page asked for, and keeps that."""
        calls = {key: _packed(count()) for key, count in self._asked.items()}
        KeptNumbers.objects.update_or_create(key=self.key, defaults={"calls": calls, "counted_at": self.at})

    def _renew_apart(self) -> None:
        try:
            self.renew()
        except Exception:  # whatever it was, the page has been shown, and the next one counts for itself
            log.exception("renewing the numbers of a board failed")
        finally:
            _under_way.discard(self.key)
            connection.close()

    def _found(self, asked: Asked, period: Period, by: By | None, count: _Call) -> dict[str, dict[Key, Value]]:
        wanted, known = definitions(asked)
        call = f"{period.first}/{period.last}/{by or ''}/{_fingerprint(tuple(known.items()))}/{','.join(wanted)}"
        key = hashlib.sha256(call.encode()).hexdigest()[:24]
        self._asked[key] = count
        if key not in self.kept:
            self.kept[key] = _packed(count())
            self._is_new = True
        cells = self.kept[key]
        return {name: {_key(row[0]): _unpacked(known[name], row) for row in cells[name]} for name in wanted}


def forget(*, before: datetime) -> int:
    """Drops what nobody has asked for since; gives how many pages."""
    return KeptNumbers.objects.filter(counted_at__lt=before).delete()[0]


def _as_table(asked: Asked, scope: Scope, period: Period, today: date) -> dict[str, dict[Key, Value]]:
    found = values(asked, scope=scope, period=period, today=today)
    return {name: {None: value} for name, value in found.items()}


@lru_cache(maxsize=512)
def _fingerprint(known: tuple[tuple[str, Figure], ...]) -> str:
    """Of the definitions: a figure that is defined otherwise is another one."""
    return hashlib.sha256(repr(sorted(known, key=lambda each: each[0])).encode()).hexdigest()


def _bodies(scope: Scope) -> list[int] | None:
    return None if scope.organizations is None else sorted(scope.organizations)


def _packed(found: Mapping[str, Mapping[Key, Value]]) -> _Cells:
    return {
        name: [[key, *(None if part is None else str(part) for part in (each.number, each.of, each.to))]
               for key, each in cells.items()]
        for name, cells in found.items()
    }  # fmt: skip


def _unpacked(figure: Figure, row: list[Any]) -> Value:
    return Value(figure, *(None if part is None else Decimal(part) for part in row[1:]))


def _key(kept: Any) -> Key:
    return kept if kept is None or isinstance(kept, int) else str(kept)
