"""Verifying the public log: the whole of it, or the evidence that an exported case carries. Imports no writer."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from fazhi.record.canonical import parse
from fazhi.record.errors import RecordError
from fazhi.record.proofs import leaf_of
from fazhi.record.signatures import signature_holds
from fazhi.record.sm3 import is_sm3_hex, sm3
from fazhi.record.verdicts import Break, LogVerdict

CASE_ENTRY_KEYS = {"at", "case", "hash", "seq"}
LEDGER_ENTRY_KEYS = {"at", "hash", "ledger", "seq"}
CHECKPOINT_KEYS = {"at", "log", "previous", "root", "size"}
NO_CHECKPOINT = "0" * 64


class LoggedEntry(NamedTuple):
    """An entry as it lies in the log. `act_hash`: of the act, revision or header it names; None where there is none."""

    place: int
    leaf: bytes
    act_hash: bytes | None


class SignedRoot(NamedTuple):
    """A checkpoint as it lies in the log."""

    size: int
    root: bytes
    body: bytes
    signature: bytes


class _Broken(Exception):  # noqa: N818 -- never leaves this module
    pass


def verify_log(
    entries: Iterable[LoggedEntry], checkpoints: Iterable[SignedRoot], *, public_key: bytes, check_acts: bool = True
) -> LogVerdict:
    """Rebuilds the tree and compares every checkpoint with it.

    Args: entries by index and checkpoints by size, each read once; the public key in PEM; check_acts: whether entries
    carry the hashes of their acts, to be compared: that finds a chain rewritten from end to end.
    Raises: RecordError for a broken public key. The break's `seq` is the entry's index + 1, or the checkpoint's size.
    """
    edge, size, signed, count, previous = _Edge(), 0, 0, 0, NO_CHECKPOINT
    waiting = iter(entries)
    try:
        for checkpoint in checkpoints:
            size = _append_up_to(edge, waiting, checkpoint.size, check_acts)
            body = checkpoint_of(checkpoint.body)
            if size != checkpoint.size or checkpoint.size <= signed:
                raise _Broken(f"公开日志只有{size}条，检查点（{checkpoint.size}条）之前的条目缺失或检查点次序不对。")
            if body["size"] != checkpoint.size or body["root"] != checkpoint.root.hex():
                raise _Broken(f"检查点（{checkpoint.size}条）的正文与所存的大小、根摘要不一致。")
            if edge.root() != checkpoint.root:
                raise _Broken(f"检查点（{checkpoint.size}条）的根摘要与日志条目不符：其前的条目被改动、增删或调换。")
            if body["previous"] != previous:
                raise _Broken(f"检查点（{checkpoint.size}条）不与上一检查点相连：中间的检查点缺失或被改动。")
            if not signature_holds(public_key, checkpoint.signature, checkpoint.body):
                raise _Broken(f"检查点（{checkpoint.size}条）的签名无效。")
            signed, count, previous = checkpoint.size, count + 1, sm3(checkpoint.body).hex()
        size = _append_up_to(edge, waiting, None, check_acts)
    except _Broken as broken:
        return LogVerdict(Break(edge.size, str(broken), "log"), edge.size, count)
    except RecordError as fault:
        return LogVerdict(Break(edge.size, fault.say, "log"), edge.size, count)
    return LogVerdict(None, size, count, size - signed)


def entry_of(leaf: bytes) -> dict[str, Any]:
    """A log entry's content. Raises RecordError where it is malformed."""
    entry = parse(leaf)
    if (
        set(entry) not in (CASE_ENTRY_KEYS, LEDGER_ENTRY_KEYS)
        or not is_sm3_hex(entry["hash"])
        or type(entry["seq"]) is not int
    ):
        raise RecordError("公开日志的条目格式不对。")
    return entry


def checkpoint_of(body: bytes) -> dict[str, Any]:
    """A checkpoint's content. Raises RecordError where it is malformed."""
    content = parse(body)
    texts = [content.get(key) for key in ("at", "log", "previous", "root")]
    if set(content) != CHECKPOINT_KEYS or not all(isinstance(text, str) for text in texts):
        raise RecordError("公开日志的检查点格式不对。")
    if type(content["size"]) is not int:
        raise RecordError("公开日志的检查点格式不对。")
    return content


class _Edge:
    """The right edge of the tree: (leaves, root) of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[tuple[int, bytes]] = []

    def append(self, leaf: bytes) -> None:
        width, top = 1, leaf
        while self._subtrees and self._subtrees[-1][0] == width:
            top = sm3(b"\x01", self._subtrees.pop()[1], top)
            width *= 2
        self._subtrees.append((width, top))
        self.size += 1

    def root(self) -> bytes:
        if not self._subtrees:
            return sm3()
        root = self._subtrees[-1][1]
        for _, left in reversed(self._subtrees[:-1]):
            root = sm3(b"\x01", left, root)
        return root


def _append_up_to(edge: _Edge, waiting: Iterator[LoggedEntry], size: int | None, check_acts: bool) -> int:
    while size is None or edge.size < size:
        entry = next(waiting, None)
        if entry is None:
            break
        if entry.place != edge.size:
            raise _Broken(f"公开日志缺第{edge.size + 1}条，其后是第{entry.place + 1}条。")
        content = entry_of(entry.leaf)
        if check_acts:
            _check_act(entry, content)
        edge.append(leaf_of(entry.leaf))
    return edge.size


def _check_act(entry: LoggedEntry, content: dict[str, Any]) -> None:
    place = f"公开日志第{entry.place + 1}条所记"
    if "case" in content:
        what, where = "记录", f"{place}案件 {content['case']} 的第{content['seq']}条记录"
    else:
        what, where = "修订", f"{place}台账 {content['ledger']} 的第{content['seq']}次修订"
    if entry.act_hash is None:
        raise _Broken(f"{where}已不存在。")
    if entry.act_hash.hex() != content["hash"]:
        raise _Broken(f"{where}与现存{what}的摘要不同：{what}在公开之后被整体改写。")
