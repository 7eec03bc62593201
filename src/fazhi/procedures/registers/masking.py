"""Masking of personal data 个人信息脱敏: what may be shown to everybody of a value that is not for everybody. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.procedures.language.fields import Field, Format, Kind

HIDDEN = "******"


def masked(field: Field, value: Any) -> str:
    """The value with what identifies a person starred out; "" for none.

    Codes keep what people check them by: 110***********002X, 138****5678. A name keeps its first character. Of anything
    else nothing is shown, not even its length.
    """
    if value is None or value == "":
        return ""
    match field.type:
        case Kind.PERSON | Kind.ORGANIZATION | Kind.PARTY:
            return masked_name(str(value.get("name", ""))) if isinstance(value, Mapping) else HIDDEN
        case Kind.PEOPLE | Kind.PARTIES:
            return "、".join(masked_name(str(each.get("name", ""))) for each in value)
        case Kind.TEXT:
            return masked_text(str(value), field.format)
    return HIDDEN


def masked_text(text: str, form: Format | None) -> str:
    """A text masked by the form of its code."""
    match form:
        case Format.ID_CARD:
            return _around(text, 3, 4)
        case Format.PHONE:
            return _around(text, 3, 4) if len(text) >= 11 else _around(text, 0, 2)
        case Format.USCC:
            return _around(text, 4, 4)
    if len(text) <= 4:
        return masked_name(text)
    return HIDDEN


def masked_name(name: str) -> str:
    """钱某某 → 钱**; a single character is hidden whole."""
    return f"{name[0]}{'*' * (len(name) - 1)}" if len(name) > 1 else "*" * len(name)


def _around(text: str, first: int, last: int) -> str:
    if len(text) <= first + last:
        return "*" * len(text)
    return f"{text[:first]}{'*' * (len(text) - first - last)}{text[len(text) - last :]}"
