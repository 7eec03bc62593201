from datetime import datetime

import pytest

from fazhi.record.canonical import parse
from fazhi.record.chain import act_body, act_hash, header_hash, written_moment
from fazhi.record.errors import RecordError
from fazhi.record.sm3 import sm3
from tests.record.small_chain import CASE, body_of, header_of, small_case


def test_header_is_the_documented_form() -> None:
    assert header_of() == (
        b'{"case":"0192f0c1-7a3b-7c11-9d55-aa0011223344","edition":"2021-07-15","format":"fazhi-case-1",'
        b'"jurisdiction":"990102","opened_at":"2026-03-02T09:00:00+00:00","organization":"justice",'
        b'"procedure":"penalty-ordinary"}'
    )


def test_hashes_are_the_documented_formulas() -> None:
    small = small_case()
    first, second, _ = small.acts
    assert header_hash(small.header) == sm3(b"fazhi-case-1\n" + small.header)
    assert first.hash == sm3(header_hash(small.header) + first.body) == act_hash(header_hash(small.header), first.body)
    assert second.hash == sm3(first.hash + second.body)


def test_hashes_do_not_change_between_versions() -> None:
    # A record written by any version must be verified by every later one.
    assert header_hash(header_of()).hex() == "f94e5411075edeff63eb4ff6caab6d7c49751091f0b039e30cc5eee3b2907692"
    assert small_case().acts[-1].hash.hex() == "5379d7ec466e44d44890ff357da253e3715e8e59f0749bb458348ff6bf00b652"


def test_act_body_names_what_is_missing() -> None:
    with pytest.raises(RecordError) as refused:
        act_body({"case": str(CASE), "seq": 1, "attachments": []})
    assert refused.value.say == "办理记录缺少必备内容：performed_on、recorded_at。"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("performed_on", "3 March"),
        ("performed_on", None),
        ("performed_on", "20260303"),
        ("recorded_at", "2026-03-02T09"),
        ("recorded_at", "2026-03-02 09:00:00"),
        ("recorded_at", ""),
    ],
)
def test_act_body_refuses_malformed_days(key: str, value: object) -> None:
    with pytest.raises(RecordError):
        act_body(parse(body_of(1)) | {key: value})


@pytest.mark.parametrize(
    "attachments",
    [None, "", {}, [None], [{"name": "a"}], [{"name": "a", "sm3": "x", "size": 1}],
     [{"name": "a", "sm3": "0" * 64, "size": "1"}], [{"name": "a", "sm3": "0" * 64, "size": 1, "more": 1}]],
)  # fmt: skip
def test_act_body_refuses_malformed_attachments(attachments: object) -> None:
    with pytest.raises(RecordError, match="附件清单格式不对"):
        act_body(parse(body_of(1)) | {"attachments": attachments})


def test_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(RecordError) as refused:
        written_moment(datetime(2026, 3, 2, 9))  # noqa: DTZ001 -- the very thing refused
    assert refused.value.say == "时间 2026-03-02T09:00:00 没有时区，无法记录。"
