"""Numbers of cases and papers 案号、文号: given in order within a body, a kind and a year, without gaps."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from fazhi.government.models import Organization

GIVE = """
INSERT INTO cases_counter (jurisdiction_id, series, last) VALUES {rows}
ON CONFLICT (jurisdiction_id, series) DO UPDATE SET last = cases_counter.last + 1
RETURNING series, last
"""


def give(*, organization: Organization, patterns: Sequence[str], on: date) -> list[str]:
    """The next number of each pattern, in one statement. Must run in the transaction of what is numbered.

    ``{org}``, ``{year}``, ``{seq}`` (``{seq:04}``) stand in a pattern. The row of a series is locked until the
    transaction ends: two acts never get one number, and one that is not used after all is given again.
    """
    if not patterns:
        return []
    series = [pattern.replace("{org}", str(organization.pk)).replace("{year}", str(on.year)) for pattern in patterns]
    # In a fixed order, so that two transactions never wait for each other.
    wanted = sorted(set(series))
    rows = ", ".join(["(%s, %s, 1)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            GIVE.format(rows=rows), [value for each in wanted for value in (organization.jurisdiction_id, each[:160])]
        )
        given = dict(cursor.fetchall())
    return [
        pattern.format(org=organization.short_name, year=on.year, seq=given[key[:160]])
        for pattern, key in zip(patterns, series, strict=True)
    ]
