"""Checkpoints: what goes into the public log, what is signed, and what is refused."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fazhi.cases import background, checkpoints
from fazhi.cases.logtree import SPAN
from fazhi.cases.models import Case, Checkpoint, LogEntry
from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from fazhi.record.errors import RecordError
from fazhi.record.log import entry_leaf, make_checkpoint
from fazhi.record.merkle import Tree, leaf_hash
from fazhi.record.proofs import consistency_holds, inclusion_holds, leaf_of
from fazhi.record.signatures import signature_holds
from fazhi.registers.models import Ledger
from tests.cases.walks import informed


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def test_a_checkpoint_signs_the_heads_of_all_cases_and_ledgers(opened: Callable[..., Taken], at: datetime) -> None:
    cases = sorted((opened().case for _ in range(3)), key=lambda case: case.pk)
    made = checkpoints.checkpoint(at=at)
    assert made is not None
    # The officers' cards stand in a register.
    ledger = Ledger.objects.get()
    leaves = [json.loads(each.leaf) for each in LogEntry.objects.all()]
    assert [(leaf.get("case"), leaf.get("ledger"), leaf["seq"], leaf["hash"]) for leaf in leaves] == [
        *((str(case.pk), None, case.head_seq, case.head_hash.hex()) for case in cases),
        (None, str(ledger.pk), ledger.head_seq, bytes(ledger.head_hash).hex()),
    ]
    assert bytes(made.root) == Tree(leaf_hash(each.leaf.encode()) for each in LogEntry.objects.all()).root()
    assert signature_holds(checkpoints.public_key() or b"", bytes(made.signature), made.body.encode())


def test_only_cases_that_changed_are_logged_again(
    opened: Callable[..., Taken], officers: list[Actor], at: datetime
) -> None:
    first, _ = opened().case, opened().case
    checkpoints.checkpoint(at=at)
    assert checkpoints.checkpoint(at=at) is None
    informed(first, officers[0], at)
    made = checkpoints.checkpoint(at=at + timedelta(days=1))
    assert made is not None
    assert list(LogEntry.objects.values_list("index", "case_id", "seq"))[3:] == [(3, first.pk, 2)]
    before, after = Checkpoint.objects.all()
    assert json.loads(after.body)["log"] == json.loads(before.body)["log"]
    assert (before.size, after.size) == (3, 4)


def test_no_case_no_checkpoint(db: None, at: datetime) -> None:
    assert checkpoints.checkpoint(at=at) is None
    assert not checkpoints.key_path().exists()
    assert checkpoints.public_key() is None


def test_the_key_is_for_its_owner_only(case: Case, at: datetime) -> None:
    checkpoints.checkpoint(at=at)
    assert checkpoints.key_path().stat().st_mode & 0o777 == 0o600


def test_nothing_is_signed_on_top_of_a_changed_log(case: Case, officers: list[Actor], at: datetime) -> None:
    checkpoints.checkpoint(at=at)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_logentry DISABLE TRIGGER append_only")
        cursor.execute("UPDATE cases_logentry SET leaf = replace(leaf, '2026', '2025')")
        cursor.execute("ALTER TABLE cases_logentry ENABLE TRIGGER append_only")
    informed(case, officers[0], at)
    with pytest.raises(RecordError, match="公开日志与上一个检查点不符"):
        checkpoints.checkpoint(at=at)
    assert (Checkpoint.objects.count(), LogEntry.objects.count()) == (1, 2)


def test_the_log_cannot_be_changed(case: Case, at: datetime) -> None:
    from django.db import IntegrityError, transaction  # noqa: PLC0415

    checkpoints.checkpoint(at=at)
    for model in (Checkpoint, LogEntry):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.all().delete()


@pytest.fixture
def long_log(case: Case, at: datetime) -> list[bytes]:
    """A log of three whole spans and a bit, with checkpoints at odd places."""
    leaves = [entry_leaf(case=case.pk, seq=1, hash=bytes([n % 251] * 32), at=at) for n in range(3 * SPAN + 5)]
    LogEntry.objects.bulk_create(
        LogEntry(index=n, case_id=case.pk, seq=0, leaf=leaf.decode()) for n, leaf in enumerate(leaves)
    )
    last = None
    for size in (3, SPAN, SPAN + 7, 3 * SPAN):
        root = Tree(leaf_hash(leaf) for leaf in leaves[:size]).root()
        last = make_checkpoint(log="l", size=size, root=root, at=at, previous=last, key=checkpoints.signing_key())
        Checkpoint.objects.create(size=size, root=root, body=last.body.decode(), signature=last.signature)
    return leaves


@pytest.mark.parametrize("file", ["none", "kept", "broken", "short"])
def test_a_long_log_is_proven_whatever_the_file_of_spans_holds(file: str, long_log: list[bytes], at: datetime) -> None:
    path = checkpoints.key_path().parent / "record-log-spans"
    if file != "none":
        checkpoints.tree_of(3 * SPAN + 5, checkpoints.last_checkpoint())
        whole = path.read_bytes()
        assert len(whole) == 3 * 32
        path.write_bytes({"kept": whole, "broken": bytes(96), "short": whole[:40]}[file])
    size = len(long_log)
    tree, plain = checkpoints.tree_of(size, checkpoints.last_checkpoint()), Tree(leaf_hash(each) for each in long_log)
    assert tree.root() == plain.root()
    for index in (0, 255, 256, 700, size - 1):
        path_up = tree.inclusion_proof(index, size)
        assert inclusion_holds(leaf=leaf_of(long_log[index]), index=index, size=size, path=path_up, root=plain.root())
    for old in (1, 255, 256, 300, 768, size):
        assert consistency_holds(
            old=old, new=size, old_root=plain.root(old), new_root=plain.root(), path=tree.consistency_proof(old, size)
        )


def test_a_checkpoint_on_a_long_log_reads_only_its_last_entries(
    long_log: list[bytes], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoints.tree_of(3 * SPAN + 5, checkpoints.last_checkpoint())
    asked: list[tuple[int, int]] = []
    read = checkpoints._leaves
    monkeypatch.setattr(checkpoints, "_leaves", lambda low, high: asked.append((low, high)) or read(low, high))
    made = checkpoints.checkpoint(at=at)
    assert made is not None
    assert made.size == 3 * SPAN + 7
    assert asked == [(3 * SPAN, 3 * SPAN + 7)]


def test_planned_job_signs(case: Case) -> None:
    assert background.sign_the_log(timestamp=0) == "检查点：公开日志2条。"
    assert background.sign_the_log(timestamp=0) == "没有变化的案件。"
