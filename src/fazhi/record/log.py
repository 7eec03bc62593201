"""The public log (公开日志) from the writer's side: entries, checkpoints (检查点), evidence for one case.

Section 3 of docs/record.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol
from uuid import UUID

from fazhi.record.canonical import canonical
from fazhi.record.chain import written_moment
from fazhi.record.keys import SigningKey
from fazhi.record.sm3 import sm3

NO_CHECKPOINT = "0" * 64


@dataclass(frozen=True)
class Checkpoint:
    """A signed root: the log had `size` entries with this root. `body` is the signed bytes."""

    size: int
    root: bytes
    body: bytes
    signature: bytes


@dataclass(frozen=True)
class EntryProof:
    """An entry of the log, and its path to the root of the checkpoint of size `checkpoint`."""

    index: int
    leaf: bytes
    checkpoint: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Consistency:
    """The proof that the log of `old` entries is the beginning of the log of `new`."""

    old: int
    new: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class LogEvidence:
    """What the public log says of one case: its entries, the checkpoints that cover them, and how those continue."""

    entries: tuple[EntryProof, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    consistency: tuple[Consistency, ...] = ()


NOTHING_LOGGED = LogEvidence()


def entry_leaf(*, case: UUID, seq: int, hash: bytes, at: datetime) -> bytes:  # noqa: A002 -- the format's own name
    """The leaf data that says: at this moment, act `seq` was the last of the case and had this hash."""
    return canonical({"case": str(case), "seq": seq, "hash": hash.hex(), "at": written_moment(at)})


def ledger_leaf(*, ledger: UUID, seq: int, hash: bytes, at: datetime) -> bytes:  # noqa: A002 -- the format's own name
    """The same of a register's ledger 台账: revision `seq` was its last."""
    return canonical({"ledger": str(ledger), "seq": seq, "hash": hash.hex(), "at": written_moment(at)})


def make_checkpoint(
    *, log: str, size: int, root: bytes, at: datetime, previous: Checkpoint | None, key: SigningKey
) -> Checkpoint:
    """Signs the root of the log at this size; `previous` is the checkpoint before, None for the first."""
    before = sm3(previous.body).hex() if previous else NO_CHECKPOINT
    body = canonical({"log": log, "size": size, "root": root.hex(), "at": written_moment(at), "previous": before})
    return Checkpoint(size, root, body, key.sign(body))


class Proofs(Protocol):
    """A tree that can prove, however it is kept: `merkle.Tree` in memory, or one over stored subtrees."""

    def inclusion_proof(self, index: int, size: int) -> tuple[bytes, ...]: ...
    def consistency_proof(self, old: int, new: int) -> tuple[bytes, ...]: ...


def evidence(*, tree: Proofs, entries: Iterable[tuple[int, bytes]], checkpoints: Sequence[Checkpoint]) -> LogEvidence:
    """Proofs for the entries of one case.

    Args: the tree of the whole log, the case's entries as (index, leaf data), all checkpoints in order of size.
    Returns: each entry under the first checkpoint that covers it (entries beyond the last are left out), those
    checkpoints and the newest, and that each is the beginning of the next.
    """
    proofs = []
    used = {}
    for index, leaf in entries:
        covering = next((each for each in checkpoints if each.size > index), None)
        if covering:
            used[covering.size] = covering
            path = tree.inclusion_proof(index, covering.size)
            proofs.append(EntryProof(index, leaf, covering.size, path))
    if used:
        used[checkpoints[-1].size] = checkpoints[-1]
    kept = tuple(used[size] for size in sorted(used))
    steps = tuple(
        Consistency(old.size, new.size, tree.consistency_proof(old.size, new.size)) for old, new in pairwise(kept)
    )
    return LogEvidence(tuple(proofs), kept, steps)
