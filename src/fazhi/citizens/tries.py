"""How often passwords and codes may be tried 防猜测: of one telephone, with an account or without, and from an address.

Counted before anything is looked at, right tries too: a burst does not slip through, and the answer comes to everybody
alike. Whoever locks somebody else's telephone locks it for a quarter of an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fazhi.citizens.refusals import TooMany
from fazhi.intake import rates
from fazhi.intake.rates import Limit

OF_A_PHONE = Limit("account-phone", 8, timedelta(minutes=15))
FROM_AN_ADDRESS = Limit("account-address", 40, timedelta(minutes=15))
"""A hall's computers, and many telephones behind one line, share an address."""
RESETS = Limit("account-reset", 6, timedelta(hours=1))


def count(phone: str, address: str, *, at: datetime, limit: Limit = OF_A_PHONE) -> None:
    """Counts one more try for a telephone (its blind index) from an address. Raises TooMany."""
    counted = [rates.count(limit, phone, at=at)]
    if address:
        counted.append(rates.count(FROM_AN_ADDRESS, address, at=at))
    if late := [each.until for each in counted if each.too_many]:
        raise TooMany(max(late))
