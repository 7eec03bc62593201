import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from fazhi.record.canonical import canonical, parse
from fazhi.record.errors import RecordError
from fazhi.record.signatures import fingerprint
from fazhi.record.sm3 import sm3
from fazhi.record.verdicts import Break, ExportVerdict
from fazhi.record.verifying_export import verify_export
from tests.record import small_chain
from tests.record.small_chain import (
    CASE,
    KEY,
    OTHER_KEY,
    exported,
    exported_small_case,
    logged,
    members_of,
    packed,
    record_of,
    small_case,
)  # fmt: skip

SMALL = small_case()
MEMBERS = members_of(exported_small_case())
PAPERS = sorted(SMALL.papers)


def found(members: dict[str, bytes]) -> Break:
    verdict = verify_export(packed(members))
    assert verdict.first_break is not None
    return verdict.first_break


def flipped(name: str, step: int = 1) -> Iterator[tuple[int, Break]]:
    """Each byte of a member (or one in so many) changed in turn: where, and what was found."""
    for at in range(0, len(MEMBERS[name]), step):
        changed = bytearray(MEMBERS[name])
        changed[at] ^= 1
        yield at, found(MEMBERS | {name: bytes(changed)})


def test_export_that_holds() -> None:
    size = sum(len(act.body) for act in SMALL.acts)
    mark = fingerprint(KEY.public_pem)
    assert verify_export(io.BytesIO(exported_small_case()), expected_fingerprint=mark) == ExportVerdict(
        None, str(CASE), acts=3, bytes=size, attachments=3, logged=3, signed=True, fingerprint=mark
    )


def test_export_without_log_and_signature_holds_and_says_so() -> None:
    verdict = verify_export(io.BytesIO(exported(record_of(SMALL), SMALL.papers, key=None)))
    assert (verdict.ok, verdict.logged, verdict.signed, verdict.fingerprint) == (True, -1, False, "")


def test_export_has_the_documented_members() -> None:
    assert list(MEMBERS) == [
        "README.txt", "acts.jsonl", *(f"attachments/{digest}" for digest in PAPERS), "case.json", "hashes.txt",
        "index.html", "proofs.json", "public-key.pem", "signature.txt",
    ]  # fmt: skip


def test_every_flipped_byte_of_the_acts_is_found_at_its_act() -> None:
    ends = [MEMBERS["acts.jsonl"].index(b"\n", 0)]
    for _ in SMALL.acts[1:]:
        ends.append(MEMBERS["acts.jsonl"].index(b"\n", ends[-1] + 1))
    for at, broken in flipped("acts.jsonl"):
        expected = sum(end < at for end in ends) + 1
        # Without its line's end an act runs on into the next, and the last is cut off.
        assert broken.seq in ({expected, 3} if at in ends else {expected}), at


def test_every_flipped_byte_of_an_attachment_is_found_at_its_act() -> None:
    for digest in PAPERS:
        assert {(broken.seq, broken.kind) for _, broken in flipped(f"attachments/{digest}")} == {(2, "attachment")}


def test_every_flipped_byte_of_a_stated_hash_is_found_at_its_act() -> None:
    lines = MEMBERS["hashes.txt"].split(b"\n")
    starts = [sum(len(line) + 1 for line in lines[:seq]) for seq in range(5)]
    for at, broken in flipped("hashes.txt"):
        inside = [seq for seq in (1, 2, 3) if starts[seq] <= at < starts[seq + 1] - 1]
        if inside:
            assert (broken.seq, broken.kind) == (inside[0], "hash"), at


@pytest.mark.parametrize("name", ["case.json", "proofs.json", "public-key.pem", "signature.txt"])
def test_every_flipped_byte_of_what_is_proven_is_found(name: str) -> None:
    assert {broken.seq for _, broken in flipped(name)} <= {0, 1}


@pytest.mark.parametrize("name", ["index.html", "README.txt"])
def test_flipped_byte_of_what_is_read_is_found(name: str) -> None:
    said = f"{name} 的内容与 hashes.txt 所列摘要不符：二者之一被改动。"
    assert {broken for _, broken in flipped(name, step=13)} == {Break(0, said, "file")}


def test_page_changed_with_its_hash_is_found_by_the_signature() -> None:
    page = MEMBERS["index.html"].replace("张承办".encode(), "李四".encode())
    old, new = sm3(MEMBERS["index.html"]).hex().encode(), sm3(page).hex().encode()
    hashes = MEMBERS["hashes.txt"].replace(old, new)
    assert hashes != MEMBERS["hashes.txt"]
    assert found(MEMBERS | {"index.html": page, "hashes.txt": hashes}) == Break(
        0, "hashes.txt 的签名无效。", "signature"
    )


def test_case_rewritten_from_end_to_end_is_found_by_the_log() -> None:
    acts = small_chain.chain_of(SMALL.header, [small_chain.body_of(seq) for seq in (1, 2, 3)])
    rewritten = replace(logged(SMALL), acts=acts)
    broken = verify_export(io.BytesIO(exported(rewritten, {}))).first_break
    assert broken == Break(2, "第2条记录与公开日志所记摘要不同：记录在公开之后被整体改写。", "log")


def test_case_cut_off_after_publication_is_found_by_the_log() -> None:
    cut = replace(logged(SMALL), acts=SMALL.acts[:2])
    broken = verify_export(io.BytesIO(exported(cut, SMALL.papers))).first_break
    assert broken == Break(3, "公开日志所记第3条记录不在本案卷内：末尾的记录缺失。", "log")


def test_file_made_up_with_another_key_differs_in_its_fingerprint() -> None:
    made_up = exported(replace(record_of(SMALL), public_key=OTHER_KEY.public_pem), SMALL.papers, OTHER_KEY)
    assert verify_export(io.BytesIO(made_up)).fingerprint == fingerprint(OTHER_KEY.public_pem)
    broken = verify_export(io.BytesIO(made_up), expected_fingerprint=fingerprint(KEY.public_pem)).first_break
    assert broken is not None
    assert broken.kind == "signature"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("README.txt", "file"), ("acts.jsonl", "file"), ("case.json", "file"), ("hashes.txt", "file"),
        ("index.html", "file"), ("proofs.json", "file"), ("public-key.pem", "file"),
        (f"attachments/{PAPERS[0]}", "attachment"),
    ],
)  # fmt: skip
def test_missing_member_is_found(name: str, kind: str) -> None:
    assert found({key: data for key, data in MEMBERS.items() if key != name}).kind == kind


def test_removed_signature_is_said() -> None:
    verdict = verify_export(packed({key: data for key, data in MEMBERS.items() if key != "signature.txt"}))
    assert (verdict.ok, verdict.signed) == (True, False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("notes.txt", "压缩包内多出文件 notes.txt。"),
        ("attachments/x", "附件 x 不属于任何一条记录。"),
    ],
)
def test_added_member_is_found(name: str, said: str) -> None:
    assert found(MEMBERS | {name: b"x"}).say == said


def test_dropped_and_added_acts_are_found() -> None:
    first, second, third = MEMBERS["acts.jsonl"].splitlines(keepends=True)
    shortened = [first + third, first + second, second + first]
    assert [found(MEMBERS | {"acts.jsonl": lines}).seq for lines in shortened] == [2, 0, 1]
    assert found(MEMBERS | {"acts.jsonl": first + second + third + third}).seq == 4


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "fazhi-proofs-2"}, {"entries": [{}]}, {"entries": None}, {"consistency": []}, {"checkpoints": []},
        {"checkpoints": 5}, {"checkpoints": [{"body": "{}", "signature": ""}]},
        {"entries": [{"index": "0", "leaf": "{}", "checkpoint": 4, "path": []}]},
    ],
    ids=str,
)  # fmt: skip
def test_malformed_proofs_are_found(changed: dict[str, object]) -> None:
    proofs = canonical(parse(MEMBERS["proofs.json"]) | changed)
    old, new = sm3(MEMBERS["proofs.json"]).hex().encode(), sm3(proofs).hex().encode()
    hashes = MEMBERS["hashes.txt"].replace(old, new)
    assert found(MEMBERS | {"proofs.json": proofs, "hashes.txt": hashes}).kind in {"log", "file"}


def test_any_cut_of_the_file_is_found() -> None:
    data = exported_small_case()
    for length in range(0, len(data), 97):
        assert not verify_export(io.BytesIO(data[:length])).ok


def test_any_flipped_byte_of_what_the_zip_holds_is_found() -> None:
    data = exported_small_case()
    start = data.index(MEMBERS["acts.jsonl"])
    for at in range(start, start + len(MEMBERS["acts.jsonl"]), 53):
        changed = bytearray(data)
        changed[at] ^= 1
        assert verify_export(io.BytesIO(bytes(changed))).first_break is not None


def test_export_refuses_a_missing_or_changed_attachment() -> None:
    with pytest.raises(RecordError, match=r"附件“附件1\.pdf”在存储中缺失"):
        exported(logged(SMALL), {})
    with pytest.raises(RecordError, match=r"附件“附件1\.pdf”的内容与所记 SM3 摘要不符"):
        exported(logged(SMALL), SMALL.papers | {sm3(small_chain.PAPERS[1]).hex(): b"other"})
