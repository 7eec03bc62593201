"""The Merkle tree of a transparency log, as RFC 6962 section 2.1 has it but with SM3. Section 3 of docs/record.md.

Nothing here stores anything. A tree is a function from (level, index) to the hash of a complete subtree, wherever the
caller keeps those; `Frontier` appends with a logarithmic number of hashes in hand, and `Tree` keeps all in memory.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fazhi.record.sm3 import SM3_BYTES, sm3

EMPTY_ROOT = sm3()

NodeAt = Callable[[int, int], bytes]
"""(level, index) -> hash of the complete subtree over leaves index * 2^level up to (index + 1) * 2^level."""


class Node(NamedTuple):
    """A complete subtree: level 0 is the leaves."""

    level: int
    place: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf's data."""
    return sm3(b"\x00", data)


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sm3(b"\x01", left, right)


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree (compact range): roots of the complete subtrees that `size` falls into, largest first.

    Enough to append and to name the root; store it beside the log and appending never reads old leaves.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple["Frontier", tuple[Node, ...]]:
        """The frontier with one more leaf hash, and the nodes that this leaf completed, the leaf itself first."""
        nodes = [Node(0, self.size, leaf)]
        peaks = list(self.peaks)
        index, top = self.size, leaf
        while index & 1:
            index >>= 1
            top = node_hash(peaks.pop(), top)
            nodes.append(Node(len(nodes), index, top))
        return Frontier(self.size + 1, (*peaks, top)), tuple(nodes)

    def root(self) -> bytes:
        """The root of the tree of this size."""
        if not self.peaks:
            return EMPTY_ROOT
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root


class Tree:
    """A whole tree in memory, 64 bytes a leaf: proofs take a logarithmic number of steps."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = []
        self._frontier = Frontier()
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return self._frontier.size

    def append(self, leaf: bytes) -> None:
        """Adds one leaf hash at the right."""
        self._frontier, nodes = self._frontier.append(leaf)
        for node in nodes:
            if node.level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[node.level] += node.hash

    def node(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree. Raises IndexError where there is none."""
        start = index * SM3_BYTES
        found = bytes(self._levels[level][start : start + SM3_BYTES])
        if len(found) != SM3_BYTES:
            raise IndexError(f"no complete subtree {index} at level {level}")
        return found

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves (all where not said)."""
        return root_at(self.node, self._checked(size))

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The path from leaf `index` to the root of the first `size` leaves. Raises ValueError beyond the tree."""
        return inclusion_proof(self.node, index, self._checked(size))

    def consistency_proof(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """The proof that the first `old` leaves are the beginning of the first `new`. Raises ValueError beyond."""
        return consistency_proof(self.node, old, self._checked(new))

    def _checked(self, size: int | None) -> int:
        size = len(self) if size is None else size
        if not 0 <= size <= len(self):
            raise ValueError(f"the tree has {len(self)} leaves, not {size}")
        return size


def root_at(node: NodeAt, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _span(node, 0, size) if size else EMPTY_ROOT


def inclusion_proof(node: NodeAt, index: int, size: int) -> tuple[bytes, ...]:
    """PATH(index, D[size]) of RFC 6962, nearest sibling first. Raises ValueError for an index beyond the size."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    path = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_span(node, middle, high))
            high = middle
        else:
            path.append(_span(node, low, middle))
            low = middle
    return tuple(reversed(path))


def consistency_proof(node: NodeAt, old: int, new: int) -> tuple[bytes, ...]:
    """PROOF(old, D[new]) of RFC 6962. Raises ValueError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof from {old} to {new} leaves")
    path = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_span(node, middle, high))
            high = middle
        else:
            path.append(_span(node, low, middle))
            low, whole = middle, False
    if not whole:
        path.append(_span(node, low, high))
    return tuple(reversed(path))


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _span(node: NodeAt, low: int, high: int) -> bytes:
    """The root over leaves low … high-1, where `low` is a multiple of the power of two that covers the span."""
    peaks = []
    while low < high:
        level = (high - low).bit_length() - 1
        peaks.append(node(level, low >> level))
        low += 1 << level
    root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop(), root)
    return root
