"""Reading ledgers from PostgreSQL by plain SQL, and verifying them: none of the writer's code is asked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from fazhi.record.errors import RecordError
from fazhi.record.verdicts import Break, LedgerVerdict
from fazhi.record.verifying_ledger import verify_ledger

Connection = psycopg.Connection[Any]
_ROWS_AT_ONCE = 2000

_LEDGERS = """select l.id, l.register, j.code, l.header, l.head_seq, l.head_hash, l.settled_on::text
from registers_ledger l join government_jurisdiction j on j.id = l.jurisdiction_id
where %(register)s::text is null or l.register = %(register)s order by l.id"""
_REVISIONS = """select seq, body, hash, kind, since::text, reason, document, person_id, case_id::text, undoes,
recorded_at, added, changed, withdrawn from registers_revision where ledger_id = %(ledger)s order by seq"""
_VERSIONS = """select seq, number, leaf, entry_id::text, key, title, state, since::text, organization_id, data::text
from registers_version where ledger_id = %(ledger)s order by seq, number"""
# Entries of today against the fold of their versions. What the definition alone can tell (validity, marks, words) is
# compared as far as it must stand among the fields.
_PROJECTION = """
with fold as (
  select distinct on (entry_id) entry_id, key, title, state, since, seq, organization_id, data
  from registers_version where ledger_id = %(ledger)s and since <= %(on)s order by entry_id, since desc, seq desc
)
select coalesce(e.title, fold.title), e.id is null, fold.entry_id is null, array_remove(array[
  case when e.key is distinct from fold.key then 'key' end,
  case when e.title is distinct from fold.title then 'title' end,
  case when e.state is distinct from fold.state then 'state' end,
  case when e.since is distinct from fold.since then 'since' end,
  case when e.seq is distinct from fold.seq then 'seq' end,
  case when e.organization_id is distinct from fold.organization_id then 'organization_id' end,
  case when e.data is distinct from fold.data then 'data' end,
  case when e.register is distinct from l.register then 'register' end,
  case when e.jurisdiction_id is distinct from l.jurisdiction_id then 'jurisdiction_id' end,
  case when e.valid_from is not null and not exists (
    select 1 from jsonb_each_text(fold.data) f where f.value = e.valid_from::text) then 'valid_from' end,
  case when e.valid_until is not null and not exists (
    select 1 from jsonb_each_text(fold.data) f where f.value = e.valid_until::text) then 'valid_until' end
], null)
from fold full join (select * from registers_entry where ledger_id = %(ledger)s) e on e.id = fold.entry_id
join registers_ledger l on l.id = %(ledger)s
where e.id is null or fold.entry_id is null
   or (e.key, e.title, e.state, e.since, e.seq, e.organization_id, e.data, e.register, e.jurisdiction_id)
      is distinct from
      (fold.key, fold.title, fold.state, fold.since, fold.seq, fold.organization_id, fold.data, l.register,
       l.jurisdiction_id)
   or e.valid_from is not null and not exists (
     select 1 from jsonb_each_text(fold.data) f where f.value = e.valid_from::text)
   or e.valid_until is not null and not exists (
     select 1 from jsonb_each_text(fold.data) f where f.value = e.valid_until::text)
order by coalesce(e.key, fold.key) limit 1
"""


class LedgerRow(NamedTuple):
    """A row of registers_ledger. `register` and `jurisdiction` (its code) repeat the header."""

    id: UUID
    register: str
    jurisdiction: str
    header: str
    head_seq: int
    head_hash: bytes
    settled_on: str


class RevisionRow(NamedTuple):
    """A row of registers_revision; what follows `hash` repeats the body, for queries."""

    seq: int
    body: bytes
    hash: bytes
    kind: str
    since: str
    reason: str
    document: str
    person_id: int | None
    case_id: str | None
    undoes: int | None
    recorded_at: datetime
    added: int
    changed: int
    withdrawn: int


class VersionRow(NamedTuple):
    """A row of registers_version; what follows `leaf` repeats it, for queries."""

    seq: int
    number: int
    leaf: bytes
    entry_id: str
    key: str
    title: str
    state: str
    since: str
    organization_id: int | None
    data: str


@dataclass(frozen=True)
class BrokenLedger:
    """A ledger whose record does not hold."""

    id: UUID
    register: str
    jurisdiction: str
    found: Break


@dataclass(frozen=True)
class LedgersVerdict:
    """The outcome for the ledgers: broken ones, and what was read."""

    broken: tuple[BrokenLedger, ...] = ()
    ledgers: int = 0
    revisions: int = 0
    versions: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.broken


def has_ledgers(connection: Connection) -> bool:
    """Whether there are registers in this database."""
    row = connection.execute("select to_regclass('registers_ledger') is not null").fetchone()
    return bool(row and row[0])


def verify_ledgers(connection: Connection, *, register: str | None = None) -> LedgersVerdict:
    """Verifies the ledgers of a register, or all.

    Args: a connection in a transaction that sees one moment of the database. Raises RecordError where there is no
    ledger of the register that is named.
    """
    if not has_ledgers(connection):
        return LedgersVerdict()
    rows = connection.execute(_LEDGERS, {"register": register}).fetchall()
    if register is not None and not rows:
        raise RecordError(f"没有清单“{register}”的台账。")
    broken = []
    revisions = versions = 0
    for each in rows:
        row = LedgerRow(each[0], each[1], each[2], each[3], each[4], bytes(each[5]), each[6])
        verdict = _verify(connection, row)
        revisions, versions = revisions + verdict.revisions, versions + verdict.versions
        if found := verdict.first_break or _header_fault(row) or _projection_fault(connection, row):
            broken.append(BrokenLedger(row.id, row.register, row.jurisdiction, found))
    return LedgersVerdict(tuple(broken), len(rows), revisions, versions)


def _verify(connection: Connection, row: LedgerRow) -> LedgerVerdict:
    return verify_ledger(
        row.header.encode(),
        _revisions(connection, row.id),
        _versions(connection, row.id),
        head=(row.head_seq, row.head_hash),
        also_revision=revision_fault,
        also_version=version_fault,
    )


def _revisions(connection: Connection, ledger: UUID) -> Iterator[RevisionRow]:
    for row in _stream(connection, "record_revisions", _REVISIONS, ledger):
        yield RevisionRow(row[0], row[1].encode(), bytes(row[2]), *row[3:])


def _versions(connection: Connection, ledger: UUID) -> Iterator[VersionRow]:
    for row in _stream(connection, "record_versions", _VERSIONS, ledger):
        yield VersionRow(row[0], row[1], row[2].encode(), *row[3:])


def _stream(connection: Connection, name: str, query: str, ledger: UUID) -> Iterator[tuple[Any, ...]]:
    """Rows by a server-side cursor, so that memory does not grow with the record."""
    with connection.cursor(name=name) as cursor:
        cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(query, {"ledger": ledger})
        yield from cursor


def revision_fault(row: RevisionRow, body: dict[str, Any]) -> str | None:
    """Which column beside the body of a revision says something else than the body."""
    for name in ("kind", "since", "reason", "document", "undoes", "added", "changed", "withdrawn"):
        if getattr(row, name) != body.get(name):
            return f"的列 {name}（{getattr(row, name)}）与正文（{body.get(name)}）不一致。"
    if row.case_id != body.get("case"):
        return f"的列 case_id（{row.case_id}）与正文（{body.get('case')}）不一致。"
    person = body.get("person")
    number = person.get("id") if type(person) is dict else person
    if row.person_id != number:
        return f"的列 person_id（{row.person_id}）与正文（{number}）不一致。"
    try:
        same = row.recorded_at == datetime.fromisoformat(str(body.get("recorded_at")))
    except (ValueError, TypeError):
        same = False
    return None if same else f"的列 recorded_at（{row.recorded_at}）与正文（{body.get('recorded_at')}）不一致。"


def version_fault(row: VersionRow, leaf: dict[str, Any]) -> str | None:
    """Which column beside the leaf of a version says something else than the leaf."""
    for column, name in (
        ("entry_id", "entry"),
        ("key", "key"),
        ("title", "title"),
        ("state", "state"),
        ("since", "since"),
        ("organization_id", "organization"),
    ):
        if getattr(row, column) != leaf[name]:
            return f"的列 {column}（{getattr(row, column)}）与正文（{leaf[name]}）不一致。"
    return None if json.loads(row.data) == leaf["data"] else "的列 data 与正文不一致。"


def _header_fault(row: LedgerRow) -> Break | None:
    """A whole chain may have been moved under another ledger's row, or the row been made another register's."""
    header = json.loads(row.header)
    if header["ledger"] != str(row.id):
        return Break(0, f"台账首部写的不是本台账（{row.id}）。", "header")
    for name, column in (("register", row.register), ("jurisdiction", row.jurisdiction)):
        if header[name] != column:
            return Break(0, f"台账的列 {name}（{column}）与台账首部（{header[name]}）不一致。", "column")
    return None


def _projection_fault(connection: Connection, row: LedgerRow) -> Break | None:
    """The entries of today must be what their versions come to."""
    asked = {"ledger": row.id, "on": date.fromisoformat(row.settled_on)}
    found = connection.execute(_PROJECTION, asked).fetchone()
    if found is None:
        return None
    title, missing, extra, columns = found
    if missing:
        say = f"条目“{title}”在修订中有，现状里却没有。"
    elif extra:
        say = f"条目“{title}”在现状里有，却没有哪次修订写过它。"
    else:
        say = f"条目“{title}”的现状与历次修订不一致：{'、'.join(columns)}。"
    return Break(row.head_seq, say, "column")
