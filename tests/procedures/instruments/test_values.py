"""Values as they are written on official papers."""

from typing import Any

import pytest

from fazhi.procedures.instruments.values import in_capitals, party_lines, written, written_part
from fazhi.procedures.language.fields import Field, Kind


def declared(kind: Kind, **more: Any) -> Field:
    return Field(title="要素", type=kind, **more)


@pytest.mark.parametrize(
    ("field", "kept", "printed"),
    [
        (declared(Kind.DATE), "2026-03-02", "2026年3月2日"),
        (declared(Kind.MOMENT), "2026-03-02T09:30+08:00", "2026年3月2日9时30分"),
        (declared(Kind.MOMENT), "2026-03-02T01:30+00:00", "2026年3月2日9时30分"),
        (declared(Kind.MONEY), "12345.00", "12345"),
        (declared(Kind.MONEY), "12345.60", "12345.60"),
        (declared(Kind.NUMBER), 0, "0"),
        (declared(Kind.BOOLEAN), False, "否"),
        (declared(Kind.DURATION), "7 working days", "7个工作日"),
        (declared(Kind.CHOICE, options={"seal": "查封", "detain": "扣押"}), "detain", "扣押"),
        (declared(Kind.CHOICES, options={"a": "警告", "b": "罚款"}), ["a", "b"], "警告、罚款"),
        (
            declared(Kind.CHOICES, options={"a": "没收违法所得、非法财物", "b": "罚款"}),
            ["a", "b"],
            "没收违法所得、非法财物；罚款",
        ),
        (declared(Kind.PARTY), {"kind": "person", "name": "张某"}, "张某"),
        (declared(Kind.PARTIES), [{"name": "张某"}, {"name": "李某"}], "张某、李某"),
        (declared(Kind.ORGANIZATION), {"id": "3", "name": "区司法局"}, "区司法局"),
        (declared(Kind.TEXT), None, ""),
    ],
)
def test_a_value_is_written_as_officials_write_it(field: Field, kept: Any, printed: str) -> None:
    assert written(field, kept) == printed


def test_officers_stand_with_their_card_numbers() -> None:
    people = [{"name": "程班", "card_number": "9900000001"}, {"name": "秦法", "card_number": ""}]
    assert written(declared(Kind.PEOPLE, holds="enforcement_card"), people) == "程班（执法证号9900000001）、秦法"
    assert written(declared(Kind.PEOPLE), people) == "程班、秦法"
    assert written_part(people, "card_number") == "9900000001"


@pytest.mark.parametrize(
    ("kept", "capitals"),
    [("5000.00", "伍仟元整"), ("10086.07", "壹万零捌拾陆元零柒分"), ("0.50", "伍角"), ("100000000.00", "壹亿元整")],
)
def test_amounts_are_written_in_capitals(kept: str, capitals: str) -> None:
    assert in_capitals(kept) == capitals


def test_a_legal_person_is_introduced_with_its_code_and_who_represents_it() -> None:
    party = {
        "kind": "legal_person", "name": "某某食品有限公司", "id_number": "91350100M000100Y43", "address": "东街12号",
        "representative": "王某", "phone": "0123-1234567",
    }  # fmt: skip
    assert party_lines("当事人", party, "＿") == (
        [
            "当事人：某某食品有限公司　统一社会信用代码：91350100M000100Y43",
            "住所：东街12号　法定代表人：王某　联系电话：0123-1234567",
        ],
        [],
    )


def test_what_is_not_known_of_a_person_stands_blank_and_is_told() -> None:
    lines, missing = party_lines("当事人", {"kind": "person", "name": "张某", "born_on": "1980-02-03"}, "＿")
    assert lines == ["当事人：张某　出生日期：1980年2月3日　证件号码：＿", "住址：＿"]
    assert missing == ["当事人的证件号码", "当事人的住址"]
