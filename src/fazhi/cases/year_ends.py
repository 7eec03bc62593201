"""The last day of the year that a case reports on: from it run the limits that fall on a day of the calendar.

「每年3月1日之前」 is two months after 31 December, 「每年1月31日前」 one month: the length is the law's, the day from
which it runs is known from the year alone, so that nobody has to type it (and nobody can type it wrong).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fazhi.cases import supplying
from fazhi.cases.models import Case
from fazhi.government.models import Organization

NAME = "report_year_end"
YEAR = "report_year"
"""The field of the year, in every procedure that asks for its end."""


def register() -> None:
    """Makes the value known to procedures; called when the app is ready."""
    supplying.register(NAME, year_end)


def year_end(case: Case | None, given: Mapping[str, Any], organization: Organization, on: date) -> str | None:  # noqa: ARG001 -- a supplier
    """31 December of the year that the act gives, as ISO text; None where it gives no year of four digits."""
    year = str(given.get(YEAR) or "")
    return f"{year}-12-31" if len(year) == 4 and year.isascii() and year.isdigit() and year >= "0001" else None
