"""Verifying proofs of a Merkle tree by RFC 9162 sections 2.1.3.2 and 2.1.4.2, with SM3. Imports nothing of the tree."""

from collections.abc import Sequence

from fazhi.record.sm3 import sm3


def leaf_of(data: bytes) -> bytes:
    """The hash of a leaf's data."""
    return sm3(b"\x00", data)


def inclusion_holds(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf hash is leaf `index` of the tree of `size` leaves with this root."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if not last:
            return False
        if place & 1 or place == last:
            found = _parent(step, found)
            place, last = _above_left_turns(place, last)
        else:
            found = _parent(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_holds(*, old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `old` leaves with the old root is the beginning of the tree of `new` leaves."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            found_old, found_new = _parent(step, found_old), _parent(step, found_new)
            place, last = _above_left_turns(place, last)
        else:
            found_new = _parent(found_new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _above_left_turns(place: int, last: int) -> tuple[int, int]:
    """Climbs past the levels at which the last leaf has no right neighbour."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _parent(left: bytes, right: bytes) -> bytes:
    return sm3(b"\x01", left, right)
