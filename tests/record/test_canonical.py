import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.record.canonical import DEEPEST, LARGEST_INTEGER, canonical, parse
from fazhi.record.errors import RecordError

integers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
objects = st.dictionaries(texts, values, max_size=5)


@given(objects)
def test_canonical_is_read_back(value: dict[str, object]) -> None:
    assert parse(canonical(value)) == value


@given(objects, st.randoms())
def test_canonical_does_not_depend_on_the_order_of_keys(value: dict[str, object], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@given(objects, objects)
def test_canonical_differs_where_values_differ(one: dict[str, object], other: dict[str, object]) -> None:
    # 1 == True in Python, not in JSON: repr keeps them apart, and a round trip through JSON orders keys alike.
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) is same


@given(objects)
def test_canonical_is_what_the_document_says(value: dict[str, object]) -> None:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == plain.encode()


def test_canonical_sorts_keys_by_code_point_and_keeps_text_as_given() -> None:
    value = {"\U00020000": 1, "\uff5e": 2, "e\u0301": "\u00e9", "a": '\u2028\x7f\x00\n"\\/'}
    expected = '{"a":"\u2028\x7f\\u0000\\n\\"\\\\/","e\u0301":"\u00e9","\uff5e":2,"\U00020000":1}'
    assert canonical(value) == expected.encode()
    assert parse(expected.encode()) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"data": {"fine": 1.5}}, "“data.fine”是小数 1.5"),
        ({"data": [0, float("nan")]}, "“data.1”是小数 nan"),
        ({"n": LARGEST_INTEGER + 1}, "“n”的整数绝对值超过"),
        ({"n": -LARGEST_INTEGER - 1}, "“n”的整数绝对值超过"),
        ({1: "a"}, "“整个值”的键 1 不是文本"),
        ({"a": Decimal("1.5")}, "“a”是 Decimal"),
        ({"a": b"x"}, "“a”是 bytes"),
        ({"a": {"x"}}, "“a”是 set"),
        ({"a": "x\ud800"}, "不成对的代理字符 '\\ud800'"),
        ({"\udfff": 1}, "不成对的代理字符 '\\udfff'"),
    ],
)
def test_canonical_refuses_and_says_where(value: object, said: str) -> None:
    with pytest.raises(RecordError) as refused:
        canonical(value)
    assert said in refused.value.say


def nested(depth: int) -> dict[str, object]:
    value: dict[str, object] = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


def test_depth_has_a_limit_that_reading_shares() -> None:
    assert parse(canonical(nested(DEEPEST))) == nested(DEEPEST)
    with pytest.raises(RecordError, match="嵌套超过"):
        canonical(nested(DEEPEST + 1))
    with pytest.raises(RecordError, match="嵌套超过"):
        parse(json.dumps(nested(DEEPEST + 1), separators=(",", ":")).encode())
    with pytest.raises(RecordError):
        parse(b'{"a":' + b"[" * 100_000)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}\n",
        b" {}",
        b"\xef\xbb\xbf{}",
        b"[]",
        b"1",
        b"null",
        b'{"a":1,}',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"c":{"b":1,"a":2}}',
        b'{"c":[{"b":1,"a":2}]}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1.5}',
        b'{"a":1e3}',
        b'{"a":1e16}',
        b'{"a":[1e16]}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"a":-9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u000a"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\n"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\ud83d\\ude00"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\xff"}',
        b'{"a":"\xc0\xaf"}',
        b"{'a':1}",
    ],
)
def test_parse_refuses_what_is_not_canonical(body: bytes) -> None:
    with pytest.raises(RecordError):
        parse(body)


@given(st.binary(max_size=30) | texts.map(str.encode))
def test_parse_ends_in_a_value_or_in_a_record_error(body: bytes) -> None:
    try:
        value = parse(body)
    except RecordError:
        return
    assert canonical(value) == body
