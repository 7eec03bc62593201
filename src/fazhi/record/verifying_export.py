"""Verifying an exported case: everything in the file, member by member. Imports no writer."""

import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from fazhi.record import pack
from fazhi.record.canonical import parse
from fazhi.record.errors import RecordError
from fazhi.record.proofs import consistency_holds, inclusion_holds, leaf_of
from fazhi.record.signatures import fingerprint, signature_holds
from fazhi.record.sm3 import is_sm3_hex, sm3
from fazhi.record.stored import StoredAct
from fazhi.record.verdicts import Break, BreakKind, ExportVerdict, Verdict
from fazhi.record.verifying import verify_case
from fazhi.record.verifying_log import checkpoint_of, entry_of

LARGEST_FILE = 4 * 1024**3


class _Broken(Exception):  # noqa: N818 -- never leaves this module
    def __init__(self, kind: BreakKind, say: str, seq: int = 0) -> None:
        self.found = Break(seq, say, kind)


def verify_export(path: Path | IO[bytes], *, expected_fingerprint: str | None = None) -> ExportVerdict:
    """Verifies an exported file: the chain, the attachments, the log's proofs, the signature, and every other member.

    Args: the file; expected_fingerprint: of the office's public key as published. Without it a file made up from end
    to end with a key of its own would pass: compare the verdict's fingerprint by eye then.
    """
    verdict = Verdict(None, 0, 0)
    try:
        members = _members(path)
        hashes = _hashes(members[pack.HASHES], members[pack.ACTS].count(b"\n"))
        acts = _acts(members[pack.ACTS], hashes)
        contents = {name.removeprefix(pack.ATTACHMENTS): members[name] for name in members if _is_attachment(name)}
        verdict = verify_case(members[pack.HEADER], acts, attachment=contents.get)
        if verdict.first_break:
            raise _Broken(verdict.first_break.kind, verdict.first_break.say, verdict.first_break.seq)
        _check_list(members, acts, contents)
        logged = _check_proofs(members, acts)
        signed, mark = _check_signature(members, expected_fingerprint)
        case = parse(members[pack.HEADER])["case"]
    except _Broken as broken:
        return ExportVerdict(broken.found, "", verdict.acts, verdict.bytes, verdict.attachments)
    except RecordError as fault:
        return ExportVerdict(Break(0, fault.say, "file"), "", verdict.acts, verdict.bytes, verdict.attachments)
    return ExportVerdict(None, case, verdict.acts, verdict.bytes, verdict.attachments, logged, signed, mark)


def _is_attachment(name: str) -> bool:
    return name.startswith(pack.ATTACHMENTS)


def _members(path: Path | IO[bytes]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as opened:
            infos = opened.infolist()
            names = [info.filename for info in infos]
            if len(set(names)) != len(names):
                raise _Broken("file", "压缩包内有同名文件，不是本系统导出的格式。")
            # Nothing is compressed, so nothing can unfold into more than the file itself is.
            if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
                raise _Broken("file", "压缩包经过重新压缩，请取得导出时的原文件。")
            if sum(info.file_size for info in infos) > LARGEST_FILE:
                raise _Broken("file", "压缩包超过 4 GB，无法核验。")
            members = {info.filename: opened.read(info) for info in infos}
    except FileNotFoundError:
        raise _Broken("file", f"找不到文件 {path}。") from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as fault:
        raise _Broken("file", f"压缩包已损坏，无法读取（{fault}）。") from None
    for name in pack.REQUIRED:
        if name not in members:
            raise _Broken("file", f"压缩包内缺少 {name}。")
    for name in members:
        if name not in pack.REQUIRED and name not in pack.OPTIONAL and not _is_attachment(name):
            raise _Broken("file", f"压缩包内多出文件 {name}。")
    return members


def _hashes(listed: bytes, count: int) -> list[bytes]:
    """The act hashes that the list states, by position; whether they are true is for the chain to show."""
    lines = listed.split(b"\n")
    hashes = []
    for seq in range(1, count + 1):
        prefix = b"act %d " % seq
        line = lines[seq] if seq < len(lines) else b""
        digest = line.removeprefix(prefix).decode("ascii", "replace")
        if not line.startswith(prefix) or not is_sm3_hex(digest):
            raise _Broken("hash", f"{pack.HASHES} 中第{seq}条记录的摘要缺失或格式不对。", seq)
        hashes.append(bytes.fromhex(digest))
    return hashes


def _acts(lines: bytes, hashes: list[bytes]) -> list[StoredAct]:
    *bodies, rest = lines.split(b"\n")
    if rest:
        raise _Broken("form", f"{pack.ACTS} 的第{len(bodies) + 1}行不完整。", len(bodies) + 1)
    return [StoredAct(seq, body, digest) for seq, (body, digest) in enumerate(zip(bodies, hashes, strict=True), 1)]


def _check_list(members: Mapping[str, bytes], acts: list[StoredAct], contents: Mapping[str, bytes]) -> None:
    """Every member is in the list of hashes as it is, and nothing else is."""
    named = {paper["sm3"] for act in acts for paper in parse(act.body)["attachments"]}
    for digest in contents:
        if digest not in named:
            raise _Broken("attachment", f"附件 {digest} 不属于任何一条记录。")
    files = {name: sm3(data).hex() for name, data in members.items() if name not in pack.UNLISTED}
    # The hash of the header is not stored with the chain: the first act rests on it.
    expected = pack.hash_list(
        header=sm3(b"fazhi-case-1\n", members[pack.HEADER]).hex(), acts=[act.hash.hex() for act in acts], files=files
    )
    if expected != members[pack.HASHES]:
        stated = set(members[pack.HASHES].split(b"\n"))
        wrong = next((line for line in expected.split(b"\n") if line not in stated), b"")
        what = wrong.rpartition(b" ")[0].decode("utf-8", "replace").removeprefix("file ") or pack.HASHES
        raise _Broken("file", f"{what} 的内容与 {pack.HASHES} 所列摘要不符：二者之一被改动。")


def _check_proofs(members: Mapping[str, bytes], acts: list[StoredAct]) -> int:
    """Checks what the log says of this case; returns the last act that a signed checkpoint covers, -1 for none."""
    proofs = parse(members[pack.PROOFS])
    try:
        if proofs["format"] != pack.PROOFS_FORMAT:
            raise _Broken("log", f"{pack.PROOFS} 不是 {pack.PROOFS_FORMAT} 格式。")
        roots = _checkpoints(proofs["checkpoints"], members.get(pack.PUBLIC_KEY))
        _check_consistency(proofs["consistency"], roots)
        case = parse(members[pack.HEADER])["case"]
        chain = [sm3(b"fazhi-case-1\n", members[pack.HEADER]), *(act.hash for act in acts)]
        logged = -1
        for entry in proofs["entries"]:
            logged = max(logged, _entry(entry, roots, case, chain))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _Broken("log", f"{pack.PROOFS} 的内容不完整或格式不对。") from None
    return logged


def _checkpoints(listed: list[dict[str, Any]], public_key: bytes | None) -> dict[int, bytes]:
    """Roots by size, each with a valid signature."""
    if listed and public_key is None:
        raise _Broken("signature", f"压缩包内缺少 {pack.PUBLIC_KEY}，检查点的签名无从核验。")
    roots: dict[int, bytes] = {}
    logs = set()
    for each in listed:
        body = each["body"].encode()
        content = checkpoint_of(body)
        if not signature_holds(public_key or b"", bytes.fromhex(each["signature"]), body):
            raise _Broken("signature", f"检查点（{content['size']}条）的签名无效。")
        logs.add(content["log"])
        roots[content["size"]] = bytes.fromhex(content["root"])
    if len(logs) > 1:
        raise _Broken("log", "检查点出自不同的公开日志。")
    return roots


def _check_consistency(listed: list[dict[str, Any]], roots: dict[int, bytes]) -> None:
    """Each checkpoint's log is the beginning of the next one's."""
    sizes = sorted(roots)
    if [(each["from"], each["to"]) for each in listed] != list(pairwise(sizes)):
        raise _Broken("log", "检查点之间的一致性证明不齐全。")
    for each in listed:
        old, new, path = each["from"], each["to"], [bytes.fromhex(step) for step in each["path"]]
        if not consistency_holds(old=old, new=new, old_root=roots[old], new_root=roots[new], path=path):
            raise _Broken("log", f"检查点（{old}条）不是检查点（{new}条）的开头：公开日志被改写。")


def _entry(entry: dict[str, Any], roots: dict[int, bytes], case: str, chain: list[bytes]) -> int:
    leaf, size = entry["leaf"].encode(), entry["checkpoint"]
    content = entry_of(leaf)
    path = [bytes.fromhex(step) for step in entry["path"]]
    if size not in roots or not inclusion_holds(
        leaf=leaf_of(leaf), index=entry["index"], size=size, path=path, root=roots[size]
    ):
        raise _Broken("log", f"公开日志第{entry['index'] + 1}条不在检查点（{size}条）之内，证明不成立。")
    seq: int = content["seq"]
    if content["case"] != case or not 0 <= seq < len(chain):
        raise _Broken("log", f"公开日志所记第{seq}条记录不在本案卷内：末尾的记录缺失。", len(chain))
    if chain[seq].hex() != content["hash"]:
        raise _Broken("log", f"第{seq}条记录与公开日志所记摘要不同：记录在公开之后被整体改写。", seq)
    return seq


def _check_signature(members: Mapping[str, bytes], expected: str | None) -> tuple[bool, str]:
    """Returns whether the list of hashes is signed, and the key's fingerprint."""
    pem, written = members.get(pack.PUBLIC_KEY), members.get(pack.SIGNATURE)
    mark = fingerprint(pem) if pem else ""
    if expected is not None and mark != expected:
        raise _Broken("signature", f"压缩包内的公钥（指纹 {mark or '无'}）不是公布的公钥（指纹 {expected}）。")
    if written is None:
        return False, mark
    text = written.decode("ascii", "replace").removesuffix("\n")
    if pem is None or len(text) != 128 or text.strip("0123456789abcdef") or not written.endswith(b"\n"):
        raise _Broken("signature", f"{pack.SIGNATURE} 格式不对，或缺少公钥。")
    if not signature_holds(pem, bytes.fromhex(text), members[pack.HASHES]):
        raise _Broken("signature", f"{pack.HASHES} 的签名无效。")
    return True, mark
