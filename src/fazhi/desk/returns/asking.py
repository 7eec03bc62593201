"""What the pages of statutory tables ask of the address: a sheet of the actor's district, a year, a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404

from fazhi.government.actors import Actor
from fazhi.procedures.pauses import PLACE
from fazhi.returns.language.library import FAMILIES
from fazhi.returns.models import Sheet
from fazhi.returns.sheets import EARLIEST


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    """A sheet of a jurisdiction in which the actor sits. Raises Http404."""
    areas = {seat.jurisdiction_id for seat in actor.seats}
    found = (
        Sheet.objects.filter(pk=pk, jurisdiction__in=areas)
        .select_related("organization", "jurisdiction", "finalised_by")
        .prefetch_related("entries__by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def year_of(query: Mapping[str, str], now: datetime) -> int:
    """The year asked for; in the first quarter the one before, which is reported then, else the present one."""
    today = now.astimezone(PLACE)
    usual = today.year - 1 if today.month <= 3 else today.year
    asked = query.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else usual
    return min(max(year, EARLIEST), today.year)


def family_of(query: Mapping[str, str]) -> str:
    """The report asked for. Raises Http404 for one that there is not."""
    family = query.get("family", "disclosure")
    if family not in FAMILIES:
        raise Http404
    return family
