"""The statements that write an act and what follows from it. Written by hand: an act has to cost few of them.

Nothing outside this module inserts an act. It is called within the transaction that holds the lock on the case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

INSERT_ACT = """
INSERT INTO cases_act (case_id, jurisdiction_id, seq, kind, step, result, thread, person_id, performed_on, recorded_at,
                       body, hash, key)
VALUES {rows}
"""
UPSERT_CLOCKS = """
INSERT INTO cases_clock (case_id, jurisdiction_id, organization_id, "limit", thread, number, kind, started_on, due_on,
                         met_on, state, provisional)
VALUES {rows}
ON CONFLICT (case_id, "limit", thread, number) DO UPDATE SET
  started_on = excluded.started_on, due_on = excluded.due_on, met_on = excluded.met_on, state = excluded.state,
  provisional = excluded.provisional
"""
INSERT_FINDINGS = """
INSERT INTO cases_finding (case_id, jurisdiction_id, organization_id, seq, rule, breach, say, basis, found_at, state)
VALUES {rows}
"""
INSERT_ATTACHMENTS = "INSERT INTO cases_attachment (case_id, seq, file_id) VALUES {rows}"
INSERT_PAPERS = "INSERT INTO cases_paper (case_id, seq, instrument, number, file_id) VALUES {rows}"
UPDATE_CASE = """
UPDATE cases_case SET data = %s, state = %s, outcome = %s, closed_on = %s, head_seq = %s, head_hash = %s, due_on = %s,
                      due_limit = %s, last_act_at = %s, title = %s, search = %s::tsvector
WHERE id = %s
"""


def as_json(value: Any) -> str:
    """JSON text for a jsonb column; Chinese as it is."""
    return json.dumps(value, ensure_ascii=False)


def _insert(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    marks = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows=", ".join([marks] * len(rows))), [value for row in rows for value in row])


def add_acts(rows: Sequence[Sequence[Any]]) -> None:
    """Rows in the order of the statement's columns; the unique (case, seq) refuses what lost a race."""
    _insert(INSERT_ACT, rows)


def put_clocks(case_id: UUID, jurisdiction_id: int, organization_id: int, rows: Mapping[str, Sequence[Any]]) -> None:
    """Writes the given clocks; those not named stay as they are."""
    values = []
    for key, (kind, started_on, due_on, met_on, state, provisional) in sorted(rows.items()):
        limit, thread, number = key.split("/")
        values.append(
            (
                *(case_id, jurisdiction_id, organization_id, limit, int(thread), int(number)),
                *(kind, started_on, due_on, met_on, state, provisional),
            )
        )
    _insert(UPSERT_CLOCKS, values)


def add_findings(rows: Sequence[Sequence[Any]]) -> None:
    _insert(INSERT_FINDINGS, rows)


def add_attachments(rows: Sequence[Sequence[Any]]) -> None:
    _insert(INSERT_ATTACHMENTS, rows)


def add_papers(rows: Sequence[Sequence[Any]]) -> None:
    _insert(INSERT_PAPERS, rows)


def put_case(
    *,
    case_id: UUID,
    data: Mapping[str, Any],
    state: Mapping[str, Any],
    outcome: str,
    closed_on: date | None,
    head_seq: int,
    head_hash: bytes,
    due: tuple[date | None, str],
    at: datetime,
    title: str,
    words: str,
) -> None:
    """Brings the row of a case up to its last act."""
    with connection.cursor() as cursor:
        cursor.execute(
            UPDATE_CASE,
            [
                as_json(data),
                as_json(state),
                *(outcome, closed_on, head_seq, head_hash, *due, at, title, words, case_id),
            ],
        )
