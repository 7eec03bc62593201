"""Holds a case: its row, its body, the parameters of the day and whether a key was used, in one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.cases.models import Case
from fazhi.cases.refusals import Refused
from fazhi.government.models import Organization

CASE = (
    *("id", "jurisdiction_id", "organization_id", "procedure", "edition", "number", "title", "handler_id", "outcome"),
    *("opened_on", "closed_on", "data", "state", "header", "head_seq", "head_hash", "due_on", "due_limit"),
    "last_act_at",
)
# The parameters in one JSON object: of several lines of one name the later stands (jsonb_object_agg keeps the last).
# Where the statement had to wait for the row, the row is new and all else is as it was before the wait; that shows in
# the number of the last act, which the last column reads again with the old eyes.
LOCK = """
SELECT c.id, c.jurisdiction_id, c.organization_id, c.procedure, c.edition, c.number, c.title, c.handler_id, c.outcome,
       c.opened_on, c.closed_on, c.data::text, c.state::text, c.header, c.head_seq, c.head_hash, c.due_on,
       c.due_limit, c.last_act_at,
       o.name, o.short_name, o.path, o.kind,
       (SELECT jsonb_object_agg(p.name, p.value ORDER BY p.since, p.id)::text FROM cases_parametervalue p
         WHERE p.jurisdiction_id = c.jurisdiction_id AND p.procedure = c.procedure AND p.since <= %s),
       a.seq, a.case_id,
       (SELECT b.head_seq FROM cases_case b WHERE b.id = c.id)
FROM cases_case c JOIN government_organization o ON o.id = c.organization_id
     LEFT JOIN cases_act a ON a.jurisdiction_id = c.jurisdiction_id AND a.key = %s
WHERE c.id = %s FOR UPDATE OF c
"""


@dataclass(frozen=True)
class Locked:
    """A case whose row is held; ``used`` is the number of the act that had the key before, if any."""

    case: Case
    parameters: dict[str, Any]
    used: int | None


def lock(case_id: UUID, *, today: Any, key: str | None) -> Locked:
    """Holds the row of a case until the transaction ends. Raises Refused where there is none."""
    columns, (name, short_name, path, kind, parameters, used, used_in, seen) = _read(case_id, today, key)
    if seen != columns[CASE.index("head_seq")]:
        columns, (name, short_name, path, kind, parameters, used, used_in, _) = _read(case_id, today, key)
    if used_in is not None and used_in != case_id:
        raise Refused("这次提交的编号已经用在另一案件，请重新打开页面再办理。")
    values = dict(zip(CASE, columns, strict=True))
    values |= {"data": json.loads(values["data"]), "state": json.loads(values["state"])}
    case = Case(**values)
    case._state.adding = False
    case.organization = Organization(
        id=case.organization_id,
        jurisdiction_id=case.jurisdiction_id,
        name=name,
        short_name=short_name,
        path=path,
        kind=kind,
    )
    case.organization._state.adding = False
    return Locked(case, json.loads(parameters) if parameters else {}, used)


def _read(case_id: UUID, today: Any, key: str | None) -> tuple[Sequence[Any], Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [today, key, case_id])
        row = cursor.fetchone()
    if row is None:
        raise Refused("没有这个案件，请核对案号或者链接。")
    return row[: len(CASE)], row[len(CASE) :]
