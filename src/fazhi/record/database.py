"""Reading the record from PostgreSQL by plain SQL, and verifying it: none of the writer's code is asked."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from fazhi.record.errors import RecordError
from fazhi.record.ledgers_database import LedgersVerdict, has_ledgers, verify_ledgers
from fazhi.record.sm3 import sm3
from fazhi.record.verdicts import Break, LogVerdict
from fazhi.record.verifying import FORMAT, AttachmentOf, verify_case
from fazhi.record.verifying_ledger import FORMAT as LEDGER_FORMAT
from fazhi.record.verifying_log import LoggedEntry, SignedRoot, verify_log

Connection = psycopg.Connection[Any]
_ROWS_AT_ONCE = 2000
_moment = datetime.fromisoformat

_CASES = """select id, number, header, head_seq, head_hash, procedure, edition, organization_id
from cases_case {} order by id"""
_ACTS = """select case_id, seq, body, hash, kind, step, result, thread, performed_on::text, recorded_at, person_id,
procedure, organization_id
from cases_act {} order by case_id, seq"""
_ENTRIES = """select e.index, e.leaf, a.hash, c.header, null, null
from cases_logentry e left join cases_act a on a.case_id = e.case_id and a.seq = e.seq
left join cases_case c on c.id = e.case_id and e.seq = 0 order by e.index"""
# The column case_id names a ledger in the entries of ledgers; no case has the same identifier.
_ENTRIES_AND_LEDGERS = """select e.index, e.leaf, a.hash, c.header, r.hash, l.header
from cases_logentry e left join cases_act a on a.case_id = e.case_id and a.seq = e.seq
left join cases_case c on c.id = e.case_id and e.seq = 0
left join registers_revision r on r.ledger_id = e.case_id and r.seq = e.seq
left join registers_ledger l on l.id = e.case_id and e.seq = 0 order by e.index"""
_CHECKPOINTS = "select size, root, body, signature from cases_checkpoint order by size"


class CaseRow(NamedTuple):
    """A row of cases_case. What follows `head_hash` repeats the header."""

    id: UUID
    number: str
    header: str
    head_seq: int
    head_hash: bytes
    procedure: str
    edition: date
    organization_id: int


class ActRow(NamedTuple):
    """A row of cases_act; `body` as bytes, the day as ISO 8601.

    What follows `hash` repeats the body, and the last two the header of the case, for indexes.
    """

    case_id: UUID
    seq: int
    body: bytes
    hash: bytes
    kind: str | None
    step: str | None
    result: str | None
    thread: str | None
    performed_on: str
    recorded_at: datetime
    person_id: int | None
    procedure: str
    organization_id: int


@dataclass(frozen=True)
class BrokenCase:
    """A case whose record does not hold."""

    id: UUID
    number: str
    found: Break


@dataclass(frozen=True)
class RecordVerdict:
    """The outcome for the record: broken cases (not more than asked for), what was read, and the log's verdict."""

    broken: tuple[BrokenCase, ...]
    cases: int
    acts: int
    bytes: int
    attachments: int
    log: LogVerdict | None
    ledgers: LedgersVerdict = field(default_factory=LedgersVerdict)

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.broken and self.ledgers.ok and (self.log is None or self.log.ok)


@dataclass
class _Tally:
    cases: int = 0
    acts: int = 0
    bytes: int = 0
    attachments: int = 0
    broken: list[BrokenCase] = field(default_factory=list)


def verify_database(
    connection: Connection,
    *,
    case: str | None = None,
    register: str | None = None,
    attachment: AttachmentOf | None = None,
    public_key: bytes | None = None,
    form: bool = False,
    most_breaks: int = 20,
    tell: Callable[[int], None] | None = None,
) -> RecordVerdict:
    """Verifies one case, the ledgers of one register, or everything: all cases, all ledgers and the public log.

    Args: a connection outside a transaction; case: its number or id; register: its id;
    attachment: the content of a kept file by SM3
    (hex), None where missing; public_key: the log's, PEM: without it the log is not verified; form: also prove that
    each body is canonical (a fault of the writer would show there; a change shows in the hashes); most_breaks: broken
    cases to collect before reading stops; tell: is told the number of cases so far, now and then.
    Raises: RecordError where there is no such case, or a broken public key; psycopg.Error passes through.
    """
    with connection.transaction():
        # One moment of the database for heads, acts and log, while people go on working.
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local datestyle to iso")
        tally = _Tally()
        chosen = _find(connection, case) if case is not None else None
        for row, acts in _with_acts(connection, chosen) if register is None else ():
            tally.cases += 1
            _verify_row(row, acts, attachment, form, tally)
            if tell and tally.cases % 1000 == 0:
                tell(tally.cases)
            if len(tally.broken) >= most_breaks:
                break
        ledgers = verify_ledgers(connection, register=register) if case is None else LedgersVerdict()
        log = _verify_log(connection, public_key) if public_key and case is None and register is None else None
    return RecordVerdict(tuple(tally.broken), tally.cases, tally.acts, tally.bytes, tally.attachments, log, ledgers)


def _find(connection: Connection, case: str) -> UUID:
    found = connection.execute("select id from cases_case where number = %s or id::text = %s", [case, case]).fetchall()
    if len(found) != 1:
        several = f"案号“{case}”有{len(found)}件案件，请改用案件标识。"
        raise RecordError(several if found else f"没有案号或标识为“{case}”的案件。")
    chosen: UUID = found[0][0]
    return chosen


def _with_acts(connection: Connection, chosen: UUID | None) -> Iterator[tuple[CaseRow | UUID, Iterator[ActRow]]]:
    """Each case with its acts, both streamed in order of id; a bare id where there are acts without a case."""
    acts = groupby(_acts(connection, chosen), key=lambda act: act.case_id)
    waiting = next(acts, None)
    for case in _cases(connection, chosen):
        while waiting and waiting[0] < case.id:
            yield waiting
            waiting = next(acts, None)
        if waiting and waiting[0] == case.id:
            yield case, waiting[1]
            waiting = next(acts, None)
        else:
            yield case, iter(())
    while waiting:
        yield waiting
        waiting = next(acts, None)


def _cases(connection: Connection, chosen: UUID | None) -> Iterator[CaseRow]:
    for row in _stream(connection, "record_cases", _CASES.format("where id = %s" if chosen else ""), chosen):
        yield CaseRow(row[0], row[1], row[2], row[3], bytes(row[4]), *row[5:])


def _acts(connection: Connection, chosen: UUID | None) -> Iterator[ActRow]:
    for row in _stream(connection, "record_acts", _ACTS.format("where case_id = %s" if chosen else ""), chosen):
        yield ActRow(row[0], row[1], row[2].encode(), bytes(row[3]), *row[4:])


def _stream(connection: Connection, name: str, query: str, chosen: UUID | None = None) -> Iterator[tuple[Any, ...]]:
    """Rows by a server-side cursor, so that memory does not grow with the record."""
    with connection.cursor(name=name) as cursor:
        cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(query, [chosen] if chosen else None)
        yield from cursor


def _verify_row(
    row: CaseRow | UUID, acts: Iterator[ActRow], attachment: AttachmentOf | None, form: bool, tally: _Tally
) -> None:
    if isinstance(row, UUID):
        tally.broken.append(BrokenCase(row, "", Break(0, "有办理记录，但案件本身不存在。", "head")))
        return
    head = (row.head_seq, row.head_hash)

    def fault(act: ActRow, body: dict[str, Any]) -> str | None:
        # The number is given once, in the act that opens the case.
        if "number" in body and body["number"] != row.number:
            return f"所记案号是 {body['number']}，案件的列却是 {row.number}。"
        for name in ("procedure", "organization_id"):
            if getattr(act, name) != getattr(row, name):
                return f"的列 {name}（{getattr(act, name)}）与案件（{getattr(row, name)}）不一致。"
        return column_fault(act, body)

    verdict = verify_case(row.header.encode(), acts, attachment=attachment, head=head, form=form, also=fault)
    found = verdict.first_break
    if found is None or found.kind == "column":
        # Acts repeat what the case's columns say: where these are wrong, that is what happened.
        found = _header_fault(row) or found
    if found:
        tally.broken.append(BrokenCase(row.id, row.number, found))
    tally.acts += verdict.acts
    tally.bytes += verdict.bytes
    tally.attachments += verdict.attachments


def _header_fault(row: CaseRow) -> Break | None:
    """A whole chain may have been moved under another case's row, or the row been made another body's."""
    header = json.loads(row.header)
    if header["case"] != str(row.id):
        return Break(0, f"案件首部写的不是本案（{row.id}）。", "header")
    for name, column in (
        ("procedure", row.procedure),
        ("edition", row.edition.isoformat()),
        ("organization", str(row.organization_id)),
    ):
        if header[name] != column:
            return Break(0, f"案件的列 {name}（{column}）与案件首部（{header[name]}）不一致。", "column")
    return None


def column_fault(act: ActRow, body: dict[str, Any]) -> str | None:
    """Which column beside the body says something else than the body; nothing and empty text count as the same."""
    _, _, _, _, kind, step, result, thread, performed_on, recorded_at, person_id, *_ = act
    # It runs for every act ever recorded: only what differs, or is missing, is looked at again.
    try:
        if (
            step == body["step"]
            and kind == body["kind"]
            and result == body["result"]
            and thread == body["thread"]
            and performed_on == body["performed_on"]
            and recorded_at == _moment(body["recorded_at"])
            and person_id == body["person"]["id"]
        ):
            return None
    except (KeyError, TypeError, ValueError):
        pass
    return _what_differs(act, body)


def _what_differs(act: ActRow, body: dict[str, Any]) -> str | None:
    for name in ("kind", "step", "result", "thread"):
        if (getattr(act, name) or None) != (body.get(name) or None):
            return f"的列 {name}（{getattr(act, name)}）与正文（{body.get(name)}）不一致。"
    if act.performed_on != body["performed_on"]:
        return f"的列 performed_on（{act.performed_on}）与正文（{body['performed_on']}）不一致。"
    try:
        same = act.recorded_at == _moment(body["recorded_at"])
    except ValueError:
        same = False
    if not same:
        return f"的列 recorded_at（{act.recorded_at}）与正文（{body['recorded_at']}）不一致。"
    person = body.get("person")
    number = person.get("id") if type(person) is dict else person
    if act.person_id != number and str(act.person_id) != str(number):
        return f"的列 person_id（{act.person_id}）与正文（{number}）不一致。"
    return None


def _verify_log(connection: Connection, public_key: bytes) -> LogVerdict:
    checkpoints = (
        SignedRoot(size, bytes(root), body.encode(), bytes(signature))
        for size, root, body, signature in _stream(connection, "record_checkpoints", _CHECKPOINTS)
    )
    return verify_log(_entries(connection), checkpoints, public_key=public_key)


def _entries(connection: Connection) -> Iterator[LoggedEntry]:
    """The columns case_id and seq find the act; where they are wrong, it is another act with another hash."""
    query = _ENTRIES_AND_LEDGERS if has_ledgers(connection) else _ENTRIES
    for index, leaf, act, case, revision, ledger in _stream(connection, "record_entries", query):
        digest = act if act is not None else revision
        header, form = (case, FORMAT) if case is not None else (ledger, LEDGER_FORMAT)
        if digest is None and header is not None:
            digest = sm3(f"{form}\n{header}".encode())
        yield LoggedEntry(index, leaf.encode(), None if digest is None else bytes(digest))
