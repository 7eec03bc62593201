"""How often somebody may come 频次: counted by a keyed digest of where they come from, forgotten after a day.

One statement counts and asks at once, so that a burst of requests cannot slip through between the two.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_network

from django.conf import settings
from django.db import connection

from fazhi.intake.models import Rate

KEPT = timedelta(days=1)
SWEPT = 200
"""Rows forgotten at a time."""
ONE_LINE = 64
"""Bits of an IPv6 address that name a line: whoever has it has all addresses behind them."""

_COUNT = """
INSERT INTO intake_rate (key, count, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN intake_rate.until <= %(at)s THEN 1 ELSE intake_rate.count + 1 END,
    until = CASE WHEN intake_rate.until <= %(at)s THEN %(until)s ELSE intake_rate.until END
RETURNING count, until
"""


@dataclass(frozen=True)
class Limit:
    """How many in what time. ``name`` tells one limit from another."""

    name: str
    most: int
    within: timedelta


@dataclass(frozen=True)
class Counted:
    """How many it is now; ``until`` is when counting begins anew."""

    count: int
    most: int
    until: datetime

    @property
    def too_many(self) -> bool:
        return self.count > self.most


def count(limit: Limit, who: str, *, at: datetime) -> Counted:
    """Counts one more of whoever it is (an address, a telephone), and says how many that makes."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(limit, who, at), "at": at, "until": at + limit.within})
        number, until = cursor.fetchone()
    return Counted(number, limit.most, until)


def standing(limit: Limit, who: str, *, at: datetime) -> int:
    """How many there were so far, without counting."""
    row = Rate.objects.filter(key=_key(limit, who, at), until__gt=at).first()
    return row.count if row else 0


def forget(*, at: datetime) -> None:
    """Drops what no longer counts, some at a time."""
    old = Rate.objects.filter(until__lte=at).values_list("pk", flat=True)[:SWEPT]
    Rate.objects.filter(pk__in=list(old)).delete()


def _key(limit: Limit, who: str, at: datetime) -> str:
    """The day is part of it: what is kept today cannot be held against somebody who comes tomorrow."""
    day = f"{at:%Y-%m-%d}" if limit.within <= KEPT else ""
    text = f"rate\n{limit.name}\n{day}\n{_line(who)}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()


def _line(who: str) -> str:
    """An IPv6 address as the line it comes by; anything else as it is."""
    if ":" not in who:
        return who
    try:
        return str(ip_network((IPv6Address(who), ONE_LINE), strict=False))
    except ValueError:
        return who
