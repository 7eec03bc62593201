"""编号: 征2026-003, given in order within a jurisdiction and a year."""

from __future__ import annotations

from django.db import connection

GIVE = """
INSERT INTO consultations_counter (jurisdiction_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (jurisdiction_id, year) DO UPDATE SET last = consultations_counter.last + 1
RETURNING last
"""


def give(*, jurisdiction_id: int, year: int) -> str:
    """The next number; its row is held until the transaction ends, so that two never get one."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE, [jurisdiction_id, year])
        return f"征{year}-{cursor.fetchone()[0]:03}"
