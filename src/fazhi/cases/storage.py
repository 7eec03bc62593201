"""The one statement that writes an act and all that follows from it: clocks, findings, papers, the case itself.

Written by hand, because an act has to cost little: one round trip, and one text whatever is in it, so that the
database plans it once a connection. Nothing outside this module inserts an act; it is called within the transaction
that holds the lock on the case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

WRITE = """
WITH act AS (
  INSERT INTO cases_act (case_id, jurisdiction_id, seq, kind, step, result, thread, person_id, performed_on,
                         recorded_at, body, hash, key)
  SELECT c.id, c.jurisdiction_id, x.seq, x.kind, x.step, x.result, x.thread, x.person_id, x.performed_on, x.recorded_at,
         x.body, decode(x.hash, 'hex'), x.key
  FROM cases_case c, jsonb_to_recordset(%s::jsonb) AS x(
    seq int, kind text, step text, result text, thread text, person_id bigint, performed_on date,
    recorded_at timestamptz, body text, hash text, key text)
  WHERE c.id = %s
), clock AS (
  INSERT INTO cases_clock (case_id, jurisdiction_id, organization_id, "limit", thread, number, kind, started_on, due_on,
                           met_on, state, provisional)
  SELECT c.id, c.jurisdiction_id, c.organization_id, x."limit", x.thread, x.number, x.kind, x.started_on, x.due_on,
         x.met_on, x.state, x.provisional
  FROM cases_case c, jsonb_to_recordset(%s::jsonb) AS x(
    "limit" text, thread int, number int, kind text, started_on date, due_on date, met_on date, state text,
    provisional boolean)
  WHERE c.id = %s
  ON CONFLICT (case_id, "limit", thread, number) DO UPDATE SET
    started_on = excluded.started_on, due_on = excluded.due_on, met_on = excluded.met_on, state = excluded.state,
    provisional = excluded.provisional
), finding AS (
  INSERT INTO cases_finding (case_id, jurisdiction_id, organization_id, seq, rule, breach, say, basis, found_at, state)
  SELECT c.id, c.jurisdiction_id, c.organization_id, x.seq, x.rule, x.breach, x.say, x.basis, x.found_at, 'open'
  FROM cases_case c, jsonb_to_recordset(%s::jsonb) AS x(
    seq int, rule text, breach text, say text, basis jsonb, found_at timestamptz)
  WHERE c.id = %s
), attachment AS (
  INSERT INTO cases_attachment (case_id, seq, file_id)
  SELECT %s, x.seq, x.file_id FROM jsonb_to_recordset(%s::jsonb) AS x(seq int, file_id bigint)
), paper AS (
  INSERT INTO cases_paper (case_id, seq, instrument, number)
  SELECT %s, x.seq, x.instrument, x.number
  FROM jsonb_to_recordset(%s::jsonb) AS x(seq int, instrument text, number text)
)
UPDATE cases_case SET data = %s, state = %s, outcome = %s, closed_on = %s, head_seq = %s, head_hash = %s, due_on = %s,
                      due_limit = %s, last_act_at = %s, title = %s, search = coalesce(%s::tsvector, search)
WHERE id = %s
"""


@dataclass
class Batch:
    """The rows of one transaction, as records of the columns that `WRITE` names."""

    acts: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """The row of a case as its last act leaves it. ``words`` is a tsvector, None where the title has not changed."""

    data: Mapping[str, Any]
    state: Mapping[str, Any]
    outcome: str
    closed_on: date | None
    head_seq: int
    head_hash: bytes
    due_on: date | None
    due_limit: str
    at: datetime
    title: str
    words: str | None


def write(case_id: UUID, batch: Batch, clocks: Mapping[str, Sequence[Any]], standing: Standing) -> None:
    """Writes everything; the unique (case, seq) refuses what lost a race. Clocks not named stay as they are."""
    rows = [
        batch.acts,
        [clock_row(key, row) for key, row in sorted(clocks.items())],
        batch.findings,
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [
                *(value for each in rows for value in (as_json(each), case_id)),
                *(case_id, as_json(batch.attachments), case_id, as_json(batch.papers)),
                *(as_json(standing.data), as_json(standing.state), standing.outcome, standing.closed_on),
                *(standing.head_seq, standing.head_hash, standing.due_on, standing.due_limit, standing.at),
                *(standing.title, standing.words, case_id),
            ],
        )


def clock_row(key: str, row: Sequence[Any]) -> dict[str, Any]:
    """``limit/thread/number`` and its row (see `projections.clock_rows`) as a record."""
    limit, thread, number = key.split("/")
    kind, started_on, due_on, met_on, state, provisional = row
    return {
        "limit": limit,
        "thread": int(thread),
        "number": int(number),
        "kind": kind,
        "started_on": started_on,
        "due_on": due_on,
        "met_on": met_on,
        "state": state,
        "provisional": provisional,
    }


def as_json(value: Any) -> str:
    """JSON text for a jsonb column; Chinese as it is."""
    return json.dumps(value, ensure_ascii=False)
