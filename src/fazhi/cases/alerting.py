"""Alerts 预警 kept for lists: brought up to date with every act, and once a day for what comes by itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from fazhi.cases import parameters
from fazhi.cases.models import Case, CaseAlert
from fazhi.procedures.casework import alerting
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Looked:
    """What one run did. ``failed`` has the numbers of the cases that could not be looked at."""

    cases: int = 0
    came: int = 0
    went: int = 0
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"预警：看了 {self.cases} 件案件，新出现 {self.came} 条，消除 {self.went} 条。"
        return said + (f"未完成：{'、'.join(self.failed)}，详见日志。" if self.failed else "")


def refresh(case: Case, state: CaseState, context: Context) -> tuple[int, int]:
    """Writes which alerts stand in a case as ``state`` has it: how many came, how many went. A case whose procedure has
    none costs nothing.
    """
    if not state.definition.alerts:
        return 0, 0
    now = {each.name for each in alerting.standing(state, context)}
    before = set(CaseAlert.objects.filter(case=case).values_list("name", flat=True))
    if gone := before - now:
        CaseAlert.objects.filter(case=case, name__in=gone).delete()
    new = [
        CaseAlert(
            case=case,
            jurisdiction_id=case.jurisdiction_id,
            organization_id=case.organization_id,
            name=name,
            since=context.today,
        )
        for name in sorted(now - before)
    ]
    # An act and the daily job may find the same at once.
    CaseAlert.objects.bulk_create(new, ignore_conflicts=True)
    return len(new), len(gone)


def look(*, at: datetime) -> Looked:
    """Looks at every open case whose procedure has alerts. A fault in one is logged and does not keep the others."""
    today = at.astimezone(PLACE).date()
    found = Case.objects.filter(procedure__in=_watched(), closed_on=None).order_by("pk")
    count = came = went = 0
    failed: list[str] = []
    own = lru_cache(maxsize=None)(lambda area, procedure: _own(area, procedure, today))
    for pk, number, area, procedure in list(found.values_list("pk", "number", "jurisdiction_id", "procedure")):
        try:
            new, gone = _looked(pk, Context(today=today, parameters=own(area, procedure)))
        except Exception:  # whatever it was, the next case must not wait for it
            log.exception("alerts failed in %s", pk)
            failed.append(number)
            continue
        count, came, went = count + 1, came + new, went + gone
    return Looked(count, came, went, tuple(failed))


@transaction.atomic
def _looked(pk: UUID, context: Context) -> tuple[int, int]:
    """Holds the row: an act that is entered at this moment is looked at with what it says."""
    case = Case.objects.select_for_update().get(pk=pk)
    return refresh(case, case.folded, context)


def _watched() -> list[str]:
    return sorted({each.id for each in library() if each.alerts})


def _own(jurisdiction_id: int, procedure: str, today: date) -> dict[str, object]:
    return parameters.values_for(jurisdiction_id=jurisdiction_id, procedure=procedure, on=today)
