"""What a page asked of figures, so that it can be asked again without the page: on the same day or a later one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from fazhi.figures.counting import Asked, By, Key, Value, definitions, table, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope

Cells = dict[str, list[list[Any]]]
"""Rows ``[key, number, of, to]`` by figure, as JSON keeps them."""


@dataclass(frozen=True)
class Call:
    """Figures in a period, by a dimension or altogether. ``own``: definitions that do not stand in the catalog."""

    names: tuple[str, ...]
    period: Period
    by: By | None
    own: Mapping[str, Figure]

    @classmethod
    def of(cls, asked: Asked, *, period: Period, by: By | None) -> Call:
        """Raises UnknownFigureError."""
        own = dict(asked) if isinstance(asked, Mapping) else {}
        return cls(tuple(asked), period, by, own)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Call:
        """As `to_json` wrote it. Raises ValueError for what another version wrote."""
        first, last = (date.fromisoformat(each) for each in kept["period"])
        own = {name: Figure.model_validate_json(json.dumps(body)) for name, body in kept["own"].items()}
        return cls(tuple(kept["names"]), Period(first, last), By(kept["by"]) if kept["by"] else None, own)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        own = {name: figure.model_dump(mode="json", exclude_defaults=True) for name, figure in self.own.items()}
        period = [self.period.first.isoformat(), self.period.last.isoformat()]
        return {"names": list(self.names), "period": period, "by": self.by or "", "own": own}

    @property
    def key(self) -> str:
        """Says what is asked, definitions included: a figure that is defined otherwise is another one."""
        period = f"{self.period.first}/{self.period.last}"
        call = f"{period}/{self.by or ''}/{_fingerprint(tuple(self._known.items()))}/{','.join(self.names)}"
        return hashlib.sha256(call.encode()).hexdigest()[:24]

    def count(self, *, scope: Scope, today: date) -> Cells:
        """From the records, now."""
        found: Mapping[str, Mapping[Key, Value]]
        if self.by is None:
            whole = values(self._asked, scope=scope, period=self.period, today=today)
            found = {name: {None: value} for name, value in whole.items()}
        else:
            found = table(self._asked, scope=scope, period=self.period, today=today, by=self.by)
        return _packed(found)

    def read(self, cells: Cells) -> dict[str, dict[Key, Value]]:
        """What `count` gave, as pages use it."""
        return {name: {_key(row[0]): _unpacked(self._known[name], row) for row in cells[name]} for name in self.names}

    def on(self, today: date, *, before: date) -> Call:
        """The call as the same page makes it ``today``, which it made on the day ``before``.

        What ended on that day, or a year before it, ends a day's way further on.
        """
        moved = {before: today, Period(before, before).before().last: Period(today, today).before().last}
        last = max(moved.get(self.period.last, self.period.last), self.period.first)
        return Call(self.names, Period(self.period.first, last), self.by, self.own)

    @property
    def _asked(self) -> Asked:
        return self.own or self.names

    @cached_property
    def _known(self) -> Mapping[str, Figure]:
        return definitions(self._asked)[1]


@lru_cache(maxsize=512)
def _fingerprint(known: tuple[tuple[str, Figure], ...]) -> str:
    return hashlib.sha256(repr(sorted(known, key=lambda each: each[0])).encode()).hexdigest()


def _packed(found: Mapping[str, Mapping[Key, Value]]) -> Cells:
    return {
        name: [[key, *(None if part is None else str(part) for part in (each.number, each.of, each.to))]
               for key, each in cells.items()]
        for name, cells in found.items()
    }  # fmt: skip


def _unpacked(figure: Figure, row: list[Any]) -> Value:
    return Value(figure, *(None if part is None else Decimal(part) for part in row[1:]))


def _key(kept: Any) -> Key:
    return kept if kept is None or isinstance(kept, int) else str(kept)
