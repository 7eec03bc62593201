"""A small chain with attachments, and the same case as an exported file, for the tests of the record."""

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fazhi.record.canonical import canonical, parse
from fazhi.record.chain import CaseHeader, act_body, act_hash, header_hash
from fazhi.record.export import CaseRecord, export_case
from fazhi.record.keys import SigningKey
from fazhi.record.log import Checkpoint, entry_leaf, evidence, make_checkpoint
from fazhi.record.merkle import Tree, leaf_hash
from fazhi.record.sm3 import sm3
from fazhi.record.stored import StoredAct

CASE = UUID("0192f0c1-7a3b-7c11-9d55-aa0011223344")
OTHER = UUID("0192f0c1-7a3b-7c11-9d55-aa0011223355")
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
# What the row of a case repeats of its header.
COLUMNS = ("penalty-ordinary", date(2021, 7, 15), "justice")
PAPERS = (b"%PDF photo", b"PK note of the scene")


@dataclass(frozen=True)
class SmallCase:
    """A header, its acts, and the attachments by SM3 (hex)."""

    header: bytes
    acts: tuple[StoredAct, ...]
    papers: dict[str, bytes]

    @property
    def head(self) -> tuple[int, bytes]:
        return (self.acts[-1].seq, self.acts[-1].hash) if self.acts else (0, header_hash(self.header))


def header_of(case: UUID = CASE) -> bytes:
    procedure, edition, organization = COLUMNS
    return CaseHeader(case, "990102", organization, procedure, edition, OPENED).canonical()


def body_of(seq: int, case: UUID = CASE, papers: tuple[bytes, ...] = (), facts: str = "现场检查") -> bytes:
    moment = OPENED + timedelta(days=seq)
    return act_body(
        {
            "case": str(case),
            "seq": seq,
            "kind": "act",
            "step": "investigate",
            "result": "done",
            "thread": "main",
            "person": {"id": 7, "name": "张承办"},
            "role": "handler",
            "for": None,
            "performed_on": moment.date().isoformat(),
            "recorded_at": moment.isoformat(),
            "data": {"facts": facts, "amount": "5000.00"},
            "attachments": [
                {"name": f"附件{n}.pdf", "sm3": sm3(p).hex(), "size": len(p)} for n, p in enumerate(papers)
            ],
        }
    )


def chain_of(header: bytes, bodies: list[bytes]) -> tuple[StoredAct, ...]:
    previous, acts = header_hash(header), []
    for seq, body in enumerate(bodies, 1):
        previous = act_hash(previous, body)
        acts.append(StoredAct(seq, body, previous))
    return tuple(acts)


def small_case(
    case: UUID = CASE, acts: int = 3, facts: str = "现场检查", *, number: str = "", spaced: bool = False
) -> SmallCase:
    """The first act has no attachment, the second both, later ones the first only.

    number: said in the first act; spaced: the first body is no canonical JSON.
    """
    bodies = [body_of(seq, case, ((), PAPERS, PAPERS[:1])[min(seq, 3) - 1], facts) for seq in range(1, acts + 1)]
    if number:
        bodies[0] = canonical(parse(bodies[0]) | {"number": number})
    if spaced:
        bodies[0] += b" "
    header = header_of(case)
    return SmallCase(header, chain_of(header, bodies), {sm3(paper).hex(): paper for paper in PAPERS})


def logged(small: SmallCase) -> CaseRecord:
    """The case, in a log of nine entries with three checkpoints, among entries of another case."""
    tree, leaves, checkpoints = Tree(), [], list[Checkpoint]()
    for index in range(9):
        seq = {2: 1, 5: 2, 6: 3}.get(index)
        case, digest = (CASE, small.acts[seq - 1].hash) if seq else (OTHER, bytes([index]) * 32)
        leaf = entry_leaf(case=case, seq=seq or index, hash=digest, at=OPENED + timedelta(days=index))
        tree.append(leaf_hash(leaf))
        leaves.append((index, leaf, case))
        if index in (3, 6, 8):
            size, before = index + 1, checkpoints[-1] if checkpoints else None
            at = OPENED + timedelta(days=index)
            checkpoints.append(
                make_checkpoint(log="qinghe", size=size, root=tree.root(), at=at, previous=before, key=KEY)
            )
    mine = [(index, leaf) for index, leaf, case in leaves if case == CASE]
    proofs = evidence(tree=tree, entries=mine, checkpoints=checkpoints)
    return replace(record_of(small), log=proofs, public_key=KEY.public_pem)


def record_of(small: SmallCase) -> CaseRecord:
    return CaseRecord(
        number="清市监罚〔2026〕1号",
        title="某餐饮店未取得许可案",
        organization="清和区市场监督管理局",
        procedure="行政处罚普通程序",
        header=small.header,
        acts=small.acts,
        words={"step:investigate": "调查取证", "result:done": "完成", "role:handler": "承办人", "field:facts": "事实"},
    )


def exported(record: CaseRecord, papers: dict[str, bytes], key: SigningKey | None = KEY) -> bytes:
    out = io.BytesIO()
    export_case(record, out, attachment=papers.get, key=key)
    return out.getvalue()


@cache
def exported_small_case() -> bytes:
    small = small_case()
    return exported(logged(small), small.papers)


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(members: dict[str, bytes]) -> io.BytesIO:
    """The members in a ZIP again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return io.BytesIO(out.getvalue())
