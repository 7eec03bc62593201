from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from fazhi.record.canonical import canonical, parse
from fazhi.record.log import NO_CHECKPOINT, Checkpoint, entry_leaf, make_checkpoint
from fazhi.record.merkle import Frontier, leaf_hash
from fazhi.record.sm3 import sm3
from fazhi.record.verdicts import LogVerdict
from fazhi.record.verifying_log import LoggedEntry, SignedRoot, verify_log
from tests.record.small_chain import KEY, OPENED


@dataclass(frozen=True)
class Log:
    entries: list[LoggedEntry]
    checkpoints: list[SignedRoot]

    def verify(self, *, check_acts: bool = True) -> LogVerdict:
        return verify_log(self.entries, self.checkpoints, public_key=KEY.public_pem, check_acts=check_acts)


def stored(checkpoint: Checkpoint) -> SignedRoot:
    return SignedRoot(checkpoint.size, checkpoint.root, checkpoint.body, checkpoint.signature)


def log_of(size: int = 8, checkpoints: tuple[int, ...] = (3, 5, 7)) -> Log:
    edge, entries, signed, before = Frontier(), [], [], None
    for index in range(size):
        digest = sm3(b"act %d" % index)
        at = OPENED + timedelta(hours=index)
        leaf = entry_leaf(case=UUID(int=index), seq=index, hash=digest, at=at)
        entries.append(LoggedEntry(index, leaf, digest))
        edge, _ = edge.append(leaf_hash(leaf))
        if edge.size in checkpoints:
            before = make_checkpoint(log="qinghe", size=edge.size, root=edge.root(), at=at, previous=before, key=KEY)
            signed.append(stored(before))
    return Log(entries, signed)


LOG = log_of()


def said(log: Log) -> str:
    found = log.verify().first_break
    assert found is not None
    assert found.kind == "log"
    return found.say


def test_log_that_holds() -> None:
    assert LOG.verify() == LogVerdict(None, entries=8, checkpoints=3, unsigned=1)


def test_log_without_anything_holds() -> None:
    assert Log([], []).verify() == LogVerdict(None, 0, 0)


def test_first_checkpoint_is_the_documented_form() -> None:
    body = parse(LOG.checkpoints[0].body)
    assert set(body) == {"at", "log", "previous", "root", "size"}
    assert (body["log"], body["size"], body["previous"]) == ("qinghe", 3, NO_CHECKPOINT)
    assert parse(LOG.checkpoints[1].body)["previous"] == sm3(LOG.checkpoints[0].body).hex()


@pytest.mark.parametrize("part", ["body", "signature", "root"])
def test_every_flipped_byte_of_a_signed_root_is_found(part: str) -> None:
    for at in range(len(getattr(LOG.checkpoints[1], part))):
        content = bytearray(getattr(LOG.checkpoints[1], part))
        content[at] ^= 1
        changed = LOG.checkpoints[1]._replace(**{part: bytes(content)})
        verdict = replace(LOG, checkpoints=[LOG.checkpoints[0], changed, LOG.checkpoints[2]]).verify()
        assert not verdict.ok
        assert verdict.checkpoints == 1


def test_every_flipped_byte_of_an_entry_is_found() -> None:
    for at in range(len(LOG.entries[1].leaf)):
        content = bytearray(LOG.entries[1].leaf)
        content[at] ^= 1
        entries = [LOG.entries[0], LOG.entries[1]._replace(leaf=bytes(content)), *LOG.entries[2:]]
        assert not replace(LOG, entries=entries).verify().ok
        assert not replace(LOG, entries=entries).verify(check_acts=False).ok


def test_dropped_entry_is_found() -> None:
    assert said(replace(LOG, entries=[*LOG.entries[:2], *LOG.entries[3:]])) == "公开日志缺第3条，其后是第4条。"


def test_swapped_entries_are_found() -> None:
    second, third = LOG.entries[1]._replace(place=2), LOG.entries[2]._replace(place=1)
    found = said(replace(LOG, entries=[LOG.entries[0], third, second, *LOG.entries[3:]]))
    assert found == "检查点（3条）的根摘要与日志条目不符：其前的条目被改动、增删或调换。"


def test_truncated_log_is_found() -> None:
    assert (
        said(replace(LOG, entries=LOG.entries[:6])) == "公开日志只有6条，检查点（7条）之前的条目缺失或检查点次序不对。"
    )


def test_dropped_checkpoint_is_found() -> None:
    found = said(replace(LOG, checkpoints=[LOG.checkpoints[0], LOG.checkpoints[2]]))
    assert found == "检查点（7条）不与上一检查点相连：中间的检查点缺失或被改动。"


def test_checkpoint_twice_is_found() -> None:
    assert "检查点次序不对" in said(replace(LOG, checkpoints=[LOG.checkpoints[0], LOG.checkpoints[0]]))


def test_root_signed_with_another_body_is_found() -> None:
    first = LOG.checkpoints[0]
    body = canonical(parse(first.body) | {"at": "2020-01-01T00:00:00+00:00"})
    assert said(replace(LOG, checkpoints=[first._replace(body=body)])) == "检查点（3条）的签名无效。"


def test_act_rewritten_after_publication_is_found() -> None:
    entries = [*LOG.entries[:4], LOG.entries[4]._replace(act_hash=sm3(b"another")), *LOG.entries[5:]]
    where = f"公开日志第5条所记案件 {UUID(int=4)} 的第4条记录"
    assert said(replace(LOG, entries=entries)) == f"{where}与现存记录的摘要不同：记录在公开之后被整体改写。"
    entries[4] = LOG.entries[4]._replace(act_hash=None)
    assert said(replace(LOG, entries=entries)) == f"{where}已不存在。"
