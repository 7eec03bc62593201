"""Masking: what may be shown to everybody."""

from typing import Any

import pytest

from fazhi.procedures.language.fields import Field, Format, Kind
from fazhi.procedures.registers.masking import HIDDEN, masked, masked_name


def text(form: Format | None = None) -> Field:
    return Field(title="项", type=Kind.TEXT, format=form)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (text(Format.ID_CARD), "11010519491231002X", "110***********002X"),
        (text(Format.PHONE), "13812345678", "138****5678"),
        (text(Format.PHONE), "8123456", "*****56"),
        (text(Format.USCC), "91350100M000100Y43", "9135**********0Y43"),
        (text(), "钱多多", "钱**"),
        (text(), "东街十二号三单元", HIDDEN),
        (text(), "钱", "*"),
        (text(), None, ""),
        (Field(title="项", type=Kind.LONG_TEXT), "说来话长", HIDDEN),
        (Field(title="项", type=Kind.DATE), "2000-01-01", HIDDEN),
        (Field(title="项", type=Kind.PERSON), {"id": "1", "name": "欧阳某"}, "欧**"),
        (Field(title="项", type=Kind.PARTIES), [{"name": "钱某"}, {"name": "孙某某"}], "钱*、孙**"),
    ],
)
def test_a_value_is_masked_by_its_form(field: Field, value: Any, shown: str) -> None:
    assert masked(field, value) == shown


def test_an_empty_name_shows_nothing() -> None:
    assert masked_name("") == ""
