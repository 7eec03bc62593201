"""Exporting one case as a single file that can be verified anywhere. Section 4 of docs/record.md."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from fazhi.record import pack
from fazhi.record.canonical import canonical, parse
from fazhi.record.chain import header_hash
from fazhi.record.errors import RecordError
from fazhi.record.export_page import Page, page, readme
from fazhi.record.keys import SigningKey
from fazhi.record.log import NOTHING_LOGGED, LogEvidence
from fazhi.record.signatures import fingerprint
from fazhi.record.sm3 import sm3
from fazhi.record.stored import StoredAct

# The oldest moment that a ZIP can name: the same case gives the same file whenever it is exported.
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3


@dataclass(frozen=True)
class CaseRecord:
    """One case, ready for export.

    number, title, organization, procedure: in words, for the page; words: Chinese for the slugs in acts, by kind and
    slug ("step:hearing", "result:held", "role:handler", "kind:correction", "field:facts"); public_key: the log's, PEM.
    """

    number: str
    title: str
    organization: str
    procedure: str
    header: bytes
    acts: tuple[StoredAct, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    log: LogEvidence = NOTHING_LOGGED
    public_key: bytes | None = None


def export_case(
    record: CaseRecord, to: IO[bytes], *, attachment: Callable[[str], bytes | None], key: SigningKey | None = None
) -> None:
    """Writes the case's file; the same record always gives the same bytes.

    Args: to: a binary file to write; attachment: gives the content of an SM3 (hex); key: signs the list of hashes,
    and must be the one whose public half is `record.public_key`.
    Raises: RecordError where an attachment is missing or changed, or the key is another.
    """
    if key and key.public_pem != record.public_key:
        raise RecordError("导出所用的签名私钥与公布的公钥不是一对，请检查密钥文件。")
    if record.log.entries and not record.public_key:
        raise RecordError("导出内容含公开日志的证明，但没有给出公钥。")
    bodies = [parse(act.body) for act in record.acts]
    papers = {paper["sm3"]: paper["name"] for body in bodies for paper in body["attachments"]}
    members = _members(record, bodies)
    files = {name: sm3(data).hex() for name, data in members.items()}
    files |= {pack.ATTACHMENTS + digest: digest for digest in papers}
    hashes = [act.hash.hex() for act in record.acts]
    members[pack.HASHES] = pack.hash_list(header=header_hash(record.header).hex(), acts=hashes, files=files)
    if key:
        members[pack.SIGNATURE] = key.sign(members[pack.HASHES]).hex().encode() + b"\n"
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as out:
        for name in sorted([*members, *(pack.ATTACHMENTS + digest for digest in papers)]):
            digest = name.removeprefix(pack.ATTACHMENTS)
            data = members[name] if name in members else _content(digest, papers[digest], attachment)
            out.writestr(member(name), data)


def _members(record: CaseRecord, bodies: list[dict[str, Any]]) -> dict[str, bytes]:
    """Everything but the attachments, the list of hashes and its signature."""
    shown = Page(
        number=record.number,
        title=record.title,
        organization=record.organization,
        procedure=record.procedure,
        header=parse(record.header),
        acts=tuple((act.hash.hex(), body) for act, body in zip(record.acts, bodies, strict=True)),
        words=record.words,
        checkpoints=tuple(parse(each.body) for each in record.log.checkpoints),
        fingerprint=fingerprint(record.public_key) if record.public_key else "",
        logged=max((parse(entry.leaf)["seq"] for entry in record.log.entries), default=-1),
    )
    members = {
        pack.HEADER: record.header,
        pack.ACTS: b"".join(act.body + b"\n" for act in record.acts),
        pack.PROOFS: proofs(record.log),
        pack.PAGE: page(shown).encode(),
        pack.README: readme(shown).encode(),
    }
    return members | ({pack.PUBLIC_KEY: record.public_key} if record.public_key else {})


def _content(digest: str, name: str, attachment: Callable[[str], bytes | None]) -> bytes:
    data = attachment(digest)
    if data is None:
        raise RecordError(f"附件“{name}”在存储中缺失，不能导出不完整的案卷，请先从备份恢复。")
    if sm3(data).hex() != digest:
        raise RecordError(f"附件“{name}”的内容与所记 SM3 摘要不符，已停止导出，请先从备份恢复。")
    return data


def member(name: str) -> zipfile.ZipInfo:
    """The entry of a file in the ZIP.

    Nothing in it depends on the machine. Stored, not deflated: versions of zlib write different bytes.
    """
    info = zipfile.ZipInfo(name, _TIMESTAMP)
    info.create_system = _UNIX
    info.external_attr = _READABLE
    return info


def proofs(log: LogEvidence) -> bytes:
    """proofs.json: what the log proves of a case or a ledger."""
    return canonical(
        {
            "format": pack.PROOFS_FORMAT,
            "entries": [
                {
                    "index": entry.index,
                    "leaf": entry.leaf.decode(),
                    "checkpoint": entry.checkpoint,
                    "path": [step.hex() for step in entry.path],
                }
                for entry in log.entries
            ],
            "checkpoints": [
                {"body": each.body.decode(), "signature": each.signature.hex()} for each in log.checkpoints
            ],
            "consistency": [
                {"from": each.old, "to": each.new, "path": [step.hex() for step in each.path]}
                for each in log.consistency
            ],
        }
    )
