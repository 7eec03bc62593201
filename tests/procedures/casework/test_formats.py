"""Codes: what is taken, how it is kept, and what is said about one that is wrong."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from fazhi.procedures.casework.entries import Unfit, fit
from fazhi.procedures.casework.formats import USCC_SIGNS, Malformed, fit_format
from fazhi.procedures.language.fields import Column, Field, Format, Kind

SIGNS = "".join(sorted(USCC_SIGNS))
WEIGHTS = [3**place % 31 for place in range(17)]


def with_check_sign(body: str) -> str:
    """GB 32100-2015, reckoned here by its own words: 31 less the weighted sum modulo 31."""
    return body + SIGNS[(31 - sum(SIGNS.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))) % 31]


@pytest.mark.parametrize(
    ("form", "text", "kept"),
    [
        (Format.USCC, "91350100M000100Y43", "91350100M000100Y43"),
        (Format.USCC, " 9135 0100-m000100y43 ", "91350100M000100Y43"),
        (Format.USCC, "９１３５０１００M000100Y43", "91350100M000100Y43"),
        (Format.USCC, with_check_sign("N2990102MC0000012"), with_check_sign("N2990102MC0000012")),
        (Format.ID_CARD, "360426199101010071", "360426199101010071"),
        (Format.ID_CARD, "11010519491231002x", "11010519491231002X"),
        (Format.DIVISION, "990102", "990102"),
        (Format.DIVISION, "110101", "110101"),
        (Format.DIVISION, "110101001007", "110101001007"),
        (Format.PHONE, "138 0000 0000", "13800000000"),
        (Format.PHONE, "+86-13800000000", "13800000000"),
        (Format.PHONE, "0990-8800123", "0990-8800123"),
        (Format.PHONE, "（010）12345678", "010-12345678"),
        (Format.PHONE, "01012345678", "010-12345678"),
        (Format.PHONE, "09908800123", "0990-8800123"),
        (Format.PHONE, "0990-8800123转801", "0990-8800123转801"),
        (Format.PHONE, "12345；0990－8800123", "12345、0990-8800123"),
        (Format.PHONE, "400-800-1234", "4008001234"),
        (Format.POSTCODE, "１００ ０００", "100000"),
    ],
)
def test_code_is_kept_in_one_way(form: Format, text: str, kept: str) -> None:
    assert fit_format(form, text) == kept
    assert fit_format(form, kept) == kept


@pytest.mark.parametrize(
    ("form", "text", "say"),
    [
        (
            Format.USCC,
            "91350100M000100Y4",
            "统一社会信用代码应为 18 位，“91350100M000100Y4”有 17 位，请照营业执照核对。",
        ),
        (
            Format.USCC,
            "91350100M000100Y42",
            "统一社会信用代码“91350100M000100Y42”的校验位不对，至少有一位写错，请照营业执照逐位核对。",
        ),
        (
            Format.USCC,
            "9135010OM000100Y43",
            "统一社会信用代码“9135010OM000100Y43”里不应有“O”（信用代码不用字母 I、O、S、V、Z，"
            "请看是否应为数字 1、0、5、2），请照营业执照核对。",
        ),
        (
            Format.USCC,
            "9135010AM000100Y43",
            "统一社会信用代码“9135010AM000100Y43”第 3 至 8 位应为登记机关行政区划码（数字），请照营业执照核对。",
        ),
        (Format.ID_CARD, "110105491231002", "居民身份证号是 15 位旧号，已停止使用，请换成 18 位号码。"),
        (Format.ID_CARD, "1101051949123100", "居民身份证号应为 18 位，现有 16 位，请照身份证核对。"),
        (
            Format.ID_CARD,
            "11010519491231002A",
            "居民身份证号应为 17 位数字加 1 位校验码（数字或 X），请照身份证核对。",
        ),
        (Format.ID_CARD, "880105194912310021", "居民身份证号前两位不是省级代码，请照身份证核对。"),
        (
            Format.ID_CARD,
            "110105194913310021",
            "居民身份证号第 7 至 14 位不是出生日期，请照身份证核对。",
        ),
        (Format.ID_CARD, "110105194912310021", "居民身份证号的校验码不对，至少有一位写错，请照身份证逐位核对。"),
        (Format.DIVISION, "11010", "行政区划代码“11010”应为六位数字，例如 990102。"),
        (Format.DIVISION, "110199001", "行政区划代码“110199”不在 GB/T 2260 名录中，请核对后重填。"),
        (Format.PHONE, "8800123", "固定电话没有区号，请写成 0990-8800123 的样子。"),
        (Format.PHONE, "1380000000", "手机号应为 11 位，现有 10 位或者号段不对，请核对。"),
        (
            Format.PHONE,
            "见公告",
            "电话号码里有不是数字的内容，请写成 13800000000 或 0990-8800123。",
        ),
        (
            Format.PHONE,
            "0990-88001234567",
            "电话号码不像手机号或者带区号的固定电话，请写成 13800000000 或 0990-8800123。",
        ),
        (
            Format.PHONE,
            "12345、8800123",
            "第2个固定电话没有区号，请写成 0990-8800123 的样子。",
        ),
        (Format.PHONE, "、", "电话号码是空的，请填写手机号或者带区号的固定电话。"),
        (Format.POSTCODE, "10000", "邮政编码应为 6 位数字，“10000”不是，请核对。"),
    ],
)
def test_wrong_code_is_told_what_is_wrong_and_how_to_mend_it(form: Format, text: str, say: str) -> None:
    with pytest.raises(Malformed) as refused:
        fit_format(form, text)
    assert str(refused.value) == say


def test_credit_code_of_the_standard_refuses_its_wrong_check_sign() -> None:
    assert fit_format(Format.USCC, "91350100M000100Y43") == with_check_sign("91350100M000100Y4")
    with pytest.raises(Malformed, match="校验位不对"):
        fit_format(Format.USCC, "91350100M000100Y41")


BODIES = some.builds(
    lambda head, area, rest: head + area + rest,
    some.text(alphabet=SIGNS, min_size=2, max_size=2),
    some.text(alphabet="0123456789", min_size=6, max_size=6),
    some.text(alphabet=SIGNS, min_size=9, max_size=9),
)


@given(body=BODIES, place=some.integers(0, 17), sign=some.sampled_from(SIGNS))
def test_credit_code_with_one_wrong_sign_is_always_found(body: str, place: int, sign: str) -> None:
    code = with_check_sign(body)
    wrong = code[:place] + sign + code[place + 1 :]
    assume(wrong != code)
    assert fit_format(Format.USCC, code) == code
    with pytest.raises(Malformed):
        fit_format(Format.USCC, wrong)


@given(body=BODIES, place=some.integers(8, 15))
def test_credit_code_with_two_neighbours_exchanged_is_always_found(body: str, place: int) -> None:
    code = with_check_sign(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assume(wrong != code)
    with pytest.raises(Malformed):
        fit_format(Format.USCC, wrong)


def test_field_and_column_with_a_format_check_their_code() -> None:
    field = Field(title="信用代码", type=Kind.TEXT, format=Format.USCC)
    column = Column(title="邮编", type=Kind.TEXT, format=Format.POSTCODE)
    assert fit(field, "91350100m000100y43") == "91350100M000100Y43"
    assert fit(column, 100000) == "100000"
    assert fit(field, " ") in (None, "")
    with pytest.raises(Unfit) as refused:
        fit(column, "1000")
    assert str(refused.value) == "“邮编”：邮政编码应为 6 位数字，“1000”不是，请核对。"
