"""The one statement that writes an act and all that follows from it: clocks, findings, papers, the case itself.

Written by hand, because an act has to cost little: one round trip, and few texts, so that the database plans them once
a connection. Nothing outside this module inserts an act; it is called within the transaction that holds the lock on
the case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.cases.projections import Shift

ACT = """
act AS (
  INSERT INTO cases_act (case_id, jurisdiction_id, organization_id, procedure, seq, kind, step, result, thread,
                         person_id, performed_on, recorded_at, body, hash, key)
  VALUES {rows}
)"""
CLOCK = """
clock AS (
  INSERT INTO cases_clock (case_id, jurisdiction_id, organization_id, procedure, "limit", thread, number, kind,
                           started_on, due_on, met_on, state, provisional)
  SELECT c.id, c.jurisdiction_id, c.organization_id, c.procedure, x."limit", x.thread, x.number, x.kind, x.started_on,
         x.due_on, x.met_on, x.state, x.provisional
  FROM cases_case c, jsonb_to_recordset(%s::jsonb) AS x(
    "limit" text, thread int, number int, kind text, started_on date, due_on date, met_on date, state text,
    provisional boolean)
  WHERE c.id = %s
  ON CONFLICT (case_id, "limit", thread, number) DO UPDATE SET
    started_on = excluded.started_on, due_on = excluded.due_on, met_on = excluded.met_on, state = excluded.state,
    provisional = excluded.provisional
)"""
GONE = """
gone AS (
  DELETE FROM cases_clock k USING jsonb_to_recordset(%s::jsonb) AS x("limit" text, thread int, number int)
  WHERE k.case_id = %s AND k."limit" = x."limit" AND k.thread = x.thread AND k.number = x.number
)"""
FINDING = """
finding AS (
  INSERT INTO cases_finding (case_id, jurisdiction_id, organization_id, seq, rule, breach, say, basis, found_at, state)
  SELECT c.id, c.jurisdiction_id, c.organization_id, x.seq, x.rule, x.breach, x.say, x.basis, x.found_at, 'open'
  FROM cases_case c, jsonb_to_recordset(%s::jsonb) AS x(
    seq int, rule text, breach text, say text, basis jsonb, found_at timestamptz)
  WHERE c.id = %s
)"""
ATTACHMENT = """
attachment AS (
  INSERT INTO cases_attachment (seq, file_id, case_id)
  SELECT x.seq, x.file_id, %s FROM jsonb_to_recordset(%s::jsonb) AS x(seq int, file_id bigint)
)"""
PAPER = """
paper AS (
  INSERT INTO cases_paper (seq, instrument, number, case_id)
  SELECT x.seq, x.instrument, x.number, %s
  FROM jsonb_to_recordset(%s::jsonb) AS x(seq int, instrument text, number text)
)"""
# What the act of opening enters: nothing else writes a link.
LINK = """
link AS (
  INSERT INTO cases_caselink (case_id, source_id, seq) VALUES (%s, %s, %s)
)"""
USE = """
used AS (
  INSERT INTO cases_entryuse (case_id, jurisdiction_id, organization_id, procedure, opened_on, register, entry_id,
                              field)
  SELECT c.id, c.jurisdiction_id, c.organization_id, c.procedure, c.opened_on, x.register, x.entry_id, x.field
  FROM cases_case c, jsonb_to_recordset(%s::jsonb) AS x(register text, entry_id uuid, field text)
  WHERE c.id = %s
  ON CONFLICT (case_id, field, entry_id) DO NOTHING
)"""
UNUSED = """
unused AS (
  DELETE FROM cases_entryuse u USING jsonb_to_recordset(%s::jsonb) AS x(entry_id uuid, field text)
  WHERE u.case_id = %s AND u.entry_id = x.entry_id AND u.field = x.field
)"""
CASE = """
UPDATE cases_case SET data = %s, state = %s, facts = %s, outcome = %s, closed_on = %s, head_seq = %s, head_hash = %s,
                      due_on = %s, due_limit = %s, last_act_at = %s{more}
WHERE id = %s
"""
TITLE = ", title = %s, search = %s::tsvector"
COLUMNS = 15


@dataclass
class Batch:
    """The rows of one transaction: acts as the values of their columns, the others as records by name."""

    acts: list[tuple[Any, ...]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)
    used: list[dict[str, str]] = field(default_factory=list)
    """Entries of registers that the case names now: register, entry_id, field."""
    unused: list[dict[str, str]] = field(default_factory=list)
    """Those that it names no longer."""
    source: tuple[str, int] | None = None
    """The act of another case from which this one is opened."""


@dataclass(frozen=True)
class Standing:
    """The row of a case as its last act leaves it. ``words`` is a tsvector, None where the title has not changed."""

    data: Mapping[str, Any]
    state: Mapping[str, Any]
    facts: Mapping[str, Any]
    outcome: str
    closed_on: date | None
    head_seq: int
    head_hash: bytes
    due_on: date | None
    due_limit: str
    at: datetime
    title: str
    words: str | None


def write(
    case_id: UUID,
    batch: Batch,
    clocks: Mapping[str, Sequence[Any]],
    standing: Standing,
    *,
    gone: Sequence[Shift] = (),
) -> None:
    """Writes everything; the unique (case, seq) refuses what lost a race. Clocks not named stay as they are.

    ``gone`` are clocks for which there is no reason any more (a fact was corrected, the case took another way): they
    leave no row, as if the case were rebuilt.
    """
    parts: list[str] = []
    values: list[Any] = []
    if batch.acts:
        marks = "(" + ", ".join(["%s"] * COLUMNS) + ")"
        parts.append(ACT.format(rows=", ".join([marks] * len(batch.acts))))
        values += [value for act in batch.acts for value in act]
    if clocks:
        parts.append(CLOCK)
        values += [as_json([clock_row(key, row) for key, row in sorted(clocks.items())]), case_id]
    if gone:
        parts.append(GONE)
        values += [as_json([clock_row(each.key, each.after) for each in gone]), case_id]
    if batch.findings:
        parts.append(FINDING)
        values += [as_json(batch.findings), case_id]
    for part, entries in ((USE, batch.used), (UNUSED, batch.unused)):
        if entries:
            parts.append(part)
            values += [as_json(entries), case_id]
    if batch.source:
        parts.append(LINK)
        values += [case_id, *batch.source]
    for part, rows in ((ATTACHMENT, batch.attachments), (PAPER, batch.papers)):
        if rows:
            parts.append(part)
            values += [case_id, as_json(rows)]
    values += [as_json(standing.data), as_json(standing.state), as_json(standing.facts)]
    values += [standing.outcome, standing.closed_on]
    values += [standing.head_seq, standing.head_hash, standing.due_on, standing.due_limit, standing.at]
    if standing.words is not None:
        values += [standing.title, standing.words]
    with_parts = f"WITH {','.join(parts)}" if parts else ""
    statement = with_parts + CASE.format(more=TITLE if standing.words is not None else "")
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, case_id])


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
