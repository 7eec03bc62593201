"""The record of registers: whatever is changed behind its back is found, in the database and in an exported file."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.record.export_ledger import LedgerRecord, export_ledger
from fazhi.record.ledger import changes_root
from fazhi.record.ledgers_database import BrokenLedger, verify_ledgers
from fazhi.record.merkle import Tree, leaf_hash
from fazhi.record.stored import StoredAct
from fazhi.record.verdicts import ExportVerdict
from fazhi.record.verifying_export import verify_export
from fazhi.registers import revising
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Ledger
from tests.registers.conftest import Revise, amend, stall, to

pytestmark = pytest.mark.usefixtures("small_shelf")
LATER = date(2026, 5, 1)


@pytest.fixture
def ledger(revise: Revise, handler: Any, at: datetime) -> Ledger:
    """Three revisions of three stalls, one of them for a later day, and one taken back."""
    first = revise([stall("A-1", ends_on="2026-12-31"), stall("A-2", telephone="13800000002"), stall("A-3")])
    done = revise([amend(first.entries[0], fee="5"), to(ChangeKind.SUSPEND, first.entries[1])], actor=handler)
    revise([amend(first.entries[2], note="五月起")], since=LATER)
    revising.undo(actor=None, revision=done.revision, reason="有误", since=at.date(), at=at)
    return Ledger.objects.get()


def breaks(register: str | None = None) -> list[BrokenLedger]:
    assert connection.connection is not None
    return list(verify_ledgers(connection.connection, register=register).broken)


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        # What is still to be checked at the end of the transaction would keep tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("revision", "version"):
            cursor.execute(f"ALTER TABLE registers_{table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        for table in ("revision", "version"):
            cursor.execute(f"ALTER TABLE registers_{table} ENABLE TRIGGER USER")


def test_an_untouched_ledger_holds(ledger: Ledger) -> None:
    assert connection.connection is not None
    verdict = verify_ledgers(connection.connection)
    assert (verdict.ok, verdict.ledgers, verdict.revisions, verdict.versions) == (True, 1, 4, 8)


REVISION = "UPDATE registers_revision SET {} WHERE seq = 2"
VERSION = "UPDATE registers_version SET {} WHERE seq = 2 AND number = 1"
OTHER_FEE = 'data = data || \'{"fee": "6.00"}\''
ENTRY = "UPDATE registers_entry SET {} WHERE key = 'A-1'"


@pytest.mark.parametrize(
    ("statement", "seq", "kind", "said"),
    [
        ("UPDATE registers_ledger SET header = replace(header, 'stalls', 'goods')", 1, "hash", "第1次修订的内容与摘要"),
        ("UPDATE registers_ledger SET register = 'goods'", 0, "column", "台账的列 register（goods）与台账首部"),
        ("UPDATE registers_ledger SET head_seq = 5", 4, "head", "台账应有5次修订，只有4次"),
        ("UPDATE registers_ledger SET head_seq = 3", 4, "head", "台账应有3次修订，却有4次"),
        ("UPDATE registers_ledger SET head_hash = decode(repeat('00', 32), 'hex')", 4, "head", "第4次）修订的摘要"),
        ("UPDATE registers_ledger SET settled_on = '2026-06-01'", 4, "column", "条目“A-3号摊”的现状与历次修订不一致"),
        (REVISION.format("body = replace(body, '年度', '季度')"), 2, "hash", "摘要不符，或与第1次不相连"),
        (REVISION.format("hash = decode(repeat('00', 32), 'hex')"), 2, "hash", "第2次修订的内容与摘要不符"),
        (REVISION.format("seq = 9"), 2, "gap", "第2次修订缺失，其后是第3次"),
        (REVISION.format("kind = 'import'"), 2, "column", "第2次修订的列 kind（import）与正文（change）不一致"),
        (REVISION.format("since = '2026-01-01'"), 2, "column", "第2次修订的列 since（2026-01-01）"),
        (REVISION.format("reason = '别的'"), 2, "column", "第2次修订的列 reason（别的）"),
        (REVISION.format("document = '假文号'"), 2, "column", "第2次修订的列 document（假文号）"),
        (REVISION.format("person_id = NULL"), 2, "column", "第2次修订的列 person_id（None）"),
        (REVISION.format("case_id = gen_random_uuid()"), 2, "column", "第2次修订的列 case_id"),
        (REVISION.format("undoes = 1"), 2, "column", "第2次修订的列 undoes（1）"),
        (REVISION.format("recorded_at = '2026-01-01'"), 2, "column", "第2次修订的列 recorded_at"),
        (REVISION.format("added = 7"), 2, "column", "第2次修订的列 added（7）"),
        (REVISION.format("changed = 7"), 2, "column", "第2次修订的列 changed（7）"),
        (REVISION.format("withdrawn = 7"), 2, "column", "第2次修订的列 withdrawn（7）"),
        ("DELETE FROM registers_revision WHERE seq = 4", 4, "gap", "有第4次修订的条目，但没有这次修订"),
        (VERSION.format("leaf = replace(leaf, '5.00', '6.00')"), 2, "column", "第1个条目（A-1号摊）的列 data"),
        (VERSION.format(f"leaf = replace(leaf, '5.00', '6.00'), {OTHER_FEE}"), 2, "root", "与其根摘要不符"),
        (VERSION.format("leaf = leaf || ' '"), 2, "form", "第2次修订的第1个条目：不是规范形式"),
        (VERSION.format(OTHER_FEE), 2, "column", "第2次修订的第1个条目（A-1号摊）的列 data"),
        (VERSION.format("entry_id = gen_random_uuid()"), 2, "column", "的列 entry_id"),
        (VERSION.format("key = 'B'"), 2, "column", "的列 key（B）"),
        (VERSION.format("title = 'B'"), 2, "column", "的列 title（B）"),
        (VERSION.format("state = 'withdrawn'"), 2, "column", "的列 state（withdrawn）"),
        (VERSION.format("since = '2026-01-01'"), 2, "column", "的列 since（2026-01-01）"),
        (VERSION.format("organization_id = NULL"), 2, "column", "的列 organization_id（None）"),
        (VERSION.format("number = 3"), 2, "gap", "第2次修订缺第1个条目，其后是第2个"),
        (VERSION.format("seq = 9"), 2, "gap", "第2次修订缺第1个条目，其后是第2个"),
        ("DELETE FROM registers_version WHERE seq = 2 AND number = 2", 2, "gap", "第2次修订应有2个条目，现有1个"),
        (ENTRY.format("key = 'B'"), 4, "column", "条目“A-1号摊”的现状与历次修订不一致：key"),
        (ENTRY.format("title = 'B'"), 4, "column", "条目“B”的现状与历次修订不一致：title"),
        (ENTRY.format("state = 'withdrawn'"), 4, "column", "的现状与历次修订不一致：state"),
        (ENTRY.format("since = '2026-01-01'"), 4, "column", "的现状与历次修订不一致：since"),
        (ENTRY.format("seq = 1"), 4, "column", "的现状与历次修订不一致：seq"),
        (ENTRY.format("organization_id = NULL"), 4, "column", "的现状与历次修订不一致：organization_id"),
        (ENTRY.format(OTHER_FEE), 4, "column", "的现状与历次修订不一致：data"),
        (ENTRY.format("register = 'goods'"), 4, "column", "的现状与历次修订不一致：register"),
        (ENTRY.format("valid_until = '2036-12-31'"), 4, "column", "的现状与历次修订不一致：valid_until"),
        (ENTRY.format("valid_from = '2036-12-31'"), 4, "column", "的现状与历次修订不一致：valid_from"),
        ("DELETE FROM registers_entry WHERE key = 'A-1'", 4, "column", "条目“A-1号摊”在修订中有，现状里却没有"),
        (ENTRY.format("id = gen_random_uuid()"), 4, "column", "条目“A-1号摊”在"),
    ],
)  # fmt: skip
def test_what_is_changed_behind_the_record_is_named(
    statement: str, seq: int, kind: str, said: str, ledger: Ledger
) -> None:
    tamper(statement)
    (found,) = breaks()
    assert (found.found.seq, found.found.kind) == (seq, kind), found.found
    assert said in found.found.say


def test_a_chain_under_another_row_is_found(ledger: Ledger, revise: Revise) -> None:
    tamper("UPDATE registers_ledger SET header = replace(header, left(id::text, 8), '00000000')")
    (found,) = breaks()
    assert found.found.seq == 1


def test_one_register_is_verified_alone(ledger: Ledger, revise: Revise) -> None:
    revise([to(ChangeKind.ADD, None, name="鱼", group="fresh")], register="goods")  # type: ignore[arg-type]
    tamper("UPDATE registers_entry SET title = 'B' WHERE register = 'stalls'")
    assert breaks("goods") == []
    assert [each.register for each in breaks()] == ["stalls"]


@given(leaves=st.lists(st.binary(max_size=8), max_size=70))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_root_of_changes_is_that_of_the_log_tree(leaves: list[bytes]) -> None:
    assert changes_root(leaves) == Tree(leaf_hash(leaf) for leaf in leaves).root()


# --- exported -----------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(ledger: Ledger) -> bytes:
    revisions = ledger.revisions.order_by("seq").values_list("seq", "body", "hash")
    record = LedgerRecord(
        title="摊点名册",
        jurisdiction="清和区",
        header=ledger.header.encode(),
        revisions=tuple(StoredAct(seq, body.encode(), bytes(digest)) for seq, body, digest in revisions),
        leaves=[leaf.encode() for leaf in ledger.versions.values_list("leaf", flat=True)],
    )
    made = BytesIO()
    export_ledger(record, made)
    return made.getvalue()


def changed(data: bytes, member: str, change: Callable[[bytes], bytes]) -> ExportVerdict:
    """The verdict on the same file with one member changed, and its line in the list of hashes as it was."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return verify_export(BytesIO(out.getvalue()))


def test_an_exported_ledger_holds(exported: bytes, ledger: Ledger) -> None:
    verdict = verify_export(BytesIO(exported))
    assert verdict.first_break is None
    assert (verdict.ledger, verdict.acts, verdict.versions, verdict.logged) == (str(ledger.pk), 4, 8, -1)
    assert (verdict.case, verdict.signed) == ("", False)


def test_the_page_shows_what_was_done(exported: bytes) -> None:
    with ZipFile(BytesIO(exported)) as pack:
        page, everything = pack.read("index.html").decode(), b"".join(pack.read(name) for name in pack.namelist())
    for word in ("摊点名册", "年度核对", "有误", "程班"):
        assert word in page, word
    assert b"13800000002" not in everything


@pytest.mark.parametrize(
    ("member", "change", "kind"),
    [
        ("ledger.json", lambda data: data.replace(b"stalls", b"goods"), "hash"),
        ("ledger.json", lambda data: data + b" ", "header"),
        ("revisions.jsonl", lambda data: data.replace("年度核对".encode(), "年度检查".encode()), "hash"),
        ("revisions.jsonl", lambda data: data[:-1], "form"),
        ("versions.jsonl", lambda data: data.replace(b"5.00", b"6.00"), "root"),
        ("versions.jsonl", lambda data: b"\n".join(data.split(b"\n")[:-2]) + b"\n", "gap"),
        ("versions.jsonl", lambda data: data[:-1], "form"),
        ("versions.jsonl", lambda data: data + data.split(b"\n")[-2] + b"\n", "gap"),
        ("hashes.txt", lambda data: data.replace(b"file README.txt", b"file README.htm"), "file"),
        ("index.html", lambda data: data.replace("有误".encode(), "无误".encode()), "file"),
        ("proofs.json", lambda data: data.replace(b"fazhi-proofs-1", b"fazhi-proofs-2"), "file"),
    ],
)
def test_a_changed_member_is_found(member: str, change: Callable[[bytes], bytes], kind: str, exported: bytes) -> None:
    verdict = changed(exported, member, change)
    assert verdict.first_break is not None
    assert verdict.first_break.kind == kind, verdict.first_break
