"""Verifying the chain of one ledger 台账. It shares SM3 and canonical JSON with the writer, nothing else."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from fazhi.record.canonical import parse
from fazhi.record.errors import RecordError
from fazhi.record.proofs import leaf_of
from fazhi.record.sm3 import is_sm3_hex, sm3
from fazhi.record.verdicts import Break, BreakKind, LedgerVerdict

FORMAT = "fazhi-ledger-1"
HEADER_KEYS = {"format", "jurisdiction", "ledger", "opened_at", "register"}
REVISION_KEYS = {"count", "ledger", "root", "seq", "since"}
LEAF_KEYS = {"data", "entry", "key", "number", "organization", "seq", "since", "state", "title"}

Body = dict[str, Any]


class Revision(Protocol):
    """What the verifier needs of a revision."""

    @property
    def seq(self) -> int: ...
    @property
    def body(self) -> bytes: ...
    @property
    def hash(self) -> bytes: ...


class Version(Protocol):
    """What the verifier needs of an entry's version."""

    @property
    def seq(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def leaf(self) -> bytes: ...


RevisionT = TypeVar("RevisionT", bound=Revision)
VersionT = TypeVar("VersionT", bound=Version)


class _Broken(Exception):  # noqa: N818 -- never leaves this module
    def __init__(self, seq: int, kind: BreakKind, say: str) -> None:
        self.found = Break(seq, say, kind)


def verify_ledger(
    header: bytes,
    revisions: Iterable[RevisionT],
    versions: Iterable[VersionT],
    *,
    head: tuple[int, bytes] | None = None,
    also_revision: Callable[[RevisionT, Body], str | None] = lambda *_: None,
    also_version: Callable[[VersionT, Body], str | None] = lambda *_: None,
) -> LedgerVerdict:
    """Re-derives a ledger's chain and the Merkle root of each revision, and names the first that does not hold.

    Args: the header's bytes; revisions by number, versions by number of the revision and place in it, both read once;
    head: (number, hash) that the last revision must have, without which revisions cut off at the end go unseen; also_…:
    a further check of each and of what its bytes say, which says in Chinese what is wrong.
    """
    done = count = size = 0
    waiting = _Waiting(versions)
    try:
        ledger = _ledger_of(header)
        previous = sm3(FORMAT.encode() + b"\n", header)
        for revision in revisions:
            body = _revision(revision, done + 1, previous, ledger)
            if fault := also_revision(revision, body):
                raise _Broken(revision.seq, "column", f"第{revision.seq}次修订{fault}")
            count += _verify_changes(waiting, revision.seq, body, also_version)
            previous = revision.hash
            done += 1
            size += len(revision.body)
        if (left := waiting.peek()) is not None:
            raise _Broken(left.seq, "gap", f"有第{left.seq}次修订的条目，但没有这次修订。")
        if head is not None and head != (done, previous):
            raise _Broken(done, "head", _head_differs(head, done))
    except _Broken as broken:
        return LedgerVerdict(broken.found, done, count, size)
    return LedgerVerdict(None, done, count, size)


def _ledger_of(header: bytes) -> str:
    try:
        value = parse(header)
    except RecordError as fault:
        raise _Broken(0, "header", f"台账首部{fault.say}") from None
    if set(value) != HEADER_KEYS or value["format"] != FORMAT:
        raise _Broken(0, "header", f"台账首部不是 {FORMAT} 格式。")
    if not all(isinstance(each, str) for each in value.values()):
        raise _Broken(0, "header", "台账首部的内容须全部是文本。")
    return str(value["ledger"])


def _revision(revision: Revision, seq: int, previous: bytes, ledger: str) -> Body:
    """What a revision says, proven to continue the one before."""
    if revision.seq > seq:
        raise _Broken(seq, "gap", f"第{seq}次修订缺失，其后是第{revision.seq}次。")
    if revision.seq < seq:
        raise _Broken(seq, "gap", f"第{seq}次的位置上又出现第{revision.seq}次修订。")
    if sm3(previous, revision.body) != revision.hash:
        before = "台账首部" if seq == 1 else f"第{seq - 1}次"
        say = f"第{seq}次修订的内容与摘要不符，或与{before}不相连：首部、内容或摘要被改动。"
        raise _Broken(seq, "hash", say)
    try:
        body = parse(revision.body)
    except RecordError as fault:
        raise _Broken(seq, "form", f"第{seq}次修订：{fault.say}") from None
    if not body.keys() >= REVISION_KEYS or not is_sm3_hex(body["root"]) or type(body["count"]) is not int:
        raise _Broken(seq, "form", f"第{seq}次修订缺少必备内容（count、ledger、root、seq、since）。")
    if body["ledger"] != ledger:
        raise _Broken(seq, "case", f"第{seq}次修订写的是另一台账（{body['ledger']}）的内容。")
    if body["seq"] != seq:
        raise _Broken(seq, "order", f"第{seq}次的位置上是第{body['seq']}次修订的内容。")
    return body


def _verify_changes(
    waiting: "_Waiting[VersionT]", seq: int, body: Body, also: Callable[[VersionT, Body], str | None]
) -> int:
    """Each entry of a revision, and that all of them come to its root."""
    edge: list[tuple[int, bytes]] = []
    number = 0
    for version in waiting.of(seq):
        number += 1
        if version.number != number:
            raise _Broken(seq, "gap", f"第{seq}次修订缺第{number}个条目，其后是第{version.number}个。")
        content = _leaf(version, seq, number)
        if fault := also(version, content):
            raise _Broken(seq, "column", f"第{seq}次修订的第{number}个条目（{content['title']}）{fault}")
        _append(edge, leaf_of(version.leaf))
    if number != body["count"]:
        raise _Broken(seq, "gap", f"第{seq}次修订应有{body['count']}个条目，现有{number}个。")
    if _root(edge).hex() != body["root"]:
        raise _Broken(seq, "root", f"第{seq}次修订的条目与其根摘要不符：有条目被改动或者调换。")
    return number


def _leaf(version: Version, seq: int, number: int) -> Body:
    try:
        content = parse(version.leaf)
    except RecordError as fault:
        raise _Broken(seq, "form", f"第{seq}次修订的第{number}个条目：{fault.say}") from None
    if set(content) != LEAF_KEYS or type(content["data"]) is not dict:
        raise _Broken(seq, "form", f"第{seq}次修订的第{number}个条目格式不对。")
    if (content["seq"], content["number"]) != (seq, number):
        place = f"第{content['seq']}次修订第{content['number']}个"
        raise _Broken(seq, "order", f"第{seq}次修订的第{number}个条目的位置上是{place}的内容。")
    return content


def _append(edge: list[tuple[int, bytes]], top: bytes) -> None:
    """Adds a leaf to (leaves, root) of the complete subtrees, largest first."""
    width = 1
    while edge and edge[-1][0] == width:
        top = sm3(b"\x01", edge.pop()[1], top)
        width *= 2
    edge.append((width, top))


def _root(edge: list[tuple[int, bytes]]) -> bytes:
    if not edge:
        return sm3()
    root = edge[-1][1]
    for _, left in reversed(edge[:-1]):
        root = sm3(b"\x01", left, root)
    return root


class _Waiting(Iterable[VersionT]):
    """Versions in order, of which one can be looked at before it is taken."""

    def __init__(self, versions: Iterable[VersionT]) -> None:
        self._rest = iter(versions)
        self._next = next(self._rest, None)

    def __iter__(self) -> Iterator[VersionT]:
        while self._next is not None:
            yield self._take(self._next)

    def peek(self) -> VersionT | None:
        return self._next

    def of(self, seq: int) -> Iterator[VersionT]:
        """Those of a revision; raises where some of an earlier one are still there."""
        while self._next is not None and self._next.seq <= seq:
            if self._next.seq < seq:
                raise _Broken(seq, "gap", f"有第{self._next.seq}次修订的条目，但没有这次修订。")
            yield self._take(self._next)

    def _take(self, found: VersionT) -> VersionT:
        self._next = next(self._rest, None)
        return found


def _head_differs(head: tuple[int, bytes], done: int) -> str:
    if head[0] > done:
        return f"台账应有{head[0]}次修订，只有{done}次：末尾的修订缺失。"
    if head[0] < done:
        return f"台账应有{head[0]}次修订，却有{done}次：末尾多出修订。"
    return f"最后一次（第{done}次）修订的摘要与台账所记末次摘要不符。"
