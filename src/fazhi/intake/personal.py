"""Who asks, and what of their matter is theirs alone: sealed field by field, opened for whoever works on it.

The names under which fields are sealed are ``intake.<form>``: a value moved into another form does not open. Telephone
and number of the card are found by one blind index over all forms, so that a second application of the same person is
seen as theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fazhi.intake.models import Application
from fazhi.procedures.applications.fields import KINDS
from fazhi.procedures.language.fields import Field, Format, Kind
from fazhi.procedures.registers.masking import masked as masked_value
from fazhi.registers import sealing

PLAIN = frozenset({"kind"})
LABELS = {
    "kind": "类别", "name": "姓名或者名称", "id_number": "证件号码", "phone": "电话", "address": "联系地址",
    "representative": "法定代表人（负责人）", "agent": "代理人", "position": "手机位置",
}  # fmt: skip
_MASKS = {
    "name": Field(title="姓名", type=Kind.PERSON, personal=True),
    "representative": Field(title="负责人", type=Kind.PERSON, personal=True),
    "id_number": Field(title="证件号码", type=Kind.TEXT, personal=True, format=Format.ID_CARD),
    "phone": Field(title="电话", type=Kind.TEXT, personal=True, format=Format.PHONE),
}


def sealed_applicant(form: str, applicant: Mapping[str, Any]) -> dict[str, Any]:
    """An applicant as they are kept: everything but the kind sealed."""
    return {name: each if name in PLAIN else _seal(form, name, each) for name, each in applicant.items()}


def sealed_data(form: str, data: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """What was entered as it is kept; ``fields`` are those that are sealed."""
    return {name: _seal(form, name, each) if name in fields else each for name, each in data.items()}


def phone_index(phone: str | None) -> str:
    """The blind index of a telephone number; "" for none."""
    return sealing.find(phone, register="intake", field="phone") if phone else ""


def identity_index(number: str | None) -> str:
    """The blind index of the number of a card or an organization; "" for none."""
    return sealing.find(number, register="intake", field="identity") if number else ""


def opened(application: Application) -> tuple[dict[str, Any], dict[str, Any]]:
    """The applicant and what they entered, everything open. Asks nobody whether they may: the caller does."""
    return _opened(application.form, application.applicant), _opened(application.form, application.data)


def opened_applicant(application: Application) -> dict[str, Any]:
    """The applicant, open."""
    return _opened(application.form, application.applicant)


def masked(application: Application) -> dict[str, str]:
    """The applicant as everybody of the office may see them: 张**, 138****5678, 110***********002X."""
    shown: dict[str, str] = {}
    for name, value in opened_applicant(application).items():
        if name == "kind":
            shown[name] = KINDS.get(str(value), "")
        elif name in _MASKS:
            field = _MASKS[name]
            given = {"name": value} if field.type is Kind.PERSON else value
            shown[name] = masked_value(field, given)
        elif name == "agent":
            shown[name] = masked_value(_MASKS["name"], {"name": value.get("name", "")})
        else:
            shown[name] = "******"
    return shown


def _seal(form: str, field: str, value: Any) -> dict[str, str]:
    return sealing.seal(value, register=f"intake.{form}", field=field)


def _opened(form: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: sealing.open_(each, register=f"intake.{form}", field=name) if sealing.is_sealed(each) else each
        for name, each in kept.items()
    }
