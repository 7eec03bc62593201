"""回执 receipts: what a person takes away of an act, and what the public log says of it later.

A receipt is a line that anybody can keep: the case's identifier, the number of the act, and its hash. It says nothing
of what the act is about. Held against the record it proves that this very act stands there, unchanged, and since when
a signed checkpoint covers it (docs/record.md, section 7).
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from fazhi.cases.checkpoints import evidence_for, public_key
from fazhi.cases.models import Act, Case
from fazhi.record.errors import RecordError
from fazhi.record.log import Checkpoint, EntryProof, LogEvidence
from fazhi.record.proofs import inclusion_holds, leaf_of
from fazhi.record.signatures import signature_holds
from fazhi.record.stored import StoredAct
from fazhi.record.verifying import verify_case

FORMAT = "fazhi-receipt-1"
_LINE = re.compile(
    r"(?P<case>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s+(?P<seq>[0-9]{1,6})\s+(?P<hash>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Receipt:
    """One act: its case, its number in it, the hex of its hash."""

    case: UUID
    seq: int
    hash: str

    @property
    def text(self) -> str:
        """The line that people keep."""
        return f"{FORMAT} {self.case} {self.seq} {self.hash}"


class Standing(StrEnum):
    """What the record says of a receipt."""

    PROVEN = "proven"
    """Unchanged, and under a signed checkpoint."""
    WAITING = "waiting"
    """Unchanged, and taken in with the next checkpoint."""
    UNKNOWN = "unknown"
    """No such act: a receipt of another place, or made up."""
    CHANGED = "changed"
    """An act of this number is there with another hash, or the chain or the log does not hold."""


@dataclass(frozen=True)
class Answer:
    """``recorded_at``, ``procedure`` and ``organization`` say which act it was, to whoever holds the receipt.

    ``entry`` and ``checkpoint`` are the place in the log and the signed root that prove it; ``say`` is what is broken.
    """

    standing: Standing
    receipt: Receipt
    recorded_at: datetime | None = None
    procedure: str = ""
    organization: str = ""
    entry: EntryProof | None = None
    checkpoint: Checkpoint | None = None
    say: str = ""

    @property
    def signed_at(self) -> datetime | None:
        """The moment that the checkpoint states."""
        return datetime.fromisoformat(json.loads(self.checkpoint.body)["at"]) if self.checkpoint else None


def receipt_of(act: Act) -> Receipt:
    """The receipt of an act."""
    return Receipt(act.case_id, act.seq, bytes(act.hash).hex())


def receipt_for(case: Case) -> Receipt:
    """Of the last act of a case: it speaks for all before it, since every hash continues the one before."""
    return Receipt(case.pk, case.head_seq, bytes(case.head_hash).hex())


def read(text: str) -> Receipt | None:
    """The receipt in a text that somebody pasted, however it was wrapped or copied; None where there is none."""
    plain = unicodedata.normalize("NFKC", text[:2000]).lower().replace("\u200b", "")
    found = _LINE.search(plain)
    if found is None:
        return None
    return Receipt(UUID(found["case"]), int(found["seq"]), found["hash"])


def hold(receipt: Receipt) -> Answer:
    """Holds a receipt against the record: the act's hash, the chain of its case from end to end, the log's proof."""
    case = Case.objects.select_related("organization").filter(pk=receipt.case).first()
    act = Act.objects.filter(case=receipt.case, seq=receipt.seq).first() if case else None
    if case is None or act is None:
        return Answer(Standing.UNKNOWN, receipt)
    about = (act.recorded_at, case.definition.title, str(case.organization))
    if bytes(act.hash).hex() != receipt.hash:
        return Answer(Standing.CHANGED, receipt, *about, say="这一条记录现在的摘要与回执上的不同。")
    acts = case.acts.order_by("seq").values_list("seq", "body", "hash")
    chain = [StoredAct(seq, body.encode(), bytes(digest)) for seq, body, digest in acts]
    verdict = verify_case(case.header.encode(), chain, head=(case.head_seq, bytes(case.head_hash)), form=False)
    if verdict.first_break:
        return Answer(Standing.CHANGED, receipt, *about, say=verdict.first_break.say)
    try:
        log = evidence_for(case.pk)
        entry = next((each for each in log.entries if json.loads(each.leaf)["seq"] >= receipt.seq), None)
        if entry is None:
            return Answer(Standing.WAITING, receipt, *about)
        checkpoint = _proven(entry, log, chain)
    except RecordError as fault:
        return Answer(Standing.CHANGED, receipt, *about, say=fault.say)
    return Answer(Standing.PROVEN, receipt, *about, entry, checkpoint)


def _proven(entry: EntryProof, log: LogEvidence, chain: list[StoredAct]) -> Checkpoint:
    """The checkpoint that proves the entry. Raises RecordError where anything about it does not hold."""
    checkpoint = next(each for each in log.checkpoints if each.size == entry.checkpoint)
    said = json.loads(entry.leaf)
    hashes = {act.seq: act.hash.hex() for act in chain}
    if hashes.get(said["seq"]) != said["hash"]:
        raise RecordError("公开日志里这个案件的摘要与案件现在的记录不同。")
    key = public_key()
    if key is None or not signature_holds(key, checkpoint.signature, checkpoint.body):
        raise RecordError("检查点的签名不成立。")
    if not inclusion_holds(
        leaf=leaf_of(entry.leaf), index=entry.index, size=checkpoint.size, path=entry.path, root=checkpoint.root
    ):
        raise RecordError("公开日志的证明不成立。")
    return checkpoint
