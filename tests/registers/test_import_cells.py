"""What an export writes into a cell, an import reads back as the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fazhi.procedures.casework.entries import fit
from fazhi.procedures.language.fields import Column, Field, Format, Kind
from fazhi.registers.importing.cells import Unreadable, read, written

OPTIONS = {"one": "其一", "two": "其二", "three": "其三"}
JOINED = {"finance": "财政、审计", "justice": "司法行政"}
LINES = Field(
    title="明细",
    type=Kind.ROWS,
    columns={
        "what": Column(title="情节", type=Kind.TEXT),
        "low": Column(title="下限", type=Kind.MONEY, optional=True),
        "kind": Column(title="种类", type=Kind.CHOICE, options=OPTIONS, optional=True),
    },
)
WORDS = some.text(alphabet=some.characters(categories=["Lo", "Nd"], max_codepoint=0x9FFF), min_size=1, max_size=9)
KEPT = {
    Kind.TEXT: (Field(title="字", type=Kind.TEXT), WORDS),
    Kind.NUMBER: (Field(title="数", type=Kind.NUMBER), some.integers(-(10**9), 10**9)),
    Kind.MONEY: (
        Field(title="钱", type=Kind.MONEY),
        some.decimals(0, 10**9, places=2).map(lambda each: f"{each:.2f}"),
    ),
    Kind.BOOLEAN: (Field(title="是否", type=Kind.BOOLEAN), some.booleans()),
    Kind.DATE: (Field(title="日", type=Kind.DATE), some.dates().filter(lambda day: day.year > 999).map(str)),
    Kind.CHOICE: (Field(title="选", type=Kind.CHOICE, options=OPTIONS), some.sampled_from([*OPTIONS])),
    Kind.ROWS: (
        LINES,
        some.lists(
            some.builds(
                lambda what, low, kind: (
                    {"what": what} | ({"low": low} if low else {}) | ({"kind": kind} if kind else {})
                ),
                WORDS,
                some.sampled_from([None, "50.00", "1200.50"]),
                some.sampled_from([None, *OPTIONS]),
            ),
            min_size=1,
            max_size=4,
        ),
    ),
}


@given(some.sampled_from([*KEPT]).flatmap(lambda kind: some.tuples(some.just(KEPT[kind][0]), KEPT[kind][1])))
def test_what_is_written_is_read_back(case: tuple[Field, Any]) -> None:
    field, kept = case
    assert fit(field, read(field, written(field, kept))) == kept


@given(some.sampled_from([OPTIONS, JOINED]), some.data())
def test_several_options_are_read_back_even_when_one_has_a_comma_in_it(options: dict[str, str], data: Any) -> None:
    field = Field(title="几项", type=Kind.CHOICES, options=options)
    kept = [name for name in options if data.draw(some.booleans())]
    assert (fit(field, read(field, written(field, kept))) or []) == kept


@pytest.mark.parametrize(
    "text", ["财政、审计、司法行政", "司法行政，财政、审计", "司法行政；财政、审计", "finance;司法行政"]
)
def test_options_are_found_whatever_stands_between_them(text: str) -> None:
    field = Field(title="几项", type=Kind.CHOICES, options=JOINED)
    assert fit(field, read(field, text)) == ["finance", "justice"]


def test_option_that_is_none_is_left_as_it_was_written() -> None:
    field = Field(title="几项", type=Kind.CHOICES, options=JOINED)
    assert read(field, "财政、教育，司法行政") == ["财政", "教育", "司法行政"]


def test_people_and_bodies_outside_are_written_as_such() -> None:
    people = Field(title="人", type=Kind.PEOPLE)
    body = Field(title="单位", type=Kind.ORGANIZATION)
    assert written(people, [{"id": "3", "name": "李明"}, {"name": "外人"}]) == "李明、外人（外部人员）"
    assert written(body, {"name": "某大学"}) == "某大学（外单位）"
    assert written(body, {"id": "7", "name": "清和区司法局"}) == "清和区司法局"


def test_party_is_read_with_its_kind_and_document() -> None:
    field = Field(title="当事人", type=Kind.PARTY)
    party = {"kind": "legal_person", "name": "甲公司", "id_number": "91350100M000100Y43", "phone": "12345"}
    assert written(field, party) == "甲公司｜法人｜91350100M000100Y43｜｜12345"
    assert fit(field, read(field, written(field, party))) == party


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-03-02T00:00:00", "2026-03-02"), ("20260302", "2026-03-02"), ("２０２６年３月２日", "2026-03-02"),
        ("2026/3/2", "2026-03-02"), ("2026 年 3 月 2 日", "2026-03-02"),
    ],
)  # fmt: skip
def test_days_are_read_as_sheets_show_them(text: str, kept: str) -> None:
    field = Field(title="日期", type=Kind.DATE)
    assert fit(field, read(field, text)) == kept


@pytest.mark.parametrize(
    ("field", "text", "say"),
    [
        (
            Field(title="编码", type=Kind.TEXT),
            "AB\u200bC",
            "“编码”“AB”之后有看不见的零宽空格，请删去这一格后重新输入，不要粘贴。",
        ),
        (
            Field(title="编码", type=Kind.TEXT),
            "\u202eABC",
            "“编码”开头有看不见的字符 U+202E，请删去这一格后重新输入，不要粘贴。",
        ),
        (
            Field(title="身份证号", type=Kind.TEXT, format=Format.ID_CARD),
            "110105194912310000",
            "“身份证号”的末几位像是被表格软件改成了 0，请把这一列设为文本格式后重新填写。",
        ),
        (LINES, "轻微｜1｜其一｜多出", "“明细”第1行有4项，应按“情节｜下限｜种类”填写，请删去多的部分。"),
    ],
)
def test_cell_that_cannot_be_read_says_why(field: Field, text: str, say: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(field, text)
    assert str(refused.value) == say
