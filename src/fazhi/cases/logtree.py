"""The tree over the public log, without reading all of the log each time.

The hashes of spans of 256 entries are kept in a file of the installation: 125 kB for a million entries. Nothing rests
on that file: what it gives must come to the root of the last checkpoint, and where it does not, the spans are made anew
from the entries.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from fazhi.record.errors import RecordError
from fazhi.record.log import Checkpoint
from fazhi.record.merkle import Tree, consistency_proof, inclusion_proof, leaf_hash, root_at
from fazhi.record.sm3 import SM3_BYTES

HEIGHT = 8
SPAN = 1 << HEIGHT

Leaves = Callable[[int, int], Iterable[bytes]]
"""(from, to) -> the data of the entries from one index up to another."""


class LogTree:
    """The tree over `size` entries: whole spans by their hashes, the entries of a span read when asked for."""

    def __init__(self, size: int, spans: Iterable[bytes], leaves: Leaves) -> None:
        self.size = size
        self._above = Tree(spans)
        self._leaves = leaves
        self._opened: dict[int, Tree] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        if level >= HEIGHT:
            return self._above.node(level - HEIGHT, index)
        span, within = divmod(index << level, SPAN)
        if span not in self._opened:
            low = span * SPAN
            self._opened[span] = Tree(leaf_hash(each) for each in self._leaves(low, min(low + SPAN, self.size)))
        return self._opened[span].node(level, within >> level)

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` entries (all where not said)."""
        return root_at(self.node, self.size if size is None else size)

    def inclusion_proof(self, index: int, size: int) -> tuple[bytes, ...]:
        return inclusion_proof(self.node, index, size)

    def consistency_proof(self, old: int, new: int) -> tuple[bytes, ...]:
        return consistency_proof(self.node, old, new)


def log_tree(*, size: int, leaves: Leaves, last: Checkpoint | None, path: Path) -> LogTree:
    """The tree over the log of `size` entries, with the spans of the file at `path`, which is brought up to date.

    Raises RecordError where the entries do not come to the root of the `last` checkpoint: the log was changed, and
    nothing must be signed on top of it.
    """
    kept = _kept(path)[: size // SPAN]
    for spans in (kept, []) if kept else ([],):
        whole = [*spans, *_made(leaves, len(spans), size // SPAN)]
        tree = LogTree(size, whole, leaves)
        if last is None or (last.size <= size and tree.root(last.size) == last.root):
            if whole != _kept(path):
                _keep(path, whole)
            return tree
    raise RecordError("公开日志与上一个检查点不符，可能被改动，已停止。请先执行 fazhi record verify 查明。")


def _made(leaves: Leaves, first: int, end: int) -> Iterator[bytes]:
    """The hashes of the spans from `first` up to `end`, from entries read once in order."""
    if first == end:
        return
    tree = Tree()
    for leaf in leaves(first * SPAN, end * SPAN):
        tree.append(leaf_hash(leaf))
        if len(tree) == SPAN:
            yield tree.root()
            tree = Tree()


def _kept(path: Path) -> list[bytes]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    return [data[start : start + SM3_BYTES] for start in range(0, len(data) - SM3_BYTES + 1, SM3_BYTES)]


def _keep(path: Path, spans: list[bytes]) -> None:
    """Written beside and renamed: readers see the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_bytes(b"".join(spans))
    beside.replace(path)
