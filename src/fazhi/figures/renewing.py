"""Counting kept numbers anew 更新看板数据: apart from the pages that show them, in the background process.

In working hours what somebody looked at lately is never too old to be shown: nobody waits for numbers in the morning.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from fazhi.figures.calls import Call
from fazhi.figures.keeping import OLDEST, store
from fazhi.figures.models import KeptNumbers
from fazhi.figures.scopes import Scope

LATELY = timedelta(days=3)
"""Pages that nobody looked at for so long are counted when somebody comes. Over a weekend they stay."""
LONGEST = timedelta(minutes=6)
"""One round takes no longer; what was looked at last comes first."""
OLD = OLDEST / 3
"""What is older would be too old to be shown before the next round is over."""


def renew(key: str, *, today: date, at: datetime) -> bool:
    """Counts again all that a page asked for, as the page asks it ``today``. False where nothing of it is kept."""
    row = KeptNumbers.objects.filter(key=key).first()
    if row is None:
        return False
    scope = Scope(row.jurisdiction, None if row.bodies is None else frozenset(row.bodies))
    calls = [Call.from_json(each).on(today, before=row.today) for each in row.asked.values()]
    began = time.perf_counter()
    counted = {call.key: call.count(scope=scope, today=today) for call in calls}
    store(
        row.page,
        scope,
        today,
        asked={call.key: call.to_json() for call in calls},
        calls=counted,
        counted_at=at,
        seen_at=row.seen_at,
        took=time.perf_counter() - began,
    )
    if row.today != today:
        row.delete()
    return True


def renew_all(*, today: date, now: Callable[[], datetime]) -> int:
    """Renews what was looked at lately and has grown old; gives how many pages. ``now`` is asked between two pages."""
    began = now()
    rows = KeptNumbers.objects.filter(seen_at__gte=began - LATELY, today__lte=today).order_by("-seen_at")
    done = 0
    for key, of, counted_at in list(rows.values_list("key", "today", "counted_at")):
        at = now()
        if at - began > LONGEST:
            break
        if of != today or counted_at < at - OLD:
            done += renew(key, today=today, at=at)
    return done


def forget(*, at: datetime) -> int:
    """Drops what nobody has looked at lately; gives how many pages."""
    return KeptNumbers.objects.filter(seen_at__lt=at - LATELY).delete()[0]
