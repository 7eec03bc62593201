"""Steps that the law takes as done because a limit has passed 视为: entered for every case once the day is over.

A case settles itself before its next act; this finds those in which nobody acts.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fazhi.cases import taking
from fazhi.cases.appending import Pending
from fazhi.cases.locking import lock
from fazhi.cases.models import Clock
from fazhi.procedures.casework.clocks import ClockState
from fazhi.procedures.casework.context import Context
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settled:
    """What one run did. `failed` has the numbers of the cases in which it could not be done."""

    cases: int = 0
    steps: int = 0
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"依法视为办理 {self.steps} 步（{self.cases} 件案件）。"
        return said + (f"未完成：{'、'.join(self.failed)}，详见日志。" if self.failed else "")


def settle_passed(*, at: datetime) -> Settled:
    """Looks at every case with such a limit behind it. A fault in one is logged and does not keep the others."""
    cases = steps = 0
    failed = []
    for case_id, number in _waiting(at.astimezone(PLACE).date()):
        try:
            made = settle_case(case_id=case_id, at=at)
        except Exception:  # whatever it was, the next case must not wait for it
            log.exception("settling failed in %s", case_id)
            failed.append(number)
            continue
        cases, steps = cases + bool(made), steps + made
    return Settled(cases, steps, tuple(failed))


@transaction.atomic
def settle_case(*, case_id: UUID, at: datetime) -> int:
    """Enters what has come to pass in one case; returns the number of acts. Nothing the second time."""
    today = at.astimezone(PLACE).date()
    held = lock(case_id, today=today, key=None)
    pending = Pending(held.case, held.case.folded, Context(today=today, parameters=held.parameters), at)
    made = taking.settle(pending)
    if made:
        pending.write()
    return made


def _waiting(today: date) -> list[tuple[UUID, str]]:
    """Open cases with a running clock of such a limit that ended before today; one query."""
    limits = {
        (definition.id, name)
        for definition in library()
        for name, limit in definition.time_limits.items()
        if limit.deems is not None
    }
    running = Clock.objects.filter(
        state=ClockState.RUNNING, due_on__lt=today, limit__in={name for _, name in limits}, case__closed_on=None
    )
    found = running.order_by("case_id").values_list("case_id", "case__number", "case__procedure", "limit")
    return list(dict.fromkeys((case, number) for case, number, procedure, name in found if (procedure, name) in limits))
