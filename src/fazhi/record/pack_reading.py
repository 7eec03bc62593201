"""Reading the file of an exported case or ledger, and what both have: the list of hashes, proofs, the signature."""

import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from fazhi.record import pack
from fazhi.record.canonical import parse
from fazhi.record.proofs import consistency_holds, inclusion_holds, leaf_of
from fazhi.record.signatures import fingerprint, signature_holds
from fazhi.record.sm3 import is_sm3_hex, sm3
from fazhi.record.stored import StoredAct
from fazhi.record.verdicts import Break, BreakKind
from fazhi.record.verifying_log import checkpoint_of, entry_of

LARGEST_FILE = 4 * 1024**3


class Broken(Exception):  # noqa: N818 -- reads as what it says
    """Something in the file does not hold; never leaves the verifiers of files."""

    def __init__(self, kind: BreakKind, say: str, seq: int = 0) -> None:
        self.found = Break(seq, say, kind)


def read_members(path: Path | IO[bytes]) -> dict[str, bytes]:
    """Every member by its name. Raises Broken for what is no such file."""
    try:
        with zipfile.ZipFile(path) as opened:
            infos = opened.infolist()
            names = [info.filename for info in infos]
            if len(set(names)) != len(names):
                raise Broken("file", "压缩包内有同名文件，不是本系统导出的格式。")
            # Nothing is compressed, so nothing can unfold into more than the file itself is.
            if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
                raise Broken("file", "压缩包经过重新压缩，请取得导出时的原文件。")
            if sum(info.file_size for info in infos) > LARGEST_FILE:
                raise Broken("file", "压缩包超过 4 GB，无法核验。")
            return {info.filename: opened.read(info) for info in infos}
    except FileNotFoundError:
        raise Broken("file", f"找不到文件 {path}。") from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as fault:
        raise Broken("file", f"压缩包已损坏，无法读取（{fault}）。") from None


def check_names(members: Mapping[str, bytes], required: Sequence[str], folder: str | None = None) -> None:
    """Raises Broken where a member is missing or too many; what lies in ``folder`` may have any name."""
    for name in required:
        if name not in members:
            raise Broken("file", f"压缩包内缺少 {name}。")
    for name in members:
        if name not in required and name not in pack.OPTIONAL and not (folder and name.startswith(folder)):
            raise Broken("file", f"压缩包内多出文件 {name}。")


def hashes_of(listed: bytes, count: int, link: str, one: str) -> list[bytes]:
    """The act hashes that the list states, by position; whether they are true is for the chain to show."""
    lines = listed.split(b"\n")
    hashes = []
    for seq in range(1, count + 1):
        prefix = b"%s %d " % (link.encode(), seq)
        line = lines[seq] if seq < len(lines) else b""
        digest = line.removeprefix(prefix).decode("ascii", "replace")
        if not line.startswith(prefix) or not is_sm3_hex(digest):
            raise Broken("hash", f"{pack.HASHES} 中第{seq}{one}的摘要缺失或格式不对。", seq)
        hashes.append(bytes.fromhex(digest))
    return hashes


def links_of(name: str, lines: bytes, hashes: Sequence[bytes]) -> list[StoredAct]:
    """The links of a chain, one body a line, with the hashes that the list states."""
    bodies = lines_of(name, lines)
    return [StoredAct(seq, body, digest) for seq, (body, digest) in enumerate(zip(bodies, hashes, strict=True), 1)]


def lines_of(name: str, lines: bytes) -> list[bytes]:
    """The lines of a member. Raises Broken where the last does not end."""
    *bodies, rest = lines.split(b"\n")
    if rest:
        raise Broken("form", f"{name} 的第{len(bodies) + 1}行不完整。", len(bodies) + 1)
    return bodies


def check_list(members: Mapping[str, bytes], header: bytes, acts: Sequence[StoredAct], *, link: str = "act") -> None:
    """Every member is in the list of hashes as it is, and nothing else is. ``header``: its hash in the chain."""
    files = {name: sm3(data).hex() for name, data in members.items() if name not in pack.UNLISTED}
    hashes = [act.hash.hex() for act in acts]
    expected = pack.hash_list(header=header.hex(), acts=hashes, files=files, link=link)
    if expected != members[pack.HASHES]:
        stated = set(members[pack.HASHES].split(b"\n"))
        wrong = next((line for line in expected.split(b"\n") if line not in stated), b"")
        what = wrong.rpartition(b" ")[0].decode("utf-8", "replace").removeprefix("file ") or pack.HASHES
        raise Broken("file", f"{what} 的内容与 {pack.HASHES} 所列摘要不符：二者之一被改动。")


def check_proofs(members: Mapping[str, bytes], what: str, whole: str, chain: Sequence[bytes]) -> int:
    """Checks what the log says of this case or ledger (``what``, whose id is ``whole``) with this chain of hashes.

    Returns the number of the last act or revision that a signed checkpoint covers, -1 for none.
    """
    proofs = parse(members[pack.PROOFS])
    try:
        if proofs["format"] != pack.PROOFS_FORMAT:
            raise Broken("log", f"{pack.PROOFS} 不是 {pack.PROOFS_FORMAT} 格式。")
        roots = _checkpoints(proofs["checkpoints"], members.get(pack.PUBLIC_KEY))
        _check_consistency(proofs["consistency"], roots)
        logged = -1
        for entry in proofs["entries"]:
            logged = max(logged, _entry(entry, roots, (what, whole), chain))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Broken("log", f"{pack.PROOFS} 的内容不完整或格式不对。") from None
    return logged


def check_signature(members: Mapping[str, bytes], expected: str | None) -> tuple[bool, str]:
    """Returns whether the list of hashes is signed, and the key's fingerprint."""
    pem, written = members.get(pack.PUBLIC_KEY), members.get(pack.SIGNATURE)
    mark = fingerprint(pem) if pem else ""
    if expected is not None and mark != expected:
        raise Broken("signature", f"压缩包内的公钥（指纹 {mark or '无'}）不是公布的公钥（指纹 {expected}）。")
    if written is None:
        return False, mark
    text = written.decode("ascii", "replace").removesuffix("\n")
    if pem is None or len(text) != 128 or text.strip("0123456789abcdef") or not written.endswith(b"\n"):
        raise Broken("signature", f"{pack.SIGNATURE} 格式不对，或缺少公钥。")
    if not signature_holds(pem, bytes.fromhex(text), members[pack.HASHES]):
        raise Broken("signature", f"{pack.HASHES} 的签名无效。")
    return True, mark


def _checkpoints(listed: list[dict[str, Any]], public_key: bytes | None) -> dict[int, bytes]:
    """Roots by size, each with a valid signature."""
    if listed and public_key is None:
        raise Broken("signature", f"压缩包内缺少 {pack.PUBLIC_KEY}，检查点的签名无从核验。")
    roots: dict[int, bytes] = {}
    logs = set()
    for each in listed:
        body = each["body"].encode()
        content = checkpoint_of(body)
        if not signature_holds(public_key or b"", bytes.fromhex(each["signature"]), body):
            raise Broken("signature", f"检查点（{content['size']}条）的签名无效。")
        logs.add(content["log"])
        roots[content["size"]] = bytes.fromhex(content["root"])
    if len(logs) > 1:
        raise Broken("log", "检查点出自不同的公开日志。")
    return roots


def _check_consistency(listed: list[dict[str, Any]], roots: dict[int, bytes]) -> None:
    """Each checkpoint's log is the beginning of the next one's."""
    sizes = sorted(roots)
    if [(each["from"], each["to"]) for each in listed] != list(pairwise(sizes)):
        raise Broken("log", "检查点之间的一致性证明不齐全。")
    for each in listed:
        old, new, path = each["from"], each["to"], [bytes.fromhex(step) for step in each["path"]]
        if not consistency_holds(old=old, new=new, old_root=roots[old], new_root=roots[new], path=path):
            raise Broken("log", f"检查点（{old}条）不是检查点（{new}条）的开头：公开日志被改写。")


def _entry(entry: dict[str, Any], roots: dict[int, bytes], about: tuple[str, str], chain: Sequence[bytes]) -> int:
    leaf, size = entry["leaf"].encode(), entry["checkpoint"]
    content = entry_of(leaf)
    path = [bytes.fromhex(step) for step in entry["path"]]
    if size not in roots or not inclusion_holds(
        leaf=leaf_of(leaf), index=entry["index"], size=size, path=path, root=roots[size]
    ):
        raise Broken("log", f"公开日志第{entry['index'] + 1}条不在检查点（{size}条）之内，证明不成立。")
    seq: int = content["seq"]
    what, whole = about
    one, here = ("条记录", "本案卷") if what == "case" else ("次修订", "本台账")
    if content.get(what) != whole or not 0 <= seq < len(chain):
        raise Broken("log", f"公开日志所记第{seq}{one}不在{here}内：末尾的{one[1:]}缺失。", len(chain))
    if chain[seq].hex() != content["hash"]:
        raise Broken("log", f"第{seq}{one}与公开日志所记摘要不同：{one[1:]}在公开之后被整体改写。", seq)
    return seq
