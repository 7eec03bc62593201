"""Whose registers a public page shows: the jurisdiction of this site, or the one asked for where it holds several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fazhi.desk.statutes.open_pages import OpenRequest
from fazhi.government.models import Jurisdiction
from fazhi.registers.models import Ledger

AREA = "area"


@dataclass(frozen=True)
class Place:
    """A jurisdiction, and all between which a visitor may choose. None where none was chosen, or none keeps any."""

    jurisdiction: Jurisdiction | None
    choices: Sequence[Jurisdiction]
    asked: bool

    @property
    def query(self) -> str:
        """What keeps the choice in an address."""
        return self.query_with()

    def query_with(self, **more: Any) -> str:
        """The same with more parameters; those that are None are left out."""
        chosen = {AREA: self.jurisdiction.code} if self.asked and self.jurisdiction else {}
        whole = chosen | {name: str(value) for name, value in more.items() if value is not None}
        return f"?{urlencode(whole)}" if whole else ""


def place_of(request: OpenRequest) -> Place:
    """The one whose code is in the address; else that of the person; else the only one that keeps any register."""
    keeping = Ledger.objects.values("jurisdiction")
    choices = list(Jurisdiction.objects.filter(pk__in=keeping).order_by("code"))
    code = request.GET.get(AREA, "")
    chosen = next((each for each in choices if each.code == code), None)
    if chosen is None and request.actor is not None:
        chosen = next((each for each in choices if each.pk == request.actor.jurisdiction_id), None)
    if chosen is None and len(choices) == 1:
        chosen = choices[0]
    return Place(chosen, choices, bool(code))
