from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.record.merkle import EMPTY_ROOT, Frontier, Tree, leaf_hash
from fazhi.record.proofs import consistency_holds, inclusion_holds, leaf_of
from fazhi.record.sm3 import sm3

LARGEST = 70
LEAVES = [leaf_hash(b"entry %d" % index) for index in range(LARGEST)]
TREE = Tree(LEAVES)
sizes = st.integers(1, LARGEST)


@cache
def plain_root(low: int, high: int) -> bytes:
    """MTH of RFC 6962, word for word."""
    if high - low == 1:
        return LEAVES[low]
    k = 1
    while k * 2 < high - low:
        k *= 2
    return sm3(b"\x01" + plain_root(low, low + k) + plain_root(low + k, high))


def test_leaf_hash_is_the_same_for_writer_and_verifier() -> None:
    assert leaf_hash(b"x") == leaf_of(b"x") == sm3(b"\x00x")


def test_root_of_nothing_is_the_digest_of_nothing() -> None:
    assert Tree().root() == Frontier().root() == EMPTY_ROOT == sm3(b"")


def test_root_of_every_size_is_that_of_the_definition() -> None:
    edge = Frontier()
    for size in range(1, LARGEST + 1):
        edge, _ = edge.append(LEAVES[size - 1])
        assert TREE.root(size) == edge.root() == plain_root(0, size)
        assert len(edge.peaks) == size.bit_count()


def test_frontier_names_each_completed_subtree_once() -> None:
    edge, nodes = Frontier(), []
    for leaf in LEAVES[:16]:
        edge, completed = edge.append(leaf)
        nodes += completed
    assert len(nodes) == 31
    assert {(node.level, node.place): node.hash for node in nodes} == {
        (level, place): plain_root(place << level, (place + 1) << level)
        for level in range(5)
        for place in range(16 >> level)
    }


def test_every_inclusion_proof_holds() -> None:
    for size in range(1, LARGEST + 1):
        for index in range(size):
            path = TREE.inclusion_proof(index, size)
            assert len(path) <= (size - 1).bit_length()
            assert inclusion_holds(leaf=LEAVES[index], index=index, size=size, path=path, root=TREE.root(size))


def test_every_consistency_proof_holds() -> None:
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            path = TREE.consistency_proof(old, new)
            roots = {"old_root": TREE.root(old), "new_root": TREE.root(new)}
            assert consistency_holds(old=old, new=new, path=path, **roots)


@given(sizes, st.data())
def test_inclusion_fails_for_anything_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, root = TREE.inclusion_proof(index, size), TREE.root(size)
    other = data.draw(st.integers(0, size).filter(lambda each: each != index))
    assert not inclusion_holds(leaf=LEAVES[index], index=other, size=size, path=path, root=root)
    assert not inclusion_holds(leaf=sm3(b"no"), index=index, size=size, path=path, root=root)
    assert not inclusion_holds(leaf=LEAVES[index], index=index, size=size, path=(*path, root), root=root)
    if path:
        assert not inclusion_holds(leaf=LEAVES[index], index=index, size=size, path=path[:-1], root=root)
        wrong = data.draw(st.integers(0, len(path) - 1))
        changed = [*path[:wrong], sm3(path[wrong]), *path[wrong + 1 :]]
        assert not inclusion_holds(leaf=LEAVES[index], index=index, size=size, path=changed, root=root)


@given(sizes, st.data())
def test_consistency_fails_where_history_was_rewritten(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    wrong = data.draw(st.integers(0, old - 1))
    rewritten = Tree([*LEAVES[:wrong], sm3(b"rewritten"), *LEAVES[wrong + 1 : new]])
    path = rewritten.consistency_proof(old, new)
    assert not consistency_holds(old=old, new=new, old_root=TREE.root(old), new_root=rewritten.root(new), path=path)
    assert not consistency_holds(old=old, new=new, old_root=TREE.root(old), new_root=TREE.root(new), path=[*path, b""])


def test_proofs_refuse_what_the_tree_does_not_have() -> None:
    with pytest.raises(ValueError, match="no leaf 5 among 5"):
        TREE.inclusion_proof(5, 5)
    with pytest.raises(ValueError, match="the tree has 70 leaves, not 71"):
        TREE.root(71)
    with pytest.raises(ValueError, match="no consistency proof from 0"):
        TREE.consistency_proof(0, 5)
    with pytest.raises(IndexError):
        TREE.node(0, LARGEST)
    assert not consistency_holds(old=0, new=1, old_root=EMPTY_ROOT, new_root=LEAVES[0], path=[])
    assert not consistency_holds(old=3, new=5, old_root=TREE.root(3), new_root=TREE.root(5), path=[])
    assert not inclusion_holds(leaf=LEAVES[0], index=1, size=1, path=[], root=LEAVES[0])
