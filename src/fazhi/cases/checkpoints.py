"""Checkpoints 检查点: the heads of cases and ledgers that changed go into the public log, and its root is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from fazhi.cases import models
from fazhi.cases.logtree import LogTree, log_tree
from fazhi.record.keys import SigningKey, load_or_make_key
from fazhi.record.log import NOTHING_LOGGED, Checkpoint, LogEvidence, entry_leaf, evidence, ledger_leaf, make_checkpoint
from fazhi.record.signatures import fingerprint

# Any fixed number: of two checkpoints that begin at once, the second waits and then finds nothing to do.
LOCK = 0x66617A6869
# The column case_id of an entry holds the identifier of a case or of a ledger; none is both, and the leaf says which.
CHANGED = """
SELECT c.id, c.head_seq, c.head_hash, false FROM cases_case c
WHERE NOT EXISTS (SELECT 1 FROM cases_logentry e WHERE e.case_id = c.id AND e.seq >= c.head_seq)
UNION ALL
SELECT l.id, l.head_seq, l.head_hash, true FROM registers_ledger l
WHERE NOT EXISTS (SELECT 1 FROM cases_logentry e WHERE e.case_id = l.id AND e.seq >= l.head_seq)
ORDER BY 4, 1
"""
ROWS_AT_ONCE = 5000

Head = tuple[UUID, int, bytes, bool]
"""Identifier, number and hash of the last act or revision, and whether it is a ledger's."""


def key_path() -> Path:
    """The private key of the log: in the installation's folder, made with the first checkpoint."""
    return Path(settings.HOME) / "record-key.pem"


def public_key() -> bytes | None:
    """The log's public key in PEM; None before the first checkpoint."""
    return signing_key().public_pem if key_path().exists() else None


def signing_key() -> SigningKey:
    """Raises RecordError for a key that others may read, or that is broken."""
    return load_or_make_key(key_path())


@transaction.atomic
def checkpoint(*, at: datetime) -> models.Checkpoint | None:
    """Appends the head of each case and ledger that changed since its last entry, and signs the root. None: none did.

    Acts that are being taken meanwhile come with the next one. Raises RecordError where the log is not what the last
    checkpoint signed, or the key is unfit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(CHANGED)
        heads: list[Head] = cursor.fetchall()
    last = last_checkpoint()
    size = models.LogEntry.objects.count() if last is None else _size_from(last.size)
    if not heads and (last is None or last.size == size):
        return None
    _append(heads, size, at)
    size += len(heads)
    key = signing_key()
    # Before signing on, the whole of the log must come to what was signed last.
    root = tree_of(size, last).root()
    made = make_checkpoint(log=_name(last, key), size=size, root=root, at=at, previous=last, key=key)
    return models.Checkpoint.objects.create(
        size=made.size, root=made.root, body=made.body.decode(), signature=made.signature
    )


def last_checkpoint() -> Checkpoint | None:
    """The newest checkpoint."""
    row = models.Checkpoint.objects.order_by("-size").first()
    return _plain(row) if row else None


def tree_of(size: int, last: Checkpoint | None) -> LogTree:
    """The tree over the first `size` entries. Raises RecordError where it is not what `last` signed."""
    return log_tree(size=size, leaves=_leaves, last=last, path=Path(settings.HOME) / "record-log-spans")


def evidence_for(case_id: UUID) -> LogEvidence:
    """What the log proves of one case, or of one ledger. Raises RecordError where the log is not what was signed."""
    entries = models.LogEntry.objects.filter(case_id=case_id).order_by("index").values_list("index", "leaf")
    signed = [_plain(row) for row in models.Checkpoint.objects.order_by("size")]
    if not entries or not signed:
        return NOTHING_LOGGED
    return evidence(
        tree=tree_of(signed[-1].size, signed[-1]),
        entries=[(index, leaf.encode()) for index, leaf in entries],
        checkpoints=signed,
    )


def _plain(row: models.Checkpoint) -> Checkpoint:
    return Checkpoint(row.size, bytes(row.root), row.body.encode(), bytes(row.signature))


def _size_from(signed: int) -> int:
    """The number of entries: those signed, and what may lie behind them."""
    return signed + models.LogEntry.objects.filter(index__gte=signed).count()


def _append(heads: Iterable[Head], start: int, at: datetime) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY cases_logentry (index, case_id, seq, leaf) FROM STDIN") as copy,
    ):
        for index, (pk, seq, digest, is_ledger) in enumerate(heads, start):
            if is_ledger:
                leaf = ledger_leaf(ledger=pk, seq=seq, hash=bytes(digest), at=at)
            else:
                leaf = entry_leaf(case=pk, seq=seq, hash=bytes(digest), at=at)
            copy.write_row((index, pk, seq, leaf.decode()))


def _leaves(low: int, high: int) -> Iterator[bytes]:
    """Streamed: a million entries are never in memory at once."""
    rows = models.LogEntry.objects.filter(index__gte=low, index__lt=high).order_by("index")
    for leaf in rows.values_list("leaf", flat=True).iterator(chunk_size=ROWS_AT_ONCE):
        yield leaf.encode()


def _name(last: Checkpoint | None, key: SigningKey) -> str:
    """One log keeps its name for good; a new one is called after its key."""
    if last is not None:
        name: str = json.loads(last.body)["log"]
        return name
    return f"fazhi-{fingerprint(key.public_pem)[:16]}"
