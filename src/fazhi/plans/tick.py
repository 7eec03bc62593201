"""What the clock does by itself: opens monthly rounds and raises reminders. Safe to run any number of times."""

import logging
from dataclasses import dataclass
from datetime import datetime

from fazhi.government.models import Jurisdiction
from fazhi.plans import monthly
from fazhi.plans.followup import reminders

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ticked:
    """What one tick did. `failed` names the jurisdictions in which it could not be finished."""

    rounds: int = 0
    reminders: int = 0
    monthly_reminders: int = 0
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"开放月报 {self.rounds} 期，督办提醒 {self.reminders} 条，月报提醒 {self.monthly_reminders} 条。"
        return said + (f"未完成：{'、'.join(self.failed)}，详见日志。" if self.failed else "")


def tick(*, at: datetime) -> Ticked:
    """Looks at every jurisdiction. A fault in one is logged and does not keep the others from their reminders."""
    rounds = raised = monthly_raised = 0
    failed = []
    for jurisdiction in Jurisdiction.objects.filter(organizations__isnull=False).distinct():
        try:
            rounds += monthly.open_round(jurisdiction=jurisdiction, at=at) is not None
            raised += reminders.remind(jurisdiction=jurisdiction, at=at)
            monthly_raised += monthly.remind_missing(jurisdiction=jurisdiction, at=at)
        except Exception:  # whatever it was, the next district must not go without its reminders
            log.exception("tick failed in %s", jurisdiction.code)
            failed.append(jurisdiction.name)
    return Ticked(rounds=rounds, reminders=raised, monthly_reminders=monthly_raised, failed=tuple(failed))
