import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.record.canonical import canonical, parse
from fazhi.record.chain import header_hash
from fazhi.record.stored import StoredAct
from fazhi.record.verdicts import Break, Verdict
from fazhi.record.verifying import verify_case
from tests.record.small_chain import CASE, OTHER, SmallCase, body_of, chain_of, header_of, small_case

SMALL = small_case()


def verify(small: SmallCase) -> Verdict:
    return verify_case(small.header, small.acts, attachment=small.papers.get, head=SMALL.head)


def broken(header: bytes, acts: list[StoredAct]) -> Break:
    found = verify_case(header, acts, attachment=SMALL.papers.get, head=SMALL.head).first_break
    assert found is not None
    return found


def flips(data: bytes) -> list[bytes]:
    """The data with each byte in turn changed by its lowest bit, and then by all bits."""
    return [data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :] for at in range(len(data)) for mask in (1, 255)]


def test_verify_case_of_a_chain_that_holds() -> None:
    size = sum(len(act.body) for act in SMALL.acts)
    assert verify(SMALL) == Verdict(None, acts=3, bytes=size, attachments=3)


def test_verify_case_without_acts_has_the_header_for_its_head() -> None:
    header = header_of()
    assert verify_case(header, []) == Verdict(None, 0, 0)
    assert verify_case(header, [], head=(0, header_hash(header))).ok
    assert not verify_case(header, [], head=(0, bytes(32))).ok


def test_every_flipped_byte_of_the_header_is_found() -> None:
    for header in flips(SMALL.header):
        found = broken(header, list(SMALL.acts))
        assert (found.seq, found.kind) in {(0, "header"), (1, "hash"), (1, "case")}, header


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_every_flipped_byte_of_a_body_is_found_at_its_act(seq: int) -> None:
    for body in flips(SMALL.acts[seq - 1].body):
        acts = list(SMALL.acts)
        acts[seq - 1] = acts[seq - 1]._replace(body=body)
        found = broken(SMALL.header, acts)
        assert found.seq == seq
        assert found.kind in {"hash", "case", "order"}


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_every_flipped_byte_of_a_hash_is_found_at_its_act(seq: int) -> None:
    for digest in flips(SMALL.acts[seq - 1].hash):
        acts = list(SMALL.acts)
        acts[seq - 1] = acts[seq - 1]._replace(hash=digest)
        found = broken(SMALL.header, acts)
        assert (found.seq, found.kind) == (seq, "hash")


def test_every_flipped_byte_of_an_attachment_is_found_at_the_first_act_that_has_it() -> None:
    for digest, content in SMALL.papers.items():
        for changed in flips(content):
            found = verify(SmallCase(SMALL.header, SMALL.acts, SMALL.papers | {digest: changed})).first_break
            assert found is not None
            assert (found.seq, found.kind) == (2, "attachment")
            assert "内容被改动" in found.say


def test_missing_attachment_is_named() -> None:
    assert verify(SmallCase(SMALL.header, SMALL.acts, {})).first_break == Break(
        2, "第2条记录的附件“附件0.pdf”缺失。", "attachment"
    )


def test_dropped_act_is_a_gap() -> None:
    first, _, third = SMALL.acts
    assert broken(SMALL.header, [first, third]) == Break(2, "第2条记录缺失，其后是第3条。", "gap")


def test_dropped_act_is_found_where_the_others_are_renumbered() -> None:
    first, _, third = SMALL.acts
    assert broken(SMALL.header, [first, third._replace(seq=2)]) == Break(2, "第2条的位置上是第3条记录的内容。", "order")


def test_swapped_acts_are_found_at_the_first_of_them() -> None:
    first, second, third = SMALL.acts
    assert broken(SMALL.header, [first, third, second]).seq == 2
    swapped = [first, third._replace(seq=2), second._replace(seq=3)]
    assert broken(SMALL.header, swapped) == Break(2, "第2条的位置上是第3条记录的内容。", "order")


def test_inserted_act_is_found() -> None:
    first, second, third = SMALL.acts
    assert broken(SMALL.header, [first, first, second, third]) == Break(2, "第2条的位置上又出现第1条记录。", "gap")
    forged = chain_of(SMALL.header, [first.body, body_of(2)])[1]
    later = [second._replace(seq=3), third._replace(seq=4)]
    assert broken(SMALL.header, [first, forged, *later]) == Break(3, "第3条的位置上是第2条记录的内容。", "order")


def test_truncated_chain_differs_from_the_head() -> None:
    assert broken(SMALL.header, list(SMALL.acts[:2])) == Break(2, "案件应有3条记录，只有2条：末尾的记录缺失。", "head")
    assert broken(SMALL.header, []).kind == "head"


def test_act_added_behind_the_head_is_found() -> None:
    longer = chain_of(SMALL.header, [*(act.body for act in SMALL.acts), body_of(4)])
    assert broken(SMALL.header, list(longer)) == Break(4, "案件应有3条记录，却有4条：末尾多出记录。", "head")


def test_chain_rewritten_from_end_to_end_differs_from_the_head() -> None:
    acts = chain_of(SMALL.header, [body_of(1), body_of(2), body_of(3)])
    found = broken(SMALL.header, list(acts))
    assert found == Break(3, "最后一条（第3条）的摘要与案件所记末条摘要不符。", "head")


def test_act_of_another_case_is_named_even_with_a_right_hash() -> None:
    acts = chain_of(SMALL.header, [body_of(1), body_of(2, OTHER)])
    assert broken(SMALL.header, list(acts)) == Break(2, f"第2条记录写的是另一案件（{OTHER}）的内容。", "case")


@pytest.mark.parametrize(
    "body",
    [
        body_of(1) + b" ",
        body_of(1).replace(b'"role"', b'"Role"'),
        body_of(1).replace(b'"amount":"5000.00"', b'"amount":5000.00'),
        body_of(1).replace(b'"for":null', b'"for":null,"for":null'),
        body_of(1).replace(b'"performed_on":"2026-03-03"', b'"performed_on":"3 March"'),
        body_of(1).replace(b"2026-03-03", b"20260303"),
        body_of(1).replace(b"+00:00", b""),
        body_of(1).replace(b'"attachments":[]', b'"attachments":{}'),
        body_of(1).replace(b'"attachments":[]', b'"attachments":[{"name":"a","size":1,"sm3":"AB"}]'),
        body_of(1).replace(b'"seq":1', b'"seq":"1"'),
        body_of(1).replace(b'"seq":1', b'"seq":true'),
        body_of(1).replace(b'"recorded_at"', b'"recorded_by"'),
        b"[]",
        b"",
    ],
)
def test_malformed_act_is_found_even_with_a_right_hash(body: bytes) -> None:
    assert body != body_of(1)
    found = verify_case(SMALL.header, chain_of(SMALL.header, [body])).first_break
    assert found is not None
    assert (found.seq, found.kind) == (1, "form")


@pytest.mark.parametrize(
    "changed", [{"format": "fazhi-case-2"}, {"more": "x"}, {"opened_at": 5}, {"case": None}], ids=str
)
def test_malformed_header_is_found(changed: dict[str, object]) -> None:
    header = canonical(parse(SMALL.header) | changed)
    found = verify_case(header, chain_of(header, [body_of(1)])).first_break
    assert found is not None
    assert (found.seq, found.kind) == (0, "header")


def test_without_form_everything_but_the_canonical_form_is_still_found() -> None:
    assert verify_case(SMALL.header, SMALL.acts, form=False) == verify_case(SMALL.header, SMALL.acts)
    for body in flips(SMALL.acts[1].body):
        acts = [SMALL.acts[0], SMALL.acts[1]._replace(body=body), SMALL.acts[2]]
        found = verify_case(SMALL.header, acts, form=False).first_break
        assert found is not None
        assert found.seq == 2


def test_also_adds_a_check_of_the_body() -> None:
    found = verify_case(
        SMALL.header, SMALL.acts, also=lambda act, body: "的办理人不对。" if body["seq"] == act.seq == 2 else None
    ).first_break
    assert found == Break(2, "第2条记录的办理人不对。", "column")


@given(st.integers(1, 8), st.data())
def test_any_changed_bit_of_any_chain_is_found_at_its_act(count: int, data: st.DataObject) -> None:
    small = small_case(CASE, count)
    at = data.draw(st.integers(0, count - 1))
    where = data.draw(st.sampled_from(["body", "hash"]))
    content = bytearray(getattr(small.acts[at], where))
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    acts = [*small.acts[:at], small.acts[at]._replace(**{where: bytes(content)}), *small.acts[at + 1 :]]
    found = verify_case(small.header, acts, head=small.head).first_break
    assert found is not None
    assert found.seq == at + 1
